"""Virtual inertial sensors on the segments of a person whose markers were recorded.

A segment is a rigid body fitted to its markers frame by frame (Soederkvist & Wedin 1993). The path of the sensor's
place on it, and its rotation, are low-passed (second-order Butterworth forward and back), splined through (order 7) and
differentiated; gravity is added. Ours: the cut-offs. They lie where the spectrum of the markers of RBDS (150 Hz, three
people, 2.5 and 4.5 m/s) meets its own noise: 50 Hz on foot and shank, 20 Hz on thigh and pelvis. What a real sensor
feels above that (the impact's sharp front) is missing: peaks of acceleration are lower limits. Called simulated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from restride.core.markersets import SIDES, MarkerSet
from restride.core.recording import Array, Channel, Recording, Side
from restride.core.version import VERSION
from restride.signal.filters import lowpass
from restride.signal.prepare import Prepared, prepare
from restride.signal.rigid import fit
from restride.simulate.channels import SIMULATED
from restride.simulate.device import IDEAL_DEVICE, Device, sense
from restride.simulate.motion import Motion, motion

CUTOFF_HZ = {"foot": 50.0, "shank": 50.0, "thigh": 20.0, "sacrum": 20.0}
"""Default low-pass by place, of each of the two passes."""
LEG = ("foot", "shank", "thigh")
ABOVE_ANKLE_M = 0.05
"""The shank's sensor sits so far above the middle of the ankle (A-24: 5 cm above the medial malleolus)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a sensor is worn: place foot, shank, thigh or sacrum; side left or right, none for the sacrum.

    offset_m: along AP, V, ML (right +) of the standing segment, from the usual place: foot - middle between heel and
    toe markers; shank - 5 cm above the ankle; thigh - middle of its markers, about where a trouser pocket ends;
    sacrum - middle of the posterior iliac spines. cutoff_hz: None for that
    of CUTOFF_HZ.
    """

    place: str
    side: Side
    offset_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    cutoff_hz: float | None = None


FEET = (Site(place="foot", side="left"), Site(place="foot", side="right"))
SHANKS = (Site(place="shank", side="left"), Site(place="shank", side="right"))
THIGHS = (Site(place="thigh", side="left"), Site(place="thigh", side="right"))
SACRUM = (Site(place="sacrum", side="none"),)


def from_markers(
    recording: Recording,
    sites: Sequence[Site] = (*FEET, *SHANKS, *SACRUM),
    *,
    standing: Recording | None = None,
    device: Device = IDEAL_DEVICE,
    seed: int = 0,
) -> Recording:
    """The recording that sensors at `sites` would have made, on the clock of the markers, conditions.device simulated.

    recording: markers of any known set, as read (any laboratory axes) or prepared. standing: trial in which the
    segments' axes are AP, V, ML; without one they are so in the segment's mean pose. Every site wears an equal
    `device`; its random numbers differ. Raises ValueError where the markers belong to no known set, or those of a
    segment are missing or have lost their shape.
    """
    ready = prepare(recording, standing)
    channels: list[Channel] = []
    for k, site in enumerate(sites):
        truth = marker_motion(ready, site, rate_hz=device.rate_hz)
        channels += sense(truth, device, site.place, site.side, np.random.default_rng([seed, k]))
    source = replace(recording.source, reader="simulated", version=VERSION)
    known = {n: getattr(recording.conditions, n) for n in recording.conditions.__struct_fields__ if n != "device"}
    return replace(
        recording,
        channels=tuple(channels),
        source=source,
        conditions=type(SIMULATED)(device=SIMULATED.device, **known),
        marks=(),
        corners={},
        notes=(),
    )


def marker_motion(ready: Prepared, site: Site, *, rate_hz: float | None = None) -> Motion:
    """How the sensor at `site` moves in body axes, at `rate_hz` or the markers' own rate. Raises as `from_markers`."""
    kind, labels = _labels(ready, site)
    seen = {c.place: c for c in ready.recording.select("marker") if c.place in labels}
    still = {c.place: _middle(c.values) for c in ready.standing.select("marker")} if ready.standing else {}
    use = [label for label in labels if label in seen and (not still or label in still)]
    if len(use) < 3:
        raise ValueError(f"the {site.side} {site.place} has {len(use)} markers; a rigid body needs three")
    moving = np.stack([seen[label].values for label in use], axis=1)
    reference = np.array([still[label] for label in use]) if still else _mean_shape(moving)
    shape = still or dict(zip(use, reference, strict=True))
    pose = fit(reference, moving)
    rate = seen[use[0]].rate_hz
    cutoff = site.cutoff_hz or CUTOFF_HZ[site.place]
    path = lowpass(pose.carry(_usual_place(kind, site, shape) + np.array(site.offset_m)), rate, cutoff_hz=cutoff)
    turn = lowpass(pose.rotation.reshape(-1, 9), rate, cutoff_hz=cutoff).reshape(-1, 3, 3)
    time = seen[use[0]].time_s
    fine = rate if rate_hz is None else rate_hz
    at = time[0] + np.arange(int(np.floor((len(time) - 1) / rate * fine + 1e-9)) + 1) / fine
    return motion(time, path, turn, np.minimum(at, time[-1]))


def _labels(ready: Prepared, site: Site) -> tuple[MarkerSet, tuple[str, ...]]:
    if ready.kind is None:
        raise ValueError("the recording's markers belong to no marker set that is known here")
    kind = ready.kind
    if site.place == "sacrum":
        return kind, tuple(label for side in SIDES for label in kind.labels(side, kind.pelvis))
    if site.place not in LEG or site.side not in SIDES:
        fit = f"{', '.join(LEG)} (left, right) or sacrum"
        raise ValueError(f"no sensor can be put on the {site.side} {site.place}: {fit}")
    if (site.side, site.place) in ready.unfit:
        raise ValueError(f"the markers of the {site.side} {site.place} do not keep their shape")
    return kind, kind.labels(site.side, getattr(kind, site.place))


def _usual_place(kind: MarkerSet, site: Site, shape: dict[str, Array]) -> Array:
    """(3,) where the sensor sits in the reference shape."""

    def middle(side: str, *names: str) -> Array | None:
        found = [shape[label] for label in kind.labels(side, names) if label in shape]
        return np.asarray(np.mean(found, axis=0)) if len(found) == len(names) else None

    if site.place == "sacrum":
        ends = [middle(side, kind.psis) for side in SIDES]
        there = [end for end in ends if end is not None]
        return np.asarray(np.mean(there or list(shape.values()), axis=0))
    if site.place == "foot":
        back, front = middle(site.side, *kind.heel), middle(site.side, *kind.toe)
        if back is not None and front is not None:
            return (back + front) / 2
        return np.asarray(np.mean([shape[x] for x in kind.labels(site.side, kind.foot) if x in shape], axis=0))
    if site.place == "thigh":
        return np.asarray(np.mean([shape[x] for x in kind.labels(site.side, kind.thigh) if x in shape], axis=0))
    ankle = middle(site.side, *kind.ankle)
    if ankle is not None:
        return ankle + np.array([0.0, ABOVE_ANKLE_M, 0.0])
    lowest = sorted((shape[x] for x in kind.labels(site.side, kind.shank) if x in shape), key=lambda at: float(at[1]))
    return np.asarray(np.mean(lowest[:2], axis=0))


def _middle(values: Array) -> Array:
    return np.asarray(np.nanmedian(values, axis=0)) if np.isfinite(values).any() else np.full(3, np.nan)


def _mean_shape(moving: Array) -> Array:
    """(m, 3) the markers' mutual places, held as they lie in their mean pose: mean rotation from the first whole frame.

    Two rounds: the first frame's shape finds the rotations that bring all frames together; their mean is the shape.
    """
    whole = np.isfinite(moving).all(axis=(1, 2))
    if not whole.any():
        raise ValueError("no frame shows all markers of the segment")
    shape = moving[int(np.argmax(whole))]
    for _ in range(2):
        pose = fit(shape, moving[whole])
        back = np.einsum("nji,nmj->nmi", pose.rotation, moving[whole] - pose.translation[:, None])
        u, _, vt = np.linalg.svd(pose.rotation.mean(axis=0))
        middle = back.mean(axis=(0, 1))
        shape = (back.mean(axis=0) - middle) @ (u @ vt).T
    return np.asarray(shape)
