"""`restride events`: when each foot met and left the ground."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from restride.app.cli.screen import working
from restride.app.files import json_document

if TYPE_CHECKING:
    from restride.core.assessment import Events


class Format(StrEnum):
    """How contacts are printed."""

    CSV = "csv"
    JSON = "json"


def command(
    file: str = typer.Argument(help="A recording; FILE#NAME picks one of several.", metavar="FILE"),
    sidecar: Path | None = typer.Option(None, help="What the file does not say.", metavar="S.toml"),
    format: Format = typer.Option(Format.CSV, help="How the contacts are printed."),
) -> None:
    """Print each contact: side, ic_s, fc_s (seconds on the recording's clock; fc_s empty if unknown)."""
    with working("reading"):
        from restride.app import flows

        _, events = flows.find_events(file, sidecar=sidecar)
        document = json_document(events)
    sys.stdout.buffer.write(document if format is Format.JSON else csv(events))


def csv(events: "Events") -> bytes:
    """The contacts as CSV; times to a microsecond."""
    lines = ["side,ic_s,fc_s"]
    for event in events.events:
        lines.append(f"{event.side},{event.ic_s:.6f},{'' if event.fc_s is None else f'{event.fc_s:.6f}'}")
    return ("\n".join(lines) + "\n").encode()
