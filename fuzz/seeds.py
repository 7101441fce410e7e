"""The sound files that are then damaged: the simulated sample of every reader, and a few more that are small."""

import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from restride.core.errors import InputError
from restride.read import read
from tests.conformance.test_readers import SAMPLES

ROWS = (24, 48, 96, 200)


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound file: what it is called, its bytes, how it is built (see `kind_of`), and the files beside it."""

    reader: str
    name: str
    raw: bytes
    kind: str
    beside: tuple[tuple[str, bytes], ...] = ()


def seeds(reader: str) -> tuple[Seed, ...]:
    """All of a reader: shorter or packed forms of its sample that can be read too, then the sample itself."""
    with tempfile.TemporaryDirectory(prefix="restride-seeds-") as folder:
        path, _, _ = SAMPLES[reader](Path(folder))
        others = sorted(p for p in Path(folder).iterdir() if p != path and p.is_file())
        beside = tuple((p.name, p.read_bytes()) for p in others if p.suffix == ".toml" or p.suffix == path.suffix)
        raw = path.read_bytes()
    whole = Seed(reader, path.name, raw, kind_of(raw), beside)
    shorter = next((one for one in _shorter(whole) if _is_read(one)), None)
    others = [one for one in _otherwise(whole if shorter is None else shorter) if _is_read(one)]
    return (*([] if shorter is None else [shorter]), *others, whole)


def kind_of(raw: bytes) -> str:
    """How a file is built: zip, gzip, fit, c3d, mat, json, xml, text or bytes."""
    if raw.startswith(b"PK\x03\x04"):
        return "zip"
    if raw.startswith(b"\x1f\x8b"):
        return "gzip"
    if raw[8:12] == b".FIT":
        return "fit"
    if raw.startswith(b"MATLAB 5"):
        return "mat"
    if len(raw) >= 512 and raw[1] == 0x50 and 0 < raw[0] < 32:
        return "c3d"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "bytes"
    if "\0" in text:
        return "bytes"
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        return "xml"
    with suppress(ValueError, RecursionError):
        if isinstance(json.loads(text), dict | list):
            return "json"
    return "text"


def _shorter(whole: Seed) -> Iterator[Seed]:
    """The same with fewer rows, in the members of a zip file too; the shortest first."""
    if whole.kind == "text":
        lines = whole.raw.splitlines(keepends=True)
        yield from (replace(whole, raw=b"".join(lines[:rows])) for rows in ROWS if rows < len(lines))
    elif whole.kind == "xml":
        yield from (replace(whole, raw=whole.raw[:size]) for size in (4096, 8192) if size < len(whole.raw))
    elif whole.kind == "json":
        told = json.loads(whole.raw)
        yield from (replace(whole, raw=json.dumps(_shortened(told, rows)).encode()) for rows in (8, *ROWS))
    elif whole.kind == "zip":
        members = _members(whole.raw)
        for rows in ROWS:
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
                for name, inside in members:
                    lines = inside.splitlines(keepends=True) if kind_of(inside) == "text" else [inside]
                    file.writestr(zipfile.ZipInfo(name), b"".join(lines[:rows]), zipfile.ZIP_DEFLATED)
            if len(out.getvalue()) < len(whole.raw):
                yield replace(whole, raw=out.getvalue())


def _members(raw: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return [(info.filename, file.read(info)) for info in file.infolist()]


def _otherwise(one: Seed) -> Iterator[Seed]:
    """The same packed as archives of watches and MATLAB do; what is in a zip file by itself."""
    if one.kind in ("xml", "fit"):
        yield replace(one, raw=gzip.compress(one.raw, mtime=0), kind="gzip")
    elif one.kind == "mat":
        from scipy.io import loadmat, savemat

        held = {name: value for name, value in loadmat(io.BytesIO(one.raw)).items() if not name.startswith("__")}
        packed = io.BytesIO()
        savemat(packed, held, do_compression=True)
        yield replace(one, raw=packed.getvalue())
    elif one.kind == "zip":
        for name, inside in _members(one.raw):
            if kind_of(inside) in ("xml", "json", "text"):
                yield replace(one, name=Path(name).name, raw=inside, kind=kind_of(inside))


def _shortened(told: object, rows: int) -> object:
    """JSON with long lists of things cut."""
    if isinstance(told, dict):
        return {key: _shortened(value, rows) for key, value in told.items()}
    if isinstance(told, list):
        long = len(told) > (rows if told and isinstance(told[0], dict) else 4 * rows)
        return [_shortened(value, rows) for value in (told[:rows] if long else told)]
    return told


def _is_read(one: Seed) -> bool:
    with tempfile.TemporaryDirectory(prefix="restride-seeds-") as folder:
        path = written(one, Path(folder))
        try:
            return bool(read(path))
        except InputError:
            return False


def written(one: Seed, folder: Path, raw: bytes | None = None) -> Path:
    """The seed as files in `folder`, its main file holding `raw` where that is given."""
    for name, content in one.beside:
        (folder / name).write_bytes(content)
    path = folder / one.name
    path.write_bytes(one.raw if raw is None else raw)
    return path
