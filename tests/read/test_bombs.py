"""Small files that would grow without end, for every packed format and for entities: refused, in little memory."""

import gzip
import io
import tracemalloc
import zipfile
from functools import cache
from pathlib import Path

import pytest

from fuzz.seeds import Seed, seeds, written
from restride.core.errors import InputError
from restride.read import READERS, read

GROWN = 15_000_000
MOST_BYTES = 4_000_000
"""What reading may take: the bomb would be fifteen million bytes, the file is some ten thousand."""


@cache
def of_kind(kind: str) -> tuple[Seed, ...]:
    """The first seed of every reader that has one of this kind."""
    found = (next((one for one in seeds(name) if one.kind == kind), None) for name in READERS)
    return tuple(one for one in found if one is not None)


def refused_in_little_memory(one: Seed, raw: bytes, folder: Path) -> None:
    """In one line, without unpacking it all."""
    path = written(one, folder, raw)
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as caught:
            read(path)
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES + 10 * len(raw)
    finally:
        tracemalloc.stop()
    assert str(caught.value).isprintable()


def test_every_zip_export_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    assert {"apple_health", "restride"} <= {one.reader for one in of_kind("zip")}
    for number, one in enumerate(of_kind("zip")):
        bomb = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(one.raw)) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
            largest = max(old.infolist(), key=lambda info: info.file_size).filename
            for info in old.infolist():
                last = old.read(info).splitlines(keepends=True)[-1]
                more = last[-20:] * (GROWN // 20) if info.filename == largest else b""
                new.writestr(info.filename, old.read(info) + more)
        (tmp_path / str(number)).mkdir()
        refused_in_little_memory(one, bomb.getvalue(), tmp_path / str(number))


def test_every_gzip_export_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    assert {"fit", "tcx", "gpx"} <= {one.reader for one in of_kind("gzip")}
    for number, one in enumerate(of_kind("gzip")):
        inside = gzip.decompress(one.raw)
        inside += (b" " if inside.startswith(b"<") else b"\0") * GROWN
        (tmp_path / str(number)).mkdir()
        refused_in_little_memory(one, gzip.compress(inside, 9, mtime=0), tmp_path / str(number))


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))


@pytest.mark.parametrize("declared", [f'<!ENTITY l0 "ha">{LAUGHS}', '<!ENTITY l9 SYSTEM "file:///etc/passwd">'])
def test_every_xml_format_refuses_entities(declared: str, tmp_path: Path) -> None:
    assert {"tcx", "gpx", "apple_health"} <= {one.reader for one in of_kind("xml")}
    for number, one in enumerate(of_kind("xml")):
        text = one.raw.decode()
        root = text.index("<", text.index("?>") + 2)
        at = text.index("]>") if "<!DOCTYPE" in text else root
        doctype = declared if "<!DOCTYPE" in text else f"<!DOCTYPE x [{declared}]>"
        bomb = text[:at] + doctype + text[at:] + "&l9;"
        (tmp_path / str(number)).mkdir()
        refused_in_little_memory(one, bomb.encode(), tmp_path / str(number))
