"""Contacts from vertical ground reaction force.

needs: grf@total (running, or one belt) or grf@plate_* (walking on a belt or plate of one's own), body frame, zeroed.
returns: Strides, s. raises: MissingChannel, NothingToMeasure.

Definition: flight zeroed, second-order Butterworth forward and back at 50 Hz per pass, 20 N (0.10 BW where the force
is in body weights), crossing times by linear interpolation. Only whole contacts count: those whose both ends lie in
the recording and that touch no gap of it. Two ends of one contact are joined where the force dips below the threshold
for less than 30 ms without its quiet floor, which tells a double bump from a step.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from restride.core.errors import MissingChannel, NothingToMeasure
from restride.core.recording import Array, Channel, Recording, Task
from restride.signal.crossings import crossing_after, crossing_before, runs
from restride.signal.filters import bridge, lowpass
from restride.signal.zeroing import loads

METHOD = "force_20n"


@dataclass(frozen=True, slots=True)
class ForceContacts:
    """Parameters; the defaults are the definition."""

    level_n: float = 20.0
    level_bw: float = 0.10
    cutoff_hz: float = 50.0
    minimum_s: float = 0.06
    maximum_s: float = 3.0
    """Longer is standing, not stance."""
    slow_end_s: float = 0.15
    """A foot's own force falls from half its peak to nothing in 0.04 to 0.11 s, slowest in slow running."""

    def level(self, unit: str) -> float:
        """The threshold in the channel's unit."""
        return self.level_bw if unit == "BW" else self.level_n


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Whole contacts on one plate (or on the sum of several), s; `place` says which."""

    place: str
    ic_s: Array
    fc_s: Array
    crossed: npt.NDArray[np.bool_]
    """The other foot pressed on the same plate right before or after: that end is the lowest point between them."""


def task_of(total: Channel) -> Task:
    """Running if every step leaves the ground, walking if the force comes and goes but never to nothing.

    Judged on steps: the force between two peaks falls below a tenth of the peaks in most of them. Peaks below five
    times the threshold are noise of an empty plate.
    """
    v = total.axis("V")
    held = loads(v, total.rate_hz)
    if len(held) < 3:
        return "standing"
    smooth = lowpass(bridge(v), total.rate_hz, cutoff_hz=20.0)
    top = np.median([smooth[a:b].max() for a, b in held])
    if top < 5 * ForceContacts().level(total.unit):
        return "standing"
    low = np.array([smooth[a:b].min() for a, b in zip(held[:-1, 1], held[1:, 0], strict=True) if b > a])
    return "running" if np.mean(low < 0.1 * top) > 0.5 else "walking"


def contacts(channel: Channel, params: ForceContacts = ForceContacts()) -> Contacts:
    """Whole contacts on one zeroed channel, by the definition above."""
    lost = ~np.isfinite(channel.axis("V"))
    v = lowpass(bridge(channel.axis("V")), channel.rate_hz, cutoff_hz=params.cutoff_hz)
    level = params.level(channel.unit)
    held = _steps(v, channel.rate_hz, level)
    ic = np.array([crossing_before(v, top, level) for top in held])
    fc = np.array([crossing_after(v, top, level) for top in held])
    first = np.array([_shared(v[: top + 1][::-1], level, channel.rate_hz, params.slow_end_s) for top in held])
    last = np.array([_shared(v[top:], level, channel.rate_hz, params.slow_end_s) for top in held])
    tops = np.array(held)
    early, late = np.fmax(ic, tops - first), np.fmin(fc, tops + last)
    crossed = (early > ic) | (late < fc) | (np.isfinite(early) & np.isnan(ic)) | (np.isfinite(late) & np.isnan(fc))
    ic_s, fc_s = channel.start_s + early / channel.rate_hz, channel.start_s + late / channel.rate_hz
    whole = np.isfinite(ic_s) & np.isfinite(fc_s)
    whole &= (fc_s - ic_s > params.minimum_s) & (fc_s - ic_s < params.maximum_s)
    for i in np.flatnonzero(whole) if lost.any() else ():
        whole[i] = not lost[int(early[i]) : int(late[i]) + 2].any()
    return Contacts(channel.place, ic_s[whole], fc_s[whole], crossed[whole])


def _shared(falling: Array, level: float, rate_hz: float, slow_end_s: float) -> float:
    """Samples from a top to where another foot takes over the same plate; NaN where none does.

    Either the force, nearly gone, rises again by more than `level`; or its fall from half the top takes longer than any
    foot's own (`slow_end_s`) and has a bend, where it slows to a third of its steepest.
    """
    low = np.flatnonzero(falling < 0.2 * falling[0])
    gone = np.flatnonzero(falling < level)
    end = int(gone[0]) + 1 if len(gone) else len(falling)
    if len(low) and low[0] < end:
        tail = falling[low[0] : end]
        rise = np.flatnonzero(tail > np.minimum.accumulate(tail) + level)
        if len(rise):
            end = int(low[0] + np.argmin(tail[: rise[0]])) + 1
            gone = np.array([end - 1])
    half = int(np.flatnonzero(falling[:end] > 0.5 * falling[0])[-1])
    if end - half > slow_end_s * rate_hz:
        slope = np.diff(falling[:end])  # from the top: the other foot may hold more than half of it
        steepest = int(np.argmin(slope))
        slower = np.flatnonzero(slope[steepest:] > slope[steepest] / 3)
        if len(slower):
            return float(steepest + slower[0])
    return float(gone[0]) if len(gone) and end - 1 == gone[0] and falling[end - 1] >= level else float("nan")


def _steps(v: Array, rate_hz: float, level: float) -> list[int]:
    """One sample inside each contact: the highest of each stretch above the threshold that holds a real load."""
    above = runs(v > level)
    if len(above) == 0:
        return []
    tops = np.array([v[a:b].max() for a, b in above])
    real = above[tops > 0.3 * np.percentile(tops, 75)]
    joined: list[list[int]] = []
    for a, b in real.tolist():
        if joined and a - joined[-1][1] < 0.03 * rate_hz and v[joined[-1][1] : a].min() > 0:
            joined[-1][1] = b
        else:
            joined.append([a, b])
    return [a + int(np.argmax(v[a:b])) for a, b in joined]


def force_channel(recording: Recording) -> Channel:
    """grf@total, or MissingChannel."""
    found = recording.select("grf", "total")
    if not found or not found[0].has("V"):
        raise MissingChannel("vertical ground reaction force", recording.describe(), "record with the force plate on")
    return found[0]


def require_steps(found: Contacts, channel: Channel, needed: int = 4) -> None:
    """Raises NothingToMeasure for fewer than `needed` whole contacts."""
    if len(found.ic_s) < needed:
        raise NothingToMeasure(
            f"at least {needed} whole steps",
            f"{len(found.ic_s)} in {channel.n / channel.rate_hz:.1f} s of force",
            "record 20 to 30 s of steady walking or running (standing cannot be measured)",
        )
