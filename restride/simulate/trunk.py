"""How a walker's pelvis moves over the feet, and the shanks between: an inverted pendulum drawn by smooth curves."""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.simulate.body import about_x, about_y, about_z
from restride.simulate.curves import slopes, through
from restride.simulate.footwork import Feet
from restride.simulate.legs import reach
from restride.simulate.route import SETTLE_S

FASTER = 0.08
"""The pelvis is so much faster at initial contact, and slower in mid-stance, than on average."""
FALLS = 0.55
"""The pelvis sinks by this share of what a stiff leg would make it sink."""
NOD_DEG = 2.0
SHIFT_S = 0.5
"""The weight begins to shift so long before the first foot leaves."""
SOFT_M = 0.004
STOPPING = (0.25, 0.06)
"""Shares of the last step that the body still has to go in the mid-stance before, and at the last landing."""
SPARE = 0.992
"""A standing leg is so much shorter than stretched."""


@dataclass(frozen=True, slots=True, eq=False)
class Trunk:
    """The pelvis over a route, by its states at knots_s (n,): contacts, mid-stances, starts and stops.

    place, speed, acceleration: (n, 7) columns AP V ML in m (the middle of the hips), heading, rotation, drop and tilt
    in degrees.
    """

    feet: Feet
    knots_s: Array
    place: Array
    speed: Array
    acceleration: Array

    def pelvis(self, t: Array) -> tuple[Array, Array, Array]:
        """Middle of the hips (m, 3), turn of the pelvis (m, 3, 3) and heading (m,) degrees."""
        at = through(t, self.knots_s, self.place, self.speed, self.acceleration)
        turn = about_y(at[:, 3] + at[:, 4]) @ about_x(at[:, 5]) @ about_z(at[:, 6])
        return at[:, :3], turn, at[:, 3]

    def shank(self, t: Array, side: int) -> tuple[Array, Array]:
        """Ankle (m, 3) and turn (m, 3, 3) of one shank: it points to the knee of a leg that reaches from the hip."""
        body = self.feet.body
        hips, turn, heading = self.pelvis(t)
        ankle, _ = self.feet.pose(t, side)
        across = np.array([0.0, 0.0, body.hip(side)[2]])
        facing = about_y(heading)
        gap = np.einsum("nji,nj->ni", facing, ankle - hips - turn @ across)
        _, shank, lean = reach(body, gap, np.full(len(t), SOFT_M))
        return ankle, facing @ about_x(-lean) @ about_z(shank)

    def thigh(self, t: Array, side: int) -> tuple[Array, Array]:
        """Hip (m, 3) and turn (m, 3, 3) of one thigh of the same leg."""
        body = self.feet.body
        hips, turn, heading = self.pelvis(t)
        ankle, _ = self.feet.pose(t, side)
        hip = hips + turn @ np.array([0.0, 0.0, body.hip(side)[2]])
        facing = about_y(heading)
        gap = np.einsum("nji,nj->ni", facing, ankle - hip)
        thigh, _, lean = reach(body, gap, np.full(len(t), SOFT_M))
        return hip, facing @ about_x(-lean) @ about_z(thigh)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Knot:
    """A state of the pelvis. over_m: (3,) ground below. height_m: above it. bend_mps2: of the height, + at its lowest.

    pace: forward speed over the mean between the neighbouring knots, 0 where it stands.
    """

    time_s: float
    over_m: Array
    height_m: float
    heading_deg: float
    rotation_deg: float = 0.0
    drop_deg: float = 0.0
    bend_mps2: float = 0.0
    pace: float = 0.0


def trunk_of(feet: Feet) -> Trunk:
    """The pelvis that follows the feet."""
    knots = _knots(feet)
    time = np.array([k.time_s for k in knots])
    over = np.array([k.over_m for k in knots])
    height, bend, pace = (np.array([getattr(k, f) for k in knots]) for f in ("height_m", "bend_mps2", "pace"))
    angles = np.array([[k.heading_deg, k.rotation_deg, k.drop_deg] for k in knots])
    nod = NOD_DEG * np.sign(bend)
    along, turning = slopes(time, over) * pace[:, None], slopes(time, angles) * (pace > 0)[:, None]
    turning[bend > 0, 1] = 0.0  # the rotation turns back at contacts, the drop in mid-stance
    turning[bend < 0, 2] = 0.0
    zero = np.zeros((len(knots), 1))
    place = np.column_stack([over[:, 0], over[:, 1] + height, over[:, 2], angles, nod])
    acceleration = np.zeros_like(place)
    acceleration[:, 1] = bend
    return Trunk(feet, time, place, np.column_stack([along, turning, zero]), acceleration)


def _knots(feet: Feet) -> list[_Knot]:
    pace, falls, body = feet.pace, feet.falls, feet.body
    stands = SPARE * body.leg_m + body.ankle_m
    heading, centre = falls.heading_deg, falls.centre_m

    def still(time_s: float, i: int) -> _Knot:
        return _Knot(time_s=time_s, over_m=centre[i], height_m=stands, heading_deg=float(heading[i]))

    knots = [still(0.0, 0)]
    for i in np.flatnonzero(falls.real).tolist():
        outward = 1.0 if falls.side[i] == 0 else -1.0
        begins, stops, ends = (falls.order[i] == k for k in (0, falls.last[i] - 1, falls.last[i]))
        # the last step only draws the foot up: the body comes to a stop over the last two
        over_low, over_high = (centre[i - 1] + centre[i]) / 2, centre[i]
        if stops:
            over_high = centre[i] + STOPPING[0] * (centre[i - 1] - centre[i])
        if ends:
            over_low = centre[i] + STOPPING[1] * (centre[i - 2] - centre[i])
        if begins:
            knots.append(still(float(falls.fc_s[i - 2]) - SHIFT_S, i - 1))
        step_m = float(np.linalg.norm((centre[i] - centre[i - 1])[[0, 2]]))
        step_s = 60 / pace.cadence_spm if begins else float(falls.ic_s[i] - falls.ic_s[i - 1])
        sinks = FALLS * (body.leg_m - np.sqrt(body.leg_m**2 - min(step_m, body.leg_m) ** 2 / 4))
        bend = sinks / 2 * (2 * np.pi / step_s) ** 2
        low = _Knot(
            time_s=float(falls.ic_s[i]),
            over_m=over_low,
            height_m=stands - sinks,
            heading_deg=float(heading[i - 1] + heading[i]) / 2,
            rotation_deg=-outward * pace.pelvic_rotation_deg * min(step_m / pace.step_m, 1.0),
            bend_mps2=bend,
            pace=1 + FASTER,
        )
        knots.append(low)
        if ends:
            knots.append(still(low.time_s + SETTLE_S, i))
            continue
        facing = np.radians(heading[i])
        left = np.array([-np.sin(facing), 0.0, -np.cos(facing)])
        high = _Knot(
            time_s=float(falls.ic_s[i] + falls.ic_s[i + 1]) / 2,
            over_m=over_high + outward * pace.sway_m * left,
            height_m=stands,
            heading_deg=float(heading[i]),
            drop_deg=outward * pace.pelvic_drop_deg,
            bend_mps2=-bend,
            pace=1 - FASTER,
        )
        knots.append(high)
    knots.append(still(falls.duration_s, -1))
    return knots
