"""From an assessment to the report's blocks, in the order in which a clinician reads them."""

from datetime import date

from restride.app.flows import Assessed
from restride.app.report.blocks import Block, Report, Section
from restride.app.report.sections.curves import curves
from restride.app.report.sections.findings import stands_out
from restride.app.report.sections.gaps import gaps
from restride.app.report.sections.key import key_numbers
from restride.app.report.sections.kilometres import kilometres
from restride.app.report.sections.loads import loads
from restride.app.report.sections.making import making
from restride.app.report.sections.meaning import meaning
from restride.app.report.sections.tables import tables
from restride.app.report.sections.who import quality, who
from restride.app.report.words import Words, words
from restride.core.assessment import Assessment
from restride.core.profile import Profile


def report(assessed: Assessed, profile: Profile | None, *, today: date) -> Report:
    """The whole report; text stands in the profile's language where there are words for it."""
    say = words(profile.athlete.language if profile else "en")
    assessment = assessed.assessment
    sections: dict[str, tuple[Block, ...]] = {
        "who": who(assessed, profile, say, today=today),
        "quality": quality(assessed, say),
        "key": key_numbers(assessed, say),
        "findings": stands_out(assessed, say),
        "curves": curves(assessed, say),
        "loads": loads(assessed, say),
        "kilometres": kilometres(assessed, say),
        "numbers": tables(assessed, say),
        "gaps": gaps(assessed, say),
        "meaning": meaning(say),
        "making": making(assessed, say),
    }
    simulated = is_simulated(assessed)
    return Report(
        language=say("lang"),
        title=_title(assessment, say),
        head=_head(profile, say),
        banner=say("page.simulated") if simulated else "",
        banner_text=say("page.simulated_why") if simulated else "",
        footer=_footer(assessment, say, today),
        page_of=say("page.page_of", page="#1", pages="#2"),
        sections=tuple(
            Section(name=name, title=say(f"sections.{name}"), blocks=blocks)
            for name, blocks in sections.items()
            if blocks
        ),
    )


def is_simulated(assessed: Assessed) -> bool:
    """Whether a model and not a person made the recording, by any of the places that can say so."""
    assessment = assessed.assessment
    return (
        any(note.code == "simulated" for note in assessment.quality)
        or assessed.prepared.source.reader == "simulated"
        or any(recording.reader == "simulated" for recording in assessment.recordings)
    )


def _title(assessment: Assessment, say: Words) -> str:
    tasks = {recording.task for recording in assessment.recordings}
    for task in ("running", "walking"):
        if tasks == {task}:
            return say(f"page.{task}")
    return say("page.title")


def _head(profile: Profile | None, say: Words) -> str:
    """Two identifiers, for every page."""
    if profile is None:
        return say("page.head", athlete=say("who.unknown"))
    return say("page.head_born", athlete=profile.athlete.id, year=profile.athlete.birth_year)


def _footer(assessment: Assessment, say: Words, today: date) -> tuple[str, ...]:
    made = assessment.versions
    return (
        ", ".join(dict.fromkeys(recording.file for recording in assessment.recordings)),
        say.day(today),
        say("page.footer_versions", restride=made.restride, vocabulary=made.vocabulary, rules=made.rules),
    )
