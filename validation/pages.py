"""docs/validation: a page a method (what it is, how far it lay from which reference), and the targets."""

import re
from pathlib import Path

from restride.core.methods import methods
from restride.core.vocabulary import entry
from validation.figures import Figure, table
from validation.score import Score

DOCS = Path(__file__).parent.parent / "docs" / "validation"
PLACEMENT = DOCS.parent / "placement"
MARKED = re.compile(r"(?P<begin><!-- make validate: (?P<methods>[\w ]+) -->)\n.*?(?P<end><!-- end -->)", re.DOTALL)
"""A page of docs/placement has its table between these two marks."""


def page(name: str, scores: list[Score], lines: list[str]) -> str:
    """One method's page in Markdown."""
    m = methods()[name]
    out = [f"# {m.title}", "", f"Method `{name}`, version {m.version}, {m.basis}. Made by `make validate`.", ""]
    out += ["Sources: " + "; ".join(m.sources) + ".", "", f"What differs from them: {m.deviations or 'nothing'}", ""]
    for against in dict.fromkeys(s.against for s in scores):
        rows = [s for s in scores if s.against == against]
        out += [
            f"## Against {against}",
            "",
            "| metric | people | recordings | reference mean | bias | RMSE | worst | unit |",
        ]
        out.append("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for s in rows:
            d = entry(s.metric).decimals + 1
            out.append(
                f"| {s.metric} | {s.people} | {s.recordings} | {s.reference_mean:.{d}f} | {s.bias:+.{d}f} "
                f"| {s.rmse:.{d}f} | {s.worst:.{d}f} | {s.unit} |"
            )
        out.append("")
    if m.error:
        out += _told(name)
    if lines:
        out += ["## Recording by recording", "", *(f"- {line}" for line in lines), ""]
    if scores:
        few = min(s.people for s in scores)
        behind = "1 person is" if few == 1 else f"{few} people are"
        out.append(
            f"Read these as orders of magnitude: {behind} behind them. Metrics "
            "of this method that are not listed have no outside error yet: they are graded poor and no rule reads them."
        )
    else:
        out.append("No reference stands behind this method here: its metrics are graded poor and no rule reads them.")
    return "\n".join(out) + "\n"


def _told(name: str) -> list[str]:
    """What the method's own table says, which `Metric.se` is made from."""
    out = ["## What a standard error is made from", "", "| metric | error | people | recordings | against |"]
    out.append("| --- | --- | --- | --- | --- |")
    for metric, error in methods()[name].error.items():
        unit = entry(metric).unit
        out.append(f"| {metric} | {error.se:g} {unit} | {error.people} | {error.recordings} | {error.against} |")
    return [*out, ""]


def write_pages(scores: list[Score], lines: dict[str, list[str]]) -> None:
    """Write the page of each method that was scored, or that found anything."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name in dict.fromkeys([*(s.method for s in scores), *lines]):
        if name in methods():
            text = page(name, [s for s in scores if s.method == name], lines.get(name, []))
            (DOCS / f"{name}.md").write_text(text, encoding="utf-8")


def write_placements(scores: list[Score]) -> None:
    """docs/placement: the table between the two marks of a page, from the scores of the methods that its mark names."""
    for path in sorted(PLACEMENT.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        told = MARKED.sub(lambda found: _placed(found, scores), text)
        if told != text:
            path.write_text(told, encoding="utf-8")


def _placed(found: re.Match[str], scores: list[Score]) -> str:
    """One small table a method and reference: error of a recording's mean, beside what was measured."""
    out = [found["begin"]]
    for key in dict.fromkeys((s.method, s.against) for s in scores):
        some = [s for s in scores if (s.method, s.against) == key]
        if key[0] not in found["methods"].split():
            continue
        people, runs = max(s.people for s in some), max(s.recordings for s in some)
        counted = (
            f"{people} {'person' if people == 1 else 'people'}, {runs} {'recording' if runs == 1 else 'recordings'}"
        )
        out += [f"**{methods()[key[0]].title.partition(':')[0]}.** Against {key[1]}; {counted}:", ""]
        out += ["| | error of a recording's mean | of |", "| --- | --- | --- |"]
        for s in some:
            d, unit = entry(s.metric).decimals + 1, "" if s.unit == "1" else f" {s.unit}"
            out.append(f"| {entry(s.metric).title} | {s.rmse:.{d}f}{unit} | {s.reference_mean:.{d}f}{unit} |")
        out.append("")
    return "\n".join([*out, found["end"]])


def write_targets(figures: list[Figure]) -> None:
    """docs/validation/README.md: what was promised and what is kept, and where each method's page is."""
    pages = sorted(path for path in DOCS.glob("*.md") if path.name != "README.md")
    kept, missed = (sum(f.met is x for f in figures) for x in (True, False))
    out = [
        "# What was promised, and what is kept",
        "",
        "Made by `make validate` from recordings with a reference. Events are matched one to one, closest first.",
        f"Targets met: {kept}; not met: {missed}. Where a row has no target it is printed to be watched.",
        "Rows that say SIMULATED come from sensors computed from markers. A peer's figure is from the same run where",
        "it was installed beside, else from its published one.",
        "",
        *table(figures),
        "",
        "One page a method:",
        "",
        *(f"- [{methods()[p.stem].title if p.stem in methods() else p.stem}]({p.name})" for p in pages),
    ]
    (DOCS / "README.md").write_text("\n".join(out) + "\n", encoding="utf-8")
