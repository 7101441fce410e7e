"""Which finder fits a recording, and what causal kernels tell of the same."""

import numpy as np

from restride.core.errors import MissingChannel, NothingToMeasure
from restride.core.markersets import MarkerSet
from restride.core.recording import BACK_PLACES, Recording, Task
from restride.core.strides import Strides, strides
from restride.events import force_live, insole, light_bars, markers, phone, plates, pose, sacral, sacral_live, worn
from restride.events.detected import Detected, Finder
from restride.signal.ground import UNZEROED
from restride.signal.inertial import sensors

FINDERS: tuple[Finder, ...] = (
    markers.find_on_a_floor,
    plates.find,
    insole.find,
    light_bars.find,
    worn.find,
    markers.find,
    pose.find,
    worn.find_by_acceleration,
    phone.find,
)
"""Who finds contacts, the surest signal first: the first that finds something is believed."""
SETTLING_S = 0.5
"""The causal filter of the sacral kernel starts from a standstill; its first half second is not used."""


def detect(recording: Recording, kind: MarkerSet | None, task: Task = "unknown") -> Detected:
    """Contacts of a prepared recording (body axes), of the kind of gait asked for, else of the one with more contacts.

    Raises MissingChannel for a recording that holds nothing that contacts are found by, NothingToMeasure where nobody
    takes steps.
    """
    return detect_each(recording, kind, task)[0]


def detect_each(recording: Recording, kind: MarkerSet | None, task: Task = "unknown") -> tuple[Detected, ...]:
    """As `detect`, one for each kind of gait in the recording, the one with more contacts first."""
    nothing: NothingToMeasure | None = None
    for find in FINDERS:
        try:
            found = find(recording, kind, task)
        except NothingToMeasure as error:
            nothing = nothing or error
            continue
        if found:
            return found
    if nothing is not None:
        raise nothing
    if sensors(recording):
        raise NothingToMeasure(
            "a device that was worn while walking or running",
            f"{recording.describe()}, which hardly moved or whose place is not known",
            "name its place (foot, shank, sacrum, lower_back) in the sidecar and record steady steps",
        )
    if recording.select("angle") or recording.select("joint_moment"):
        raise MissingChannel(
            "contacts of the feet, which angles and moments of joints do not tell",
            recording.describe(),
            "assess it together with the force or marker file of the same trial (assess angles.mot grf.mot)",
        )
    raise MissingChannel(
        "vertical force, markers of heel and toe, or a worn device with acceleration and turning rate (foot, shank, "
        "sacrum, lower back)",
        recording.describe(),
        "record one of these as well",
    )


def detect_live(recording: Recording, task: Task) -> Strides | None:
    """What the causal kernels tell of the same recording, with sides unknown; None where none fits.

    Live cues are compared with these values. Walking on two belts has no causal detector yet.
    """
    if task != "running":
        return None
    raw = recording.select("grf", UNZEROED)
    if raw:
        ic, fc = force_live.contacts_live(raw[0], plates.PARAMS.level(raw[0].unit))
        method = force_live.METHOD
    elif not any(c.has("V") for place in BACK_PLACES for c in recording.select("acc", place)):
        return None
    else:
        channel = sacral.acceleration(recording)
        ic = sacral_live.steps_live(channel)
        ic = ic[ic > channel.start_s + SETTLING_S]
        fc, method = np.full(len(ic), np.nan), sacral_live.METHOD
    return strides(np.full(len(ic), "unknown"), ic, fc, task=task, method=method, grade="fair")
