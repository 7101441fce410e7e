"""Runs that the tests of this room share, and an independent way from markers to joints."""

from dataclasses import replace
from functools import cache

import numpy as np
from hypothesis import strategies as st

from restride.core.recording import Array, Recording
from restride.simulate import IDEAL_LAB, Lab, Runner, Simulated, simulate_run

SECONDS = 6.0
FINE = replace(IDEAL_LAB, force_rate_hz=3000.0, marker_rate_hz=300.0)
people = st.integers(0, 10_000).map(lambda seed: Runner.draw(seed))
steady_people = st.integers(0, 10_000).map(lambda seed: Runner.draw(seed, jitter=0.0))


@cache
def run(runner: Runner, lab: Lab = IDEAL_LAB, seconds: float = SECONDS, seed: int = 0) -> Simulated:
    """A run, made once."""
    return simulate_run(runner, lab, seconds=seconds, seed=seed)


def marker(recording: Recording, label: str) -> Array:
    """(n, 3) one marker."""
    (channel,) = recording.select("marker", label)
    return channel.values


def force(recording: Recording, place: str = "plate_1") -> Array:
    """(n, 3) one plate's force."""
    (channel,) = recording.select("grf", place)
    return channel.values


def carried(made: Simulated, labels: tuple[str, ...], point: Array) -> Array:
    """(n, 3) where a point of the standing trial goes with a rigid cluster in the run (Kabsch)."""
    still = np.array([marker(made.static, label)[0] for label in labels])
    moving = np.stack([marker(made.recording, label) for label in labels], axis=1)
    middle = moving.mean(axis=1)
    u, _, vt = np.linalg.svd(np.einsum("ki,nkj->nij", still - still.mean(axis=0), moving - middle[:, None]))
    flip = np.ones((len(u), 3))
    flip[:, 2] = np.linalg.det(u @ vt)
    turn = np.einsum("nij,ni,nki->njk", vt, flip, u)
    return middle + turn @ (point - still.mean(axis=0))


def cluster(side: str, segment: str) -> tuple[str, ...]:
    """The four labels of a thigh or shank."""
    return tuple(f"{side}.{segment}.{end}.{edge}" for end in ("Top", "Bottom") for edge in ("Lateral", "Medial"))


def from_vertical_deg(upper: Array, lower: Array) -> Array:
    """(n,) sagittal angle of the line between two paths, lower end ahead positive; forward x, up y."""
    return np.degrees(np.arctan2(lower[:, 0] - upper[:, 0], upper[:, 1] - lower[:, 1]))
