"""From a runner's parameters to its gait: heights that the landings demand, feet on the belt, peaks as asked for."""

from dataclasses import replace

import numpy as np

from restride.core.recording import Array
from restride.simulate.body import Body, about_x, about_y, ankle_roll
from restride.simulate.bounce import bounce, level_bounce
from restride.simulate.legs import MOST_ROLL_DEG, SOLE_M, Gait, contact_angles, pelvis_angles
from restride.simulate.runner import Runner
from restride.simulate.steps import Rows, Steps, leg_of

GRID = 160
"""Instants a stance at which peaks are looked for while they are fitted."""
FARTHEST, LONGEST_STEP = np.array([0.06, 25.0]), np.array([0.02, 6.0])
"""Ride of the pelvis, m, and heel kept up, deg: how far they may go, and in one turn of the fit."""
LATER_PER_DEG, LATEST_HEEL_OFF = 0.03, 0.85
"""Share of stance by which heel-off comes later for each degree below 0 of the heel kept up."""
FEW, NEAR_DEG = 3, 1e-5
EARLY_M = 0.06
"""So far may the belt carry the foot beyond the leg's reach before final contact: the foot then slips off early."""


def make_gait(runner: Runner, body: Body, steps: Steps) -> Gait:
    """The whole movement.

    Raises ValueError for a runner who cannot be: no flight, a spring that pulls, legs too short for their steps, or a
    peak that no heel-off gives.
    """
    moving = level_bounce(runner, steps)
    hip = _hips(runner, body, steps)
    sideways = steps.across_m - (moving.start_m[:, 2] + hip[:, 2])
    tibia, knee = contact_angles(runner, steps)
    plain = [leg_of(runner, side) for side in (0, 1)]
    nominal = np.where(steps.side == 0, *(leg.tibia_angle_at_contact_deg for leg in plain))
    strike = np.where(steps.side == 0, *(leg.foot_strike_angle_deg for leg in plain))
    wanted = SOLE_M + ankle_roll(body, strike)[1] + leg_gap(body, nominal, knee, sideways)[1] - hip[:, 1]
    # A person lands at the same height each time: where the shank lands steeper, the knee is the straighter.
    for side in (0, 1):
        wanted[steps.side == side] = wanted[inner(steps)[steps.side[inner(steps)] == side]].mean()
    ankle_x, ankle_y = ankle_roll(body, steps.strike_deg)
    knee = _knee_for(body, tibia, knee, sideways, wanted + hip[:, 1] - ankle_y - SOLE_M)
    falling = bounce(moving, wanted, runner.takeoff_rise_mps)
    ahead = leg_gap(body, tibia, knee, sideways)[0]
    anchor = falling.start_m[:, 0] + hip[:, 0] + ahead - ankle_x
    zero = np.zeros(steps.n)
    gait = Gait(runner, body, steps, falling, anchor, zero, steps.heel_off, zero, zero)
    gait = replace(gait, push_deg=_push(gait))
    return _with_peaks(gait)


def inner(steps: Steps) -> Rows:
    """Landings that have neighbours on both sides."""
    return np.arange(2, steps.n - 2)


def leg_gap(body: Body, tibia_deg: Array, knee_deg: Array, sideways_m: Array) -> tuple[Array, Array]:
    """How far the ankle lies ahead of and below the hip, for angles as seen from the side.

    The leg's plane leans so that the foot lies `sideways_m` to the right of the hip, which turns the angles in that
    plane a little away from those seen from the side.
    """
    shank, thigh = np.tan(np.radians(tibia_deg)), np.tan(np.radians(tibia_deg + knee_deg))
    lean = np.zeros_like(sideways_m)
    for _ in range(8):
        a, b = np.arctan(thigh * np.cos(lean)), np.arctan(shank * np.cos(lean))
        down = body.thigh_m * np.cos(a) + body.shank_m * np.cos(b)
        lean = np.arcsin(np.clip(sideways_m / down, -0.5, 0.5))
    return body.thigh_m * np.sin(a) + body.shank_m * np.sin(b), down * np.cos(lean)


def _hips(runner: Runner, body: Body, steps: Steps) -> Array:
    """(n, 3) from the middle of the pelvis to the landing leg's hip, at landing."""
    drop, turn = pelvis_angles(runner, steps, steps.ic_s)
    local = np.where(steps.side[:, None] == 0, body.hip(0), body.hip(1))
    return np.asarray(np.einsum("nij,nj->ni", about_y(turn) @ about_x(drop), local))


def _knee_for(body: Body, tibia: Array, knee: Array, sideways: Array, height_m: Array) -> Array:
    """Knee flexion that puts the hip `height_m` above the ankle (Newton)."""
    for _ in range(12):
        here = leg_gap(body, tibia, knee, sideways)[1]
        slope = (leg_gap(body, tibia, knee + 1e-3, sideways)[1] - here) / 1e-3
        knee = knee + np.clip((height_m - here) / slope, -5.0, 5.0)
    return knee


def _push(gait: Gait) -> Array:
    """The foot's pitch at final contact that leaves the knee as bent as asked: bisection, all stances at once."""
    st, body = gait.steps, gait.body
    bent = np.radians(gait.runner.knee_flexion_at_toe_off_deg)
    want = np.sqrt(body.thigh_m**2 + body.shank_m**2 + 2 * body.thigh_m * body.shank_m * np.cos(bent))
    low, high = np.full(st.n, 15.0), np.full(st.n, MOST_ROLL_DEG)
    rows = np.arange(st.n)
    hip = np.where(st.side[:, None] == 0, gait.hip_m(rows, st.contact_s, 0), gait.hip_m(rows, st.contact_s, 1))

    def gap(push: Array) -> Array:
        return np.asarray(np.linalg.norm(replace(gait, push_deg=push).ankle_m(rows, st.contact_s) - hip, axis=1))

    if np.any(gap(high) > body.leg_m + EARLY_M):
        raise ValueError("these legs are too short for the distance that the belt carries the foot in one contact")
    for _ in range(40):
        middle = (low + high) / 2
        far = gap(middle) > want
        low, high = np.where(far, middle, low), np.where(far, high, middle)
    return np.asarray((low + high) / 2)


def _with_peaks(gait: Gait) -> Gait:
    """The same gait with knee and ankle peaks as asked for, by the ride of the pelvis and the time of heel-off."""
    legs = [leg_of(gait.runner, side) for side in (0, 1)]
    asked = np.array([[leg.knee_flexion_peak_deg, leg.ankle_dorsiflexion_peak_deg] for leg in legs], dtype=float)
    free = ~np.isnan(asked)
    if not free.any():
        return gait
    whole = np.flatnonzero(gait.steps.whole)
    if len(whole) < 2 * FEW:
        whole = inner(gait.steps)
    x, slopes = np.zeros((2, 2)), np.zeros((2, 2, 2))
    # Newton on a few stances, then on all: first with the slopes found there, which mostly suffice.
    for rows, turns in ((whole[: 2 * FEW], 20), (whole, 30)):
        for turn in range(turns):
            here = _peaks(gait, x, rows)
            miss = np.where(free, asked - here, 0.0)
            if np.abs(miss).max() < NEAR_DEG:
                break
            if len(rows) < len(whole) or turn % 2 == 1 or not slopes.any():
                slopes = _slopes(gait, x, here, rows)
            for side in (0, 1):
                use = np.flatnonzero(free[side])
                if len(use):
                    step = np.linalg.lstsq(slopes[side][np.ix_(use, use)], miss[side, use], rcond=None)[0]
                    x[side, use] += np.clip(step, -LONGEST_STEP[use], LONGEST_STEP[use])
            x = np.clip(x, -FARTHEST, FARTHEST)
    if np.abs(miss).max() >= NEAR_DEG:
        found = ", ".join(f"{value:.1f}" for value in here.ravel())
        raise ValueError(f"knee and ankle peaks asked for are out of reach: left and right come to {found} deg")
    return _moved(gait, x)


def _slopes(gait: Gait, x: Array, here: Array, rows: Rows) -> Array:
    """(2, 2, 2) of left and right: change of knee and ankle peak with ride and heel."""
    small = np.array([1e-5, 1e-3])
    return np.stack([(_peaks(gait, x + small * np.eye(2)[k], rows) - here) / small[k] for k in (0, 1)], axis=-1)


def _moved(gait: Gait, x: Array) -> Gait:
    """x: (2, 2) of left and right: ride of the pelvis in metres; heel kept up in degrees, negative: leaving later."""
    side = gait.steps.side
    lift = x[side, 1]
    late = np.minimum(gait.steps.heel_off + LATER_PER_DEG * np.maximum(-lift, 0.0), LATEST_HEEL_OFF)
    return replace(gait, ride_m=x[side, 0], heel_off=late, lift_deg=np.maximum(lift, 0.0))


def _peaks(gait: Gait, x: Array, whole: Rows) -> Array:
    """(2, 2) mean peak knee flexion and dorsiflexion in the stances `whole`, left and right."""
    moved = _moved(gait, x)
    u = np.linspace(0, 1, GRID + 1)
    out = np.empty((2, 2))
    for side in (0, 1):
        rows = whole[gait.steps.side[whole] == side]
        knee, ankle = stance_angles(moved, rows, u, side)[1:]
        out[side] = peak(knee).mean(), peak(ankle).mean()
    return out


def stance_angles(gait: Gait, rows: Rows, u: Array, side: int) -> tuple[Array, Array, Array]:
    """Tibia angle, knee flexion and dorsiflexion, (m, k) each, as seen from the side, at shares `u` of the stances."""
    k = np.repeat(rows, len(u))
    pose = gait.stance(k, (gait.steps.contact_s[rows][:, None] * u).ravel(), side)
    tilt = np.cos(np.radians(pose.lean_deg))
    thigh, shank = (np.degrees(np.arctan2(np.tan(np.radians(d)), tilt)) for d in (pose.thigh_deg, pose.shank_deg))
    shape = len(rows), len(u)
    return shank.reshape(shape), (thigh - shank).reshape(shape), (pose.foot_deg - shank).reshape(shape)


def peak(curves: Array) -> Array:
    """(m,) largest value of each row of (m, k) even samples: the top of the parabola through the three highest."""
    top = np.argmax(curves, axis=1)
    k = np.clip(top, 1, curves.shape[1] - 2)
    rows = np.arange(len(curves))
    a, b, c = curves[rows, k - 1], curves[rows, k], curves[rows, k + 1]
    bend = a - 2 * b + c
    shift = np.where(bend < 0, (a - c) / (2 * np.where(bend < 0, bend, 1.0)), 0.0)
    shift = np.clip(shift, -1, 1)
    return np.where(top == k, b - (a - c) * shift / 4, curves[rows, top])
