"""The verb ledger: assessments and recordings of runs -> what each asked of three tissues, and the weeks' account."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.json import decode

from restride.app.flows import assess_recordings, versions
from restride.app.ledger_run import Bout, Dated, dated
from restride.app.planning import read_metrics
from restride.app.report.words import Words, words
from restride.core.assessment import RecordingInfo, RunTotals
from restride.core.errors import BadPlan, InputError, RestrideError
from restride.core.ledger import Ledger, LedgerRun
from restride.core.profile import Profile
from restride.core.quality import Quality
from restride.faults import RULES_VERSION
from restride.metrics.loads.wearable import METHOD as WEARABLE
from restride.plan.ledger import advice, days, weeks
from restride.read import start

HEAD_BYTES = 4096
MOST_NAMED = 5


class _Made(Struct, frozen=True):
    methods: dict[str, int] = {}


class _Info(Struct, frozen=True):
    file: str
    sha256: str
    task: str
    reader: str = ""
    part: str = ""


class _Note(Struct, frozen=True):
    code: str


class _Stored(Struct, frozen=True):
    """What a ledger needs of a stored assessment beside its metrics; the rest may be there or not."""

    schema: str
    versions: _Made
    recordings: tuple[_Info, ...]
    quality: tuple[_Note, ...] = ()
    totals: RunTotals | None = None


@dataclass(frozen=True, slots=True)
class _LeftOut:
    source: str
    why: str


def ledger(files: Iterable[str], profile: Profile | None = None) -> Ledger:
    """Each file an assessment or a recording; a file of several recordings is a run each.

    What cannot be used is left out and said in the notes. Raises InputError where nothing is left.
    """
    say = words()
    found: list[Dated] = []
    notes: list[str] = []
    seen: set[tuple[tuple[str, str], ...]] = set()
    for file in files:
        left: dict[str, list[str]] = {}
        for bout in _bouts(file, profile):
            if isinstance(bout, _LeftOut):
                notes.append(say("ledger.left_out", source=bout.source, why=bout.why))
                continue
            made = "twice" if bout.same in seen else dated(bout)
            seen.add(bout.same)
            if isinstance(made, Dated):
                found.append(made)
            else:
                left.setdefault(made, []).append(bout.source)
        for why, sources in left.items():
            many = say("ledger.parts", count=len(sources), file=Path(file).name)
            notes.append(say(f"ledger.{why}", source=sources[0] if len(sources) == 1 else many))
    kept = _once(found, say, notes)
    runs = tuple(sorted((one.run for one in kept), key=lambda r: (r.date, r.source)))
    if not any(r.loads for r in runs):
        needed = "at least one run with a date, and a contact time or markers and force"
        why = notes[0] if notes else "no file"
        raise InputError(needed, why, "give runs that a watch or a pod with running dynamics recorded")
    return Ledger(
        versions=versions(RULES_VERSION), runs=runs, days=days(runs), weeks=weeks(runs), advice=advice(runs),
        notes=(*notes, *_about(runs, profile, say)),
    )  # fmt: skip


def _bouts(file: str, profile: Profile | None) -> Iterator[Bout | _LeftOut]:
    """What a file holds, and what of it cannot be used."""
    path = Path(file)
    try:
        if path.is_file() and _is_assessment(path):
            yield _stored(path)
            return
        recordings = start(file).result()
    except RestrideError as error:
        yield _LeftOut(path.name, str(error))
        return
    for recording in recordings:
        s = recording.source
        source = f"{s.file}#{s.part}" if s.part else s.file
        try:
            done = assess_recordings([recording], profile=profile).assessment
        except RestrideError as error:
            yield _LeftOut(source, str(error))
            continue
        yield Bout(
            source=source, same=((s.sha256, s.part),), task=done.recordings[0].task, totals=done.totals,
            metrics=done.metrics, made=done.versions.methods, simulated=_simulated(done.recordings, done.quality),
        )  # fmt: skip


def _is_assessment(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return head.lstrip().startswith(b"{") and b'"restride/assessment/' in head


def _stored(path: Path) -> Bout:
    metrics = read_metrics(path)
    try:
        stored = decode(path.read_bytes(), type=_Stored)
    except DecodeError as error:
        raise BadPlan("an assessment", f"{path.name}: {error}", "make it with restride assess --json") from None
    return Bout(
        source=path.name, same=tuple((r.sha256, r.part) for r in stored.recordings),
        task=stored.recordings[0].task if stored.recordings else "unknown", totals=stored.totals, metrics=metrics,
        made=stored.versions.methods, simulated=_simulated(stored.recordings, stored.quality),
    )  # fmt: skip


def _simulated(recordings: Iterable[_Info | RecordingInfo], notes: Iterable[_Note | Quality]) -> bool:
    return any(r.reader.startswith("simulated") for r in recordings) or any(q.code == "simulated" for q in notes)


def _once(found: Sequence[Dated], say: Words, notes: list[str]) -> list[Dated]:
    """One of those that lie at the same time: two devices, or two exports, tell of one run. Loads are preferred."""
    kept: list[Dated] = []
    for one in sorted(found, key=lambda f: (not f.run.loads, f.run.date, f.run.source)):
        other = next((k for k in kept if k.meets(one)), None)
        if other is None:
            kept.append(one)
        else:
            notes.append(say("ledger.same_time", source=one.run.source, other=other.run.source))
    return kept


def _about(runs: Sequence[LedgerRun], profile: Profile | None, say: Words) -> list[str]:
    """What must be known to read it."""
    hows = dict.fromkeys(r.how for r in runs if r.loads)
    notes = []
    if profile is None or profile.athlete.mass_kg is None:
        notes.append(say("ledger.no_mass"))
    if any(load.direction_only for r in runs for load in r.loads):
        notes.append(say("ledger.direction_only"))
    if any(not r.loads for r in runs):
        plain = [r.source for r in runs if not r.loads]
        more = [say("ledger.more", count=len(plain) - MOST_NAMED)] if len(plain) > MOST_NAMED else []
        notes.append(say("ledger.without_loads", sources=", ".join(plain[:MOST_NAMED] + more)))
    if len(hows) > 1:
        notes.append(say("ledger.several", count=len(hows)))
    if any(WEARABLE not in how for how in hows):
        notes.append(say("ledger.laboratory"))
    return notes
