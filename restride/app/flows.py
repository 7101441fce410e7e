"""The verbs: what the commands do, without a terminal. Rooms are wired here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import restride
from restride.core import methods, vocabulary
from restride.core.assessment import Assessment, Event, Events, RecordingInfo, StridesInfo, Versions
from restride.core.curve import Curve
from restride.core.errors import InputError, UsageError
from restride.core.profile import Profile
from restride.core.quality import Quality
from restride.core.recording import Recording, Task
from restride.core.strides import Strides
from restride.read import Pending, start

FEW_CONTACTS = 20
"""Below so many contacts an average still depends on which steps were caught."""


IDLE_S = 3.0
"""Time without steps that is worth a word."""


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """An assessment with what the charts need beside it; `prepared` holds the body-frame channels."""

    assessment: Assessment
    strides: Strides
    curves: tuple[Curve, ...]
    prepared: Recording


def assess(
    files: Sequence[str],
    *,
    static: str | None = None,
    sidecars: Sequence[Path] = (),
    profile: Profile | None = None,
    task: str = "auto",
) -> Assessed:
    """Measure one bout: read, prepare, find contacts, measure, say what stands out.

    files: one recording, `FILE#NAME` for one of several. static: a standing trial. sidecars: in the order of the files.
    task: auto, running or walking; what the sidecar says counts where it is auto. Raises RestrideError.
    """
    if len(files) != 1:
        raise UsageError("one recording", f"{len(files)} files", "assess them one by one; several at once come later")
    pending = start(files[0], sidecar=sidecars[0] if sidecars else None)
    standing = start(static) if static else None
    from restride import faults
    from restride.events.detect import detect, detect_live
    from restride.metrics.bout import Bout, Person
    from restride.metrics.measure import measure
    from restride.signal.prepare import prepare

    recording = _only(pending, files[0])
    still = _only(standing, static) if standing and static else None
    ready = prepare(recording, still)
    found = detect(ready.recording, ready.kind, _task(task, recording))
    athlete = profile.athlete if profile else None
    bout = Bout(
        recording=ready.recording,
        standing=ready.standing,
        kind=ready.kind,
        unfit=ready.unfit,
        strides=found.strides,
        crossed=found.crossed,
        person=Person(athlete.mass_kg, athlete.height_m, athlete.leg_length_m) if athlete else Person(),
        conditions=recording.conditions,
        said=(*ready.quality, *found.quality),
    )
    measured = measure(bout, detect_live(ready.recording, found.strides.task))
    findings = faults.findings(measured.metrics, profile, found.strides.task)
    notes = (*_about(recording, found.strides), *ready.quality, *found.quality, *measured.quality)
    s = found.strides
    assessment = Assessment(
        versions=versions(faults.RULES_VERSION),
        recordings=(
            RecordingInfo(
                file=recording.source.file,
                part=recording.source.part,
                sha256=recording.source.sha256,
                reader=f"{recording.source.reader} {recording.source.version}",
                task=s.task,
                duration_s=max(c.end_s - c.start_s for c in recording.channels),
                channels=recording.describe(),
                conditions=measured.conditions,
            ),
        ),
        strides=StridesInfo(method=s.method, left=s.count("left"), right=s.count("right"), unknown=s.count("unknown")),
        metrics=measured.metrics,
        quality=notes,
        findings=findings,
        summary=faults.summary(findings, profile),
    )
    return Assessed(assessment, s, measured.curves, ready.recording)


def find_events(file: str, *, sidecar: Path | None = None) -> tuple[Strides, Events]:
    """Contacts of one recording, with the document that `events --format json` prints. Raises RestrideError."""
    pending = start(file, sidecar=sidecar)
    from restride.events.detect import detect
    from restride.faults import RULES_VERSION
    from restride.signal.prepare import prepare

    recording = _only(pending, file)
    ready = prepare(recording)
    found = detect(ready.recording, ready.kind, recording.task).strides
    events = tuple(
        Event(side=str(side), ic_s=float(ic), fc_s=float(fc) if fc == fc else None)  # type: ignore[arg-type]
        for side, ic, fc in zip(found.side, found.ic_s, found.fc_s, strict=True)
    )
    return found, Events(versions=versions(RULES_VERSION), events=events)


def versions(rules: str) -> Versions:
    """What makes a document."""
    return Versions(
        restride=restride.__version__, vocabulary=vocabulary.VERSION, rules=rules, methods=methods.versions()
    )


def _only(pending: Pending, file: str) -> Recording:
    recordings = pending.result()
    if len(recordings) > 1:
        parts = [r.source.part for r in recordings]
        raise InputError(
            "one recording",
            f"{len(parts)} in {Path(file).name}",
            f"pick one: {Path(file).name}#{parts[0]} to #{parts[-1]}",
        )
    return recordings[0]


def _task(asked: str, recording: Recording) -> Task:
    if asked == "auto":
        return recording.task
    return "walking" if asked == "walking" else "running"


def _idle_s(recording: Recording, found: Strides) -> float:
    """Seconds before the first and after the last contact, and in pauses of more than two usual steps."""
    start, end = min(c.start_s for c in recording.channels), max(c.end_s for c in recording.channels)
    steps = [float(b - a) for a, b in pairwise(found.ic_s)]
    usual = sorted(steps)[len(steps) // 2] if steps else 0.0
    pauses = sum(step - usual for step in steps if step > 3 * usual)
    return float(found.ic_s[0]) - start + end - float(found.ic_s[-1]) - usual + pauses


def _about(recording: Recording, found: Strides) -> list[Quality]:
    """What must be said of the recording as a whole."""
    notes = []
    if "simulated" in (recording.source.reader, recording.conditions.device):
        notes.append(Quality(code="simulated", severity="warning", message="this is a simulated runner, not a person"))
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
                message=f"only {found.n} contacts: record 20 to 30 s of steady gait for averages that hold",
            )
        )
    return notes
