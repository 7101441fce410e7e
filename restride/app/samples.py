"""Real recordings of others: which there are, where they lie on this machine, how they get here.

Looked for in the folder that RESTRIDE_DATA names, then in the user's cache. RESTRIDE_SAMPLES_URL names a mirror in
place of the public homes; set but empty, nothing is fetched from anywhere. samples.toml pins the SHA-256 of every file.
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources, util
from pathlib import Path

import msgspec
from msgspec import Struct

from restride.core.errors import MissingData, UsageError

SILENCE_S = 10.0
"""So long a server may say nothing before a fetch gives up."""


class File(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file of a sample. `optional`: nice to have, not at the public home under this name."""

    path: str
    bytes: int
    sha256: str
    optional: bool = False


class Sample(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A data set of others, with what its licence asks to be said."""

    title: str
    licence: str
    citation: str
    home: str
    files: tuple[File, ...]
    doi: str = ""
    note: str = ""


@cache
def samples() -> dict[str, Sample]:
    """Every sample by its name."""
    return msgspec.toml.decode(
        resources.files("restride.app").joinpath("samples.toml").read_bytes(), type=dict[str, Sample]
    )


def sample(name: str) -> Sample:
    """The sample `name`; raises UsageError that lists the names."""
    if name not in samples():
        raise UsageError("the name of a sample", name, f"choose one of {', '.join(samples())}")
    return samples()[name]


def cache_folder() -> Path:
    """Where fetched samples are kept: RESTRIDE_CACHE or XDG_CACHE_HOME, else the user's cache folder."""
    named = os.environ.get("RESTRIDE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(named) if named else Path.home() / ".cache") / "restride" / "samples"


def places(name: str) -> tuple[Path, ...]:
    """Folders where the files of a sample may lie, best first."""
    data = os.environ.get("RESTRIDE_DATA")
    return (*([Path(data) / name] if data else []), cache_folder() / name)


def find(name: str, *paths: str) -> Path | None:
    """The folder that holds these files of a sample (all that are not optional by default), or None."""
    wanted = paths or tuple(file.path for file in sample(name).files if not file.optional)
    return next((place for place in places(name) if all((place / path).is_file() for path in wanted)), None)


def local(name: str) -> Path:
    """The folder of a sample; raises MissingData that says how to get it."""
    place = find(name)
    if place is None:
        how = f"run: restride samples fetch {name}, or let RESTRIDE_DATA name its parent folder"
        raise MissingData(f"the sample {name}", "none here", how)
    return place


def fetch(name: str, *paths: str, within_s: float | None = None, silence_s: float = SILENCE_S) -> Path:
    """Gets files of a sample (all by default) into the user's cache and returns their folder there.

    Whole files of the pinned SHA-256 arrive, or nothing. within_s: give up after that time in all. Raises MissingData:
    pooch is not installed, no address is known, no answer, other bytes than pinned.
    """
    known = {file.path: file for file in sample(name).files}
    wanted = [known[path] for path in paths] or list(known.values())
    if not os.environ.get("RESTRIDE_SAMPLES_URL") and not paths:
        wanted = [file for file in wanted if not file.optional]
    addresses = [_address(name, file) for file in wanted]
    if util.find_spec("pooch") is None:
        raise MissingData("the package pooch to fetch", "none", "install it: pip install 'restride[samples]'")
    home = cache_folder() / name
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".part-", dir=home.parent))
    except OSError as error:
        how = "let RESTRIDE_CACHE name a folder that can be written"
        raise MissingData(f"a folder for {name}", error.strerror or "none", how) from None
    try:
        _within(within_s, lambda: _download(stage, wanted, addresses, silence_s))
        for file in wanted:
            (home / file.path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(stage / file.path, home / file.path)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return home


def _address(name: str, file: File) -> str:
    mirror = os.environ.get("RESTRIDE_SAMPLES_URL")
    if mirror:
        return f"{mirror.rstrip('/')}/{name}/{file.path}"
    about = sample(name)
    if mirror is not None or not about.doi:
        found = "RESTRIDE_SAMPLES_URL set to nothing" if mirror is not None else f"none ({about.note or 'no address'})"
        raise MissingData(f"an address for {name}", found, f"get it by hand from {about.home} and set RESTRIDE_DATA")
    return f"doi:{about.doi}/{Path(file.path).name}"


def _download(stage: Path, wanted: Sequence[File], addresses: Sequence[str], silence_s: float) -> None:
    import pooch

    pooch.get_logger().setLevel("ERROR")
    for file, address in zip(wanted, addresses, strict=True):
        get = pooch.DOIDownloader if address.startswith("doi:") else pooch.HTTPDownloader
        fetcher = get(timeout=silence_s)
        target = stage / file.path
        try:
            pooch.retrieve(address, f"sha256:{file.sha256}", target.name, target.parent, downloader=fetcher)
        except Exception as error:  # pooch lets those of requests, json and its own pass
            if isinstance(error, ValueError) and "hash" in str(error):
                needed, how = f"{target.name} as it was pinned (SHA-256)", "nothing was kept; tell the project"
                raise MissingData(needed, "other bytes", how) from None
            found = f"no such answer ({type(error).__name__})"
            raise MissingData(f"{target.name} from {address}", found, "try later, or set RESTRIDE_DATA") from None


def _within(seconds: float | None, work: Callable[[], None]) -> None:
    """Runs `work` for so long at most. The thread of one that is late is left to itself and ends with the process."""
    if seconds is None:
        work()
        return
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise MissingData(f"an answer within {seconds:g} s", "none yet", "try later, or set RESTRIDE_DATA")
    if raised:
        raise raised[0]
