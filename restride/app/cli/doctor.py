"""`restride doctor`: what this machine has, or what a file holds, in plain words."""

import platform
from collections.abc import Iterable, Iterator
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from restride.app.cli.screen import show, working
from restride.core.errors import InputError

if TYPE_CHECKING:
    from restride.core.recording import Channel, Recording

PARTS = ("numpy", "scipy", "numba", "ezc3d", "msgspec", "altair", "vl-convert-python", "typst", "typer", "rich")
OPTIONAL = {
    "pooch": "fetches real recordings: pip install 'restride[samples]'",
    "polars": "tables of many recordings: pip install 'restride[cohort]'",
}
PLAIN = {
    "marker": "marker",
    "grf": "force plate",
    "acc": "accelerometer",
    "acc_free": "accelerometer without gravity",
    "gyro": "gyroscope",
}
OF_A_PLATE = ("cop", "moment")
"""Told with the plate's force; missing wherever nobody stands on it."""
MORE = {
    "grf": "force (an instrumented treadmill or plates): peak forces, impulses, loading rates, exact contacts",
    "marker": "markers on feet, legs and pelvis: left and right, foot strike, knee and ankle angles, step width",
}
"""What a recording without this quantity cannot tell."""


def command(
    file: str | None = typer.Argument(None, help="A recording; without one: this machine.", metavar="FILE"),
    sidecar: Path | None = typer.Option(None, help="What the file does not say.", metavar="S.toml"),
) -> None:
    """Say what a file holds, what can be had from it and what is missing for more; without FILE: this machine."""
    with working("looking"):
        lines = list(of_file(file, sidecar) if file else of_machine())
    show("\n".join(lines))


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


def of_file(file: str, sidecar: Path | None) -> Iterator[str]:
    """What it holds, what can be had, what is missing for more. Raises InputError if it cannot be read."""
    from restride.read import read

    recordings = read(file, sidecar=sidecar)
    first = recordings[0]
    name = first.source.file
    if len(recordings) > 1:
        yield f"{name} holds {len(recordings)} recordings; {name}#{first.source.part} is described here"
    yield f"{name}: read as {first.source.reader}; {conditions(first)}"
    yield from (f"  {line}" for line in contents(first))
    picked = f"{file}#{first.source.part}" if len(recordings) > 1 else file
    yield from can_be_had(picked, sidecar)
    yield from missing(first)


def contents(recording: "Recording") -> Iterator[str]:
    """One line a quantity: how many, how fast, how long, and how much of it is missing."""
    groups: dict[tuple[str, float], list[Channel]] = {}
    for channel in recording.channels:
        if channel.quantity in OF_A_PLATE:
            continue
        groups.setdefault((channel.quantity, channel.rate_hz), []).append(channel)
    for (quantity, rate_hz), channels in groups.items():
        what = PLAIN.get(quantity, quantity)
        count = f"{len(channels)} {what}{'s' if len(channels) > 1 else ''}"
        places = f" ({', '.join(_place(c) for c in channels)})" if len(channels) <= 4 else ""
        span = max(c.end_s for c in channels) - min(c.start_s for c in channels)
        yield f"{count}{places}: {rate_hz:g} Hz, {span:.1f} s, {_gaps(channels)}"
    events = f"{len(recording.marks)} stored events" if recording.marks else "no stored events (restride finds its own)"
    yield events


def conditions(recording: "Recording") -> str:
    """Task, speed, slope and surface as far as they are known."""
    about = recording.conditions
    known = [recording.task] if recording.task != "unknown" else ["task not said (restride looks)"]
    known += [f"{about.speed_mps:g} m/s"] if about.speed_mps is not None else ["speed not said"]
    known += [f"slope {about.grade:g} %"] if about.grade else []
    return ", ".join([*known, *(word for word in (about.mode, about.surface, about.shoe, about.device) if word)])


def can_be_had(file: str, sidecar: Path | None) -> Iterator[str]:
    """The metrics that an assessment finds now, and what it says about the recording."""
    from restride.app import flows
    from restride.app.cli.answer import counted, rows

    try:
        done = flows.assess([file], static=None, sidecars=[sidecar] if sidecar else [], profile=None, task="auto")
    except InputError as error:
        yield f"can be had: nothing yet: {error}"
        return
    yield f"can be had: {counted(done.assessment.strides)}, and"
    yield from (f"  {line}" for line in _wrapped(dict.fromkeys(row.title for row in rows(done.assessment.metrics))))
    for note in done.assessment.quality:
        yield f"  {'-' if note.severity == 'info' else '!'} {note.message}"


def missing(recording: "Recording") -> Iterator[str]:
    """What would tell more than this recording can."""
    lines = [gives for quantity, gives in MORE.items() if not recording.select(quantity)]
    if recording.select("marker"):
        lines.append("a standing trial (--static FILE): joint centres, zero of the foot angle")
    lines.append("a profile (--profile P.toml): body mass, complaints and goals")
    yield "missing for more:"
    yield from (f"  {line}" for line in lines)


def _place(channel: "Channel") -> str:
    return channel.place if channel.side in ("none", "unknown") else f"{channel.side} {channel.place}"


def _gaps(channels: "Iterable[Channel]") -> str:
    import numpy as np

    shares = [float(np.isnan(channel.values).any(axis=1).mean()) for channel in channels]
    count = sum(share > 0 for share in shares)
    return f"gaps in {count}, of {100 * max(shares):.1f} % at most" if count else "no gaps"


def _wrapped(words: Iterable[str]) -> list[str]:
    import textwrap

    return textwrap.wrap(", ".join(words), 92)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"
