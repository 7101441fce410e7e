"""gaitmap-style CSV: columns acc_x ... gyr_z under one header row, or under a row of sensors and a row of axes."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
AXES = tuple(f"{what}_{axis}" for what in ("acc", "gyr") for axis in "xyz")


@dataclass(frozen=True, slots=True)
class GaitmapReader:
    """The devices of a file by their names: `left_sensor` is on the left. Without a place they are taken to be on feet.

    The first column is the index that pandas wrote: the number of the sample, or its time in seconds; a column `index`
    or `counter` numbers the packets as the device counted them. A sidecar gives rate_hz, unless the index is a time;
    place and side where the names do not say them; counter_bits if the counter wraps around. Units m/s2 and deg/s by
    custom, looked at.
    """

    name: str = "gaitmap"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By a header row that holds all six axes, first or second in the file."""
        rows = [re.split(r"[,;\t]", line.replace('"', "")) for line in head.decode("utf-8-sig", "replace").split("\n")]
        return any(set(AXES) <= {cell.strip() for cell in row} for row in rows[:2])

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """All devices in one recording. Raises InputError, of which BadSidecar where the rate is not to be had."""
        from restride.read.gaitmap_recording import build

        return (build(path, sidecar, self.name, self.version),)


READER = GaitmapReader()
