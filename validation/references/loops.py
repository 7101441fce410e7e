"""x-io's walks with one foot: loops that end where they began, and no more is known (xio_foot_imu_walking)."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = "xio_foot_imu_walking"
ABOUT_M = {"short_walk": 25.0, "long_walk": 60.0}
"""How far they went, by their README, which also gives its own errors: 0.082 m and 0.421 m in space."""
PEER_M = {"short_walk": 0.082, "long_walk": 0.421}


@dataclass(frozen=True)
class Loop:
    """A walk that ends where it began; length and the makers' own error in m, where they are known."""

    name: str
    file: Path
    length_m: float | None
    peer_m: float | None


def loops(root: Path) -> list[Loop]:
    """Every CSV of the folder."""
    files = sorted((root / FOLDER).glob("*.csv"))
    return [Loop(p.stem, p, ABOUT_M.get(p.stem), PEER_M.get(p.stem)) for p in files]
