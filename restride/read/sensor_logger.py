"""Sensor Logger (Kelvin Choi): a CSV for each sensor, its axes in the order z, y, x, or the zip of them.

Tables do not say which sensor they are of: the name of the file does (Accelerometer, TotalAcceleration, Gyroscope ...),
as the app wrote it. Accelerometer.csv has no gravity, TotalAcceleration.csv has it (Android); from an iPhone gravity
comes in Gravity.csv, and AccelerometerUncalibrated.csv is in g: the numbers tell gravity and unit. An iPhone counts
accelerations the other way round, unless the app was told to standardise; Metadata.csv in the zip says so.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from restride.read import phone_zip
from restride.read.phone_file import read_phone, sniff_phone
from restride.read.phone_layout import Columns, Kind, Layout, head_lines, header_cells

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
TIME = "seconds_elapsed"
FIRST = ("time", "timestamp")
AXIS = re.compile(r"([a-z]*?)_?([xyz])", re.IGNORECASE)
OTHERS = re.compile(r"magnet|orient|baro|compass|light|headphone|location|pedometer", re.IGNORECASE)
WORDS: tuple[tuple[str, Kind], ...] = (("gyr", "gyro"), ("rotat", "gyro"), ("grav", "gravity"), ("acc", "acc"))


def layout(lines: list[str], name: str) -> Layout | None:
    """Which columns hold what; where the columns are called x, y and z alone, the name of the file tells the sensor."""
    cells = header_cells(lines[0]) if lines else []
    lower = [cell.lower() for cell in cells]
    if len(cells) < 5 or lower[0] not in FIRST or TIME not in lower or OTHERS.search(name):
        return None
    groups: dict[str, dict[str, int]] = {}
    for i, cell in enumerate(lower):
        if m := AXIS.fullmatch(cell):
            groups.setdefault(m[1], {})[m[2]] = i
    sensors = []
    for word, at in groups.items():
        kind = _kind(word or name)
        if len(at) == 3 and kind is not None:
            # raw accelerometers are in g on an iPhone and in m/s2 elsewhere: of those the unit is not believed
            unit = "rad/s" if kind == "gyro" else None if word or "uncalib" in name.lower() else "m/s2"
            sensors.append(Columns(kind, (at["x"], at["y"], at["z"]), unit))
    return Layout(0, lower.index(TIME), tuple(sensors)) if sensors else None


def _kind(word: str) -> Kind | None:
    found = next((kind for part, kind in WORDS if part in word.lower()), None)
    return found or ("acc" if "." in word else None)  # a file that was renamed: most likely that


@dataclass(frozen=True, slots=True)
class SensorLoggerReader:
    """One phone. Its place is not in the file: a sidecar may say it. Times: seconds since the recording began."""

    name: str = "sensor_logger"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the header row, also of the tables in a zip."""
        return sniff_phone(head, path, layout)

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The recording of the one phone. Raises InputError."""
        return (read_phone(path, sidecar, layout, self.name, self.version, sign=_sign(path)),)


def _sign(path: Path) -> float:
    """-1 for an iPhone that was not told to standardise."""
    for name, head in phone_zip.heads(path).items():
        if PurePosixPath(name).name.lower() == "metadata.csv":
            rows = list(csv.reader(head_lines(head)[:2]))
            said = dict(zip(*rows, strict=False)) if len(rows) == 2 else {}
            if said.get("platform", "").lower() == "ios" and said.get("standardisation", "").lower() != "true":
                return -1.0
    return 1.0


READER = SensorLoggerReader()
