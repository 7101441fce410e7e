"""What is true of a simulated run: contacts, and every metric of the vocabulary that the model defines.

Contact is where the force of the model leaves zero: a detector with a threshold finds it later, and the end earlier,
by about a millisecond for 20 N. Metrics are read off the model, before any sensor and filter, with the definitions of
the vocabulary; means are over the contacts that lie whole inside the recording.
"""

from dataclasses import dataclass, field

import numpy as np

from restride.core.recording import Array, Task
from restride.core.strides import Strides, strides
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.core.vocabulary import derived_name, entry
from restride.simulate.body import HEEL
from restride.simulate.landing import peak, stance_angles
from restride.simulate.legs import Gait
from restride.simulate.markers import running_segments
from restride.simulate.steps import Rows

GRID = 480
"""Instants a stance, or a step, at which curves are read; peaks are then taken from parabolas."""
IMPACT_SHARE = 0.6
"""Impact metrics exist where this share of the stances has an impact peak."""
SIDES = ("left", "right", "both")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """strides: exact contacts. metrics: (name, side) -> value in the vocabulary's unit, asymmetries and variability
    included. per_stance: name -> (n,) values behind the means, one a row of `strides`, NaN where there is none."""

    strides: Strides
    metrics: dict[Key, float] = field(default_factory=dict)
    per_stance: dict[str, Array] = field(default_factory=dict)


def no_gait() -> Truth:
    """The truth of somebody who stands."""
    return Truth(strides([], [], [], task="standing", method="simulated", grade="good"))


def truth_of(gait: Gait) -> Truth:
    """The truth of a run."""
    st, runner = gait.steps, gait.runner
    rows = np.flatnonzero(st.whole)
    found = contacts(st.side[rows], st.ic_s[rows], st.fc_s[rows], "running")
    values = timing(found) | _force(gait, rows) | _kinematics(gait, rows)
    values["contact_time"] = found.stance_s
    values["stride_length"] = runner.speed_mps * found.stride_s
    metrics = summary(values, found)
    metrics["speed", "both"] = runner.speed_mps
    times = [metrics.get((name, "both")) for name in ("contact_time", "flight_time")]
    if times[0] is not None and times[1] is not None:
        metrics["leg_stiffness", "both"] = leg_stiffness_kn_per_m(
            runner.mass_kg, runner.leg_length_m, runner.speed_mps, times[0], times[1]
        )
    return Truth(found, metrics, values)


def contacts(side: Rows, ic_s: Array, fc_s: Array, task: Task) -> Strides:
    """Strides from sides 0 (left) and 1 (right)."""
    return strides(np.where(side == 0, "left", "right"), ic_s, fc_s, task=task, method="simulated", grade="good")


def timing(found: Strides) -> dict[str, Array]:
    """Times that follow from the contacts of any gait, feet in turn."""
    gap = np.diff(found.ic_s)
    return {
        "swing_time": found.swing_s,
        "stride_time": found.stride_s,
        "step_time": np.concatenate([[np.nan], gap]),
        "flight_time": np.concatenate([found.ic_s[1:] - found.fc_s[:-1], [np.nan]]),
        "duty_factor": found.duty_factor,
    }


def summary(values: dict[str, Array], found: Strides) -> dict[Key, float]:
    """Means of each side, then what the vocabulary derives from them; cadence from the mean step."""
    metrics: dict[Key, float] = {}
    if np.isfinite(values["step_time"]).any():
        metrics["cadence", "both"] = 60 / float(np.nanmean(values["step_time"]))
    for name, x in values.items():
        word = entry(name)
        for side in SIDES:
            mine = x[found.where(side)]
            mine = mine[np.isfinite(mine)]
            if side not in word.sides or len(mine) < 2:
                continue
            metrics[name, side] = float(mine.mean())
            spread = derived_name(name, word, "variability")
            if spread is not None and metrics[name, side] != 0:
                sd = float(np.std(mine, ddof=1))
                metrics[spread, side] = 100 * sd / abs(metrics[name, side]) if word.variability == "cv" else sd
        gap = derived_name(name, word, "asymmetry")
        if gap is not None and {(name, "left"), (name, "right")} <= metrics.keys():
            left, right = metrics[name, "left"], metrics[name, "right"]
            if word.asymmetry == "difference":
                metrics[gap, "both"] = left - right
            elif left + right != 0:
                metrics[gap, "both"] = 200 * (left - right) / (left + right)
    return metrics


def leg_stiffness_kn_per_m(mass_kg: float, leg_m: float, speed_mps: float, contact_s: float, flight_s: float) -> float:
    """Sine method of Morin et al. 2005, J Appl Biomech 21:167-180 (A-40), from mean times."""
    top = mass_kg * G * np.pi / 2 * (flight_s / contact_s + 1)
    down = abs(top * contact_s**2 / (mass_kg * np.pi**2) - G * contact_s**2 / 8)
    half = speed_mps * contact_s / 2
    return float(top / (leg_m - np.sqrt(leg_m**2 - half**2) + down) / 1000)


def _grid(rows: Rows, length_s: Array) -> tuple[Array, Rows, Array]:
    """Shares (k,), and rows and seconds since landing, (m k,) each, of an even grid over each of m stretches."""
    u = np.linspace(0, 1, GRID + 1)
    return u, np.repeat(rows, GRID + 1), (length_s[:, None] * u).ravel()


def _force(gait: Gait, rows: Rows) -> dict[str, Array]:
    tc = gait.steps.contact_s[rows]
    u, k, s = _grid(rows, tc)
    force = gait.bounce.force_bw(k, s).reshape(len(rows), GRID + 1, 3)
    along, up = force[:, :, 0], force[:, :, 1]
    area = tc / GRID
    values = {
        "vgrf_peak": peak(up),
        "braking_peak": peak(-along),
        "propulsive_peak": peak(along),
        "braking_impulse": np.maximum(-along, 0).sum(axis=1) * area,
        "propulsive_impulse": np.maximum(along, 0).sum(axis=1) * area,
    }
    return values | _impact(up, u, tc, gait.steps.side[rows])


def _impact(up: Array, u: Array, tc: Array, side: Rows) -> dict[str, Array]:
    n, names = len(tc), ("impact_peak", "valr", "vilr")
    out = {name: np.full(n, np.nan) for name in names}
    inner = (up[:, 1:-1] > up[:, :-2]) & (up[:, 1:-1] >= up[:, 2:])
    allowed = (u[1:-1] * tc[:, None] > 0.010) & (u[1:-1] < 0.30) & (np.arange(1, GRID) < np.argmax(up, axis=1)[:, None])
    for i in np.flatnonzero((inner & allowed).any(axis=1)):
        k = 1 + int(np.argmax(inner[i] & allowed[i]))
        a, b, c = up[i, k - 1], up[i, k], up[i, k + 1]
        shift = (a - c) / (2 * (a - 2 * b + c))
        window = (np.array([0.2, 0.8]) * (k + shift)) / GRID
        low, high = np.interp(window, u, up[i])
        out["impact_peak"][i] = b - (a - c) * shift / 4
        out["valr"][i] = (high - low) / (np.diff(window)[0] * tc[i])
        inside = (u >= window[0]) & (u <= window[1])
        out["vilr"][i] = np.gradient(up[i], u * tc[i])[inside].max()
    for one in (0, 1):
        mine = side == one
        if np.isfinite(out["impact_peak"][mine]).sum() < IMPACT_SHARE * mine.sum():
            for name in names:
                out[name][mine] = np.nan
    return out


def _kinematics(gait: Gait, rows: Rows) -> dict[str, Array]:
    st = gait.steps
    n, u = len(rows), np.linspace(0, 1, GRID + 1)
    names = ("foot_strike_angle", "tibia_angle_at_contact", "knee_flexion_at_contact", "knee_flexion_peak",
             "ankle_dorsiflexion_peak", "pelvic_drop", "foot_to_pelvis_at_contact")  # fmt: skip
    out = {name: np.full(n, np.nan) for name in names}
    heel_across = np.full(n, np.nan)
    for side in (0, 1):
        mine = np.flatnonzero(st.side[rows] == side)
        if len(mine) == 0:
            continue
        k = rows[mine]
        tibia, knee, ankle = stance_angles(gait, k, u, side)
        t = st.ic_s[k][:, None] + st.contact_s[k][:, None] * u
        drop = gait.pelvis_deg(t.ravel())[0].reshape(t.shape) * (1 if side == 0 else -1)
        out["foot_strike_angle"][mine] = gait.foot_deg(k, np.zeros(len(k)))
        out["tibia_angle_at_contact"][mine], out["knee_flexion_at_contact"][mine] = tibia[:, 0], knee[:, 0]
        out["knee_flexion_peak"][mine], out["ankle_dorsiflexion_peak"][mine] = peak(knee), peak(ankle)
        out["pelvic_drop"][mine] = peak(drop)
        landed = running_segments(gait, st.ic_s[k], side)
        heel = np.mean([landed.at("foot", gait.body.markers[side, label][1]) for label in HEEL], axis=0)
        out["foot_to_pelvis_at_contact"][mine] = heel[:, 0] - landed.pelvis[0][:, 0]
        heel_across[mine] = _heel_across(gait, st.ic_s[k] + st.contact_s[k] / 2, side)
    sign = np.where(st.side[rows] == 0, -1.0, 1.0)
    out["step_width"] = np.concatenate([[np.nan], np.diff(heel_across) * sign[1:]])
    _, k, s = _grid(rows, st.step_s[rows])
    height = gait.pelvis_m(k, s)[:, 1].reshape(n, GRID + 1)
    out["vertical_oscillation"] = peak(height) + peak(-height)
    return out


def _heel_across(gait: Gait, t: Array, side: int) -> Array:
    foot = running_segments(gait, t, side)
    return np.asarray(np.mean([foot.at("foot", gait.body.markers[side, label][1])[:, 2] for label in HEEL], axis=0))
