"""Foot sensors, walking, against motion capture: gaitmap's walk of 2 x 20 m with a turn.

Events are counted between the first and the last mid-stance that the reference knows of a foot; the reference leaves
out one or two steps of the turn, which count as false here. Stride length: the way over ground between the mid-
stances before and after the swing, ours from the sensor, theirs from the heel marker; only strides both of whose
contacts meet.
"""

from functools import cache

import numpy as np

from validation import peer
from validation.figures import Figure
from validation.matching import Matched, match, pool, within
from validation.paired import errors, means, same_strides
from validation.references import gaitmap
from validation.runs import data
from validation.score import Judged, Pair
from validation.worn import Said, Worn, any_turn, worn

AGAINST = "motion capture of both feet (gaitmap's example walk, 2 x 20 m with a turn, one healthy person)"
TOLERANCES_S = (0.02, 0.05, 0.1)
TURNS = 8
SIDES = ("left", "right")


def said(rate_hz: float) -> Said:
    """What the file does not say."""
    return Said(place="foot", rate_hz=rate_hz)


@cache
def walked() -> list[tuple[gaitmap.Walk, Worn]]:
    """Every walk with motion capture as restride measures it."""
    return [(w, worn([(str(w.imu), said(w.rate_hz))])) for w in gaitmap.walks(data())]


def events(walk: gaitmap.Walk, done: Worn, which: str, tolerance_s: float, *, inside: bool = True) -> Matched:
    """Contacts ("ic") or lift-offs ("fc") of both feet against the reference's, inside its window or over all."""
    reference = walk.ic_s if which == "ic" else walk.fc_s
    parts = []
    for side in SIDES:
        found = done.ic_s(side) if which == "ic" else done.fc_s(side)
        parts.append(match(reference[side], within(found, *walk.windows[side]) if inside else found, tolerance_s))
    return pool(parts)


def mean_size(off: np.ndarray) -> float:
    """Mean absolute error; NaN without any."""
    return float(np.abs(off).mean()) if len(off) else np.nan


def stride_length_errors_m(walk: gaitmap.Walk, done: Worn) -> np.ndarray:
    """(k,) ours minus theirs."""
    return errors(done, walk.contacts, same_strides(done, walk.contacts), "stride_length")


def figures() -> list[Figure]:
    """The promises on this data set, and what stands beside them."""
    other, out = peer.foot_walking(), []
    for walk, done in walked():
        on = f"gaitmap_foot_imu_walking {walk.name}"
        ic, fc = (events(walk, done, which, 0.02) for which in ("ic", "fc"))
        off = 100 * stride_length_errors_m(walk, done)
        seen = f"{walk.contacts.side.size} strides"
        f1 = {"better": "more", "decimals": 3, "seen": seen, "peer_from": other.where}
        out += [
            Figure(f"{walk.name}/ic f1", on, "IC F1 at 20 ms", ic.f1, "", target=0.97, peer=other.ic_f1, **f1),
            Figure(
                f"{walk.name}/ic bias", on, "IC bias", 1000 * ic.bias_s, "ms", "near zero", 10.0,
                1000 * other.ic_bias_s, other.where, 1, seen,
            ),
            Figure(f"{walk.name}/fc f1", on, "TC F1 at 20 ms", fc.f1, "", target=0.97, peer=other.fc_f1, **f1),
            Figure(
                f"{walk.name}/stride length", on, "stride length MAE", mean_size(off),
                "cm", "less", 2.5, 100 * other.stride_length_mae_m, other.where, 2, seen, f"{len(off)} strides",
            ),
        ]  # fmt: skip
        out += rotations(walk, done, on, seen)
    return out


def rotations(walk: gaitmap.Walk, straight: Worn, on: str, seen: str) -> list[Figure]:
    """The same walk from the sensors' own axes, and with each sensor put on in any way at all."""
    turned = {
        f"{TURNS} rotations": [worn([(str(walk.imu), said(walk.rate_hz))], turns=_turns(k)) for k in range(TURNS)]
    }
    if walk.raw is not None:
        turned["not_rotated"] = [worn([(str(walk.raw), said(walk.rate_hz))])]
    out = []
    for name, runs in turned.items():
        f1, metres = [], []
        for done in runs:
            change = [abs(events(walk, done, w, 0.02).f1 - events(walk, straight, w, 0.02).f1) for w in ("ic", "fc")]
            f1.append(max(change))
            metres.append(_change_m(straight, done))
        out += [
            Figure(f"{walk.name}/{name} f1", on, f"{name}: change of event F1", max(f1), "", "less", 0.01, decimals=3,
                   seen=seen),
            Figure(f"{walk.name}/{name} length", on, f"{name}: largest change of a stride's length", 100 * max(metres),
                   "cm", "less", 1.0, decimals=2, seen=seen),
        ]  # fmt: skip
    return out


def _turns(k: int) -> list[np.ndarray]:
    return [any_turn(k, device) for device in range(2)]


def _change_m(one: Worn, other: Worn) -> float:
    """The largest difference of a stride's length between two measurements of one walk; infinite if strides differ."""
    if one.strides is None or other.strides is None:
        return np.inf
    a, b = one.values("stride_length"), other.values("stride_length")
    far = 0.0
    for side in SIDES:
        i, j = one.strides.where(side), other.strides.where(side)
        pairs = match(one.strides.ic_s[i], other.strides.ic_s[j], 0.05)
        difference = np.abs(a[i][pairs.reference] - b[j][pairs.detection])
        if not np.isfinite(difference).any():
            return np.inf
        far = max(far, float(np.nanmax(difference)))
    return far


def angles(walk: gaitmap.Walk, done: Worn) -> list[Judged]:
    """Means of each foot's pitch at contact and lift-off, at our moments, against the markers' at mid-stance after."""
    s, found = done.strides, []
    if s is None:
        return found
    paired = same_strides(done, walk.contacts)
    # the mid-stance after a landing is where the stride begins that this contact opens, that after a lift-off its end
    for name, moment, flat in (("foot_strike_angle", s.ic_s, 0), ("foot_angle_at_toe_off", s.fc_s, 1)):
        for side in set(SIDES) & set(walk.pitch_deg):
            use = (walk.contacts.side[paired.theirs] == side) & s.steady[paired.ours]
            ours, theirs = paired.ours[use], paired.theirs[use]
            rest = walk.flat_s[theirs, flat]
            marker = walk.pitch_at(side, moment[ours]) - walk.pitch_at(side, rest)
            mine = done.values(name)[ours]
            both = np.isfinite(mine) & np.isfinite(marker)
            if np.count_nonzero(both) >= 3:
                pair = Pair(name, walk.name, walk.name, side, float(mine[both].mean()), float(marker[both].mean()))
                found.append(Judged(done.method(name), AGAINST, pair))
    return found


def judged() -> list[Judged]:
    """Means of each foot over the strides that both have."""
    return [
        *(one for walk, done in walked() for one in angles(walk, done)),
        *(
            Judged(method, AGAINST, pair)
            for walk, done in walked()
            for method, found in means(
                done, walk.contacts, same_strides(done, walk.contacts), walk.name, walk.name
            ).items()
            for pair in found
        ),
    ]


def lines() -> dict[str, list[str]]:
    """method -> each walk in words."""
    out: dict[str, list[str]] = {}
    for walk, done in walked():
        if done.strides is None:
            out.setdefault("", []).append(f"{walk.name}: {done.error}")
            continue
        said_of = out.setdefault(done.strides.method, [])
        for which, word in (("ic", "initial contact"), ("fc", "final contact")):
            inside = [events(walk, done, which, t) for t in TOLERANCES_S]
            whole = events(walk, done, which, 0.05, inside=False)
            f1 = " / ".join(f"{m.f1:.3f}" for m in inside)
            said_of.append(
                f"{walk.name}, {word}: F1 {f1} at 20 / 50 / 100 ms inside the reference's window "
                f"({inside[0].references} events, {inside[0].detections} found), {inside[1].words()}; over the whole "
                f"recording {whole.f1:.3f} at 50 ms ({whole.detections} found)"
            )
        paired = same_strides(done, walk.contacts)
        for name, unit, scale in (
            ("stride_length", "cm", 100),
            ("stride_time", "ms", 1000),
            ("stance_time", "ms", 1000),
        ):
            off = scale * errors(done, walk.contacts, paired, name)
            if len(off):
                strides = f"{len(off)} of {walk.contacts.ic_s.size} strides"
                said_of.append(
                    f"{walk.name}, {name}, stride by stride ({done.method(name)}): {strides}, bias {off.mean():+.2f} "
                    f"{unit}, mean error {mean_size(off):.2f}, RMSE {np.sqrt(np.mean(off**2)):.2f}, worst "
                    f"{np.abs(off).max():.2f}"
                )
    return out
