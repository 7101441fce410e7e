"""The lower back in running: contacts, peak force and bounce against force plates and markers.

A worn sensor: 16 treadmill trials of one runner, acceleration alone (Alcantara 2022). Simulated sensors: 9 treadmill
runs of three people, from their pelvis markers (RBDS); they carry no strap and no noise. The number that leads from
time above the level to contact time comes from those nine runs, so each of the three people is scored with that of the
other two; nothing was fitted to the trials of the worn sensor. Contact is vertical force at 0.10 of body weight.

The baselines beside are what one gets without a sensor's shape: predicting the mean of the other trials, and a line in
speed and step time fitted to them (leave one trial out).
"""

import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from restride.app.flows import assess
from restride.core.recording import AXES_BODY, Recording
from restride.core.strides import Strides
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.events import back_run_sides, sacral
from restride.metrics.bout import Bout, Person
from restride.metrics.loading.sacral import sacral as sacral_force
from restride.metrics.loading.spring_mass import LEG_OF_HEIGHT, spring_mass
from restride.metrics.spatiotemporal.bounce import bounce, highest_less_lowest, travelled
from restride.metrics.spatiotemporal.timing import flight_s, step_s
from restride.read import read
from restride.signal.filters import lowpass
from restride.signal.prepare import Prepared, prepare
from restride.simulate import SACRUM, from_markers
from validation.figures import Figure
from validation.matching import match
from validation.runs import BELT_MPS, PEOPLE, TRIALS, data, rbds, value
from validation.score import Pair, Score, by_metric

LEVEL_BW = 0.10
WORN = "a worn sensor, 16 treadmill trials of one runner on slopes of -10 to +10 degrees (Alcantara 2022)"
SIMULATED = "sensors SIMULATED from markers, 9 treadmill runs of three people (RBDS)"
AGAINST = f"vertical force at {LEVEL_BW:.2f} BW; {WORN}, and {SIMULATED}, each person with the number of the other two"
MARKERS = f"the middle of the pelvis by markers; {SIMULATED}"
NEAR_S = 0.08
HEIGHT_M, MASS_KG = 1.73, 76.8
"""Of the runner with the worn sensor."""
SIDECAR = """
task = "running"
layout = "one trial a row"
samples = 2480
rate_hz = 500.0
[[channel]]
quantity = "acc"
place = "sacrum"
side = "none"
unit = "g"
columns = {{ V = 0, AP = 2480 }}
{rows}
"""
TIMES = ("contact_time", "cadence", "step_time", "stride_time", "swing_time", "flight_time", "duty_factor")


@dataclass(frozen=True, eq=False)
class Run:
    """One run with its truth.

    ic_s, fc_s, peak_bw: (n,) of the plate. strides: ours; alone, rise_m: our peak force of each contact and mean
    vertical oscillation from acceleration alone, carried: peak force with the turning rate. height_m: vertical
    oscillation from acceleration alone, with the turning rate, and by markers. fall_mps: braking pulse, ours and by
    markers. sides: share of our contacts with the right side, unknown ones counted as wrong, and share that has one.
    """

    person: str
    name: str
    speed_mps: float
    slope_deg: float
    ic_s: np.ndarray
    fc_s: np.ndarray
    peak_bw: np.ndarray
    strides: Strides
    alone: np.ndarray
    rise_m: float = np.nan
    carried: np.ndarray | None = None
    height_m: tuple[float, float, float] | None = None
    fall_mps: tuple[float, float] | None = None
    sides: tuple[float, float] | None = None

    @property
    def step_s(self) -> float:
        """The plate's mean step time."""
        return float(np.diff(self.ic_s).mean())

    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows (ours, theirs) of the same stances, by their middles."""
        found = match((self.ic_s + self.fc_s) / 2, (self.strides.ic_s + self.strides.fc_s) / 2, NEAR_S)
        return found.detection, found.reference

    def contact_off_s(self) -> np.ndarray:
        """(k,) contact time of each stance, ours less theirs."""
        ours, theirs = self.pairs()
        return self.strides.stance_s[ours] - (self.fc_s - self.ic_s)[theirs]

    def peak_off_bw(self, values: np.ndarray) -> np.ndarray:
        """(k,) peak force of each stance, ours less theirs."""
        ours, theirs = self.pairs()
        off = values[ours] - self.peak_bw[theirs]
        return off[np.isfinite(off)]


def sidecar(folder: Path, info: Path) -> Path:
    """The sidecar that names the columns and the conditions of each row."""
    rows = np.genfromtxt(info, delimiter=",", names=True, dtype=None, encoding="utf-8")
    tables = "".join(f"[[row]]\nspeed_mps = {r['Speed']}\nslope_deg = {r['Slope']}\n" for r in rows)
    path = folder / "sacral.toml"
    path.write_text(SIDECAR.format(rows=tables))
    return path


def force_contacts(force: np.ndarray, rate_hz: float, level: float = LEVEL_BW) -> tuple[np.ndarray, np.ndarray]:
    """Whole contacts where force (n,) in BW crosses `level`, by straight lines between samples."""
    up = np.flatnonzero((force[:-1] < level) & (force[1:] >= level))
    down = np.flatnonzero((force[:-1] >= level) & (force[1:] < level))
    down = down[down > up[0]]
    n = min(len(up), len(down))
    ic, fc = ((i + (level - force[i]) / (force[i + 1] - force[i])) / rate_hz for i in (up[:n], down[:n]))
    return ic, fc


def _peaks(force: np.ndarray, rate_hz: float, ic: np.ndarray, fc: np.ndarray) -> np.ndarray:
    return np.array([force[int(a * rate_hz) : int(b * rate_hz) + 2].max() for a, b in zip(ic, fc, strict=True)])


def gathered(one: Recording, strides: Strides) -> dict[str, np.ndarray]:
    """metric -> one value a contact, of the two families that read the lower back."""
    bout = Bout(one, None, None, frozenset(), strides, frozenset(), Person(), one.conditions)
    return {r.name: r.values for family in (sacral_force, bounce) for r in family(bout).rows}


@cache
def worn() -> list[Run]:
    """Every trial of the worn sensor that lies in the folder; contacts as `restride assess` finds them."""
    root = data() / "alcantara_sacral_running"
    file = root / "Accelerometer_one_sub.csv"
    found = []
    with tempfile.TemporaryDirectory() as folder:
        beside = sidecar(Path(folder), root / "Sub_Info_one_sub.csv")
        recordings = read(file, sidecar=beside)
    info = np.genfromtxt(root / "Sub_Info_one_sub.csv", delimiter=",", names=True, dtype=None, encoding="utf-8")
    forces = np.loadtxt(root / "GRF_one_sub.csv", delimiter=",")
    for k, (one, force, row) in enumerate(zip(recordings, forces, info, strict=True)):
        ready = prepare(one).recording
        strides = sacral.detect(ready)
        ic, fc = force_contacts(force, 500.0)
        made = gathered(ready, strides)
        found.append(
            Run(
                "subject 2", str(k), float(row["Speed"]), float(row["Slope"]), ic, fc, _peaks(force, 500.0, ic, fc),
                strides, made["vgrf_peak"], float(np.nanmean(made["vertical_oscillation"])),
            )
        )  # fmt: skip
    return found


@cache
def _marked(person: str, trial: str) -> tuple[Prepared, Recording]:
    """(plates and markers in body axes, the simulated sensor in body axes) of one run."""
    folder = data() / "rbds_treadmill_running" / person
    (run,), (still,) = read(folder / f"{person}run{trial}.c3d"), read(folder / f"{person}static.c3d")
    made = from_markers(run, SACRUM, standing=still)
    body = tuple(replace(c, frame="body", axes=AXES_BODY) for c in made.channels)
    return prepare(run, still), made.with_channels(body)


def plate(person: str, trial: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(ic_s, fc_s, peak_bw) of one run, by its own mean force."""
    (total,) = _marked(person, trial)[0].recording.select("grf", "total")
    force = lowpass(total.axis("V"), total.rate_hz, cutoff_hz=50.0)
    force /= force.mean()
    ic, fc = force_contacts(force, total.rate_hz)
    return total.start_s + ic, total.start_s + fc, _peaks(force, total.rate_hz, ic, fc)


@cache
def offset_of(people: tuple[str, ...]) -> float:
    """Seconds from the slope times time above the level to contact time, mean over the runs of these people."""
    missing = []
    for person in people:
        for trial in TRIALS:
            c = sacral.acceleration(_marked(person, trial)[1])
            up, down, _ = sacral.above_level(c.axis("V"), c.rate_hz)
            ic, fc, _ = plate(person, trial)
            above = float(np.median(down - up)) / c.rate_hz
            missing.append(float((fc - ic).mean()) - sacral.SacralContacts().slope * above)
    return float(np.mean(missing))


@cache
def simulated() -> list[Run]:
    """Every run of the simulated sensors, with the number of the other two people."""
    found = []
    for person in PEOPLE:
        params = replace(sacral.SacralContacts(), offset_s=offset_of(tuple(p for p in PEOPLE if p != person)))
        for trial in TRIALS:
            _, sensor = _marked(person, trial)
            strides = sacral.detect(sensor, params)
            alone = sensor.with_channels(sensor.select("acc"))
            own, both = gathered(alone, strides), gathered(sensor, strides)
            ic, fc, peak = plate(person, trial)
            truth = value(rbds(person, trial), "vertical_oscillation", "both") or np.nan
            heights = tuple(float(np.nanmean(x["vertical_oscillation"])) for x in (own, both))
            falls = float(np.nanmean(both["braking_pulse"])), _fall(person, trial, strides)
            found.append(
                Run(
                    person, trial, BELT_MPS[trial], 0.0, ic, fc, peak, strides, own["vgrf_peak"], heights[0],
                    both["vgrf_peak"], (*heights, truth), falls, _sides(person, trial, sensor, strides),
                )
            )  # fmt: skip
    return found


def _fall(person: str, trial: str, strides: Strides) -> float:
    """Mean deepest fall of the forward speed of the middle of the pelvis within a step, by its markers."""
    ready, _ = _marked(person, trial)
    assert ready.kind is not None
    labels = [ready.kind.label(side, name) for side in ("left", "right") for name in (ready.kind.asis, ready.kind.psis)]
    path = [c for c in ready.recording.select("marker") if c.place in labels]
    middle = np.mean([c.axis("AP") for c in path], axis=0)
    rate_hz = path[0].rate_hz
    speed = np.gradient(lowpass(middle, rate_hz, cutoff_hz=20.0)) * rate_hz
    falls = []
    for a, b in zip(strides.ic_s[:-1], strides.ic_s[1:], strict=True):
        part = speed[int((a - path[0].start_s) * rate_hz) : int((b - path[0].start_s) * rate_hz) + 1]
        if len(part) and b - a < 0.6:
            falls.append(float((np.maximum.accumulate(part) - part).max()))
    return float(np.nanmean(falls))


def _sides(person: str, trial: str, sensor: Recording, strides: Strides) -> tuple[float, float]:
    """(share right, share told) of the sides against those from markers and force."""
    (acc,), (gyro,) = sensor.select("acc"), sensor.select("gyro")
    side = back_run_sides.sides(acc.values, gyro.values, acc.rate_hz, (strides.ic_s - acc.start_s) * acc.rate_hz)
    truth = rbds(person, trial).strides
    pairs = match(truth.ic_s, strides.ic_s, NEAR_S)
    return float(np.mean(truth.side[pairs.reference] == side[pairs.detection])), float(np.mean(side != "unknown"))


def timing_pairs(run: Run) -> list[Pair]:
    """Means of times: ours over all steps, the plate's over all of its."""
    s, ic, fc = run.strides, run.ic_s, run.fc_s
    step, flight = step_s(s), flight_s(s)
    ours = {
        "contact_time": s.stance_s, "step_time": step, "stride_time": s.stride_s, "swing_time": s.swing_s,
        "flight_time": flight, "duty_factor": s.duty_factor,
    }  # fmt: skip
    theirs = {
        "contact_time": fc - ic, "step_time": np.diff(ic), "stride_time": ic[2:] - ic[:-2],
        "swing_time": ic[2:] - fc[:-2], "flight_time": ic[1:] - fc[:-1],
        "duty_factor": (fc - ic)[:-2] / (ic[2:] - ic[:-2]),
    }  # fmt: skip
    means = {n: (float(np.nanmean(ours[n])), float(np.mean(theirs[n]))) for n in ours}
    means["cadence"] = 60 / means["step_time"][0], 60 / means["step_time"][1]
    return [Pair(n, run.person, run.name, "both", *means[n]) for n in TIMES]


def peak_pair(run: Run, values: np.ndarray) -> Pair:
    """Mean peak force of the stances that both have."""
    ours, theirs = run.pairs()
    use = np.isfinite(values[ours])
    mean = float(values[ours][use].mean()), float(run.peak_bw[theirs][use].mean())
    return Pair("vgrf_peak", run.person, run.name, "both", *mean)


def scores() -> list[Score]:
    """Errors of times, peak force, vertical oscillation and braking pulse, of recordings' means."""
    runs = [*worn(), *simulated()]
    gyro = [(r, r.carried, r.height_m, r.fall_mps) for r in simulated()]
    found = by_metric("sacral_acc", AGAINST, [p for r in runs for p in timing_pairs(r)])
    found += by_metric("sacral_force", AGAINST, [peak_pair(r, r.alone) for r in runs])
    found += by_metric(
        "sacral_force_gyro", f"vertical force; {SIMULATED}", [peak_pair(r, c) for r, c, *_ in gyro if c is not None]
    )
    for k, method in enumerate(("sacral_bounce", "sacral_bounce_gyro")):
        heights = [Pair("vertical_oscillation", r.person, r.name, "both", h[k], h[2]) for r, _, h, _ in gyro if h]
        falls = [Pair("braking_pulse", r.person, r.name, "both", *f) for r, _, _, f in gyro if f] if k else []
        found += by_metric(method, MARKERS, [*heights, *falls])
    return found


def rms(x: np.ndarray) -> float:
    """Root of the mean square."""
    return float(np.sqrt(np.mean(np.square(x))))


def baselines(truth: np.ndarray, known: np.ndarray, trial: np.ndarray) -> tuple[float, float]:
    """RMSE per stance of (the mean of the other trials, a line in speed and step time fitted to them).

    truth: (k,) one a stance; known: (k, 2) speed and step time of its trial; trial: (k,) which that is.
    """
    mean, line = np.empty(len(truth)), np.empty(len(truth))
    x = np.column_stack([np.ones(len(truth)), known])
    for one in np.unique(trial):
        here = trial == one
        mean[here] = truth[~here].mean()
        line[here] = x[here] @ np.linalg.lstsq(x[~here], truth[~here], rcond=None)[0]
    return rms(mean - truth), rms(line - truth)


def _stances(runs: list[Run]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(contact s, peak BW, speed and step time, trial) of all stances of the plate."""
    known = [[(r.speed_mps, r.step_s)] * len(r.ic_s) for r in runs]
    return (
        np.concatenate([r.fc_s - r.ic_s for r in runs]),
        np.concatenate([r.peak_bw for r in runs]),
        np.concatenate([np.array(k) for k in known]),
        np.concatenate([np.full(len(r.ic_s), k) for k, r in enumerate(runs)]),
    )


def figures() -> list[Figure]:
    """The promises for the worn sensor; the simulated ones beside, each person apart."""
    runs, out = worn(), []
    contact, peak = (
        np.concatenate(x) for x in ([r.contact_off_s() for r in runs], [r.peak_off_bw(r.alone) for r in runs])
    )
    on, seen = "alcantara_sacral_running", f"{len(runs)} trials"
    out += [
        Figure(
            "alcantara/contact", on, "contact time RMSE per stance", 1000 * rms(contact), "ms", "less", 16.0, 20.0,
            "paper", 1, seen, f"bias {1000 * contact.mean():+.1f} ms, {len(contact)} stances",
        ),
        Figure(
            "alcantara/peak", on, "peak force RMSE per stance", rms(peak), "BW", "less", 0.15, 0.15, "paper", 3, seen,
            f"bias {peak.mean():+.3f} BW",
        ),
    ]  # fmt: skip
    for person in PEOPLE:
        own = [r for r in simulated() if r.person == person]
        off = np.concatenate([r.contact_off_s() for r in own])
        peaks = np.concatenate([r.peak_off_bw(r.carried) for r in own if r.carried is not None])
        here, seen = f"SIMULATED sacrum, running ({person})", f"{len(own)} runs"
        out += [
            Figure(
                f"virtual sacrum/{person} contact", here, "contact time RMSE per stance", 1000 * rms(off), "ms", "less",
                decimals=1, seen=seen, note=f"bias {1000 * off.mean():+.1f} ms",
            ),
            Figure(
                f"virtual sacrum/{person} peak", here, "peak force RMSE per stance", rms(peaks), "BW", "less",
                decimals=3, seen=seen, note=f"bias {peaks.mean():+.3f} BW",
            ),
        ]  # fmt: skip
    return out


def lines() -> list[str]:
    """The worn sensor beside the baselines, each run, sides, leg stiffness, and how far this reaches in `assess`."""
    runs = worn()
    contact, peak, known, trial = _stances(runs)
    off = np.concatenate([r.contact_off_s() for r in runs])
    peaks = np.concatenate([r.peak_off_bw(r.alone) for r in runs])
    mean, line = baselines(contact, known, trial)
    mean_bw, line_bw = baselines(peak, known, trial)
    means = rms(np.array([r.contact_off_s().mean() for r in runs]))
    out = [
        f"worn sensor, contact time RMSE per stance: {1000 * rms(off):.1f} ms, bias {1000 * off.mean():+.1f} ms "
        f"({len(off)} of {len(contact)} stances; over trials {1000 * means:.1f} ms); the mean of the other trials "
        f"{1000 * mean:.1f} ms; a line in speed and step time {1000 * line:.1f} ms (both left out one by one)",
        f"worn sensor, peak force RMSE per stance: {rms(peaks):.3f} BW, bias {peaks.mean():+.3f} BW; the mean of the "
        f"other trials {mean_bw:.3f} BW; a line in speed and step time {line_bw:.3f} BW",
        _stiffness(runs),
        _oscillation(runs),
    ]
    for r in [*runs, *simulated()]:
        found = r.alone if r.carried is None else r.carried
        told = f", right foot {r.sides[0]:.0%} ({r.sides[1]:.0%} told)" if r.sides else ""
        off = 1000 * r.contact_off_s()
        out.append(
            f"{r.person} {r.name}, {r.speed_mps:g} m/s, {r.slope_deg:+g} deg: {len(off)} of {len(r.ic_s)} stances, "
            f"contact time {(r.fc_s - r.ic_s).mean():.3f} s, off by {off.mean():+.1f} ms (SD {off.std():.1f}), "
            f"peak force {r.peak_bw.mean():.2f} BW, off by {r.peak_off_bw(found).mean():+.2f} BW{told}"
        )
    out.append(f"through `assess`, cadence is off by {_assessed():.2f} steps/min at most on the worn sensor")
    return out


def _stiffness(runs: list[Run]) -> str:
    """Leg stiffness by the sine method, from our times against from the plate's."""
    off = []
    for r in runs:
        found = []
        for ic, fc in ((r.strides.ic_s, r.strides.fc_s), (r.ic_s, r.fc_s)):
            step, contact_s = float(np.median(np.diff(ic))), float((fc - ic).mean())
            leg_m = LEG_OF_HEIGHT * HEIGHT_M
            found.append(
                spring_mass(
                    mass_kg=MASS_KG, leg_m=leg_m, speed_mps=r.speed_mps, contact_s=contact_s, flight_s=step - contact_s
                ).leg_stiffness
            )
        off.append(100 * (found[0] / found[1] - 1))
    return (
        f"worn sensor, leg stiffness from our times against from the plate's, both by the sine method: RMSE "
        f"{rms(np.array(off)):.0f} %, bias {np.mean(off):+.0f} %, worst {max(off, key=abs):+.0f} %"
    )


def _oscillation(runs: list[Run]) -> str:
    """Vertical oscillation of the worn sensor beside the centre of mass's, which force integrates to."""
    ours, theirs = [], []
    forces = np.loadtxt(data() / "alcantara_sacral_running" / "GRF_one_sub.csv", delimiter=",")
    for r, force in zip(runs, forces, strict=True):
        share = np.diff(r.ic_s)[:-1] / (r.ic_s[2:] - r.ic_s[:-2])
        path = travelled(STANDARD_GRAVITY_MPS2 * force, 500.0, 0.0, r.ic_s[:-2], r.ic_s[2:])[1]
        theirs.append(float(np.nanmean(highest_less_lowest(path, share))))
        ours.append(r.rise_m)
    off = 1000 * (np.array(ours) - np.array(theirs))
    return (
        f"worn sensor, vertical oscillation against that of the centre of mass by the force plate: RMSE {rms(off):.1f} "
        f"mm, bias {off.mean():+.1f} mm, of {1000 * np.mean(theirs):.0f} mm; r {np.corrcoef(ours, theirs)[0, 1]:.2f}"
    )


@cache
def _assessed() -> float:
    """Largest error of cadence over the worn sensor's trials, as a user sees it."""
    root = data() / "alcantara_sacral_running"
    off = []
    with tempfile.TemporaryDirectory() as folder:
        beside = sidecar(Path(folder), root / "Sub_Info_one_sub.csv")
        for r in worn():
            done = assess([f"{root / 'Accelerometer_one_sub.csv'}#{r.name}"], sidecars=[beside])
            mine = [m.value for m in done.assessment.metrics if m.name == "cadence" and "live" not in m.method]
            off.append(abs(mine[0] - 60 / r.step_s) if mine else np.nan)
    return float(np.max(off))
