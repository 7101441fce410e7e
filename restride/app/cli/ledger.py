"""`restride ledger`: what each run asked of kneecap, Achilles tendon and shin bone, and the account over weeks."""

import sys
from pathlib import Path

import typer

from restride.app.cli.screen import show, working
from restride.app.files import check_file, folder, json_document, write_atomically


def command(
    files: list[str] = typer.Argument(
        help="Runs: what `assess --json` wrote, or recordings of a watch, a pod or a sensor.", metavar="FILE..."
    ),
    profile: Path | None = typer.Option(None, help="The person: mass, sex.", metavar="P.toml"),
    out: Path | None = typer.Option(None, help="Write ledger.json and ledger.html here.", metavar="DIR"),
    json: str | None = typer.Option(None, help="Write the ledger as JSON; - is standard output.", metavar="FILE|-"),
) -> None:
    """Add up what runs asked of each tissue, by day and week, against what is usual for the person."""
    if json not in (None, "-"):
        check_file(Path(str(json)), "--json")
    with working("reading runs"):
        from restride.app.ledger import ledger
        from restride.core.profile import load_profile

        answer = ledger(files, load_profile(profile) if profile else None)
        document = json_document(answer)
        if out:
            from restride.app.report.ledger import ledger_page

            with folder(out) as stage:
                (stage / "ledger.json").write_bytes(document)
                (stage / "ledger.html").write_text(ledger_page(answer), encoding="utf-8")
    if json == "-":
        sys.stdout.buffer.write(document)
        sys.stdout.flush()
        return
    if json:
        write_atomically(Path(json), document)
    from restride.app.cli.ledger_answer import lines

    show(*lines(answer, out))
