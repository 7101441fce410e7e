"""A phone's file as its app wrote it, a table or a zip of tables, and what a reader needs to say of it: a layout."""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from restride.core.errors import InputError
from restride.read import phone_zip
from restride.read.phone_layout import HEADER_ROWS, LayoutOf, head_lines

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.phone_tables import Sensed
    from restride.read.sidecar import Sidecar


def sniff_phone(head: bytes, path: Path, layout: LayoutOf) -> bool:
    """Whether a table, or one in a zip, has such a layout."""
    if head.startswith(phone_zip.ZIP):
        return any(_fits(first, name, layout) for name, first in phone_zip.heads(path).items())
    return b"\0" not in head[:2] and _fits(head, path.name, layout)


def _fits(head: bytes, name: str, layout: LayoutOf) -> bool:
    return layout(head_lines(head), PurePosixPath(name).name) is not None


def read_phone(
    path: Path, sidecar: "Sidecar | None", layout: LayoutOf, reader: str, version: str, *, sign: float = 1.0
) -> "Recording":
    """The recording of a phone's file. sign: -1 where its app counts accelerations the other way. Raises InputError.

    A table of the zip that cannot be read costs itself only, unless nothing is left.
    """
    from restride.core.quality import Quality
    from restride.read.csv_text import lines_of, text_lines
    from restride.read.phone_tables import recording, sensed
    from restride.read.source import source_of

    found: list[Sensed] = []
    notes: list[Quality] = []
    with path.open("rb") as file:
        packed = file.read(4) == phone_zip.ZIP
    if not packed:
        lines = text_lines(path)
        told = layout(lines[:HEADER_ROWS], path.name)
        if told is None:
            raise InputError("columns x, y and z of a sensor", f"none in the header of {path.name}", "export it again")
        several, said = sensed(lines, told, path.name)
        found, notes = [*several], [*said]
    else:
        heads = phone_zip.heads(path)
        wanted = [name for name, head in heads.items() if _fits(head, name, layout)]
        tables, lost = phone_zip.tables(path, wanted)
        notes += [*(phone_zip.lost(name, path) for name, head in heads.items() if not head), *lost]
        wrong: InputError | None = None
        for name, raw in tables.items():
            short = phone_zip.short_name(name)
            try:
                lines = lines_of(raw, short)
                told = layout(lines[:HEADER_ROWS], short)
                several, said = sensed(lines, told, short) if told else ((), ())
            except InputError as error:
                wrong = wrong or error
                message = f"{short} in {path.name} was left out: {error}"
                notes.append(Quality(code="truncated", severity="warning", message=message))
                continue
            found += several
            notes += said
        if not found:
            raise wrong or InputError("a sensor's table", f"none in {path.name}", "export the recording again")
    found = [s.times(sign) if s.kind != "gyro" else s for s in found]
    return recording(found, notes, source_of(path, reader, version), sidecar, path)
