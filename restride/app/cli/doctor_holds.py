"""What a recording holds, in plain words."""

from collections.abc import Iterable, Iterator

import numpy as np

from restride.app.cli.doctor_seen import Seen, Sensor
from restride.app.report.words import Words
from restride.core.recording import Channel

FEET = ("heel", "hee", "cal", "toe", "mt1", "mt5", "mtp", "foot")
SHOWN = 8


def about(seen: Seen, say: Words) -> str:
    """Kind, task, speed and length in one line."""
    known = seen.recording.conditions.speed_mps
    speed = say("about.speed_inside" if any(c.quantity == "speed" for c in seen.numbers) else "about.no_speed")
    if known is not None:
        speed = say("about.speed", mps=f"{known:.2f}", kmh=f"{3.6 * known:.1f}")
    task = say(f"about.{seen.recording.task}")
    return say("about.line", what=say(f"what.{seen.kind}"), task=task, speed=speed, length=_length(seen, say))


def holds(seen: Seen, say: Words) -> Iterator[str]:
    """One line for each thing that measured."""
    yield from _markers(seen, say)
    plates = seen.of("grf")
    if plates:
        word = say("holds.grf_one" if len(plates) == 1 else "holds.grf_many")
        yield say("holds.grf", count=len(plates), plates=word, rate=_rate(plates))
    yield from _insoles(seen, say)
    yield from (_sensor(one, say) for one in seen.sensors)
    for quantity in ("angle", "joint_moment", "joint_power"):
        if found := seen.of(quantity):
            yield say(
                f"holds.{quantity}", rate=_rate(found), names=some((where(c.place, c.side, say) for c in found), say)
            )
    if points := seen.of("keypoint"):
        names = some((place(c.place, say) for c in points), say)
        yield say("holds.keypoint", count=len(points), rate=_rate(points), names=names)
    yield from _devices(seen, say)
    if others := seen.others:
        yield say("holds.other_one" if len(others) == 1 else "holds.other", count=len(others))
    yield from _marks(seen, say)
    yield from _gaps(seen.recording.channels, say)


def where(at: str, side: str, say: Words) -> str:
    """A place with its side: `left knee`."""
    return say(f"sides.{side}", place=place(at, say)) if side in ("left", "right") else place(at, say)


def place(at: str, say: Words) -> str:
    """A place of the body in plain words."""
    return say(f"places.{at}") if say.has(f"places.{at}") else at.replace("_", " ")


def some(names: Iterable[str], say: Words) -> str:
    """The first few of many different names."""
    different = list(dict.fromkeys(names))
    if len(different) <= SHOWN + 1:
        return ", ".join(different)
    return say("more_than_shown", names=", ".join(different[:SHOWN]), count=len(different) - SHOWN)


def foot_markers(seen: Seen) -> list[str]:
    """The markers whose names speak of a foot."""
    return [c.place for c in seen.of("marker") if any(word in c.place.lower() for word in FEET)]


def _markers(seen: Seen, say: Words) -> Iterator[str]:
    if found := seen.of("marker"):
        feet = foot_markers(seen)
        yield say(
            "holds.marker_feet" if feet else "holds.marker", count=len(found), rate=_rate(found), names=some(feet, say)
        )


def _insoles(seen: Seen, say: Words) -> Iterator[str]:
    sides = seen.insoles
    if not sides:
        return
    who = say("sides.both") if {"left", "right"} <= set(sides) else say(f"sides.insole_{sides[0]}")
    pressure, force = seen.of("pressure"), seen.of("insole_force")
    if pressure:
        yield say("holds.insole_pressure", sides=who, spots=len(pressure[0].axes), rate=_rate(pressure))
    if force:
        yield say("holds.insole_force", sides=who, rate=_rate(force))
    if any(c.place == "insole" for c in seen.of("cop")):
        yield say("holds.insole_cop")


def _sensor(one: Sensor, say: Words) -> str:
    word = "worn_both" if {"acc", "gyro"} <= one.quantities else "worn_acc"
    if "acc" not in one.quantities:
        word = "worn_free" if "acc_free" in one.quantities else "worn_gyro"
    at = say("holds.at", place=where(one.place, one.side, say)) if one.place != "unknown" else say("holds.at_unknown")
    return say(f"holds.{word}", at=at, rate=f"{one.rate_hz:.0f}")


def _devices(seen: Seen, say: Words) -> Iterator[str]:
    found: dict[tuple[str, str], list[str]] = {}
    for c in seen.numbers:
        name = say(f"numbers.{c.quantity}") if say.has(f"numbers.{c.quantity}") else c.quantity.replace("_", " ")
        found.setdefault((c.place, c.origin), []).append(name)
    for (at, maker), names in found.items():
        device = say(f"devices.{at}") if say.has(f"devices.{at}") else say("devices.other", place=place(at, say))
        if maker and maker != "other":
            device = say("devices.made_by", device=device, maker=maker.capitalize())
        yield say("holds.device", device=device, names=", ".join(dict.fromkeys(names)))
    if found:
        rate_hz = max(c.rate_hz for c in seen.numbers)
        yield say("holds.device_days") if seen.daily else say("holds.device_rate", seconds=f"{1 / rate_hz:.3g}")


def _marks(seen: Seen, say: Words) -> Iterator[str]:
    names = [mark.name.split()[0] if mark.name else "" for mark in seen.recording.marks]
    laps, pauses = names.count("lap"), names.count("pause")
    if laps:
        yield say("holds.laps_one" if laps == 1 else "holds.laps", count=laps)
    if pauses:
        yield say("holds.pauses_one" if pauses == 1 else "holds.pauses", count=pauses)
    if seen.kind != "device" and names:
        yield say("holds.events", count=len(names))


def _gaps(channels: tuple[Channel, ...], say: Words) -> Iterator[str]:
    shares = [float(np.isnan(c.values).any(axis=1).mean()) for c in channels if c.quantity not in ("cop", "moment")]
    partly = [share for share in shares if 0 < share < 1]
    if empty := shares.count(1.0):
        yield say("holds.empty", count=empty, all=len(shares))
    if partly:
        yield say("holds.gaps", percent=f"{100 * max(partly):.1f}", count=len(partly), all=len(shares))
    elif not empty:
        yield say("holds.no_gaps")


def _rate(channels: tuple[Channel, ...]) -> str:
    return f"{max(c.rate_hz for c in channels):.0f}"


def _length(seen: Seen, say: Words) -> str:
    if seen.daily:
        return say("about.days", count=max(c.n for c in seen.recording.channels))
    if seen.seconds < 180:
        return say("about.seconds", count=f"{seen.seconds:.1f}" if seen.seconds < 10 else f"{seen.seconds:.0f}")
    return say("about.minutes", count=f"{seen.seconds / 60:.0f}")
