"""Angles and distances at contact and in stance, one value a contact. needs: markers; definitions in the vocabulary."""

import numpy as np
from msgspec import structs

from restride.core.conditions import Conditions
from restride.core.quality import Quality
from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.metrics.kinematics.segments import Body, body
from restride.metrics.spatiotemporal.timing import step_s
from restride.signal.crossings import Index, resampled, sample_at

METHOD = "markers_segments"
NEED_STANDING = (
    "foot_strike_angle",
    "tibia_angle_at_contact",
    "knee_flexion_at_contact",
    "knee_flexion_peak",
    "ankle_dorsiflexion_peak",
    "pelvic_drop",
)
FLAT = (0.30, 0.60)
"""Share of stance in which the forefoot lies still on the ground or belt."""


def kinematics(bout: Bout) -> Measures:
    """All marker metrics that this recording allows."""
    if not bout.recording.select("marker"):
        return Measures()
    if bout.kind is None:
        return Measures(quality=(_unknown_set(bout),))
    b = body(bout.recording, bout.standing, bout.kind, bout.unfit)
    values: dict[str, Array] = {}
    waves: dict[str, Array] = {}
    _by_side(bout, b, values, waves)
    conditions = _across(bout, b, values)
    notes = () if bout.standing is not None else (_no_static(tuple(n for n in NEED_STANDING if n not in values)),)
    return Measures(
        tuple(Rows(name, METHOD, rows) for name, rows in values.items()),
        tuple(Waves(name, "deg", METHOD, rows) for name, rows in waves.items()),
        notes,
        conditions,
    )


def _by_side(bout: Bout, b: Body, values: dict[str, Array], waves: dict[str, Array]) -> None:
    """Angles of the leg that makes the contact."""
    s = bout.strides
    for side, limb in b.limbs.items():
        rows = s.where(side)
        if len(rows) == 0:
            continue
        ic, span = s.ic_s[rows], (s.ic_s[rows], s.fc_s[rows])

        def at_contact(name: str, series: Array, offset: float = 0.0, rows: Index = rows, ic: Array = ic) -> None:
            out = values.setdefault(name, np.full(s.n, np.nan))
            out[rows] = sample_at(series, b.rate_hz, b.start_s, ic) - offset

        def peak(name: str, wave: str, series: Array, rows: Index = rows, span: tuple[Array, Array] = span) -> None:
            curve = resampled(series, b.rate_hz, b.start_s, *span)
            waves.setdefault(wave, np.full((s.n, 101), np.nan))[rows] = curve
            if name:
                values.setdefault(name, np.full(s.n, np.nan))[rows] = curve.max(axis=1)

        if limb.foot is not None:
            at_contact("foot_strike_angle", limb.foot)
            peak("", "foot_angle", limb.foot)
        if limb.shank is not None:
            at_contact("tibia_angle_at_contact", limb.shank)
        if limb.shank is not None and limb.thigh is not None:
            flexion = limb.thigh - limb.shank
            at_contact("knee_flexion_at_contact", flexion)
            peak("knee_flexion_peak", "knee_flexion", flexion)
        if limb.shank is not None and limb.foot is not None:
            peak("ankle_dorsiflexion_peak", "ankle_dorsiflexion", limb.foot - limb.shank)
        if b.tilt is not None:
            peak("pelvic_drop", "pelvic_obliquity", b.tilt if side == "right" else -b.tilt)
        if limb.heel is not None and b.pelvis is not None:
            at_contact("foot_to_pelvis_at_contact", limb.heel[:, 0] - b.pelvis[:, 0])


def _across(bout: Bout, b: Body, values: dict[str, Array]) -> Conditions:
    """What takes both feet or the pelvis: speed, stride length, step width, vertical oscillation."""
    s = bout.strides
    lane = np.full(s.n, np.nan)
    backward = np.full(s.n, np.nan)
    for side, limb in b.limbs.items():
        rows = s.where(side)
        if limb.heel is not None:
            middle = (s.ic_s[rows] + s.fc_s[rows]) / 2
            lane[rows] = sample_at(limb.heel[:, 2], b.rate_hz, b.start_s, middle) * (1 if side == "right" else -1)
        if limb.toe is not None:
            first, last = (s.ic_s[rows] + share * s.stance_s[rows] for share in FLAT)
            way = [sample_at(limb.toe[:, 0], b.rate_hz, b.start_s, t) for t in (first, last)]
            backward[rows] = (way[1] - way[0]) / (last - first)
    step = step_s(s)
    width = np.full(s.n, np.nan)
    width[1:] = np.where(np.isfinite(step[1:]) & (s.side[1:] != "unknown"), lane[1:] + lane[:-1], np.nan)
    values["step_width"] = width
    if b.pelvis is None:
        return bout.conditions
    height, rise = b.pelvis[:, 1], np.full(s.n, np.nan)
    for i in np.flatnonzero(np.isfinite(step[1:])):
        a, e = (round((t - b.start_s) * b.rate_hz) for t in (s.ic_s[i], s.ic_s[i + 1]))
        rise[i] = np.ptp(height[max(a, 0) : e + 1]) if e < len(height) else np.nan
    values["vertical_oscillation"] = rise
    if np.isfinite(backward).sum() >= 3:
        inside = (b.start_s + np.arange(len(b.pelvis)) / b.rate_hz >= s.ic_s[0]) & np.isfinite(b.pelvis[:, 0])
        t = np.flatnonzero(inside) / b.rate_hz
        forward = float(np.polyfit(t, b.pelvis[inside, 0], 1)[0])
        values["speed"] = forward - backward
        speed = float(np.nanmean(values["speed"]))
        values["stride_length"] = speed * s.stride_s
        moves = abs(forward) > 0.5 * speed
        return structs.replace(
            bout.conditions,
            speed_mps=bout.conditions.speed_mps or round(speed, 2),
            mode=bout.conditions.mode or ("overground" if moves else "treadmill"),
        )
    return bout.conditions


def _unknown_set(bout: Bout) -> Quality:
    labels = [c.place for c in bout.recording.select("marker")]
    return Quality(
        code="markers_unknown",
        severity="warning",
        message=f"the {len(labels)} markers ({', '.join(labels[:4])} ...) belong to no marker set that is known here: "
        "nothing is measured from them",
        removes=NEED_STANDING,
    )


def _no_static(missing: tuple[str, ...]) -> Quality:
    return Quality(
        code="no_static",
        severity="info",
        message="no standing trial was given (--static): angles that start from standing are left out",
        removes=missing,
    )
