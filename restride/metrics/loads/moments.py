"""Net moments of ankle, knee and hip over each stance, from markers and force.

needs: grf and the moment about the origin, markers with a standing trial, a body mass (given, or carried by the plate).
Newton-Euler with force and markers low-passed alike, 10 Hz (second-order Butterworth, forward and back): with unlike
cut-offs the impact is seen by one of them only. That removes impacts: loading rates never come from here. Moments are
those of the muscles, about the axis across the direction of walking. We differ from joint coordinate systems, whose
flexion axis lies as the markers of the knee were put.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from restride.core.quality import Quality
from restride.core.recording import Array, Channel
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.metrics.bout import Bout
from restride.metrics.kinematics.skeleton import skeleton
from restride.metrics.loading.force import mass_kg
from restride.metrics.loads.anthropometry import shapes
from restride.metrics.loads.legs import MALLEOLI, Ankle, Leg, legs
from restride.metrics.loads.newton_euler import Wrench, joint_wrenches
from restride.signal.crossings import Index, resampled, sample_at
from restride.signal.filters import lowpass
from restride.signal.ground import ABOUT_ORIGIN

CUTOFF_HZ = 10.0
OUTSIDE_M = 0.030
"""How far the centre of pressure may lie outside the foot before its moments are refused."""
HALF_WIDTH_M = 0.05
LOADED = 0.5
"""Share of the peak force above which the centre of pressure is looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """(n, 101) over stance, one row a contact, NaN where refused.

    ankle, knee, hip: internal moments in Nm, plantarflexion, extension, extension positive. axial: N, how hard the
    foot presses on the shank along it. flexion: deg, of the knee. mass_kg: the body mass used.
    """

    ankle: Array
    knee: Array
    hip: Array
    axial: Array
    flexion: Array
    mass_kg: float
    quality: tuple[Quality, ...]


def moments(bout: Bout, centre: Ankle = MALLEOLI) -> Moments | None:
    """None where the recording lacks what they need. centre: where the ankle turns."""
    mass = mass_kg(bout)
    if bout.kind is None or mass is None or not bout.recording.select(ABOUT_ORIGIN):
        return None
    bones = skeleton(bout.recording, bout.standing, bout.kind, bout.unfit)
    found = legs(bones, shapes(bout.person.sex), CUTOFF_HZ, centre)
    s = bout.strides
    out = {name: np.full((s.n, 101), np.nan) for name in ("ankle", "knee", "hip", "axial", "flexion")}
    time_s = None
    outside: list[int] = []
    clean = bout.clean()
    for ground, rows in _grounds(bout, mass):
        for side, leg in found.items():
            mine = rows[(s.side[rows] == side) & clean[rows]]
            if len(mine) == 0:
                continue
            time_s = bones.start_s + np.arange(len(leg.heel)) / bones.rate_hz if time_s is None else time_s
            here = ground.at(time_s)
            strayed = ground.strays(leg, bones.rate_hz, bones.start_s, s.ic_s[mine], s.fc_s[mine])
            outside += mine[strayed].tolist()
            mine = mine[~strayed]
            joints = joint_wrenches(here, leg.segments, mass, bones.rate_hz)
            span = s.ic_s[mine], s.fc_s[mine]
            for name, series in _series(leg, here, joints).items():
                out[name][mine] = resampled(series, bones.rate_hz, bones.start_s, *span)
    guessed = tuple(dict.fromkeys(joint for leg in found.values() for joint in leg.guessed))
    return Moments(**out, mass_kg=mass, quality=(*_strayed(len(outside), s.n), *_guessed(guessed)))


def _series(leg: Leg, ground: Wrench, joints: list[Wrench]) -> dict[str, Array]:
    """(n,) of each quantity; about +ML the toes and the knee's front turn up."""
    foot, shank, *thigh = joints
    along = leg.knee - leg.ankle
    along = along / np.linalg.norm(along, axis=1, keepdims=True)
    series = {
        "ankle": -foot.about(leg.ankle)[:, 2],
        "knee": shank.about(leg.knee)[:, 2],
        "axial": -np.sum(foot.force * along, axis=1),
    }
    if thigh and leg.knee_flexion is not None:
        series |= {"hip": -thigh[0].about(leg.segments[2].joint)[:, 2], "flexion": leg.knee_flexion}
    return series


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """Force, N, and moment about the origin, Nm, of one plate or of all together, as zeroed. floor_m: its height."""

    rate_hz: float
    start_s: float
    force: Array
    moment: Array
    floor_m: float | None

    def at(self, time_s: Array) -> Wrench:
        """Low-passed, at the markers' frames."""
        both = lowpass(np.concatenate([self.force, self.moment], axis=1), self.rate_hz, cutoff_hz=CUTOFF_HZ)
        there = sample_at(both, self.rate_hz, self.start_s, time_s)
        return Wrench(there[:, :3], there[:, 3:])

    def strays(self, leg: Leg, rate_hz: float, start_s: float, ic_s: Array, fc_s: Array) -> npt.NDArray[np.bool_]:
        """(m,) stances in which the middle of the pressure lies outside the foot for half of the time under load.

        The height at which it acts is that of the plate; without corners, that of the lower end of the foot.
        """
        grid = np.linspace(0.1, 0.9, 17)
        times = (ic_s[:, None] + (fc_s - ic_s)[:, None] * grid).ravel()
        force = sample_at(self.force, self.rate_hz, self.start_s, times)
        moment = sample_at(self.moment, self.rate_hz, self.start_s, times)
        heel, tip = (sample_at(end, rate_hz, start_s, times) for end in (leg.heel, leg.tip))
        floor = np.minimum(heel[:, 1], tip[:, 1]) if self.floor_m is None else self.floor_m
        with np.errstate(all="ignore"):
            ahead = (moment[:, 2] + floor * force[:, 0]) / force[:, 1]
            aside = (floor * force[:, 2] - moment[:, 0]) / force[:, 1]
        off = np.stack([ahead, aside], axis=1) - heel[:, [0, 2]]
        far = _beyond(off, (tip - heel)[:, [0, 2]]).reshape(len(ic_s), -1)
        vertical = force[:, 1].reshape(len(ic_s), -1)
        with np.errstate(invalid="ignore"):
            carries = vertical > LOADED * np.max(vertical, axis=1, initial=0.0, where=vertical > 0, keepdims=True)
            inside = np.sum(carries & (far <= OUTSIDE_M), axis=1)
        return np.asarray((2 * inside < np.sum(carries, axis=1)) | ~carries.any(axis=1), dtype=np.bool_)


def _beyond(points: Array, foot: Array) -> Array:
    """(n,) m by which points lie outside the foot's outline; foot: (n, 2) from heel to tip, points from the heel."""
    length = np.linalg.norm(foot, axis=1)
    along = foot / length[:, None]
    ahead, aside = np.sum(points * along, axis=1), points[:, 0] * along[:, 1] - points[:, 1] * along[:, 0]
    lengthwise = np.maximum(np.maximum(-ahead, ahead - length), 0)
    return np.asarray(np.hypot(lengthwise, np.maximum(np.abs(aside) - HALF_WIDTH_M, 0)))


def _grounds(bout: Bout, mass_kg: float) -> list[tuple[_Ground, Index]]:
    """The sum of all plates in running; in walking each plate, with the contacts that lie on it."""
    forces = {c.place: c for c in bout.recording.select("grf")}
    made = {m.place: _ground(bout, forces[m.place], m, mass_kg) for m in bout.recording.select(ABOUT_ORIGIN)}
    plates = [p for p in made if p != "total"]
    if "total" in made and (bout.strides.task == "running" or len(plates) == 1):
        return [(made["total"], np.arange(bout.strides.n))]
    middle = (bout.strides.ic_s + bout.strides.fc_s) / 2
    load = [sample_at(made[p].force[:, 1], made[p].rate_hz, made[p].start_s, middle) for p in plates]
    owner = np.argmax(np.nan_to_num(np.array(load)), axis=0)
    return [(made[p], np.flatnonzero(owner == i)) for i, p in enumerate(plates)]


def _ground(bout: Bout, force: Channel, moment: Channel, mass_kg: float) -> _Ground:
    newtons = mass_kg * STANDARD_GRAVITY_MPS2 if force.unit == "BW" else 1.0
    corners = bout.recording.corners
    mine = [corners[p] for p in corners if p == force.place or force.place == "total"]
    floor_m = float(np.mean([c[:, 1].mean() for c in mine])) if mine else None
    return _Ground(force.rate_hz, force.start_s, newtons * force.values, newtons * moment.values, floor_m)


def _strayed(count: int, n: int) -> tuple[Quality, ...]:
    if not count:
        return ()
    message = (
        f"in {count} of {n} contacts the force acts more than {1000 * OUTSIDE_M:.0f} mm outside the foot: their joint "
        "moments are left out"
    )
    return (Quality(code="cop_outside_foot", severity="warning", message=message),)


def _guessed(joints: tuple[str, ...]) -> tuple[Quality, ...]:
    if not joints:
        return ()
    message = (
        f"the {' and '.join(joints)} carry a marker on the outer side only: their middle was set off inward by a usual "
        "width, which can move joint moments by a tenth"
    )
    return (Quality(code="joint_guessed", severity="warning", message=message),)
