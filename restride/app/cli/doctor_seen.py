"""What kind of recording lies before the doctor: facts only, no words."""

from dataclasses import dataclass
from typing import Literal

from restride.core.recording import Channel, Recording

Kind = Literal["device", "worn", "phone", "lab", "markers", "force", "insole", "pose", "exported", "other"]
WORN = ("acc", "gyro", "acc_free")
EXPORTED = ("angle", "joint_moment", "joint_power")
PRESSURE = ("pressure", "insole_force")
PHONES = ("phyphox", "sensor_logger", "physics_toolbox")
FEW_SECONDS = 20.0
A_DAY_HZ = 1e-4


@dataclass(frozen=True, slots=True)
class Sensor:
    """One motion sensor: where it sat, what it measures, and how often."""

    place: str
    side: str
    quantities: frozenset[str]
    rate_hz: float


@dataclass(frozen=True, slots=True)
class Seen:
    """A recording, and the kind that it is."""

    recording: Recording
    kind: Kind

    def of(self, *quantities: str) -> tuple[Channel, ...]:
        """All channels of these quantities."""
        return tuple(c for c in self.recording.channels if c.quantity in quantities)

    @property
    def seconds(self) -> float:
        """Length of the longest channel."""
        return max(c.n / c.rate_hz for c in self.recording.channels)

    @property
    def daily(self) -> bool:
        """Whether a sample is a day."""
        return all(c.rate_hz < A_DAY_HZ for c in self.recording.channels)

    @property
    def numbers(self) -> tuple[Channel, ...]:
        """What devices worked out themselves."""
        return tuple(c for c in self.recording.channels if _worked_out(c))

    @property
    def others(self) -> tuple[Channel, ...]:
        """Signals that nothing is made of."""
        return self.of("analog")

    @property
    def sensors(self) -> tuple[Sensor, ...]:
        """The motion sensors, by place and side."""
        found: dict[tuple[str, str], list[Channel]] = {}
        for c in self.of(*WORN):
            if c.place != "insole":
                found.setdefault((c.place, c.side), []).append(c)
        return tuple(
            Sensor(place, side, frozenset(c.quantity for c in some), max(c.rate_hz for c in some))
            for (place, side), some in found.items()
        )

    @property
    def insoles(self) -> tuple[str, ...]:
        """The sides on which an insole lay."""
        return tuple(dict.fromkeys(c.side for c in self.of(*PRESSURE)))


def seen(recording: Recording) -> Seen:
    """The kind, by what is surest in it."""
    have = {c.quantity for c in recording.channels}
    kind: Kind = "other"
    if {"marker", "grf"} <= have:
        kind = "lab"
    elif "marker" in have:
        kind = "markers"
    elif have & set(PRESSURE):
        kind = "insole"
    elif "keypoint" in have:
        kind = "pose"
    elif "grf" in have:
        kind = "force"
    elif have & set(EXPORTED):
        kind = "exported"
    elif have & set(WORN):
        kind = "phone" if recording.source.reader in PHONES or recording.conditions.device == "phone" else "worn"
    elif any(_worked_out(c) for c in recording.channels):
        kind = "device"
    return Seen(recording, kind)


def _worked_out(c: Channel) -> bool:
    return c.axes == ("value",) and c.quantity not in ("analog", *EXPORTED, *PRESSURE, *WORN)
