"""The verbs: what the commands do, without a terminal. Rooms are wired here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

from restride.core import methods, vocabulary
from restride.core.assessment import Assessment, Event, Events, EventSide, RecordingInfo, StridesInfo, Versions
from restride.core.conditions import Conditions
from restride.core.curve import Curve
from restride.core.errors import InputError
from restride.core.profile import Profile
from restride.core.quality import Quality
from restride.core.recording import Recording, Task
from restride.core.strides import Strides
from restride.core.version import VERSION
from restride.read import Pending, start

if TYPE_CHECKING:
    from restride.metrics.bout import Rows

FEW_CONTACTS = 20
"""Below so many contacts an average still depends on which steps were caught."""


IDLE_S = 3.0
"""Time without steps that is worth a word."""


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """An assessment with what charts and tables need beside it. prepared: the body-frame channels. rows: one value a
    contact for every metric.
    """

    assessment: Assessment
    strides: Strides
    curves: tuple[Curve, ...]
    prepared: Recording
    rows: "tuple[Rows, ...]" = ()


def assess(
    files: Sequence[str],
    *,
    static: str | None = None,
    sidecars: Sequence[Path] = (),
    profile: Profile | None = None,
    task: str = "auto",
) -> Assessed:
    """Read the files of one bout and measure it.

    files: one recording, `FILE#NAME` for one of several. static: a standing trial. sidecars: in the order of the files.
    task: auto, running or walking; what the sidecar says counts where it is auto. Raises RestrideError.
    """
    pending = [start(f, sidecar=sidecars[i] if i < len(sidecars) else None) for i, f in enumerate(files)]
    standing = start(static) if static else None
    import_module("restride.app.measuring")  # what costs time to import, while files are read beside
    recordings = [only(p, f) for p, f in zip(pending, files, strict=True)]
    still = only(standing, static) if standing and static else None
    return assess_recordings(recordings, static=still, profile=profile, task=task)


def assess_recordings(
    recordings: Sequence[Recording],
    *,
    static: Recording | None = None,
    profile: Profile | None = None,
    task: str = "auto",
) -> Assessed:
    """Measure one bout of recordings: prepare, find contacts, measure, say what stands out.

    static: a standing trial. task: auto, running or walking; what the recordings say counts where it is auto. Raises
    RestrideError.
    """
    from restride import faults
    from restride.app.measuring import measure_bout, together
    from restride.app.run_totals import run_totals
    from restride.metrics.bout import Person

    athlete = profile.athlete if profile else None
    person = (
        Person(athlete.mass_kg, athlete.height_m, athlete.leg_length_m, athlete.sex_for_norms) if athlete else Person()
    )
    asked = _task(task, recordings)
    groups = together(recordings, asked)
    first, *others = [measure_bout(group, static, asked, person) for group in groups]
    s = first.strides
    metrics = (*first.measured.metrics, *(m for one in others for m in one.measured.metrics))
    findings = faults.findings(metrics, profile, s.task)
    notes = [*_about(groups[0], s)]
    for one in (first, *others):
        notes += [*one.quality, *one.measured.quality]
    assessment = Assessment(
        versions=versions(faults.RULES_VERSION),
        recordings=tuple(_info(r, s.task, first.measured.conditions) for r in recordings),
        strides=StridesInfo(method=s.method, left=s.count("left"), right=s.count("right"), unknown=s.count("unknown")),
        metrics=metrics,
        quality=tuple(dict.fromkeys(notes)),
        findings=findings,
        summary=faults.summary(findings, profile, judged=faults.judgeable(metrics, profile, s.task)),
        totals=run_totals(groups[0], first),
    )
    return Assessed(assessment, s, first.measured.curves, first.prepared, first.gathered.rows)


def _info(recording: Recording, task: Task, conditions: Conditions) -> RecordingInfo:
    return RecordingInfo(
        file=recording.source.file,
        part=recording.source.part,
        sha256=recording.source.sha256,
        reader=f"{recording.source.reader} {recording.source.version}",
        task=task,
        duration_s=max(c.end_s - c.start_s for c in recording.channels),
        channels=recording.describe(),
        conditions=conditions,
    )


def find_events(file: str, *, sidecar: Path | None = None) -> tuple[Strides, Events]:
    """Contacts of one recording, with the document that `events --format json` prints. Raises RestrideError."""
    pending = start(file, sidecar=sidecar)
    from restride.app.measuring import find_strides
    from restride.faults import RULES_VERSION

    recording = only(pending, file)
    found = find_strides(recording, recording.task)
    events = tuple(
        Event(side=cast(EventSide, str(side)), ic_s=float(ic), fc_s=float(fc) if fc == fc else None)
        for side, ic, fc in zip(found.side, found.ic_s, found.fc_s, strict=True)
    )
    return found, Events(versions=versions(RULES_VERSION), events=events)


def keep(file: str, out: Path, *, sidecar: Path | None = None) -> Recording:
    """Writes one recording as restride's own file, whole or not at all, and returns it. Raises RestrideError."""
    pending = start(file, sidecar=sidecar)
    from restride.read.own_write import write_recording

    recording = only(pending, file)
    write_recording(out, recording)
    return recording


def versions(rules: str) -> Versions:
    """What makes a document."""
    return Versions(restride=VERSION, vocabulary=vocabulary.VERSION, rules=rules, methods=methods.versions())


def only(pending: Pending, file: str) -> Recording:
    """The one recording of a file. Raises InputError where there are several, and says how one is picked."""
    recordings = pending.result()
    if len(recordings) > 1:
        parts = [r.source.part for r in recordings]
        raise InputError(
            "one recording",
            f"{len(parts)} in {Path(file).name}",
            f"pick one: {Path(file).name}#{parts[0]} to #{parts[-1]}",
        )
    return recordings[0]


def _task(asked: str, recordings: Sequence[Recording]) -> Task:
    if asked == "auto":
        return next((r.task for r in recordings if r.task != "unknown"), "unknown")
    return "walking" if asked == "walking" else "running"


def _idle_s(recording: Recording, found: Strides) -> float:
    """Seconds before the first and after the last contact, and in pauses of more than two usual steps."""
    start, end = recording.start_s, recording.end_s
    steps = [float(b - a) for a, b in pairwise(found.ic_s)]
    usual = sorted(steps)[len(steps) // 2] if steps else 0.0
    pauses = sum(step - usual for step in steps if step > 3 * usual)
    return float(found.ic_s[0]) - start + end - float(found.ic_s[-1]) - usual + pauses


def _about(recording: Recording, found: Strides) -> list[Quality]:
    """What must be said of the recording as a whole."""
    from restride.app.measuring import BY_DEVICES

    notes = []
    if "simulated" in (recording.source.reader, recording.conditions.device):
        notes.append(Quality(code="simulated", severity="warning", message="this is a simulated runner, not a person"))
    if found.method == BY_DEVICES:
        return notes
    idle_s = _idle_s(recording, found)
    if idle_s > IDLE_S:
        notes.append(
            Quality(
                code="standing",
                severity="info",
                message=f"{idle_s:.0f} s of the recording hold no steps (standing, or off the plate): left out",
            )
        )
    if found.n < FEW_CONTACTS:
        notes.append(
            Quality(
                code="few_contacts",
                severity="warning",
                message=f"only {found.n} contacts: record 20 to 30 s of even steps for steady averages",
            )
        )
    return notes
