"""`restride doctor`: what this machine has, or what a file holds, in plain words."""

import platform
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path

import typer

from restride.app.cli.screen import printable, show, working
from restride.core.errors import InputError

PARTS = ("numpy", "scipy", "numba", "ezc3d", "msgspec", "altair", "vl-convert-python", "typst", "typer", "rich")
OPTIONAL = {
    "pooch": "fetches real recordings: pip install 'restride[samples]'",
    "polars": "tables in a notebook: pip install 'restride[notebook]'",
}


def command(
    file: str | None = typer.Argument(None, help="A recording; without one: this machine.", metavar="FILE"),
    sidecar: Path | None = typer.Option(None, help="What the file does not say.", metavar="S.toml"),
    profile: Path | None = typer.Option(None, help="The person: mass, complaints, goals.", metavar="P.toml"),
) -> None:
    """Say what a file holds, what can be had from it and what is missing for more; without FILE: this machine."""
    with working("looking"):
        lines, readable = _of_file(file, sidecar, profile) if file else (list(of_machine()), True)
    show("\n".join(printable(line) for line in lines))
    if not readable:
        raise typer.Exit(InputError.exit_code)


def _of_file(file: str, sidecar: Path | None, profile: Path | None) -> tuple[list[str], bool]:
    from restride.app.cli.doctor_file import of_file
    from restride.core.profile import load_profile

    return of_file(file, sidecar, load_profile(profile) if profile else None)


def of_machine() -> Iterator[str]:
    """Versions, the cache of compiled kernels, where samples are, what optional packages would add."""
    from restride import __version__
    from restride.app import samples
    from restride.read import readers
    from restride.signal.kernel import cache_folder

    yield f"restride {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield "packages: " + ", ".join(f"{name} {_version(name)}" for name in PARTS)
    for name, gives in OPTIONAL.items():
        yield f"optional: {name} {_version(name)}" if util.find_spec(name) else f"optional: no {name} ({gives})"
    yield f"reads: {', '.join(readers())}"
    place = cache_folder()
    if place is None:
        yield "compiled kernels: no folder to keep them in, so interpreted (same numbers, slower): set RESTRIDE_CACHE"
    else:
        kept = sum(1 for entry in place.rglob("*.nbc"))
        state = f"{kept} kept" if kept else "none yet: the first long recording compiles them, once"
        yield f"compiled kernels: {state}, in {place}"
    for name in samples.samples():
        yield f"sample {name}: {samples.find(name) or f'not here (restride samples fetch {name})'}"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"
