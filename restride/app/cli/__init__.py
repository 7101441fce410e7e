"""The commands. This file opens fast: what a command needs is imported when it runs.

Every way out of a command is here: a word on standard error in one line, and an exit code.
0 done; 2 the command line makes no sense; 3 the input cannot be used; 4 referral; 70 a mistake of restride's own;
130 stopped by Ctrl-C; 143 stopped from outside.
"""

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import typer

from restride.app.cli import assess, convert, demo, doctor, events, intake, ledger, plan, samples, whatif
from restride.app.cli.screen import note, printable
from restride.core.errors import RestrideError, UsageError

OWN_MISTAKE = 70


def commands() -> typer.Typer:
    """Every command, with its help."""
    app = typer.Typer(
        name="restride",
        help="Measure how a person walks or runs, plan what to change, and decide before each session.",
        no_args_is_help=False,
        invoke_without_command=True,
        rich_markup_mode="rich" if sys.stdout.isatty() else None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_root)
    app.command("assess")(assess.command)
    app.command("events")(events.command)
    app.command("convert")(convert.command)
    app.command("intake")(intake.command)
    app.command("plan")(plan.plan)
    app.command("decide")(plan.decide)
    app.command("whatif")(whatif.command)
    app.command("ledger")(ledger.command)
    app.command("doctor")(doctor.command)
    app.command("demo")(demo.command)
    app.add_typer(samples.commands(), name="samples")
    return app


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code; never a traceback, unless RESTRIDE_DEBUG=1 asks for it."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without our letters shows "?"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        code = commands()(args=arguments, prog_name="restride", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        code = 130
    except RestrideError as error:
        code = _refuse(error)
    except Exception as error:
        code = _refuse(_usage(error)) if hasattr(error, "format_message") else _own_mistake(error)
    return code if isinstance(code, int) else 0


def _root(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and stop.", is_eager=True),
) -> None:
    if version:
        from restride import __version__

        typer.echo(f"restride {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _refuse(error: RestrideError) -> int:
    note(f"restride: {printable(str(error))}")
    if _debugging():
        traceback.print_exc()
    return error.exit_code


def _usage(error: Any) -> UsageError:
    """A complaint of the parser of command lines, in our three parts."""
    command = error.ctx.command_path if getattr(error, "ctx", None) else "restride"
    message, _, near = error.format_message().replace("Value error, ", "").partition(" Did you mean ")
    advice = f"did you mean {near}" if near else f"see {command} --help"
    if type(error).__name__ == "NoSuchOption":
        if error.possibilities:
            advice = f"did you mean {sorted(error.possibilities)[0]}?"
        return UsageError(f"an option that {command} has", error.option_name, advice)
    found = message[:1].lower() + message[1:].rstrip(".")
    return UsageError(f"a command line that {command} understands", found, advice)


def _own_mistake(error: Exception) -> int:
    """One line for what should not have happened. It names the place, never the message: that may hold health data."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = "/".join(Path(where.filename).parts[-2:])
    note(
        f"restride: needed an answer; found a mistake in restride itself ({type(error).__name__}, {place} line "
        f"{where.lineno}); report this line to the project's issues, RESTRIDE_DEBUG=1 shows the traceback"
    )
    if _debugging():
        traceback.print_exception(error)
    return OWN_MISTAKE


def _debugging() -> bool:
    return os.environ.get("RESTRIDE_DEBUG") == "1"
