"""Ground reaction force of each stance. needs: grf@total or grf@plate_*, body frame, zeroed. Source: DESIGN section 3.

Second-order Butterworth forward and back at 50 Hz per pass, for all of it alike. BW is the profile's mass times
standard gravity, else the mean force; where mass and mean force differ by more than 4 % the mean force is used, and
said.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from restride.core.quality import Quality
from restride.core.recording import Array, Channel
from restride.core.strides import Strides
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.signal.crossings import Index, resampled, sample_at
from restride.signal.filters import lowpass
from restride.signal.ground import UNZEROED

CUTOFF_HZ = 50.0
NAMES = ("vgrf_peak", "braking_peak", "propulsive_peak", "braking_impulse", "propulsive_impulse")
MASS_LIMIT = 0.04
"""Zeroed force over whole strides is .974 to .995 of body weight in RBDS: 4 % flags only a truly other mass."""


@dataclass(frozen=True, slots=True, eq=False)
class StanceForce:
    """Filtered force of one channel and which rows of the strides it belongs to; AP is None where there is none."""

    channel: Channel
    vertical: Array
    forward: Array | None
    rows: Index


def stance_forces(bout: Bout) -> tuple[StanceForce, ...]:
    """The sum of all plates in running; in walking each plate, for the contacts that lie on it."""
    total = bout.recording.select("grf", "total")
    if not total:
        return ()
    plates = tuple(c for c in bout.recording.select("grf") if c.place not in ("total", UNZEROED))
    if bout.strides.task == "running" or len(plates) < 2:
        return (_filtered(total[0], np.arange(bout.strides.n)),)
    middle = (bout.strides.ic_s + bout.strides.fc_s) / 2
    load = [resampled(p.axis("V"), p.rate_hz, p.start_s, middle, middle + 1e-9, 2)[:, 0] for p in plates]
    owner = np.argmax(np.nan_to_num(np.array(load)), axis=0)
    return tuple(_filtered(p, np.flatnonzero(owner == i)) for i, p in enumerate(plates))


def _filtered(channel: Channel, rows: Index) -> StanceForce:
    smooth = lowpass(channel.values, channel.rate_hz, cutoff_hz=CUTOFF_HZ)
    forward = smooth[:, channel.axes.index("AP")] if channel.has("AP") else None
    return StanceForce(channel, smooth[:, channel.axes.index("V")], forward, rows)


def mean_force(bout: Bout) -> float | None:
    """Mean vertical force of all plates over whole strides: what a body must weigh; None without whole strides.

    Strides during which a foot is off the plates (on the floor before, between or behind them) do not count.
    """
    total = bout.recording.select("grf", "total")
    if not total or bout.strides.n < 3:
        return None
    c, s = total[0], bout.strides
    firsts = np.flatnonzero(s.side == s.side[0])
    ends = firsts if len(firsts) > 1 else np.array([0, s.n - 1])
    off = np.flatnonzero(_off_the_plates(c, s))
    inside = np.zeros(c.n, dtype=bool)
    for first, last in zip(s.ic_s[ends[:-1]], s.ic_s[ends[1:]], strict=True):
        if not ((s.ic_s[off] < last) & ~(s.fc_s[off] <= first)).any():
            inside |= (c.time_s >= first) & (c.time_s < last)
    inside &= np.isfinite(c.axis("V"))
    return float(np.mean(c.axis("V")[inside])) if inside.any() else None


def _off_the_plates(total: Channel, s: Strides) -> npt.NDArray[np.bool_]:
    """(n,) contacts in whose middle the plates carry less than half of the most that they carry in others.

    In walking also those at whose start they do: the other foot, which still carries the body then, is off.
    """
    middle, start = (
        sample_at(total.axis("V"), total.rate_hz, total.start_s, t) for t in ((s.ic_s + s.fc_s) / 2, s.ic_s)
    )
    if not np.isfinite(middle).any():
        return np.ones(s.n, dtype=bool)
    usual = 0.5 * np.nanmax(middle)
    off = ~(middle >= usual)
    return off | ~(start >= usual) if s.task == "walking" else off


def body_weight(bout: Bout) -> tuple[float, tuple[Quality, ...]] | None:
    """One BW in the unit of the force, and what had to be said about it; None without force."""
    total = bout.recording.select("grf", "total")
    mean, mass = mean_force(bout), bout.person.mass_kg
    if not total or (mean is None and mass is None) or (mean is not None and mean <= 0):
        return None
    if total[0].unit == "BW":
        return 1.0, ()
    if mass is None or mean is None:
        return (mean if mean is not None else (mass or 0.0) * STANDARD_GRAVITY_MPS2), ()
    weight = mass * STANDARD_GRAVITY_MPS2
    if abs(mean / weight - 1) <= MASS_LIMIT:
        return weight, ()
    return mean, (
        Quality(
            code="mass_mismatch",
            severity="warning",
            message=f"the mass given is {mass:.1f} kg but the plate carried {mean / STANDARD_GRAVITY_MPS2:.1f} kg on "
            "average: forces are in multiples of what the plate carried",
        ),
    )


def mass_kg(bout: Bout) -> float | None:
    """The mass that the forces are scaled by: the plate's where it contradicts the profile, else the profile's."""
    weight = body_weight(bout)
    if weight is None or bout.recording.select("grf", "total")[0].unit == "BW":
        return bout.person.mass_kg
    return weight[0] / STANDARD_GRAVITY_MPS2


def _no_weight() -> Quality:
    return Quality(
        code="no_body_weight",
        severity="warning",
        message="no whole stride lies on the plates, so that they do not tell body weight: give the mass in a profile "
        "(--profile) for forces in body weights",
        removes=NAMES,
    )


def force(bout: Bout) -> Measures:
    """Peaks and impulses of each stance, and the curves over stance, in body weights."""
    weight = body_weight(bout)
    if weight is None:
        return Measures(quality=(_no_weight(),) if bout.clean().any() and bout.recording.select("grf", "total") else ())
    bw, notes = weight
    n, clean = bout.strides.n, bout.clean()
    out = {name: np.full(n, np.nan) for name in NAMES}
    curves = {"vertical_force": np.full((n, 101), np.nan), "horizontal_force": np.full((n, 101), np.nan)}
    for f in stance_forces(bout):
        c = f.channel
        for row in f.rows.tolist():
            if not clean[row]:
                continue
            a = int(np.ceil((bout.strides.ic_s[row] - c.start_s) * c.rate_hz))
            b = int(np.floor((bout.strides.fc_s[row] - c.start_s) * c.rate_hz)) + 1
            out["vgrf_peak"][row] = f.vertical[a:b].max() / bw
            if f.forward is not None:
                ap = f.forward[a:b] / bw
                out["braking_peak"][row], out["propulsive_peak"][row] = max(-ap.min(), 0), max(ap.max(), 0)
                out["braking_impulse"][row] = -ap[ap < 0].sum() / c.rate_hz
                out["propulsive_impulse"][row] = ap[ap > 0].sum() / c.rate_hz
        rows = f.rows[clean[f.rows]]
        span = bout.strides.ic_s[rows], bout.strides.fc_s[rows]
        curves["vertical_force"][rows] = resampled(f.vertical / bw, c.rate_hz, c.start_s, *span)
        if f.forward is not None:
            curves["horizontal_force"][rows] = resampled(f.forward / bw, c.rate_hz, c.start_s, *span)
    method = bout.strides.method
    return Measures(
        tuple(Rows(name, method, values) for name, values in out.items()),
        tuple(Waves(name, "BW", method, values) for name, values in curves.items()),
        notes,
    )
