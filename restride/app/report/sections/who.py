"""Who was measured, on what, and how good the recording was."""

from collections.abc import Iterable
from datetime import date

from restride.app.flows import Assessed
from restride.app.report.blocks import Block, Facts, Paragraph
from restride.app.report.numbers import is_live, style
from restride.app.report.words import Words
from restride.core.assessment import StridesInfo
from restride.core.profile import Profile


def who(assessed: Assessed, profile: Profile | None, say: Words, *, today: date) -> tuple[Block, ...]:
    """Athlete by code, never by name; what is not known is called so."""
    unknown = say("who.unknown")
    recordings = assessed.assessment.recordings
    rows = [(say("who.athlete"), profile.athlete.id if profile else unknown)]
    if profile:
        rows.append((say("who.born"), str(profile.athlete.birth_year)))
    rows.append((say("who.date"), say.day(today)))
    files = [say("who.file_part", file=r.file, part=r.part) if r.part else r.file for r in recordings]
    rows.append((say("who.file" if len(files) == 1 else "who.files"), ", ".join(files) or unknown))
    rows.append((say("who.task"), _each(say(f"tasks.{r.task}") for r in recordings) or unknown))
    rows.append((say("who.speed"), _speed(assessed, say) or unknown))
    conditions = [r.conditions for r in recordings]
    rows.append((say("who.mode"), _each(say(f"modes.{c.mode}") if c.mode else "" for c in conditions) or unknown))
    known: dict[str, list[str | None]] = {
        "slope": [_slope(c.grade, say) for c in conditions],
        "surface": [c.surface for c in conditions],
        "shoe": [c.shoe for c in conditions],
    }
    rows += [(say(f"who.{key}"), text) for key, values in known.items() if (text := _each(values))]
    rows.append((say("who.device"), _each(c.device for c in conditions) or unknown))
    rows.append((say("who.reader"), _each(r.reader for r in recordings) or unknown))
    rows.append((say("who.duration"), say("who.duration_text", seconds=f"{duration_s(assessed):.1f}")))
    return (Facts(rows=tuple(rows)),)


def quality(assessed: Assessed, say: Words) -> tuple[Block, ...]:
    """How good the recording was, what to take care of, and how many contacts stand behind the numbers."""
    notes = [note for note in assessed.assessment.quality if note.severity != "info"]
    if any(note.severity == "error" for note in notes):
        parts = [say("quality.limited"), say("quality.limited_text")]
    elif notes:
        kinds = dict.fromkeys(_small(say(f"codes.{note.code}")) for note in notes)
        parts = [say("quality.care"), say("quality.care_of", kinds="; ".join(kinds))]
    else:
        parts = [say("quality.clear"), say("quality.clear_text")]
    found = assessed.assessment.strides
    parts.append(
        say(
            _counted(found),
            left=found.left,
            right=found.right,
            unknown=found.unknown,
            seconds=f"{duration_s(assessed):.1f}",
        )
    )
    return (Paragraph(text=" ".join(parts), weight="lead"),)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _counted(found: StridesInfo) -> str:
    if found.left + found.right + found.unknown == 0:
        return "quality.no_contacts"
    return "quality.contacts_unknown" if found.unknown else "quality.contacts"


def duration_s(assessed: Assessed) -> float:
    """Length of the longest recording of the bout."""
    return max(r.duration_s for r in assessed.assessment.recordings)


def _each(texts: Iterable[str | None]) -> str:
    """The different texts, in order, with those that are empty left out."""
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _speed(assessed: Assessed, say: Words) -> str:
    given = _each(
        say("who.speed_text", **_both(r.conditions.speed_mps))
        for r in assessed.assessment.recordings
        if r.conditions.speed_mps is not None
    )
    if given:
        return given
    measured = [m for m in assessed.assessment.metrics if m.name == "speed" and not is_live(m)]
    return say("who.speed_measured", **_both(measured[0].value)) if measured else ""


def _both(speed_mps: float) -> dict[str, str]:
    return {"mps": style("speed").text(speed_mps), "kmh": f"{3.6 * speed_mps:.1f}"}


def _slope(percent: float | None, say: Words) -> str:
    if percent is None:
        return ""
    if abs(percent) < 0.05:
        return say("who.flat")
    return say(
        "who.slope_text",
        percent=f"{round(abs(percent), 1):g}",
        way=say("who.uphill" if percent > 0 else "who.downhill"),
    )
