"""How a number is shown: friendly units, the vocabulary's decimals, and its doubt beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from restride.core.methods import methods
from restride.core.metric import Metric
from restride.core.tables import load_folder
from restride.core.vocabulary import Family, derived_name, entry, vocabulary

Z95 = 1.959964
"""Standard errors to each side of a 95 % interval (normal distribution)."""


STAR = "*"
"""Stands beside a doubt that holds only the scatter of the steps."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one metric is written: shown = value * factor, with `decimals`, in `unit` (a key of the words' units)."""

    factor: float
    decimals: int
    unit: str

    def text(self, value: float) -> str:
        """The number alone, with a true minus sign and no negative zero."""
        text = f"{value * self.factor:.{self.decimals}f}"
        if float(text) == 0:
            text = text.lstrip("-")
        return text.replace("-", "\N{MINUS SIGN}")

    def spread(self, half_width: float) -> str:
        """A half width; one too small for the decimals is written as "<0.1", never as nothing."""
        smallest = 10.0**-self.decimals
        if 0 < half_width * self.factor < smallest / 2:
            return f"<{smallest:.{self.decimals}f}"
        return self.text(half_width)


def style(name: str) -> Style:
    """How `name` is written: times to the millisecond in ms, lengths to the millimetre in cm, the rest as it is."""
    word = entry(name)
    if word.unit == "s" and word.decimals >= 3:
        return Style(1000.0, word.decimals - 3, "ms")
    if word.unit == "m" and word.decimals >= 3:
        return Style(100.0, word.decimals - 2, "cm")
    return Style(1.0, word.decimals, word.unit)


def half_width(metric: Metric) -> float:
    """Half of the 95 % interval, in the metric's unit."""
    return Z95 * metric.se


def ends(metric: Metric) -> tuple[str, str]:
    """Both ends of the 95 % interval as text."""
    write = style(metric.name)
    return write.text(metric.value - half_width(metric)), write.text(metric.value + half_width(metric))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a word of the vocabulary comes from: its family, the word that it derives from, and how."""

    family: str
    base: str
    kind: str  # "base", "asymmetry" or "variability"


@cache
def origins() -> dict[str, Origin]:
    """The origin of every word."""
    found: dict[str, Origin] = {}
    for family, words in load_folder("restride.core", "vocabulary", Family).items():
        for name, word in words.items():
            found[name] = Origin(family, name, "base")
            for kind in ("asymmetry", "variability"):
                if (derived := derived_name(name, word, kind)) is not None:
                    found[derived] = Origin(family, name, kind)
    return found


def by_row(metrics: Iterable[Metric]) -> list[dict[str, Metric]]:
    """Metrics by side, one dict a row of a table: of one name and method, the sides possibly from a file each."""
    out: dict[tuple[str, str], list[dict[str, Metric]]] = {}
    for metric in metrics:
        rows = out.setdefault((metric.name, metric.method), [{}])
        fit = next((row for row in rows if metric.side not in row), None)
        if fit is None:
            fit = {}
            rows.append(fit)
        fit[metric.side] = metric
    return [row for rows in out.values() for row in rows]


def files(metrics: Iterable[Metric]) -> str:
    """The files that a row's numbers come from."""
    return " + ".join(dict.fromkeys(part for m in metrics for part in m.source.split(" + ")))


def title(name: str) -> str:
    """What people call a metric; the bare name with spaces for one that the vocabulary lacks."""
    return entry(name).title if name in vocabulary() else name.replace("_", " ")


def method_title(name: str) -> str:
    """What people call a method."""
    known = methods().get(name)
    return known.title if known else name.replace("_", " ")


def checked(metric: Metric) -> bool:
    """Whether the metric's method has an outside error for it, or for the metric that it derives from."""
    known = methods().get(metric.method)
    return known is not None and origins()[metric.name].base in known.error


def is_live(metric: Metric) -> bool:
    """Whether a causal kernel made it, for comparison with live cues."""
    return metric.method.endswith("_live")
