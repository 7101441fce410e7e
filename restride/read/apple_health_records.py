"""The elements of Apple Health's export -> samples by type and device, and the workouts on foot with their pauses."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from restride.core.recording import Task
from restride.read.device_points import number_of

RUNNING = {
    "RunningGroundContactTime": "contact_time",
    "RunningVerticalOscillation": "vertical_oscillation",
    "RunningStrideLength": "stride_length",
    "RunningSpeed": "speed",
    "RunningPower": "power",
    "HeartRate": "heart_rate",
    "StepCount": "steps",
    "DistanceWalkingRunning": "distance",
}
WALKING = {
    "WalkingSpeed": "speed",
    "WalkingStepLength": "stride_length",
    "WalkingDoubleSupportPercentage": "double_support",
    "WalkingAsymmetryPercentage": "asymmetric_steps",
}
PREFIX = "HKQuantityTypeIdentifier"
TYPES = frozenset(PREFIX + name for name in (*RUNNING, *WALKING))
ACTIVITIES: dict[str, Task] = {
    "HKWorkoutActivityTypeRunning": "running",
    "HKWorkoutActivityTypeTrackAndField": "running",
    "HKWorkoutActivityTypeWalking": "walking",
    "HKWorkoutActivityTypeHiking": "walking",
}
PAUSES = ("HKWorkoutEventTypePause", "HKWorkoutEventTypeMotionPaused")
RESUMES = ("HKWorkoutEventTypeResume", "HKWorkoutEventTypeMotionResumed")
LAPS = ("HKWorkoutEventTypeLap",)


@dataclass(slots=True)
class Samples:
    """Samples of one type, unit and device, as they come. offset: seconds from Greenwich to the clock on the wall."""

    start: array = field(default_factory=lambda: array("d"))
    end: array = field(default_factory=lambda: array("d"))
    value: array = field(default_factory=lambda: array("d"))
    offset: array = field(default_factory=lambda: array("d"))


@dataclass(slots=True)
class Workout:
    """One workout on foot. began: as written, with its zone."""

    task: Task
    start: float
    end: float
    began: str
    pauses: list[float] = field(default_factory=list)
    resumes: list[float] = field(default_factory=list)
    laps: list[float] = field(default_factory=list)
    indoor: bool | None = None


class Records:
    """Takes the elements of an export. Names of sources hold those of people: only what kind of device it is stays."""

    texts: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.samples: dict[tuple[str, str, str], Samples] = {}
        self.workouts: list[Workout] = []
        self._workout: Workout | None = None
        self._kinds: dict[tuple[str, str], str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "Record":
            if attributes.get("type", "") in TYPES:
                self._record(attributes)
        elif name == "Workout":
            self._workout = self._begun(attributes)
        elif self._workout is not None:
            if name == "WorkoutEvent":
                self._event(self._workout, attributes)
            elif name == "MetadataEntry" and attributes.get("key") == "HKIndoorWorkout":
                self._workout.indoor = attributes.get("value") == "1"

    def end(self, name: str, text: str) -> None:
        """An element ends."""
        if name == "Workout":
            self._workout = None

    def _record(self, attributes: Mapping[str, str]) -> None:
        start, end = seconds(attributes.get("startDate", "")), seconds(attributes.get("endDate", ""))
        value = number_of(attributes.get("value", ""))
        if start is None or end is None or end[0] < start[0] or value != value:
            return
        source = (attributes.get("sourceName", ""), attributes.get("device", ""))
        kind = self._kinds.get(source) or self._kinds.setdefault(source, kind_of(*source))
        key = (attributes.get("type", "").removeprefix(PREFIX), attributes.get("unit", ""), kind)
        samples = self.samples.setdefault(key, Samples())
        samples.start.append(start[0])
        samples.end.append(end[0])
        samples.value.append(value)
        samples.offset.append(start[1])

    def _begun(self, attributes: Mapping[str, str]) -> Workout | None:
        task = ACTIVITIES.get(attributes.get("workoutActivityType", ""))
        written = attributes.get("startDate", "")
        start, end = seconds(written), seconds(attributes.get("endDate", ""))
        if task is None or start is None or end is None or not 0 < end[0] - start[0] < 2 * 86400:
            return None
        self.workouts.append(Workout(task, start[0], end[0], written))
        return self.workouts[-1]

    def _event(self, workout: Workout, attributes: Mapping[str, str]) -> None:
        when, kind = seconds(attributes.get("date", "")), attributes.get("type", "")
        if when is None:
            return
        for kinds, times in ((PAUSES, workout.pauses), (RESUMES, workout.resumes), (LAPS, workout.laps)):
            if kind in kinds and when[0] not in times[-4:]:  # some versions write every event twice
                times.append(when[0])


def kind_of(source: str, device: str) -> str:
    """What kind of device a sample comes from: watch, phone, foot_pod, or app where nothing tells."""
    words = f"{device} {source}".lower()
    if "stryd" in words:
        return "foot_pod"
    if "watch" in words:
        return "watch"
    return "phone" if "iphone" in words else "app"


def seconds(text: str) -> tuple[float, float] | None:
    """`2024-05-01 07:12:33 +0200` as seconds since 1970, and the seconds of its zone; None for anything else."""
    try:
        when = datetime.fromisoformat(f"{text[:19]}{text[20:23]}:{text[23:25]}")
        zone = when.utcoffset()
        return None if zone is None else (when.timestamp(), zone.total_seconds())
    except (ValueError, OverflowError):
        return None
