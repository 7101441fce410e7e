"""A device on the lower back or sacrum: how it sits, from gravity and from the way a body trades speed for height.

needs: acc of a few steps, walking or running. returns: turn into body axes. Vertical: mean acceleration over whole
steps. Forward: in walking the body vaults over the leg, slowest where it is highest (an inverted pendulum; Cavagna et
al. 1977, Am J Physiol 233:R243), so that its forward acceleration is in step with the rate of change of its upward
acceleration; in running it is slowest where it is lowest (a spring), and the two are opposite. The horizontal direction
in which this holds best is forward, with its sign; side-to-side sway belongs to the stride, not the step, and falls
out. Ours: the use of it. In five people who walked the two were in step within 30 degrees, in one who ran opposite
within 55; of three recorded runners forward was found within 9 degrees of that in standing.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.core.strides import Mask
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.axes import to_body
from restride.signal.beats import beats, thin
from restride.signal.crossings import sample_at
from restride.signal.inertial import Mounted, Sensor

Complex = npt.NDArray[np.complex128]
STRONG_MPS2 = 0.6
FLIGHT_G = 1.65
LEAN_DEG = 30.0
POINTS = 16
FEWEST = 4
WINDOWS, WINDOW_S, ENOUGH = 4, 45.0, 40
"""Of a long recording as much is looked at; all of it where that holds fewer steps than ENOUGH."""
CLEAR = 0.3
"""Least agreement of the steps on what is forward: 1 is wholly of one mind."""


class Steps(NamedTuple):
    """mean: (m, 3) m/s2 over each step. wave: (m, 3) its fundamental, complex. swing: (m,) m/s2 as in Beats."""

    mean: Array
    wave: Complex
    swing: Array


def solve(sensor: Sensor) -> Mounted | None:
    """The turn into body axes, or None where the recording holds too few steps, or steps that do not agree."""
    some = [_steps(sensor.acc[a:b], sensor.rate_hz) for a, b in _windows(sensor)]
    steps = some[0] if len(some) == 1 else Steps(*(np.concatenate(x) for x in zip(*some, strict=True)))
    if len(some) > 1 and len(steps.swing) < ENOUGH:
        steps = _steps(sensor.acc, sensor.rate_hz)
    if len(steps.swing) < FEWEST:
        return None
    up, upright = _up(steps.mean)
    if upright.sum() < FEWEST:
        return None
    forward = _forward(steps.wave[upright], up, steps.swing[upright] > FLIGHT_G * G)
    return None if forward is None else Mounted(to_body(up, forward), (_solved(sensor),))


def _windows(sensor: Sensor) -> list[tuple[int, int]]:
    """The whole of a short recording; of a long one WINDOWS parts, evenly spread."""
    length = int(WINDOW_S * sensor.rate_hz)
    if sensor.n <= WINDOWS * length:
        return [(0, sensor.n)]
    return [(a, a + length) for a in np.linspace(0, sensor.n - length, WINDOWS).astype(int).tolist()]


def _steps(acc: Array, rate_hz: float) -> Steps:
    """Of every step that both its ends mark strongly."""
    seen = beats(acc, rate_hz)
    strong = seen.size >= STRONG_MPS2
    inside = np.ones(len(strong), dtype=bool)
    inside[[end - 1 for _, end in seen.chains]] = False
    first = np.flatnonzero(inside & strong & np.append(strong[1:], False))
    blocks, width = thin(acc, rate_hz)
    moment = (seen.at - (width - 1) / 2) / width
    share = np.arange(POINTS) / POINTS
    time = moment[first, None] + (moment[first + 1] - moment[first])[:, None] * share
    cycle = sample_at(blocks, 1.0, 0.0, time.ravel()).reshape(-1, POINTS, 3)
    whole = np.isfinite(cycle).all(axis=(1, 2))
    wave = np.exp(-2j * np.pi * share) @ cycle
    return Steps(cycle.mean(axis=1)[whole], wave[whole], seen.swing[first[whole]])


def _up(mean: Array) -> tuple[Array, Mask]:
    """(3,) the vertical, and which steps were taken upright: those whose own vertical lies near the usual one."""
    own = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    up = np.median(own, axis=0)
    for _ in range(2):
        up /= np.linalg.norm(up)
        upright = own @ up > np.cos(np.radians(LEAN_DEG))
        up = mean[upright].mean(axis=0) if upright.any() else up
    return up / np.linalg.norm(up), upright


def _forward(wave: Complex, up: Array, running: Mask) -> Array | None:
    """(3,) the level direction in which acceleration goes with the rate of change of that upward."""
    vertical = wave @ up
    level = wave - vertical[:, None] * up
    size = np.abs(vertical)
    pull = np.real(level * np.conj(1j * vertical)[:, None]) / np.where(size > 0, size, 1.0)[:, None]
    pull[running] *= -1
    total = pull.sum(axis=0)
    agreed = np.linalg.norm(total) / max(float(np.linalg.norm(level, axis=1).sum()), 1e-12)
    return total / np.linalg.norm(total) if agreed >= CLEAR else None


def _solved(sensor: Sensor) -> Quality:
    message = f"how the device sits on the {sensor.name.replace('_', ' ')} was worked out from gravity and the steps"
    return Quality(code="axes_inferred", severity="info", message=message)
