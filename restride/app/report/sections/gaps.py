"""What the recording could not tell: notes on it, numbers left out, numbers not checked, numbers not there."""

from collections.abc import Iterable

from restride.app.flows import Assessed
from restride.app.report.blocks import Block, Fold, Heading, Paragraph, Point, Points
from restride.app.report.numbers import checked, is_live, origins, title
from restride.app.report.words import Words, sentence
from restride.core.quality import Quality
from restride.core.vocabulary import entry

SEVERITIES = ("error", "warning", "info")
OTHER_TASK = {"running": "Walking:", "walking": "Running:"}
"""How the definition of a metric begins that belongs to the other gait only."""


def gaps(assessed: Assessed, say: Words) -> tuple[Block, ...]:
    """Every quality note stands here in full, the graver first."""
    assessment = assessed.assessment
    notes = sorted(assessment.quality, key=lambda q: SEVERITIES.index(q.severity))
    blocks: list[Block] = [Heading(text=say("gaps.notes"))]
    if notes:
        blocks.append(Points(points=_notes(notes, say)))
    else:
        blocks.append(Paragraph(text=say("gaps.no_notes")))
    blocks += [Heading(text=say("gaps.withheld")), _withheld(assessment.quality, say)]
    unchecked = [title(origins()[m.name].base) for m in assessment.metrics if not checked(m) and not is_live(m)]
    if unchecked:
        text = say("gaps.unchecked_text", names=_listed(unchecked))
        blocks += [Heading(text=say("gaps.unchecked")), Paragraph(text=text)]
    if absent := absent_metrics(assessed):
        text = say("gaps.absent_text", names=_listed(title(name) for name in absent))
        blocks.append(Fold(title=say("gaps.absent"), blocks=(Paragraph(text=text),)))
    return tuple(blocks)


def absent_metrics(assessed: Assessed) -> tuple[str, ...]:
    """Metrics of this gait that have no value and that no note explains."""
    assessment = assessed.assessment
    explained = {name for note in assessment.quality for name in note.removes} | {m.name for m in assessment.metrics}
    task = assessment.recordings[0].task if assessment.recordings else "unknown"
    elsewhere = OTHER_TASK.get(task)
    return tuple(
        name
        for name, origin in origins().items()
        if origin.kind == "base"
        and name not in explained
        and not (elsewhere and entry(name).definition.startswith(elsewhere))
    )


def _notes(notes: Iterable[Quality], say: Words) -> tuple[Point, ...]:
    """Notes of one kind and severity stand together, each message once, then what they cost together."""
    alike: dict[tuple[str, str], list[Quality]] = {}
    for note in notes:
        alike.setdefault((note.severity, note.code), []).append(note)
    return tuple(_point(own, say) for own in alike.values())


def _point(notes: list[Quality], say: Words) -> Point:
    lines = list(dict.fromkeys(sentence(note.message) for note in notes))
    if removed := [title(name) for note in notes for name in note.removes]:
        lines.append(say("gaps.removes", names=_listed(removed)))
    first = notes[0]
    return Point(title=say(f"codes.{first.code}"), mark=say(f"gaps.{first.severity}"), lines=tuple(lines))


def _withheld(quality: tuple[Quality, ...], say: Words) -> Block:
    removing = [note for note in quality if note.removes]
    if not removing:
        return Paragraph(text=say("gaps.withheld_none"))
    lines = dict.fromkeys(
        say(
            "gaps.withheld_text",
            names=_listed(title(name) for name in note.removes),
            why=say(f"codes.{note.code}"),
        )
        for note in removing
    )
    return Points(points=tuple(Point(lines=(line,)) for line in lines), compact=True)


def _listed(names: Iterable[str]) -> str:
    """Titles hold commas themselves: "Achilles force, peak"."""
    return "; ".join(dict.fromkeys(names))
