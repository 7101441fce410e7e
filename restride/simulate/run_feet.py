"""How a runner's feet and shanks move where a sensor is worn.

The gait of the markers (`legs`) says when and how each foot lands and where it stands; from the rise of the heel to the
next landing the foot goes its own way here. The rigid foot of the markers turns about one joint of the toes and would
leave the ground twice as fast as real feet turn; its leg swings by cubics whose joins a sensor would feel.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from restride.core.recording import Array
from restride.simulate.body import about_x, about_y, about_z, ankle_roll
from restride.simulate.curves import quintic
from restride.simulate.legs import Gait, ease, reach, sole_m
from restride.simulate.runner import FULL_IMPACT_FROM_DEG, NO_IMPACT_BELOW_DEG
from restride.simulate.steps import Rows
from restride.simulate.wear import PAIRS, Wear, table

EVERTED_AT = 0.4
"""Share of stance at which the foot has pronated most."""
TOE_OFF_INVERSION = 0.6
"""Inversion at final contact for one degree of it at initial contact."""
LOWEST_AT = 0.4
"""Share of swing at which the toes point down most."""
SLOWS_DPS2 = 3000.0
"""At final contact the foot already turns down more slowly, at this rate, deg/s2."""
FOREFOOT_SHOCK = 0.5
"""What a forefoot landing leaves of the foot's shock."""
PULLED_BACK = 12.0
"""Before landing the foot is drawn back with so many times the belt's speed, m/s2 for each m/s."""
HIGHEST_AT = 3 / 7
"""Share of swing at which p^3 (1 - p)^4 is highest."""
SOFT_M = 0.02
"""A leg that would have to be longer than it is closes the gap this softly."""
SMALL_S = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Landings:
    """What each landing (n,) of a gait does at the sensors: the pairs of Wear, with jitter."""

    gait: Gait
    wear: Wear
    tibial_shock_g: Array
    foot_shock_g: Array
    landing_inversion_deg: Array
    pronation_deg: Array
    toe_out_deg: Array
    leaving_pitch_deg: Array
    leaving_dps: Array
    swing_pitch_deg: Array
    swing_rise_m: Array

    def foot(self, t: Array, side: int) -> tuple[Array, Array, Array]:
        """Ankle (m, 3), turn of the foot before it rolls (m, 3, 3), and inversion (m,) degrees."""
        now, later, s = self._strides(t, side)
        roll, out, _ = self._rolled(now, later, s)
        outward = 1.0 if side == 0 else -1.0
        turn = about_y(outward * out) @ about_z(self._pitch_deg(now, later, s))
        return self._ankle_m(now, later, s), turn, roll

    def shank(self, t: Array, side: int) -> tuple[Array, Array]:
        """Ankle (m, 3) and turn (m, 3, 3) of the shank: it points to the knee of a leg that reaches from the hip."""
        gait = self.gait
        now, later, s = self._strides(t, side)
        ankle = self._ankle_m(now, later, s)
        both, since = gait.bounce.find(t)
        _, angle, lean = reach(gait.body, ankle - gait.hip_m(both, since, side), np.full(len(t), SOFT_M))
        *_, pronated = self._rolled(now, later, s)
        inward = 1.0 if side else -1.0
        turn = about_x(-lean) @ about_z(angle) @ about_y(inward * self.wear.shank_per_pronation * pronated)
        return ankle, turn

    def thigh(self, t: Array, side: int) -> tuple[Array, Array]:
        """Hip (m, 3) and turn (m, 3, 3) of the thigh of the same leg."""
        gait = self.gait
        now, later, s = self._strides(t, side)
        both, since = gait.bounce.find(t)
        hip = gait.hip_m(both, since, side)
        angle, _, lean = reach(gait.body, self._ankle_m(now, later, s) - hip, np.full(len(t), SOFT_M))
        return hip, about_x(-lean) @ about_z(angle)

    def _strides(self, t: Array, side: int) -> tuple[Rows, Rows, Array]:
        """Row of the last landing of this foot and of the next, and the time since."""
        st = self.gait.steps
        mine = np.flatnonzero(st.side == side)
        k = np.clip(np.searchsorted(st.ic_s[mine], t, side="right") - 1, 0, len(mine) - 2)
        return mine[k], mine[k + 1], t - st.ic_s[mine[k]]

    def _swing_s(self, now: Rows, later: Rows) -> Array:
        st = self.gait.steps
        return np.asarray(st.ic_s[later] - st.fc_s[now])

    def _pitch_deg(self, now: Rows, later: Rows, s: Array) -> Array:
        """(m,) on the ground that of the gait until the heel rises; then to the toes' lowest, then to the landing."""
        st = self.gait.steps
        swing = self._swing_s(now, later)
        down, up = LOWEST_AT * swing, (1 - LOWEST_AT) * swing
        strike, lowest = st.strike_deg[later], -self.swing_pitch_deg[now]
        bend = 6 * (strike - lowest) / up**2
        zero = np.zeros_like(s)
        turns, lands = (lowest, zero, bend), (strike, zero, -bend)
        leaves = (-self.leaving_pitch_deg[now], -self.leaving_dps[now], zero + SLOWS_DPS2)
        held = self._held_pitch(now, s)
        lowering = _piece(s - st.contact_s[now], down, leaves, turns)
        raising = _piece(s - st.contact_s[now] - down, up, turns, lands)
        return np.where(s <= st.contact_s[now], held, np.where(s <= st.contact_s[now] + down, lowering, raising))

    def _held_pitch(self, rows: Rows, s: Array) -> Array:
        """(m,) pitch in stance."""
        st, gait = self.gait.steps, self.gait
        held = st.contact_s[rows]
        flat_s = st.heel_off[rows] * held
        zero = np.zeros_like(s)
        flat = (gait.foot_deg(rows, st.heel_off[rows]), zero, zero)
        leaves = (-self.leaving_pitch_deg[rows], -self.leaving_dps[rows], zero + SLOWS_DPS2)
        rising = _piece(s - flat_s, held - flat_s, flat, leaves)
        return np.where(s < flat_s, gait.foot_deg(rows, s / held), rising)

    def _held_ankle(self, rows: Rows, s: Array) -> Array:
        """(m, 3) ankle in stance: rolling on the moving belt."""
        gait, st = self.gait, self.gait.steps
        u = s / st.contact_s[rows]
        ahead, height = ankle_roll(gait.body, self._held_pitch(rows, s))
        x = gait.anchor_m[rows] + ahead - gait.runner.speed_mps * s + gait.slide_m(rows, u)
        return np.stack([x, height + sole_m(u), st.across_m[rows]], axis=-1)

    def _ankle_m(self, now: Rows, later: Rows, s: Array) -> Array:
        """(m, 3) in swing from the place, speed and acceleration of leaving to place and speed of landing, and up."""
        st, gait = self.gait.steps, self.gait
        held, swing = st.contact_s[now], self._swing_s(now, later)
        before = [self._held_ankle(now, held - k * SMALL_S) for k in range(3)]
        after = [self._held_ankle(later, np.full(len(s), k * SMALL_S)) for k in range(2)]
        leaves = (before[0], (before[0] - before[1]) / SMALL_S, (before[0] - 2 * before[1] + before[2]) / SMALL_S**2)
        back = np.zeros_like(after[0])
        back[:, 0] = -PULLED_BACK * gait.runner.speed_mps
        lands = (after[0], (after[1] - after[0]) / SMALL_S, back)
        p = np.clip((s - held) / swing, 0.0, 1.0)
        path = quintic(p, swing, leaves, lands)
        top = quintic(np.full(len(s), HIGHEST_AT), swing, leaves, lands)[:, 1]
        rise = gait.body.ankle_m + self.swing_rise_m[now] - top
        path[:, 1] += rise * (p / HIGHEST_AT) ** 3 * ((1 - p) / (1 - HIGHEST_AT)) ** 4
        return np.where((s <= held)[:, None], self._held_ankle(now, s), path)

    def _rolled(self, now: Rows, later: Rows, s: Array) -> tuple[Array, Array, Array]:
        """(m,) inversion of the foot, its turn outward, and how far it has pronated since contact, degrees."""
        held = self.gait.steps.contact_s[now]
        u, swing = s / held, (s - held) / self._swing_s(now, later)
        start, depth = self.landing_inversion_deg[now], self.pronation_deg[now]
        back = TOE_OFF_INVERSION * start
        down, up, over = ease(u / EVERTED_AT), ease((u - EVERTED_AT) / (1 - EVERTED_AT)), ease(swing)
        roll = start - depth * down + (back - start + depth) * up + (self.landing_inversion_deg[later] - back) * over
        out = self.toe_out_deg[now] + (self.toe_out_deg[later] - self.toe_out_deg[now]) * over
        return roll, out, depth * (down - up)


def landings_of(gait: Gait, wear: Wear, rng: np.random.Generator) -> Landings:
    """The parameters of each landing, jitter included."""
    st = gait.steps
    noise = rng.standard_normal((len(PAIRS), st.n)) * wear.jitter * gait.runner.jitter
    value: dict[str, Any] = {}
    for k, name in enumerate(PAIRS):
        left, right = getattr(wear, name)
        value[name] = np.where(st.side == 0, left, right) + table()[name].step_sd * noise[k]
    heel = (st.strike_deg - NO_IMPACT_BELOW_DEG) / (FULL_IMPACT_FROM_DEG - NO_IMPACT_BELOW_DEG)
    value["foot_shock_g"] = value["foot_shock_g"] * (FOREFOOT_SHOCK + (1 - FOREFOOT_SHOCK) * np.clip(heel, 0.0, 1.0))
    return Landings(gait=gait, wear=wear, **value)


def _piece(since: Array, lasts: Array, start: tuple[Array, ...], end: tuple[Array, ...]) -> Array:
    """(m,) quintic between two states."""
    first, last = (tuple(x[:, None] for x in state) for state in (start, end))
    return quintic(np.clip(since / lasts, 0.0, 1.0), lasts, first, last)[:, 0]
