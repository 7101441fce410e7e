"""What would tell more than this very file can: rules on what was seen, each with a sentence of its own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from restride.app.cli.doctor_holds import foot_markers, place
from restride.app.cli.doctor_seen import FEW_SECONDS, Seen, Sensor
from restride.app.report.words import Words
from restride.core.profile import Profile
from restride.signal.pose import pose_of
from restride.signal.view import view_of

SHANK_HZ = 199.0
"""Below, the peak of the shin's shock is cut off (restride/metrics gives it from here on)."""
STEADY_HZ = 95.0
FAST_FILM_HZ = 100.0
ONE_EACH = ("foot", "shank", "ankle", "thigh")
BACK = ("sacrum", "lower_back", "waist", "waistband")
LEG_MARKERS = ("asi", "psi", "kne", "epi", "fc", "ank", "mal", "hip", "gtr", "troch")
DYNAMICS = ("contact_time", "stance_time", "vertical_oscillation", "duty_factor")
TELLS_SIDES = ("contact_time_balance", "asymmetric_steps", "power_balance", "leg_stiffness_balance")
OTHER = {"left": "right", "right": "left"}


def more(seen: Seen, profile: Profile | None, say: Words, *, sat: str | None = None) -> Iterator[str]:
    """One line for each thing that is missing, the most telling first.

    sat: where a sensor whose place the file does not say sat by the way it moves.
    """
    recording = seen.recording
    beside = Path(recording.source.file).with_suffix(".toml").name
    for one in seen.sensors:
        yield from _sensor(one if one.place != "unknown" or sat is None else replace(one, place=sat), seen, beside, say)
        if one.place == "unknown":
            yield say("more.place_phone" if seen.kind == "phone" else "more.place", beside=beside)
    if seen.kind == "device":
        yield from _device(seen, say)
    elif seen.kind in ("lab", "markers", "force"):
        yield from _laboratory(seen, say)
    elif seen.kind == "insole":
        yield from _insole(seen, say)
    elif seen.kind == "pose":
        yield from _video(seen, say)
    elif seen.kind == "exported":
        yield say("more.joint_source" if seen.of("angle") else "more.joint_angles")
        if not seen.of("joint_moment"):
            yield say("more.joint_force")
    if seen.seconds < FEW_SECONDS and seen.recording.task != "standing":
        yield say("more.short", seconds=f"{seen.seconds:.0f}")
    if recording.conditions.speed_mps is None and seen.kind not in ("device", "phone", "pose"):
        yield say("more.speed", beside=beside)
    if seen.of("grf", "insole_force", "pressure") and (profile is None or profile.athlete.mass_kg is None):
        yield say("more.mass")
    if profile is None:
        yield say("more.profile")


def _sensor(one: Sensor, seen: Seen, beside: str, say: Words) -> Iterator[str]:
    at = place(one.place, say)
    sides = {other.side for other in seen.sensors if other.place == one.place}
    if one.place in ONE_EACH and one.side in OTHER and OTHER[one.side] not in sides:
        yield say("more.other_foot", side=OTHER[one.side], place=at)
    if one.place in ONE_EACH and one.side == "unknown":
        yield say("more.side", beside=beside)
        if len(seen.sensors) == 1:
            yield say("more.other_unsaid", place=at)
    rate = f"{one.rate_hz:.0f}"
    if one.place == "shank" and one.rate_hz < SHANK_HZ:
        yield say("more.shank_rate", rate=rate)
    if one.place in ("foot", "ankle") and one.rate_hz < STEADY_HZ:
        yield say("more.foot_rate", rate=rate)
    if one.place in BACK and one.rate_hz < STEADY_HZ:
        yield say("more.back_rate", rate=rate)
    if "gyro" not in one.quantities:
        yield say("more.gyro_back" if one.place in BACK else "more.gyro", place=at)
    if one.quantities == {"gyro"}:
        yield say("more.acc", place=at)
    if "acc_free" in one.quantities and "acc" not in one.quantities:
        yield say("more.free")
    if seen.kind == "phone" and one.place not in BACK:
        yield say("more.phone_place")


def _device(seen: Seen, say: Words) -> Iterator[str]:
    have = {c.quantity for c in seen.numbers}
    if seen.daily:
        yield say("more.workout")
    elif not have & set(DYNAMICS):
        yield say("more.dynamics")
    if seen.recording.source.reader in ("tcx", "gpx"):
        yield say("more.fit", kind=seen.recording.source.reader.upper())
    if not have & set(TELLS_SIDES):
        yield say("more.balance")
    if "heart_rate" not in have and not seen.daily:
        yield say("more.heart")
    yield say("more.raw")


def _laboratory(seen: Seen, say: Words) -> Iterator[str]:
    if not seen.of("marker"):
        yield say("more.markers")
        return
    if not seen.of("grf"):
        yield say("more.force")
    if not foot_markers(seen):
        yield say("more.feet")
    names = [c.place.lower() for c in seen.of("marker")]
    if sum(any(word in name for word in LEG_MARKERS) for name in names) < 4:
        yield say("more.legs")
    if seen.recording.task != "standing":
        yield say("more.static")


def _insole(seen: Seen, say: Words) -> Iterator[str]:
    if not {"left", "right"} <= set(seen.insoles):
        yield say("more.insole_other")
    if not seen.of("insole_force"):
        yield say("more.insole_force")


def _video(seen: Seen, say: Words) -> Iterator[str]:
    points = seen.of("keypoint")
    rate_hz = max(c.rate_hz for c in points)
    if rate_hz < FAST_FILM_HZ:
        yield say("more.slow_motion", rate=f"{rate_hz:.0f}", ms=f"{1000 / rate_hz:.0f}")
    have = {c.place for c in points}
    if not {"heel", "big_toe"} <= have:
        yield say("more.toes")
    pose = pose_of(seen.recording)
    kind = view_of(pose).kind if pose else "unknown"
    yield say(
        {"side": "more.view_behind", "rear": "more.view_side", "front": "more.view_side"}.get(kind, "more.view_both")
    )
