"""How a walker's feet move: heel strike, flat and still, heel rise, swing over the ground.

In stance the foot rolls on its heel, lies flat without any motion, and rolls over the ball (`ankle_roll`). The heel
touches the ground with some speed, which it loses within SETTLE_S: initial contact is a step of acceleration. In swing
the ankle follows a quintic from the speed of leaving to that of landing, raised by as much as the toes' clearance asks.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.simulate.body import Body, about_y, about_z, ankle_roll
from restride.simulate.curves import quintic
from restride.simulate.legs import ease
from restride.simulate.pace import Pace
from restride.simulate.route import Footfalls
from restride.simulate.steps import Rows

LOADS, PUSHES = 0.13, 0.42
"""Shares of the usual stance from initial contact to the flat foot, and from heel rise to final contact."""
PUSH_POWER = 2.5
"""The heel rises with this power of time, so that it begins without a jerk and the foot leaves at its fastest."""
SETTLE_S, FALLS = 0.03, 1 / 3
"""Time in which the landing heel stops, and its downward for its forward speed."""
FOLLOWS_S = 0.08
"""After final contact the foot goes on turning down, slower and slower, for so long."""
MIDDLE = (0.25, 0.85)
"""Shares of swing between which the toes' clearance is the smallest height."""
LAST_STRIKE = 0.4
"""The last landing of a bout, beside the other foot, is so much flatter."""
SMALL_S = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Feet:
    """Both feet over a route. body: whose feet. stance_s: the usual one of each side, for the phases of all."""

    pace: Pace
    body: Body
    falls: Footfalls

    @property
    def _load_s(self) -> Array:
        return np.asarray(LOADS * self._usual_s)

    @property
    def _push_s(self) -> Array:
        return np.asarray(PUSHES * self._usual_s)

    @property
    def _usual_s(self) -> Array:
        return np.array(self.pace.stance_share)[self.falls.side] * 120 / self.pace.cadence_spm

    @property
    def strike_deg(self) -> Array:
        """(n,) pitch at each landing."""
        falls = self.falls
        return np.asarray(falls.strike_deg * np.where(falls.order == falls.last, LAST_STRIKE, 1.0))

    def rests_s(self) -> tuple[Array, Array]:
        """(n,) from when to when each foot lies still; -inf and inf for feet that stood before or stay."""
        settled = np.maximum(self._load_s, SETTLE_S)
        return self.falls.ic_s + settled, self.falls.fc_s - self._push_s

    def pose(self, t: Array, side: int) -> tuple[Array, Array]:
        """Ankle (m, 3) and turn (m, 3, 3) of one foot, in the room."""
        falls = self.falls
        mine = np.flatnonzero(falls.side == side)
        rows = mine[np.searchsorted(falls.ic_s[mine], t, side="right") - 1]
        down = t < falls.fc_s[rows]
        ankle, pitch, yaw = np.empty((len(t), 3)), np.empty(len(t)), np.empty(len(t))
        ankle[down], pitch[down] = self.stance(rows[down], t[down])
        yaw[down] = falls.yaw_deg[rows[down]]
        following = np.append(mine, mine[-1])
        k = np.searchsorted(mine, rows[~down])
        ankle[~down], pitch[~down], yaw[~down] = self.swing(rows[~down], following[k + 1], t[~down])
        return ankle, about_y(yaw) @ about_z(pitch)

    def stance(self, rows: Rows, t: Array) -> tuple[Array, Array]:
        """Ankle (m, 3) and pitch (m,), slope included, of feet on the ground."""
        falls = self.falls
        since = np.where(np.isfinite(falls.ic_s[rows]), t - falls.ic_s[rows], np.inf)
        left = np.where(np.isfinite(falls.fc_s[rows]), falls.fc_s[rows] - t, np.inf)
        rolled = self.strike_deg[rows] * (1 - ease(since / self._load_s[rows]))
        rise = np.clip(1 - left / self._push_s[rows], 0.0, 1.0) ** PUSH_POWER
        pitch = rolled - falls.toe_off_deg[rows] * rise
        ahead, height = ankle_roll(self.body, pitch)
        to_go = SETTLE_S / 3 * (1 - np.clip(since / SETTLE_S, 0.0, 1.0)) ** 3 * self.pace.landing_mps
        local = np.stack([ahead - to_go, height + FALLS * to_go, np.zeros_like(ahead)], axis=-1)
        slope = falls.slope_deg[rows]
        turn = about_y(falls.yaw_deg[rows]) @ about_z(slope)
        return falls.at_m[rows] + (turn @ local[..., None])[..., 0], pitch + slope

    def swing(self, rows: Rows, following: Rows, t: Array) -> tuple[Array, Array, Array]:
        """Ankle (m, 3), pitch and yaw (m,) of feet on their way from `rows` to `following`."""
        falls = self.falls
        lift = self._lifts()
        length = falls.ic_s[following] - falls.fc_s[rows]
        p = (t - falls.fc_s[rows]) / length
        ankle, pitch, yaw = self._low_swing(rows, following, p)
        ankle[:, 1] += lift[rows] * _hill(p)
        return ankle, pitch, yaw

    def _low_swing(self, rows: Rows, following: Rows, p: Array) -> tuple[Array, Array, Array]:
        """The swing without its lift."""
        falls = self.falls
        leave, land = falls.fc_s[rows], falls.ic_s[following]
        length = land - leave
        (here, down), (before, down_before) = self.stance(rows, leave), self.stance(rows, leave - SMALL_S)
        (there, up), (after, _) = self.stance(following, land), self.stance(following, land + SMALL_S)
        none = np.zeros_like(here)
        start = (here, (here - before) / SMALL_S, none)
        ankle = quintic(p, length, start, (there, (after - there) / SMALL_S, none))
        rate = (down - down_before) / SMALL_S
        x = np.clip(p * length / FOLLOWS_S, 0.0, 1.0)
        follow = rate * FOLLOWS_S / 3
        pitch = down + follow * (1 - (1 - x) ** 3) + (up - down - follow) * ease(p)
        yaw = falls.yaw_deg[rows] + (falls.yaw_deg[following] - falls.yaw_deg[rows]) * ease(p)
        return ankle, pitch, yaw

    def toes_m(self, ankle: Array, pitch_deg: Array) -> Array:
        """(m,) height of the toes' joint over its height in stance, from the ground at 0."""
        back = self.body.toe_joint_m - self.body.ankle_m
        p = np.radians(pitch_deg)
        return np.asarray(ankle[:, 1] + self.body.ball_m * np.sin(p) + back * np.cos(p) - self.body.toe_joint_m)

    def _lifts(self) -> Array:
        """(n,) m by which the swing after each landing is raised: then its lowest toes are as high as asked."""
        falls = self.falls
        lift = np.zeros(len(falls.side))
        grid = np.linspace(*MIDDLE, 61)
        for side in (0, 1):
            mine = np.flatnonzero(falls.side == side)
            now, later = np.repeat(mine[:-1], len(grid)), np.repeat(mine[1:], len(grid))
            p = np.tile(grid, len(mine) - 1)
            ankle, pitch, _ = self._low_swing(now, later, p)
            over = self.toes_m(ankle, pitch) - _ground(falls, now, later, p)
            needs = (falls.toe_clearance_m[now] - over) / _hill(p)
            lift[mine[:-1]] = needs.reshape(-1, len(grid)).max(axis=1)
        return lift


def _hill(p: Array) -> Array:
    return np.asarray(64 * (p * (1 - p)) ** 3)


def _ground(falls: Footfalls, now: Rows, later: Rows, p: Array) -> Array:
    """(m,) height of the ground under a swing: a stair's edge comes early on the way up, late on the way down."""
    low, high = falls.at_m[now, 1], falls.at_m[later, 1]
    edge = np.where(high > low, ease(2 * p), ease(2 * p - 1))
    sloping = (falls.slope_deg[now] != 0) | (falls.slope_deg[later] != 0)
    return np.asarray(low + (high - low) * np.where(sloping, p, edge))
