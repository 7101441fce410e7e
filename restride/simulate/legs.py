"""How the legs follow the bounce: feet on the belt, knees by geometry, swing by smooth curves.

In stance the hip hangs from the pelvis, the foot rolls on the belt, and thigh and shank close the chain, so tibia and
knee have their given angles at contact and everything after follows from the path of the centre of mass. Thigh, shank
and foot are rigid; thigh and shank share a plane that leans from the hip to the foot. Angles at contact are those
seen from the side (sagittal projection), as the vocabulary defines them.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.simulate.body import Body, about_x, about_y, ankle_roll
from restride.simulate.bounce import Bounce
from restride.simulate.runner import Runner
from restride.simulate.steps import Rows, Steps, leg_of

FLAT_AT = 0.2
"""Share of stance at which the foot lies flat."""
SETTLED_AT = 0.15
SLIDE = 0.025
"""A landing foot slides forward on the belt by this share of the contact length, until SETTLED_AT of stance."""
SOLE_M = 0.012
"""Shoe and heel give way by this much between contact and the flat foot."""
DROP_AT = 0.4
"""Share of stance at which the pelvis has dropped most."""
SWING_AT = (0.67, 0.5, 0.6)
"""Shares of swing at which thigh, knee and ankle turn back."""
THIGH_SWINGS_DEG, ANKLE_UP_DEG = 11.0, 4.0
LEAST_KNEE_DEG, SOFT_M = 4.0, 0.003
MOST_ROLL_DEG = 85.0


@dataclass(frozen=True, slots=True)
class Pose:
    """One leg at m instants. hip_m: (m, 3). Angles in degrees, (m,), in the leg's plane: thigh and shank from its
    vertical, lower end ahead positive; lean: of that plane, foot to the right positive; foot: toes up positive."""

    hip_m: Array
    thigh_deg: Array
    shank_deg: Array
    foot_deg: Array
    lean_deg: Array


@dataclass(frozen=True, slots=True, eq=False)
class Gait:
    """Everything that moves. anchor_m (n,): where the ankle of each landing is when flat, at the time of landing.

    push_deg (n,): the foot's pitch at final contact, toes down positive. heel_off (n,): as in Leg. lift_deg (n,): how
    far the heel stays up in mid-stance. ride_m (n,): how far the pelvis rides above the centre of mass in mid-stance.
    """

    runner: Runner
    body: Body
    steps: Steps
    bounce: Bounce
    anchor_m: Array
    push_deg: Array
    heel_off: Array
    lift_deg: Array
    ride_m: Array

    def pelvis_deg(self, t: Array) -> tuple[Array, Array]:
        """(m,) obliquity, right side down positive, and rotation, right side forward positive."""
        return pelvis_angles(self.runner, self.steps, t)

    def pelvis_turn(self, t: Array) -> Array:
        """(m, 3, 3) orientation of the pelvis."""
        drop, turn = self.pelvis_deg(t)
        return np.asarray(about_y(turn) @ about_x(drop))

    def pelvis_m(self, rows: Rows, s: Array) -> Array:
        """(m, 3) middle of the pelvis, from the last landing (of either foot) on."""
        at = self.bounce.position_m(rows, s)
        u = s / self.steps.contact_s[rows]
        at[:, 1] += np.where(u < 1, self.ride_m[rows] * np.sin(np.pi * u) ** 2, 0.0)
        return at

    def hip_m(self, rows: Rows, s: Array, side: int) -> Array:
        """(m, 3) hip joint of one side."""
        turn = self.pelvis_turn(self.steps.ic_s[rows] + s)
        return np.asarray(self.pelvis_m(rows, s) + turn @ self.body.hip(side))

    def foot_deg(self, rows: Rows, u: Array) -> Array:
        """(m,) pitch of the stance foot."""
        landing = self.steps.strike_deg[rows] * (1 - ease(u / FLAT_AT))
        x = np.maximum(u - self.heel_off[rows], 0.0) / (1 - self.heel_off[rows])
        flat = np.sin(np.pi * np.clip((u - FLAT_AT) / (1 - FLAT_AT), 0.0, 1.0)) ** 2
        return np.asarray(landing - self.push_deg[rows] * x**2 - self.lift_deg[rows] * flat)

    def ankle_m(self, rows: Rows, s: Array) -> Array:
        """(m, 3) where the ankle of the stance foot belongs: rolling on the moving belt."""
        u = s / self.steps.contact_s[rows]
        ahead, height = ankle_roll(self.body, self.foot_deg(rows, u))
        x = self.anchor_m[rows] + ahead - self.runner.speed_mps * s + self.slide_m(rows, u)
        return np.stack([x, height + sole_m(u), self.steps.across_m[rows]], axis=-1)

    def slide_m(self, rows: Rows, u: Array) -> Array:
        """(m,) how far the landing foot has slid forward on the belt."""
        length = SLIDE * self.runner.speed_mps * self.steps.contact_s[rows]
        return np.asarray(length * (1 - (1 - np.clip(u / SETTLED_AT, 0, 1)) ** 3))

    def stance(self, rows: Rows, s: Array, side: int) -> Pose:
        """The leg of `side` in its stances `rows`."""
        hip = self.hip_m(rows, s, side)
        u = s / self.steps.contact_s[rows]
        thigh, shank, lean = reach(self.body, self.ankle_m(rows, s) - hip, SOFT_M * ease((u - 0.4) / 0.2))
        return Pose(hip, thigh, shank, self.foot_deg(rows, u), lean)

    def pose(self, t: Array, side: int) -> Pose:
        """One leg at any times, stance and swing."""
        st = self.steps
        mine = np.flatnonzero(st.side == side)
        k = np.clip(np.searchsorted(st.ic_s[mine], t, side="right") - 1, 0, len(mine) - 2)
        rows, s = mine[k], t - st.ic_s[mine[k]]
        down = s < st.contact_s[rows]
        both, since = self.bounce.find(t)
        hip = self.hip_m(both, since, side)
        angles = np.empty((len(t), 4))
        held = self.stance(rows[down], s[down], side)
        angles[down] = _stacked(held)
        angles[~down] = self._swing(mine, k[~down], t[~down], side)
        return Pose(hip, *angles.T)

    def _swing(self, mine: Rows, k: Rows, t: Array, side: int) -> Array:
        """(m, 4) angles of swing: cubic from final contact through the knee's bend to the next landing."""
        st, small = self.steps, 1e-5
        start, rate0 = _end(self, mine, st.contact_s[mine], -small, side)
        end, rate1 = _end(self, mine, np.zeros(len(mine)), small, side)
        lasts = st.ic_s[mine[k + 1]] - st.fc_s[mine[k]]
        p = (t - st.fc_s[mine[k]]) / lasts
        # Interpolated as thigh, knee and ankle, which bend smoothly, rather than as segments.
        a, da, b, db = (_as_joints(x) for x in (start[k], rate0[k], end[k + 1], rate1[k + 1]))
        bend, up = (np.full(len(t), x) for x in (self.runner.knee_flexion_in_swing_deg, ANKLE_UP_DEG))
        via = [b[:, 0] + THIGH_SWINGS_DEG, bend, up]
        ends = [(a[:, j], da[:, j] * lasts, b[:, j], db[:, j] * lasts) for j in range(4)]
        thigh, knee, ankle = (_through(p, SWING_AT[j], via[j], *ends[j]) for j in range(3))
        lean = _cubic(p, *ends[3])
        shank = thigh - knee
        return np.stack([thigh, shank, ankle + shank, lean], axis=-1)


def ease(x: Array) -> Array:
    """0 before 0, 1 after 1, smooth to the second derivative between."""
    x = np.clip(x, 0.0, 1.0)
    return np.asarray(x**3 * (10 - 15 * x + 6 * x**2))


def sole_m(u: Array) -> Array:
    """(m,) how much higher the foot is than in standing, while shoe and heel give way."""
    return np.asarray(SOLE_M * (1 - np.clip(u / FLAT_AT, 0, 1)) ** 3)


def reach(body: Body, gap_m: Array, soft_m: Array) -> tuple[Array, Array, Array]:
    """Thigh and shank angles in the leg's plane, and its lean, that put the ankle `gap_m` (m, 3) from the hip.

    A gap longer than the leg is closed as far as the nearly straight leg reaches, which it approaches within `soft_m`:
    the foot then leaves the belt a little early.
    """
    x, y, z = gap_m.T
    down = np.hypot(y, z)
    a, b = body.thigh_m, body.shank_m
    most = np.sqrt(a**2 + b**2 + 2 * a * b * np.cos(np.radians(LEAST_KNEE_DEG)))
    short, soft = most - np.hypot(x, down), np.maximum(soft_m, 1e-9)
    length = most - soft * np.logaddexp(0.0, short / soft)
    knee = np.arccos(np.clip((length**2 - a**2 - b**2) / (2 * a * b), -1, 1))
    thigh = np.arctan2(x, down) + np.arctan2(b * np.sin(knee), a + b * np.cos(knee))
    return np.degrees(thigh), np.degrees(thigh - knee), np.degrees(np.arctan2(z, -y))


def pelvis_angles(runner: Runner, st: Steps, t: Array) -> tuple[Array, Array]:
    """(m,) obliquity and rotation of the pelvis: smooth from each stance's extreme to the next."""
    sign = np.where(st.side == 0, 1.0, -1.0)
    drop = _between(t, st.ic_s + DROP_AT * st.contact_s, sign * st.drop_deg)
    return drop, _between(t, st.ic_s, -sign * runner.pelvic_rotation_deg)


def contact_angles(runner: Runner, st: Steps) -> tuple[Array, Array]:
    """(n,) tibia and knee angle that each landing asks for."""
    knee = [leg_of(runner, side).knee_flexion_at_contact_deg for side in (0, 1)]
    return st.tibia_deg, np.asarray(np.where(st.side == 0, *knee))


def _between(t: Array, knots_s: Array, values: Array) -> Array:
    k = np.clip(np.searchsorted(knots_s, t, side="right") - 1, 0, len(knots_s) - 2)
    x = np.clip((t - knots_s[k]) / (knots_s[k + 1] - knots_s[k]), 0.0, 1.0)
    return np.asarray(values[k] + (values[k + 1] - values[k]) * x**2 * (3 - 2 * x))


def _stacked(pose: Pose) -> Array:
    return np.stack([pose.thigh_deg, pose.shank_deg, pose.foot_deg, pose.lean_deg], axis=-1)


def _end(gait: Gait, rows: Rows, s: Array, step_s: float, side: int) -> tuple[Array, Array]:
    """Segment angles at one end of the stances, and their rates from inside, (n, 4) each."""
    here = _stacked(gait.stance(rows, s, side))
    inside = _stacked(gait.stance(rows, s + step_s, side))
    return here, (inside - here) / step_s


def _as_joints(angles: Array) -> Array:
    thigh, shank, foot, lean = angles.T
    return np.stack([thigh, thigh - shank, foot - shank, lean], axis=-1)


def _cubic(p: Array, a: Array, da: Array, b: Array, db: Array) -> Array:
    q = 1 - p
    return np.asarray(a * (1 + 2 * p) * q**2 + da * p * q**2 + b * p**2 * (3 - 2 * p) - db * p**2 * q)


def _through(p: Array, middle: float, via: Array, a: Array, da: Array, b: Array, db: Array) -> Array:
    flat = np.zeros_like(p)
    first = _cubic(p / middle, a, da * middle, via, flat)
    second = _cubic((p - middle) / (1 - middle), via, flat, b, db * (1 - middle))
    return np.where(p < middle, first, second)
