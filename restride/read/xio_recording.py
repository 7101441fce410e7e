"""From the text of an x-io file to a Recording."""

from pathlib import Path

from restride.core.errors import InputError
from restride.core.recording import Recording
from restride.read.clock import on_even_clock
from restride.read.csv_recording import TIME_S
from restride.read.csv_text import dialect_of, text_lines
from restride.read.sidecar import Sidecar
from restride.read.source import source_of
from restride.read.worn import MAY_SAY, Device, recording_of, rows_of, where
from restride.read.xio import AXIS, TIME

SENSORS = ("accelerometer", "gyroscope")


def build(path: Path, sidecar: Sidecar | None, reader: str, version: str) -> Recording:
    """The recording of an x-io file. Raises InputError."""
    if sidecar is not None:
        sidecar.refuse_columns(path, MAY_SAY)
    lines = text_lines(path)
    dialect = dialect_of(lines)
    header = dialect.fields(lines[0])
    times = [(i, m[1].lower()) for i, cell in enumerate(header) if (m := TIME.fullmatch(cell))]
    at = {(m[1].lower(), m[2].lower()): (i, m[3]) for i, cell in enumerate(header) if (m := AXIS.fullmatch(cell))}
    wanted = [(what, axis) for what in SENSORS for axis in "xyz"]
    missing = [" ".join(key) for key in wanted if key not in at] + ([] if times else ["time"])
    if missing:
        found = f"no {', '.join(missing)} in the header of {path.name}"
        raise InputError("the columns of an x-io file", found, "export it again")
    acc_units, gyro_units = ({at[what, axis][1] for axis in "xyz"} for what in SENSORS)
    if len(acc_units) > 1 or len(gyro_units) > 1:
        raise InputError("one unit for all axes", f"several in the header of {path.name}", "export it again")
    time, unit = times[0]
    table = rows_of(lines[1:], dialect, [time, *(at[key][0] for key in wanted)], path)
    even = on_even_clock(table[:, 0] * TIME_S[unit.replace("µ", "u")], table[:, 1:], path.name)
    device = Device(*where(sidecar), (0, 1, 2), (3, 4, 5), acc_units.pop(), gyro_units.pop())
    return recording_of((device,), even, source_of(path, reader, version), sidecar)
