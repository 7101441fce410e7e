"""`restride whatif`: what a change of gait would trade between kneecap, Achilles tendon and shin bone."""

from pathlib import Path

import typer

from restride.app.cli.documents import check_json, hand_over, write_pages
from restride.app.cli.screen import show, working
from restride.app.files import json_document
from restride.core.errors import UsageError


def command(
    assessment: Path | None = typer.Option(None, help="What `assess --json` wrote.", metavar="A.json"),
    plan: Path | None = typer.Option(None, help="What `plan` wrote; its target is asked about.", metavar="plan.json"),
    cadence: str | None = typer.Option(None, help="More or fewer steps a minute, as +7.5%.", metavar="PERCENT"),
    change: str | None = typer.Option(None, help="Another change that was studied, as land_softer.", metavar="NAME"),
    cued: Path | None = typer.Option(
        None, help="An assessment of the same person with the cue, at the same speed.", metavar="CUED.json"
    ),
    out: Path | None = typer.Option(None, help="Write whatif.json and whatif.html here.", metavar="DIR"),
    json: str | None = typer.Option(None, help="Write the answer as JSON; - is standard output.", metavar="FILE|-"),
) -> None:
    """Say what a change would do to each tissue, per step and per kilometre, and how sure that is."""
    if (cadence is None) == (change is None) and not (plan and change is None):
        raise UsageError("one change", "none" if cadence is None else "two", "give --cadence +7.5% or --change NAME")
    check_json(json)
    with working("looking"):
        from restride.app import whatif
        from restride.app.planning import read_metrics, read_plan

        if change is not None:
            answer = whatif.of_change(change)
        else:
            plain = read_metrics(assessment) if assessment else []
            percent = percent_of(cadence) if cadence is not None else whatif.of_plan(read_plan(plan or Path()))
            answer = whatif.of_step_rate(percent, plain, read_metrics(cued) if cued else [])
        document = json_document(answer)
        if out:
            from restride.app.report.whatif import whatif_page

            write_pages(out, "whatif", document, whatif_page(answer))
    if hand_over(document, json):
        return
    from restride.app.cli.whatif_answer import lines

    show(*lines(answer))


def percent_of(text: str) -> float:
    """`+7.5%`, `7.5 %` or `-5`. Raises UsageError."""
    try:
        return float(text.replace("%", "").strip())
    except ValueError:
        raise UsageError("--cadence in percent", text, "write it as +7.5%") from None
