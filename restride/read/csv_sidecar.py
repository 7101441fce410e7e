"""Any CSV -> Recordings, by the sidecar that says what its columns are."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from restride.core.errors import BadSidecar

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"


@dataclass(frozen=True, slots=True)
class CsvReader:
    """Numbers in text, separated by comma, semicolon, tab or spaces."""

    name: str = "csv"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """Any text may be a CSV."""
        return looks_like_text(head)

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """One recording, or one a row. Raises BadSidecar without a sidecar that names columns, InputError."""
        if sidecar is None or not sidecar.channel:
            beside = path.with_suffix(".toml").name
            raise BadSidecar(
                "a sidecar that says what the columns are",
                f"none for {path.name}" if sidecar is None else f"one without [[channel]] for {path.name}",
                f'write {beside} beside it: rate_hz = 100 (or time_column = "t"), then [[channel]] with '
                'quantity = "acc", place = "sacrum", unit = "g" and columns = { V = "name of a column" }',
            )
        from restride.read import csv_devices, csv_recording
        from restride.read.sidecar import OF_DEVICES

        build = csv_devices.build if sidecar.channel[0].quantity in OF_DEVICES else csv_recording.build
        return build(path, sidecar, self.name, self.version)


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes of a file are text: no control characters but tabs and line ends."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return bool(head) and not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)


READER = CsvReader()
