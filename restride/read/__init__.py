"""File -> Recording. One module a format; strangers add one through the entry point `restride.readers`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from restride.core.errors import InputError, RestrideError, UnknownFormat, UnreadableFile
from restride.read.reader import HEAD_BYTES, Reader

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

__all__ = ["READERS", "Pending", "Reader", "find_reader", "read", "readers", "start"]

READERS: dict[str, str] = {
    "c3d": "restride.read.c3d:READER",
    "restride": "restride.read.own:READER",
    "mobilised": "restride.read.mobilised:READER",
    "physilog": "restride.read.physilog:READER",
    "xio": "restride.read.xio:READER",
    "gaitmap": "restride.read.gaitmap:READER",
    "fit": "restride.read.fit:READER",
    "tcx": "restride.read.tcx:READER",
    "gpx": "restride.read.gpx:READER",
    "apple_health": "restride.read.apple_health:READER",
    "trc": "restride.read.trc:READER",
    "opensim": "restride.read.storage:READER",
    "pose": "restride.read.pose:READER",
    "phyphox": "restride.read.phyphox:READER",
    "sensor_logger": "restride.read.sensor_logger:READER",
    "physics_toolbox": "restride.read.physics_toolbox:READER",
    "opengo": "restride.read.opengo:READER",
    "loadsol": "restride.read.loadsol:READER",
    "optogait": "restride.read.optogait:READER",
    "csv": "restride.read.csv_sidecar:READER",
}
"""Ours, in the order in which they are asked. pyproject.toml lists the same for those who look from outside."""
BY_SUFFIX = {
    ".c3d": "c3d", ".restride": "restride", ".mat": "mobilised", ".fit": "fit", ".tcx": "tcx", ".gpx": "gpx",
    ".trc": "trc", ".mot": "opensim", ".sto": "opensim",
}  # fmt: skip
"""Who says what is wrong with a file of that name whose content nobody knows."""


def read(path: str | Path, *, sidecar: str | Path | None = None) -> "tuple[Recording, ...]":
    """All recordings of a file; `FILE#NAME` picks the one whose `source.part` is NAME.

    sidecar: a TOML file that says more; without it the one beside the file is taken, if there is one.
    Raises InputError: UnreadableFile, UnknownFormat, BadSidecar, or plain where the content cannot be used.
    """
    return start(path, sidecar=sidecar).result()


def start(path: str | Path, *, sidecar: str | Path | None = None) -> "Pending":
    """Begin to read and come back at once; `result()` waits. What costs time runs beside the caller where it can."""
    file, part = _split(path)
    head = _head(file)
    says = _sidecar(file, None if sidecar is None else Path(sidecar))
    reader = find_reader(file, head, described=says is not None and bool(says.channel))
    begin = getattr(reader, "start", None)
    finish = begin(file, says) if begin else lambda: reader.read(file, says)
    return Pending(file, part, reader.name, finish)


@dataclass(frozen=True, slots=True)
class Pending:
    """A file on its way to becoming recordings."""

    path: Path
    part: str | None
    reader: str
    finish: "Callable[[], tuple[Recording, ...]]"

    def result(self) -> "tuple[Recording, ...]":
        """The recordings. Raises InputError; a stranger's reader that fails in another way becomes UnreadableFile."""
        try:
            recordings = self.finish()
        except RestrideError:
            raise
        except Exception as error:
            if self.reader in READERS:
                raise
            found = f"{self.path.name}: {type(error).__name__} in the reader {self.reader}"
            raise UnreadableFile("a file that its reader can read", found, "tell the makers of that reader") from error
        if self.part is None:
            return recordings
        chosen = tuple(r for r in recordings if r.source.part == self.part)
        if not chosen:
            parts = [r.source.part or "(the whole file)" for r in recordings]
            have = ", ".join(parts) if len(parts) < 4 else f"{parts[0]} to {parts[-1]}"
            raise InputError(f"a recording #{self.part}", f"{have} in {self.path.name}", "name one of those")
        return chosen


@cache
def readers() -> dict[str, Reader]:
    """Every reader by name: ours, then those of installed packages. Looking for those costs time, so it is done late.

    A stranger's entry point that cannot be imported is left out: one broken package must not stop the others.
    """
    from importlib.metadata import entry_points

    found = {name: _load(where) for name, where in READERS.items()}
    for point in entry_points(group="restride.readers"):
        if point.name not in found:
            try:
                found[point.name] = cast(Reader, point.load())
            except Exception:  # whatever a stranger's import raises
                continue
    return found


def find_reader(path: Path, head: bytes, *, described: bool = False) -> Reader:
    """The reader that knows this content. described: a sidecar says what the columns are, so any text will do.

    Raises UnreadableFile for a damaged file of a known kind, UnknownFormat naming the formats.
    """
    csv = _load(READERS["csv"])
    is_text = csv.sniff(head, path)
    if is_text and described:
        return csv
    for name, where in READERS.items():
        if name != "csv" and (reader := _load(where)).sniff(head, path):
            return reader
    for name, reader in readers().items():
        if name not in READERS and reader.sniff(head, path):
            return reader
    if path.suffix.lower() in BY_SUFFIX:
        return _load(READERS[BY_SUFFIX[path.suffix.lower()]])
    if is_text:
        return csv  # says that a sidecar is missing
    known = ", ".join(readers())
    found = f"other content in {path.name}"
    raise UnknownFormat(f"a file of a known format ({known})", found, "export it as C3D or CSV")


def _sidecar(file: Path, named: Path | None) -> "Sidecar | None":
    """The one that was named, else `run.csv.toml` or `run.toml` beside `run.csv`, unless the latter is a profile.

    `run.toml` beside `run.restride` was for the file that this recording came from.
    """
    own, shared = file.with_name(f"{file.name}.toml"), file.with_suffix(".toml")
    shared = own if file.suffix.lower() == ".restride" else shared
    chosen = named or next((path for path in (own, shared) if path != file and path.is_file()), None)
    if chosen is None:
        return None
    from restride.read.sidecar import is_profile, load

    return None if named is None and chosen == shared and is_profile(shared) else load(chosen)


def _load(where: str) -> Reader:
    module, _, name = where.partition(":")
    return cast(Reader, getattr(import_module(module), name))


def _split(path: str | Path) -> tuple[Path, str | None]:
    """`FILE#NAME` into its two parts; NAME may hold slashes. A file that is really called so wins."""
    whole, text = Path(path), str(path)
    marks = [i for i, letter in enumerate(text) if letter == "#" and i > 0 and text[i - 1] not in "/\\"]
    if not marks or _is_there(whole):
        return whole, None
    # the first mark behind which a file ends, else the last: a name that is wrong is told of with its part off
    at = next((i for i in marks if _is_there(Path(text[:i]))), marks[-1])
    return Path(text[:at]), text[at + 1 :].replace("\\", "/")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a zero byte, or a name that is too long
        return False


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFile("a file", f"the folder {path.name}", "name a file in it")
        if not path.exists():
            raise UnreadableFile("a file", f"nothing at {path.name}", "check its path")
        if not path.is_file():
            raise UnreadableFile("a file on disk", f"a device or a pipe, {path.name}", "save it to a file first")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        why = getattr(error, "strerror", None) or "a path that cannot be"
        raise UnreadableFile("a readable file", f"{path.name}: {why}", "check its path and who may read it") from None
    if not head:
        raise UnreadableFile("a file with content", f"{path.name}, which is empty", "record or export it again")
    return head
