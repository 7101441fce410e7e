"""`python -m benchmarks.grown FOLDER`: large files of every format, made by saying the simulated samples many times.

Text: the rows again and again, with their clock running on; XML: the points, likewise; JSON: the frames.
C3D, FIT, MATLAB and restride's own: written anew, longer. Prints the names as JSON; a format without rows has none.
"""

import datetime as dt
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from restride.core.errors import InputError
from restride.read import read
from restride.read.own_write import write_recording
from tests.conformance.test_readers import SAMPLES
from tests.read import device_files
from tests.read.c3d_files import lab_trial
from tests.read.fit_files import run_bytes
from tests.read.test_apple_health import export, packed, run_records, workout

MB = 1_000_000
TEXT_BYTES, JSON_BYTES, FIT_SECONDS, C3D_FRAMES, SAMPLES_OF_A_SENSOR = 50 * MB, 50 * MB, 100_000, 60_000, 1_000_000
RUN_S = 36_000
STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?")
POINT = re.compile(r"<(?:Trackpoint|trkpt|Record)\b.*?(?:</(?:Trackpoint|trkpt)>|/>(?=\s*<(?!/)))", re.DOTALL)


def grown(reader: str, folder: Path) -> Path | None:
    """A large file of the format, None where its sample has nothing to repeat."""
    folder.mkdir(parents=True)
    path, _, _ = SAMPLES[reader](folder)
    made: dict[str, Callable[[Path], None]] = {
        "c3d": lambda p: lab_trial(p, frames=C3D_FRAMES) and None,
        "fit": lambda p: p.write_bytes(run_bytes(FIT_SECONDS)) and None,
        "restride": _own,
        "mobilised": _matlab,
        "apple_health": lambda p: p.write_bytes(packed(export(run_records(RUN_S), workout(seconds=RUN_S)))) and None,
    }
    if reader in made:
        made[reader](path)
    elif path.suffix == ".zip":
        path.write_bytes(_zip(path.read_bytes()))
    else:
        path.write_bytes(_more(path.read_bytes()))
    try:
        return path if path.stat().st_size > MB // 4 and read(path) else None
    except InputError as error:
        print(f"{reader}: {error}", file=sys.stderr)
        return None


def _own(path: Path) -> None:
    (one,) = read(path)
    times = SAMPLES_OF_A_SENSOR // one.channels[0].n
    write_recording(
        path, one.with_channels(tuple(replace(c, values=np.tile(c.values, (times, 1))) for c in one.channels))
    )


def _matlab(path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.01, (SAMPLES_OF_A_SENSOR, 3))  # so that it packs as real ones do
    acc, gyro = (np.resize(values, noise.shape) + noise for values in device_files.swinging())
    device_files.mobilised(path, {"TimeMeasure1/Test5/Trial1": {"LowerBack": (acc, gyro)}})


def _zip(raw: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        held = [(info.filename, old.read(info)) for info in old.infolist()]
        large = [name for name, inside in held if len(inside) > 5000]
        for name, inside in held:
            new.writestr(name, _more(inside, TEXT_BYTES // len(large)) if name in large else inside)
    return out.getvalue()


def _more(raw: bytes, size: int = TEXT_BYTES) -> bytes:
    text = raw.decode("utf-8")
    begin = text.lstrip("\ufeff \n")
    if begin.startswith("<"):
        return _points(text, size).encode()
    if begin.startswith(("{", "[")):
        return _frames(json.loads(text), size).encode()
    return _rows(text, size).encode()


def _frames(told: Any, size: int) -> str:
    long = max((value for value in told.values() if isinstance(value, list)), key=lambda value: len(json.dumps(value)))
    lists = [key for key, value in told.items() if value is long]
    times = max(1, size // len(json.dumps(told)))
    return json.dumps(told | {key: told[key] * times for key in lists})


def _points(text: str, size: int) -> str:
    first, last = (m := list(POINT.finditer(text)))[0].start(), m[-1].end()
    block = text[first:last]
    stamps = sorted(dt.datetime.fromisoformat(s) for s in STAMP.findall(block))
    span = stamps[-1] - stamps[0] + dt.timedelta(seconds=3)
    pieces = STAMP.split(block)
    marks = [dt.datetime.fromisoformat(s) for s in STAMP.findall(block)]
    sign = "T" if "T" in (STAMP.search(block) or [""])[0] else " "

    def shifted(times: int) -> str:
        told = [(mark + times * span).isoformat(sign) for mark in marks]
        return "".join(a + b for a, b in zip(pieces, [*told, ""], strict=True))

    return text[:first] + "\n".join(map(shifted, range(max(1, size // len(block))))) + text[last:]


def _rows(text: str, size: int) -> str:
    lines = text.split("\n")
    sign = max("\t;,", key=lines[-3].count)
    width = lines[-3].count(sign)
    head_rows = lines[: len(lines) // 2]
    is_data = [line.count(sign) == width and all(map(_is_number, line.split(sign)[:2])) for line in head_rows]
    at = 1 + max((i for i, one in enumerate(is_data) if not one), default=-1)
    data = [line for line in lines[at:] if line.count(sign) == width]
    cells = [line.split(sign) for line in data]
    clocks = [c for c in range(min(3, width + 1)) if _rises(cells, c)]
    times = max(1, size // (sum(map(len, data)) + len(data)))
    head = "\n".join(lines[:at])
    head = re.sub(rf"\b{len(data)}\b", str(len(data) * times), head)
    return "\n".join([head, *_tiled(cells, clocks, times, sign), ""])


def _tiled(cells: list[list[str]], clocks: list[int], times: int, sign: str) -> Iterator[str]:
    rest = [sign.join(row[max(clocks, default=-1) + 1 :]) for row in cells]
    for number in range(times):
        front = [list(map(str, row[: max(clocks, default=-1) + 1])) for row in cells]
        for c in clocks:
            for row, told in zip(front, _shifted([line[c] for line in cells], number), strict=True):
                row[c] = told
        yield from (sign.join([*row, end]) for row, end in zip(front, rest, strict=True))


def _shifted(column: list[str], times: int) -> list[str]:
    if STAMP.match(column[0]):
        stamps = [dt.datetime.fromisoformat(one) for one in column]
        span = stamps[-1] - stamps[0] + (stamps[1] - stamps[0])
        return [(one + times * span).isoformat(" ", "milliseconds") for one in stamps]
    if all(one.lstrip("-").isdigit() for one in column):
        whole = [int(one) for one in column]
        return [str(one + times * (whole[-1] - whole[0] + whole[1] - whole[0])) for one in whole]
    values = [float(one) for one in column]
    span_s = values[-1] - values[0] + values[1] - values[0]
    places = max(len(one.partition("e")[0].partition("E")[0].partition(".")[2]) for one in column)
    return [f"{one + times * span_s:.{min(places, 6)}f}" for one in values]


def _is_number(cell: str) -> bool:
    if not cell:
        return True
    try:
        float(cell)
    except ValueError:
        return bool(STAMP.match(cell))
    return True


def _rises(cells: list[list[str]], column: int) -> bool:
    told = [row[column] for row in cells]
    if not all(map(_is_number, told)):
        return False
    values = told if STAMP.match(told[0]) else [float(one) for one in told]
    return all(a < b for a, b in pairwise(values))  # type: ignore[operator]


def main() -> None:
    """Write them all."""
    folder, found = Path(sys.argv[1]), {}
    for name in sys.argv[2:] or SAMPLES:
        try:
            path = grown(name, folder / name)
        except (ValueError, IndexError, StopIteration, AttributeError) as error:
            print(f"{name}: {type(error).__name__} {error}", file=sys.stderr)
            path = None
        if path:
            found[name] = str(path)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
