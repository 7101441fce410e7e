"""`restride intake`: asks in the terminal, or reads one answer a line from standard input, and writes a profile."""

import datetime as dt
from pathlib import Path

import typer

from restride.app.cli.screen import show
from restride.app.files import check_file
from restride.core.errors import BadProfile, UsageError

REFERRED = 4
LANGUAGES = ("en", "es")


def command(
    out: Path = typer.Option(
        Path("profile.toml"), help="The profile to write; one that is there is taken up again.", metavar="P.toml"
    ),
    language: str | None = typer.Option(None, help="en or es.", metavar="LANGUAGE"),
    country: str | None = typer.Option(None, help="Two letters, for the emergency number.", metavar="GB"),
    today: str | None = typer.Option(None, help="The day of the answers, as 2026-12-01.", metavar="DATE"),
) -> None:
    """Ask about health, training, injuries and goals. Ends with 4 when somebody has to be seen first.

    An empty answer is "I do not know", stop keeps what is there for later. An answer a line may come from a pipe.
    """
    check_file(out, "--out")
    day = _day(today)
    from restride.app.cli.intake_answer import Voice
    from restride.app.intake import conduct
    from restride.app.profile_file import complete, read_draft, write_draft
    from restride.plan.questions import get, put

    draft = read_draft(out)
    if language is not None:
        if language not in LANGUAGES:
            raise UsageError("--language en or es", language, "choose one of them")
        put(draft, "athlete.language", language)
    if country is not None:
        if len(country) != 2 or not country.isalpha():
            raise UsageError("--country as two letters", country, "write it as GB")
        put(draft, "athlete.country", country.upper())
    voice = Voice(get(draft, "athlete.language") or "en")
    show(*voice.opening())
    done = conduct(draft, voice.ask, voice.tell, day)
    if done.kind == "stopped" and not complete(done.draft):
        raise BadProfile(
            "answers up to who you are and what it is about", "an end before that", "start again; nothing was kept"
        )
    write_draft(out, done.draft)
    show(*voice.closing(done, out, day))
    if done.referral is not None:
        raise typer.Exit(REFERRED)


def _day(today: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(today) if today else dt.date.today()
    except ValueError:
        raise UsageError("--today as a date", str(today), "write it as 2026-12-01") from None
