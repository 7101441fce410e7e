"""`restride plan` and `restride decide`: what the next weeks hold, and what tonight's answers make of tomorrow."""

import datetime as dt
import sys
from pathlib import Path

import typer

from restride.app.cli.documents import check_json, hand_over
from restride.app.cli.screen import note, printable, show, working
from restride.app.files import folder, json_document
from restride.core.errors import UsageError

REFERRED = 4


def plan(
    assessment: Path = typer.Argument(help="What `assess --json` wrote.", metavar="ASSESSMENT.json"),
    profile: Path = typer.Option(..., help="The person.", metavar="P.toml"),
    start: str = typer.Option(..., help="The first day, as 2026-12-01.", metavar="DATE"),
    out: Path = typer.Option(
        Path("restride-plan"),
        help="Write the plan here: JSON, calendar, page, two pages to print, a letter.",
        metavar="DIR",
    ),
    change: str = typer.Option("", help="Ask for a change of gait by its name.", metavar="NAME"),
    protocol: str = typer.Option("", help="Ask for a protocol: a recovery week, maintenance.", metavar="NAME"),
    after: Path | None = typer.Option(
        None, help="The plan that this one takes the place of; the one in the folder if not said.", metavar="plan.json"
    ),
    explain: bool = typer.Option(False, "--explain", help="Print the chain from the recording to the plan."),
) -> None:
    """Make a plan: load first, one small change where it is earned, dates, when to stop, when it ends."""
    try:
        first = dt.date.fromisoformat(start)
    except ValueError:
        raise UsageError("--start as a date", start, "write it as 2026-12-01") from None
    with folder(out) as stage, working("planning"):
        from restride.app.planning import earlier, make_plan
        from restride.app.report.plan import withdraw, write_plan
        from restride.core.profile import load_profile
        from restride.plan.planner import Wish

        person = load_profile(profile)
        before = earlier(after, out, person)
        done = make_plan(assessment, person, first, wish=Wish(protocol, change), before=before)
        files = write_plan(done, stage)
    if old := withdraw(files, out):
        note(f"restride: an earlier plan stood in {out.name or out}; kept as {', '.join(old)}")
    if done.plan is None:
        from restride.app.referral import referral_document

        sys.stdout.buffer.write(json_document(referral_document(done)))
        sys.stdout.flush()
    else:
        from restride.app.cli.plan_answer import plan_answer

        show(*plan_answer(done, out, files, explain=explain))
    if done.referral is not None:
        raise typer.Exit(REFERRED)


def decide(
    plan: Path = typer.Option(..., help="What `plan` wrote.", metavar="plan.json"),
    log: Path = typer.Option(..., help="Check-ins, one JSON object a line.", metavar="log.jsonl"),
    today: str = typer.Option(..., help="A date (its end, UTC) or an RFC 3339 time.", metavar="DATE"),
    json: str | None = typer.Option(None, help="Write the decision as JSON; - is standard output.", metavar="FILE|-"),
    explain: bool = typer.Option(False, "--explain", help="Print every rule that fired, with its values."),
) -> None:
    """Decide: go ahead, same again, step back, pause or see somebody, and why. Ends with 4 to see somebody."""
    check_json(json)
    with working("deciding"):
        from restride.app.planning import decide_today, read_plan

        answer = decide_today(plan, log, today)
        document = json_document(answer)
    if hand_over(document, json):
        for line in answer.notices:
            note(printable(line))
    else:
        from restride.app.cli.plan_answer import decision_answer

        show(*decision_answer(answer, read_plan(plan).profile, explain=explain))
    if answer.kind == "refer":
        raise typer.Exit(REFERRED)
