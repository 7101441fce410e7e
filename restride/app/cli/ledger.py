"""`restride ledger`: what each run asked of kneecap, Achilles tendon and shin bone, and the account over weeks."""

from pathlib import Path

import typer

from restride.app.cli.documents import check_json, hand_over, write_pages
from restride.app.cli.screen import show, working
from restride.app.files import json_document


def command(
    files: list[str] = typer.Argument(
        help="Runs: what `assess --json` wrote, or recordings of a watch, a pod or a sensor.", metavar="FILE..."
    ),
    profile: Path | None = typer.Option(None, help="The person: mass, sex.", metavar="P.toml"),
    out: Path | None = typer.Option(None, help="Write ledger.json and ledger.html here.", metavar="DIR"),
    json: str | None = typer.Option(None, help="Write the ledger as JSON; - is standard output.", metavar="FILE|-"),
) -> None:
    """Add up what runs asked of each tissue, by day and week, against what is usual for the person."""
    check_json(json)
    with working("reading runs"):
        from restride.app.ledger import ledger
        from restride.core.profile import load_profile

        answer = ledger(files, load_profile(profile) if profile else None)
        document = json_document(answer)
        if out:
            from restride.app.report.ledger import ledger_page

            write_pages(out, "ledger", document, ledger_page(answer))
    if hand_over(document, json):
        return
    from restride.app.cli.ledger_answer import lines

    show(*lines(answer, out))
