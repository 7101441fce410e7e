"""A body on springs: force of every stance, and the path of the centre of mass as its exact double integral.

Vertical force of a stance, in body weights: a sin(pi u) + b sin(2 pi u) + an impact transient, u = share of stance.
a and b follow from mechanics: the stance must turn the velocity of landing into that of take-off, and bring the
centre of mass from its height at landing to that at take-off; the flights between are free fall. So the mean force is
body weight, and force, contact, flight, oscillation and acceleration agree. Horizontal force brakes, then drives, with
no net impulse; sideways force points to the midline. Every term has its integrals in closed form.
"""

from dataclasses import dataclass, replace

import numpy as np

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate.runner import Runner
from restride.simulate.steps import Rows, Steps

BRAKING_SKEW = 0.1
"""Braking is shorter and stronger than propulsion: peaks relate as 1 - skew to 1 + skew, roughly 0.82."""
Triple = tuple[Array, Array, Array]


def sine(u: Array, k: int) -> Triple:
    """sin(k pi u) on [0, 1], 0 after; its integral and double integral from 0."""
    w = k * np.pi
    x = np.clip(u, 0.0, 1.0)
    end = (1 - np.cos(w)) / w
    return (
        np.where((u >= 0) & (u <= 1), np.sin(w * x), 0.0),
        (1 - np.cos(w * x)) / w,
        x / w - np.sin(w * x) / w**2 + end * np.maximum(u - 1, 0.0),
    )


def cosine_gap(u: Array) -> Triple:
    """cos(2 pi u) - cos(4 pi u) on [0, 1], 0 after: it is 0 at both ends and has no area."""
    x = 2 * np.pi * np.clip(u, 0.0, 1.0)
    value = np.cos(x) - np.cos(2 * x)
    first = (np.sin(x) - np.sin(2 * x) / 2) / (2 * np.pi)
    second = ((1 - np.cos(x)) - (1 - np.cos(2 * x)) / 4) / (2 * np.pi) ** 2
    return np.where((u >= 0) & (u <= 1), value, 0.0), first, second


def transient(v: Array) -> Triple:
    """(1 - cos(2 pi v)) / 2 on [0, 1], 0 after: the impact, of area 1/2."""
    x = np.clip(v, 0.0, 1.0)
    w = 2 * np.pi * x
    past = np.maximum(v - 1, 0.0)
    return (1 - np.cos(w)) / 2, x / 2 - np.sin(w) / (4 * np.pi), x**2 / 4 - (1 - np.cos(w)) / (8 * np.pi**2) + past / 2


def brake(u: Array) -> Triple:
    """Braking (positive here), then propulsion, with no area; its largest value is 1."""
    pairs = zip(sine(u, 2), cosine_gap(u), strict=True)
    value, first, second = ((s + BRAKING_SKEW * c) / _BRAKE_TOP for s, c in pairs)
    return value, first, second


def _brake_top() -> float:
    u = np.linspace(0.0, 0.5, 20001)
    return float(np.max(np.sin(2 * np.pi * u) + BRAKING_SKEW * (np.cos(2 * np.pi * u) - np.cos(4 * np.pi * u))))


_BRAKE_TOP = _brake_top()


@dataclass(frozen=True, slots=True, eq=False)
class Bounce:
    """Centre of mass over all landings; axes AP, V, ML. Relative to the belt's middle and the ground, AP and V.

    a, b, braking, across: (n,) force amplitudes in body weights. start_m, start_mps: (n, 3) state at each landing.
    """

    steps: Steps
    a: Array
    b: Array
    braking: Array
    across: Array
    start_m: Array
    start_mps: Array

    def _shapes(self, rows: Rows, s: Array, order: int) -> Array:
        """(m, 3) specific force in BW (order 0), its integral (1) or double integral (2) from landing on."""
        st = self.steps
        u, v = s / st.contact_s[rows], s / (2 * st.impact_s[rows])
        t, ti = st.contact_s[rows] ** order, (2 * st.impact_s[rows]) ** order
        spring = self.a[rows] * sine(u, 1)[order] + self.b[rows] * sine(u, 2)[order]
        vertical = t * spring + ti * st.impact_bw[rows] * transient(v)[order]
        along = -t * self.braking[rows] * brake(u)[order]
        return np.stack([along, vertical, t * self.across[rows] * sine(u, 1)[order]], axis=-1)

    def force_bw(self, rows: Rows, s: Array) -> Array:
        """(m, 3) force of the ground on the foot of landing `rows`, `s` seconds after it, in body weights."""
        return self._shapes(rows, s, 0)

    def position_m(self, rows: Rows, s: Array) -> Array:
        """(m, 3) centre of mass `s` seconds after landing `rows`, until the next landing."""
        x = s[:, None]
        path = self.start_m[rows] + self.start_mps[rows] * x + G * self._shapes(rows, s, 2)
        path[:, 1] -= G * s**2 / 2
        return np.asarray(path)

    def velocity_mps(self, rows: Rows, s: Array) -> Array:
        """(m, 3) its velocity, relative to the room."""
        speed = self.start_mps[rows] + G * self._shapes(rows, s, 1)
        speed[:, 1] -= G * s
        return np.asarray(speed)

    def softened(self, spread: float) -> "Bounce":
        """The same with an impact `spread` times as long and as much lower: the impulse stays."""
        st = self.steps
        late = np.minimum(st.impact_s * spread, st.contact_s / 2)
        return replace(self, steps=replace(st, impact_bw=st.impact_bw * st.impact_s / late, impact_s=late))

    def find(self, t: Array) -> tuple[Rows, Array]:
        """Row of the last landing before each time, and the seconds since."""
        rows = np.clip(np.searchsorted(self.steps.ic_s, t, side="right") - 1, 0, self.steps.n - 1)
        return rows, np.asarray(t - self.steps.ic_s[rows])


def level_bounce(runner: Runner, steps: Steps) -> Bounce:
    """The horizontal part: forces along and across, and the path that stays where it is on average."""
    n = steps.n
    zero = np.zeros(n)
    # The same sideways impulse each step, left and right: velocities do not wander.
    impulse = runner.side_force_bw * (runner.left.contact_time_s + runner.right.contact_time_s) / np.pi
    across = np.where(steps.side == 0, 1.0, -1.0) * impulse * np.pi / (2 * steps.contact_s)
    moving = Bounce(steps, zero, zero, steps.braking_bw, across, np.zeros((n, 3)), np.zeros((n, 3)))
    rows = np.arange(n)
    gained = G * moving._shapes(rows, steps.step_s, 1)[:, [0, 2]]
    went = G * moving._shapes(rows, steps.step_s, 2)[:, [0, 2]]
    speed = np.cumsum(np.vstack([[[0.0, 0.0]], gained[:-1]]), axis=0)
    hop = speed * steps.step_s[:, None] + went
    speed -= hop.sum(axis=0) / steps.step_s.sum()
    hop = speed * steps.step_s[:, None] + went
    start = np.cumsum(np.vstack([[[0.0, 0.0]], hop[:-1]]), axis=0)
    # Middle of the path at 0: mean over a fine grid of all steps.
    where = np.zeros((n, 3))
    pace = np.zeros((n, 3))
    where[:, [0, 2]], pace[:, [0, 2]] = start, speed
    moving = replace(moving, start_m=where, start_mps=pace)
    grid = np.linspace(0, 1, 41)[:-1]
    k, s = np.repeat(rows, len(grid)), (steps.step_s[:, None] * grid).ravel()
    weight = np.repeat(steps.step_s, len(grid))
    middle = np.average(moving.position_m(k, s)[:, [0, 2]], axis=0, weights=weight)
    where[:, [0, 2]] -= middle
    return replace(moving, start_m=where)


def bounce(moving: Bounce, landing_m: Array, takeoff_rise_mps: float) -> Bounce:
    """The vertical part added: landing_m (n,) is the height of the centre of mass at each landing.

    Take-off lies at the mean of its two landings, and above by `takeoff_rise_mps` times the flight.
    Raises ValueError where a spring would have to pull the runner down.
    """
    st = moving.steps
    flight, tc, ti = st.flight_s, st.contact_s, st.impact_s
    nxt = np.append(landing_m[1:], landing_m[-1])
    leave = (landing_m + nxt) / 2 + takeoff_rise_mps * flight
    up = (nxt - leave) / flight + G * flight / 2
    down = up - G * flight
    down = np.concatenate([down[:1], down[:-1]])
    h = st.impact_bw
    a = ((up - down) / G + tc - h * ti) * np.pi / (2 * tc)
    # Double integral of the force over the stance, from where it must lift the centre of mass to.
    lift = (leave - landing_m - down * tc) / G + tc**2 / 2
    b = (lift - a * tc**2 / np.pi - h * ti * (tc - ti)) * 2 * np.pi / tc**2
    if np.any(2 * np.abs(b) > a):
        raise ValueError("no spring bounces like this: contact, cadence, impact and landing heights do not agree")
    start_m, start_mps = moving.start_m.copy(), moving.start_mps.copy()
    start_m[:, 1], start_mps[:, 1] = landing_m, down
    return replace(moving, a=a, b=b, start_m=start_m, start_mps=start_mps)
