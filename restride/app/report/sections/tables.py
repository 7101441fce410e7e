"""All metrics in tables: means, then left against right; what few look for is folded away."""

from collections.abc import Iterable

from restride.app.flows import Assessed
from restride.app.report.blocks import Block, Fold, Group, Heading, Paragraph, Table
from restride.app.report.numbers import (
    STAR,
    by_row,
    checked,
    files,
    half_width,
    is_live,
    method_title,
    origins,
    style,
    title,
)
from restride.app.report.sections.making import letters
from restride.app.report.words import Words
from restride.core.metric import GRADES, Metric
from restride.core.vocabulary import vocabulary

Own = dict[str, Metric]
"""The metrics of one row by side: of one name and method."""


def tables(assessed: Assessed, say: Words) -> tuple[Block, ...]:
    """Every metric of the assessment stands in exactly one row."""
    metrics = assessed.assessment.metrics
    if not metrics:
        return (Paragraph(text=say("numbers.none")),)
    uneven = [m for m in metrics if origins()[m.name].kind == "asymmetry"]
    rest = [m for m in metrics if origins()[m.name].kind != "asymmetry"]
    marks = letters(assessed)
    means = [m for m in rest if _group(m) not in FOLDED]
    folded = [m for m in rest if _group(m) in FOLDED]
    blocks: list[Block] = []
    if means:
        blocks += [Paragraph(text=say("numbers.intro")), _all(means, marks, say)]
    if uneven:
        blocks += _uneven(uneven, marks, say)
    if folded:
        blocks.append(Fold(title=say("numbers.more"), blocks=(_all(folded, marks, say),)))
    bases = {m.method: say(f"basis.{m.basis}") for m in metrics}
    methods = "; ".join(
        say("numbers.method", letter=letter, title=method_title(name), basis=bases[name])
        for name, letter in marks.items()
        if name in bases
    )
    blocks.append(Paragraph(text=say("numbers.methods", methods=methods), weight="small"))
    if not all(checked(m) for m in metrics):
        blocks.append(Paragraph(text=say("numbers.unchecked"), weight="small"))
    return (*blocks, Paragraph(text=say("numbers.trust_note"), weight="small"))


def _all(metrics: list[Metric], marks: dict[str, str], say: Words) -> Table:
    groups: dict[str, list[Own]] = {}
    for own in by_row(_in_order(metrics)):
        groups.setdefault(_group(next(iter(own.values()))), []).append(own)
    columns = (
        *(say(f"numbers.{word}") for word in ("measure",)),
        *(say(f"sides.{side}") for side in ("left", "right", "both")),
        *(say(f"numbers.{word}") for word in ("contacts", "how", "trust")),
    )
    return Table(
        label=say("sections.numbers"),
        columns=columns,
        numeric=(False, True, True, True, True, False, False),
        widths=(3.4, 1.8, 1.8, 1.8, 1.3, 0.9, 1.2),
        groups=tuple(
            Group(
                title=_group_title(group, say),
                rows=tuple(_row(own, marks, say, with_file=_several(metrics)) for own in groups[group]),
            )
            for group in sorted(groups, key=_place)
        ),
    )


def _uneven(metrics: list[Metric], marks: dict[str, str], say: Words) -> list[Block]:
    """The differences that name a side stand open, those that do not are folded."""
    sided = [m for m in metrics if _names_a_side(m)]
    rest = [m for m in metrics if not _names_a_side(m)]
    blocks: list[Block] = [Heading(text=say("numbers.asymmetry")), Paragraph(text=say("numbers.asymmetry_intro"))]
    if sided:
        blocks.append(_asymmetries(sided, marks, say, with_file=_several(metrics)))
    else:
        blocks.append(Paragraph(text=say("numbers.asymmetry_none")))
    if rest:
        table = _asymmetries(rest, marks, say, with_file=_several(metrics))
        blocks.append(Fold(title=say("numbers.asymmetry_rest"), blocks=(table,)))
    return blocks


def _several(metrics: Iterable[Metric]) -> bool:
    """Whether some rows come from other files than others, so that each must say from which."""
    return len({frozenset(files(row.values()).split(" + ")) for row in by_row(metrics)}) > 1


def _named(row: list[Metric], say: Words, *, with_file: bool) -> str:
    """The measure with its unit; asymmetry and variation go by what they are of, as their tables say the rest."""
    name = row[0].name
    text = say("numbers.title_unit", title=title(origins()[name].base), unit=say.unit(style(name).unit))
    return say("numbers.from_file", measure=text, file=files(row)) if with_file else text


def _in_order(metrics: list[Metric]) -> list[Metric]:
    place = {name: number for number, name in enumerate(vocabulary())}
    return sorted(metrics, key=lambda m: place[m.name])


ORDER = ("timing", "kinematics", "force", "foot", "shank", "back", "pressure", "device", "loads")
FOLDED = ("variability", "live")


def _place(group: str) -> tuple[int, str]:
    """Families first, new ones by name after those known here, then variation, then what live cues compute."""
    last = {"variability": len(ORDER) + 1, "live": len(ORDER) + 2}
    return (ORDER.index(group) if group in ORDER else last.get(group, len(ORDER)), group)


def _group(metric: Metric) -> str:
    origin = origins()[metric.name]
    if is_live(metric):
        return "live"
    return "variability" if origin.kind == "variability" else origin.family


def _group_title(group: str, say: Words) -> str:
    return say(f"families.{group}" if say.has(f"families.{group}") else "families.other")


def _row(own: Own, marks: dict[str, str], say: Words, *, with_file: bool) -> tuple[str, ...]:
    first = next(iter(own.values()))
    both = _cell(own.get("both"))
    if unsided := own.get("unknown"):
        both = f"{both} {_cell(unsided)} ({say('sides.of_unknown')})".strip()
    return (
        _named(list(own.values()), say, with_file=with_file),
        _cell(own.get("left")),
        _cell(own.get("right")),
        both,
        _count(own, say),
        marks[first.method],
        _trust(own, say),
    )


def _cell(metric: Metric | None) -> str:
    if metric is None:
        return ""
    write = style(metric.name)
    space = "\N{NO-BREAK SPACE}"
    return f"{write.text(metric.value)}{space}±{space}{write.spread(half_width(metric))}" + (
        "" if checked(metric) else STAR
    )


def _count(own: Own, say: Words) -> str:
    if "left" in own and "right" in own:
        return say("numbers.two_sides", left=own["left"].n, right=own["right"].n)
    return str(next(iter(own.values())).n)


def _trust(own: Own, say: Words) -> str:
    """The grade, or each side's where they differ."""
    if len({m.grade for m in own.values()}) == 1:
        return say(f"grades.{next(iter(own.values())).grade}")
    ranked = sorted(own.items(), key=lambda item: GRADES.index(item[1].grade))
    return ", ".join(f"{say(f'sides.{side}').lower()} {say(f'grades.{m.grade}')}" for side, m in ranked)


def _asymmetries(metrics: list[Metric], marks: dict[str, str], say: Words, *, with_file: bool) -> Table:
    ordered = sorted(_in_order(metrics), key=is_live)
    columns = ("measure", "difference", "doubt", "reading", "contacts", "how", "trust")
    return Table(
        label=say("numbers.asymmetry"),
        columns=tuple(say(f"numbers.{column}") for column in columns),
        numeric=(False, True, True, False, True, False, False),
        widths=(3.6, 1.4, 1.3, 3.0, 1.1, 0.9, 1.0),
        groups=(Group(title="", rows=tuple(_asymmetry(m, marks, say, with_file=with_file) for m in ordered)),),
    )


def _asymmetry(metric: Metric, marks: dict[str, str], say: Words, *, with_file: bool) -> tuple[str, ...]:
    write = style(metric.name)
    return (
        _named([metric], say, with_file=with_file),
        write.text(metric.value),
        write.spread(half_width(metric)) + ("" if checked(metric) else STAR),
        reading(metric, say),
        str(metric.n),
        marks[metric.method],
        say(f"grades.{metric.grade}"),
    )


def reading(metric: Metric, say: Words) -> str:
    """Which side is larger, said only where the difference is past its doubt and the number can be trusted."""
    if _names_a_side(metric):
        return say("numbers.left_more" if metric.value > 0 else "numbers.right_more")
    return say("numbers.within" if _within(metric) else "numbers.unsure_more")


def _names_a_side(metric: Metric) -> bool:
    return not _within(metric) and checked(metric) and metric.grade != "poor"


def _within(metric: Metric) -> bool:
    return abs(metric.value) <= half_width(metric)
