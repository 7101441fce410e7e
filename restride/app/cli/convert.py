"""`restride convert`: any recording into restride's own file, which loses nothing and is read in pieces."""

from pathlib import Path

import typer

from restride.app.cli.screen import show, working
from restride.app.files import check_file
from restride.core.errors import UsageError


def command(
    file: str = typer.Argument(help="A recording; FILE#NAME picks one of several.", metavar="FILE"),
    out: Path = typer.Argument(help="Where to write it.", metavar="OUT.restride"),
    sidecar: Path | None = typer.Option(None, help="What the file does not say.", metavar="S.toml"),
) -> None:
    """Keep a recording with all that is known about it in one file; a whole day is then measured piece by piece."""
    if out.suffix.lower() != ".restride":
        raise UsageError("a name that ends in .restride", out.name, f"name it {out.with_suffix('.restride').name}")
    check_file(out, "OUT.restride")
    with working("reading and writing"):
        from restride.app import flows

        kept = flows.keep(file, out, sidecar=sidecar)
    show(f"{out}: {kept.describe()}, {kept.end_s - kept.start_s:.1f} s")
