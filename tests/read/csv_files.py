"""CSV files and sidecars made for tests."""

from pathlib import Path

from restride.core.recording import Recording
from restride.read import read

ACC = """
[[channel]]
quantity = "acc"
place = "sacrum"
unit = "m/s2"
columns = { V = "v", AP = "ap" }
"""
BY_NUMBER = ACC.replace('"v"', "0").replace('"ap"', "1")


def write(folder: Path, text: str | bytes, sidecar: str, name: str = "run.csv") -> Path:
    """A CSV file with its sidecar beside it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.with_suffix(".toml").write_text(sidecar, encoding="utf-8")
    return path


def trial(folder: Path, text: str | bytes, sidecar: str = "rate_hz = 100.0" + BY_NUMBER) -> Recording:
    """The one recording of such a file."""
    (found,) = read(write(folder, text, sidecar))
    return found
