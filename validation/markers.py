"""Contacts by markers against force plates and against the events that a file stores; plates against those events too.

Markers alone: the force is taken out of the recording first. Running: the same runs' own plate (RBDS). Walking: the
stored events of a split belt (gaitalytics) and two plates in a floor (OpenSim's example). The shares of the body's
speed that the detector uses were chosen on these recordings; chosen without the person who is judged, the share for
leaving is the same, and that for landing moves by a twentieth, which is 2 ms.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from restride.app.measuring import MeasuredBout, measure_bout
from restride.core.recording import Recording
from restride.core.strides import Strides, strides
from restride.metrics.bout import Person
from restride.read import read
from validation.figures import Figure
from validation.matching import Matched, match, pool
from validation.runs import PEOPLE, TRIALS, data, rbds
from validation.score import Pair, Score, by_metric

RUNS = "the force plate under the same run (RBDS, 9 treadmill runs of 3 people, 2.5 to 4.5 m/s)"
WALKS = "events stored in the file (gaitalytics, one walk on a split belt) and plates in a floor (OpenSim's example)"
RUNNING = ("contact_time", "swing_time", "flight_time", "stride_time", "step_time", "duty_factor", "cadence")
WALKING = ("stance_time", "swing_time", "double_support", "stride_time", "step_time", "duty_factor", "cadence")
NEAR_S = 0.12
SIDES = ("left", "right")


@dataclass(frozen=True)
class Compared:
    """Contacts of one recording by a method, and by a reference."""

    person: str
    trial: str
    ours: MeasuredBout
    theirs: Strides

    @property
    def name(self) -> str:
        """Person and trial."""
        return f"{self.person} {self.trial}".strip()

    def times(self, which: str) -> Matched:
        """ic_s or fc_s of the same side, one to one."""
        ours = self.ours.strides
        both = ([getattr(s, which)[s.where(side)] for s in (self.theirs, ours)] for side in SIDES)
        return pool(match(*pair, NEAR_S) for pair in both)


def by_markers(recording: Recording) -> MeasuredBout:
    """Measured without its force."""
    kept = tuple(c for c in recording.channels if c.quantity == "marker")
    return measure_bout(recording.with_channels(kept), None, "unknown", Person())


@cache
def runs() -> tuple[Compared, ...]:
    """Every treadmill run."""
    folder = data() / "rbds_treadmill_running"
    return tuple(
        Compared(p, t, by_markers(read(folder / p / f"{p}run{t}.c3d")[0]), rbds(p, t).strides)
        for p in PEOPLE
        for t in TRIALS
    )


@cache
def belt() -> tuple[Recording, Strides]:
    """The walk on a split belt, and its stored events."""
    (trial,) = read(data() / "gaitalytics_treadmill_walking" / "treadmill_events.c3d")
    side, ic, fc = [], [], []
    for strike in (m for m in trial.marks if m.name == "Foot Strike"):
        offs = [m.time_s for m in trial.marks if m.name == "Foot Off" and m.side == strike.side]
        side.append(strike.side)
        ic.append(strike.time_s)
        fc.append(min((t for t in offs if t > strike.time_s), default=float("nan")))
    return trial, strides(side, ic, fc, task="walking", method="stored", grade="good")


@cache
def walks() -> tuple[Compared, ...]:
    """The walk on a belt, and the one over plates in a floor, whose contacts by force are kept only."""
    trial, stored = belt()
    folder = data() / "opensim_example3dwalking"
    (trc,), (mot,) = read(folder / "markers_walk.trc"), read(folder / "grf_walk.mot")
    whole = measure_bout(trc.with_channels((*trc.channels, *mot.channels)), None, "unknown", Person())
    pressed = whole.strides.rows(np.array([i not in whole.gathered.bout.crossed for i in range(whole.strides.n)]))
    return Compared("gaitalytics", "", by_markers(trial), stored), Compared("OpenSim", "", by_markers(trc), pressed)


def scores() -> list[Score]:
    """Errors of recordings' means."""
    return [
        *by_metric("markers_running", RUNS, [p for c in runs() for p in _pairs(c, RUNNING)]),
        *by_metric("markers_walking", WALKS, [p for c in walks() for p in _pairs(c, WALKING)]),
    ]


def _pairs(compared: Compared, names: tuple[str, ...]) -> list[Pair]:
    """Means over the contacts that both saw, of each side; of both feet together where a metric has no sides."""
    from restride.metrics.spatiotemporal.timing import double_support_percent, flight_s, step_s

    def values(s: Strides) -> dict[str, np.ndarray]:
        return {
            "contact_time": s.stance_s,
            "stance_time": s.stance_s,
            "swing_time": s.swing_s,
            "flight_time": flight_s(s),
            "double_support": double_support_percent(s),
            "stride_time": s.stride_s,
            "step_time": step_s(s),
            "duty_factor": s.duty_factor,
            "cadence": 60 / step_s(s),
        }

    ours, theirs = values(compared.ours.strides), values(compared.theirs)
    out = []
    for name in names:
        for side in ("both",) if name in ("flight_time", "double_support", "cadence") else SIDES:
            rows = _same(compared, side)
            a, b = ours[name][rows[0]], theirs[name][rows[1]]
            known = np.isfinite(a) & np.isfinite(b)
            if known.any():
                mean = [float(x[known].mean()) for x in (a, b)]
                out.append(Pair(name, compared.person, compared.trial, side, *mean))
    return out


def _same(compared: Compared, side: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows of ours and theirs that are the same contact."""
    ours, theirs = compared.ours.strides, compared.theirs
    found: tuple[list[int], list[int]] = ([], [])
    for one in SIDES if side == "both" else (side,):
        mine, other = ours.where(one), theirs.where(one)
        pairs = match(theirs.ic_s[other], ours.ic_s[mine], NEAR_S)
        found[0].extend(mine[pairs.detection].tolist())
        found[1].extend(other[pairs.reference].tolist())
    return np.array(found[0], dtype=np.intp), np.array(found[1], dtype=np.intp)


def lines() -> dict[str, list[str]]:
    """method -> how far contacts lie from the reference, recording by recording."""
    return {
        method: [f"{c.name}: landing {c.times('ic_s').words()}; leaving {c.times('fc_s').words()}" for c in some]
        for method, some in (("markers_running", runs()), ("markers_walking", walks()))
    }


def figures() -> list[Figure]:
    """The promises on contacts of the split belt, and what running by markers is off by."""
    trial, stored = belt()
    plates = measure_bout(trial, None, "unknown", Person())
    clean = np.array([i not in plates.gathered.bout.crossed for i in range(plates.strides.n)])
    by_plate = Compared("", "", plates, stored)
    on, seen = "gaitalytics, split belt", f"{stored.n} stored contacts"
    out = []
    for which, what, target in (("ic_s", "strikes", 15.0), ("fc_s", "offs", 30.0)):
        off = _off(plates.strides.rows(clean), stored, which)
        key = f"gaitalytics/plates {what}"
        out.append(_median(key, on, f"{what} on clean plate contacts, median", off, target, seen))
    for which, what in (("ic_s", "strikes"), ("fc_s", "offs")):
        off = walks()[0].times(which).error_s
        out.append(_median(f"gaitalytics/markers {what}", on, f"{what} by markers alone, median", off, 25.0, seen))
    crossed = sum(q.code == "contact_crossed" for q in plates.quality)
    right = [100 * _sided(c) for c in (by_plate, walks()[0])]
    out += [
        Figure("gaitalytics/crossed named", on, "crossed contacts named", crossed, "", "more", 1.0, decimals=0),
        Figure("gaitalytics/plates sides", on, "sides right, plates", right[0], "%", "more", 100.0, seen=seen),
        Figure("gaitalytics/markers sides", on, "sides right, markers", right[1], "%", "more", 100.0, seen=seen),
    ]
    on, seen = "RBDS, 9 runs", f"{sum(c.theirs.n for c in runs())} contacts"
    for which, what in (("ic_s", "landing"), ("fc_s", "leaving")):
        off = pool(c.times(which) for c in runs())
        key = f"rbds/markers {what}"
        bias, size = 1000 * off.bias_s, 1000 * off.mae_s
        out.append(Figure(f"{key} bias", on, f"{what} by markers, bias", bias, "ms", decimals=1, seen=seen))
        out.append(Figure(key, on, f"{what} by markers, mean error", size, "ms", "less", decimals=1, seen=seen))
    share = 100 * float(np.mean([_sided(c) for c in runs()]))
    out.append(Figure("rbds/markers sides", on, "sides right, markers", share, "%", "more", seen=seen))
    return out


def _median(key: str, on: str, what: str, off_s: np.ndarray, target_ms: float, seen: str) -> Figure:
    value = 1000 * float(np.median(off_s))
    return Figure(key, on, what, value, "ms", "near zero", target_ms, decimals=1, seen=seen)


def _off(ours: Strides, theirs: Strides, which: str) -> np.ndarray:
    """(k,) s, ours minus theirs of the same side."""
    both = ([getattr(s, which)[s.where(side)] for s in (theirs, ours)] for side in SIDES)
    return pool(match(*pair, NEAR_S) for pair in both).error_s


def _sided(compared: Compared) -> float:
    """Share of our contacts near one of the reference, whatever its side, that have its side."""
    ours, theirs = compared.ours.strides, compared.theirs
    pairs = match(theirs.ic_s, ours.ic_s, NEAR_S)
    return float(np.mean(ours.side[pairs.detection] == theirs.side[pairs.reference]))
