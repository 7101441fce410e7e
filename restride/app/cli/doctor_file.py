"""`restride doctor FILE`: what a file holds, what can be had from it, what to know, and what would tell more."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from restride.app.cli.doctor_guess import looks_like
from restride.app.report.words import Words, words
from restride.core.errors import InputError, UnknownFormat

if TYPE_CHECKING:
    from restride.app.cli.answer import Row
    from restride.app.cli.doctor_seen import Seen
    from restride.app.flows import Assessed
    from restride.core.assessment import StridesInfo
    from restride.core.profile import Profile
    from restride.core.quality import Quality
    from restride.core.recording import Recording

WIDTH = 96
OTHERS = 5
CHANNEL = re.compile(r"\b[a-z]+(?:_[a-z]+)*@(\w+)")


@cache
def doctor_words(language: str = "en") -> Words:
    """The doctor's sentences in a language, English where there is no such table."""
    from restride.core.tables import load_folder

    tables = load_folder("restride.app.cli", "doctor_words", dict[str, Any])
    return Words(tables.get(language, tables["en"]))


def of_file(file: str, sidecar: Path | None, profile: "Profile | None") -> tuple[list[str], bool]:
    """Every line, and whether the file could be read. Raises InputError where there is no file to speak of."""
    from restride.read import read

    say = doctor_words(profile.athlete.language if profile else "en")
    try:
        recordings = read(file, sidecar=sidecar)
    except InputError as error:
        if not _is_file(file):
            raise
        return list(_unread(Path(file), error, say)), False
    return list(_read(file, recordings, sidecar, profile, say)), True


def _read(
    file: str,
    recordings: "tuple[Recording, ...]",
    sidecar: Path | None,
    profile: "Profile | None",
    say: Words,
) -> Iterator[str]:
    from restride.app.cli.doctor_holds import about, holds
    from restride.app.cli.doctor_more import more
    from restride.app.cli.doctor_seen import seen

    first = recordings[0]
    name = first.source.file
    picked = file
    if len(recordings) > 1:
        parts = [r.source.part for r in recordings]
        others = parts[1 : 1 + OTHERS]
        left = len(parts) - 1 - len(others)
        shown = ", ".join(others) if not left else say("more_than_shown", names=", ".join(others), count=left)
        yield from _wrapped(say("head.parts", name=name, count=len(parts), first=parts[0], others=shown))
        yield say("head.pick", name=name, other=parts[1])
        picked = f"{file}#{parts[0]}"
    found = seen(first)
    yield say("head.holds", name=f"{name}#{first.source.part}" if len(recordings) > 1 else name)
    yield from _wrapped(about(found, say), "  ")
    yield from _listed(holds(found, say))
    yield ""
    yield say("head.can")
    notes: list[Quality] = list(first.notes)
    sat: str | None = None
    try:
        done = _assessed(picked, sidecar, profile)
    except InputError as error:
        yield from _listed(_nothing(error, found, say))
    else:
        notes = list(done.assessment.quality)
        sat = next((one.place for one in seen(done.prepared).sensors if one.place != "unknown"), None)
        yield from _listed(_can(done, say))
    yield ""
    yield say("head.know")
    yield from _listed(_know(notes, found, say))
    yield ""
    yield say("head.more")
    yield from _listed(list(dict.fromkeys(more(found, profile, say, sat=sat))) or [say("head.nothing_more")])


def plain(text: str) -> str:
    """A message without the names that programs give to signals."""
    return CHANNEL.sub(lambda match: match[1].replace("_", " "), text)


def _assessed(file: str, sidecar: Path | None, profile: "Profile | None") -> "Assessed":
    from restride.app import flows

    return flows.assess([file], static=None, sidecars=[sidecar] if sidecar else [], profile=profile, task="auto")


def _can(done: "Assessed", say: Words) -> Iterator[str]:
    """Steps, then the names of the numbers, family by family; the rough ones last."""
    from restride.app.cli.answer import rows

    yield _counted(done.assessment.strides, say)
    sure: dict[str, list[Row]] = {}
    rough: list[Row] = []
    for row in rows(done.assessment.metrics):
        if row.grade == "poor":
            rough.append(row)
        else:
            sure.setdefault(row.family, []).append(row)
    for family, some in sure.items():
        title = say(f"families.{family}") if say.has(f"families.{family}") else family.capitalize()
        yield say("can.family", family=title, names=_titles(some))
    if rough:
        yield say("can.rough", names=_titles(rough))


def _titles(rows: "Iterable[Row]") -> str:
    """Titles hold commas themselves: "Achilles force, peak"."""
    return "; ".join(dict.fromkeys(row.title.partition(" (")[0] for row in rows))


def _counted(strides: "StridesInfo", say: Words) -> str:
    counts = {"left": strides.left, "right": strides.right, "unknown": strides.unknown}
    each = [say(f"can.side_{side}", count=count) for side, count in counts.items() if count]
    return say("can.contacts", count=sum(counts.values()), sides=", ".join(each)) if each else say("can.no_contacts")


def _nothing(error: InputError, found: "Seen", say: Words) -> Iterator[str]:
    if found.recording.task == "standing":
        yield say("can.still", name=found.recording.source.file)
    yield say("can.nothing")
    yield say("can.nothing_why", needed=plain(error.needed), do=plain(error.do))


def _know(notes: "Iterable[Quality]", found: "Seen", say: Words) -> Iterator[str]:
    """The worst first; each with the title that the report gives it."""
    titles = words(str(say.table.get("lang", "en")))
    if found.kind == "device":
        yield say("know.computed")
    if found.kind == "pose":
        yield say("know.camera")
    worst = {"error": 0, "warning": 1, "info": 2}
    lines = []
    for note in sorted(dict.fromkeys(notes), key=lambda note: worst[note.severity]):
        title = titles(f"codes.{note.code}") if titles.has(f"codes.{note.code}") else note.code.replace("_", " ")
        lines.append(say("know.line", title=title, message=plain(note.message)))
    if not lines and found.kind not in ("device", "pose"):
        lines = [say("know.none")]
    yield from lines


def _unread(path: Path, error: InputError, say: Words) -> Iterator[str]:
    """What it looks like and what to do: nothing of its content is shown."""
    path = path if path.is_file() else Path(str(path).rpartition("#")[0])
    kind, reader = looks_like(path), _reader_of(path)
    yield say("unread.head", name=path.name)
    if kind == "empty":
        yield from _listed([say("unread.empty")])
        return
    beside = path.with_suffix(".toml").name
    name = say(f"readers.{reader}") if say.has(f"readers.{reader}") else reader.upper()
    lines = [say("unread.known", kind=name) if reader else say(f"unread.{kind}", beside=beside)]
    if reader or (kind == "text" and not isinstance(error, UnknownFormat)):
        lines += [say("unread.why", needed=error.needed, found=error.found), say("unread.do", do=error.do)]
    yield from _listed(lines)


def _reader_of(path: Path) -> str:
    """The reader that knows content or name of a file; "" where none does, or only the one for any text."""
    from restride.read import find_reader
    from restride.read.reader import HEAD_BYTES

    try:
        with path.open("rb") as file:
            name = find_reader(path, file.read(HEAD_BYTES)).name
    except (OSError, InputError):
        return ""
    return "" if name == "csv" else name


def _is_file(file: str) -> bool:
    try:
        return Path(file).is_file() or ("#" in file and Path(file.rpartition("#")[0]).is_file())
    except (OSError, ValueError):
        return False


def _listed(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(line, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _wrapped(line: str, indent: str = "") -> list[str]:
    return textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=indent)
