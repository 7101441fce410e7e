"""`restride demo`: one run measured from file to report, in seconds, with what it cost."""

import csv
import shlex
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from restride.app.cli.screen import show, working
from restride.core.errors import MissingData

if TYPE_CHECKING:
    from restride.core.profile import Profile

OUT = Path("restride-demo")
SAMPLE = "rbds_treadmill_running"
PEOPLE = ("RBDS014", "RBDS010", "RBDS001")
TRIALS = tuple(f"{person}/{person}runT{speed}" for speed in ("25", "35", "45") for person in PEOPLE)
PATIENCE_S = 3.0
"""So long the demo waits for a recording from its public home."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What the demo measures; `lines` say first whether the runner is real."""

    lines: str
    run: Path
    static: Path | None = None
    sidecar: Path | None = None
    mass_kg: float | None = None


def command() -> None:
    """Measure a run (a real one where there is one, else a simulated one) and write its report to ./restride-demo/."""
    began = time.monotonic()
    from restride.app.files import folder
    from restride.app.report import start_drawing

    with folder(OUT) as stage:
        start_drawing()
        trial = real(stage) or simulated(stage)
        show(trial.lines)
        with working("measuring and writing the report"):
            from restride.app import flows
            from restride.app.outputs import write_outputs

            person = profile(trial.mass_kg)
            assessed = flows.assess(
                [str(trial.run)],
                static=str(trial.static) if trial.static else None,
                sidecars=[trial.sidecar] if trial.sidecar else [],
                profile=person,
                task="auto",
            )
            write_outputs(assessed, person, stage)
    from restride.app.cli.answer import answer

    show(*answer(assessed.assessment))
    show(f"\nReport: {OUT / 'report.html'}  {OUT / 'report.pdf'}  {OUT / 'assessment.json'}")
    show(f"The same by hand: {by_hand(trial, stage)}")
    show("Your own: restride doctor FILE says what it holds, restride assess FILE --out FOLDER measures it")
    show(f"Installed: {installed_mb():.0f} MB. Took {time.monotonic() - began:.1f} s.")


def real(stage: Path) -> Trial | None:
    """A recorded runner, from this machine or within three seconds from its public home; None where there is none."""
    from restride.app import samples

    for trial in TRIALS:
        if place := samples.find(SAMPLE, f"{trial}.c3d"):
            return _trial(place, trial, stage)
    first = TRIALS[0]
    try:
        with working("asking the recording's public home"):
            place = samples.fetch(SAMPLE, f"{first}.c3d", f"{_static(first)}.c3d", within_s=PATIENCE_S)
    except MissingData:
        return None
    return _trial(place, first, stage)


def simulated(stage: Path) -> Trial:
    """A virtual runner, written as files and read back through the door that everybody's files come through."""
    from restride.simulate.files import write_demo

    run, static = write_demo(stage)
    lines = (
        "SIMULATED runner, made by restride itself: no recording is here and none came from its public home.\n"
        f"A recorded one: restride samples fetch {SAMPLE}\n"
    )
    return Trial(lines, run, static)


def profile(mass_kg: float | None) -> "Profile":
    """The least that is known about the demo's runner: no complaint, no goal."""
    from restride.core.profile import Athlete, Profile

    return Profile(
        schema="restride/profile/1",
        athlete=Athlete(id="demo", birth_year=1985, activity="running", mass_kg=mass_kg),
    )


def by_hand(trial: Trial, stage: Path) -> str:
    """The command that does what the demo did, but for the profile; what was made in `stage` lies in OUT now."""
    named = {"": trial.run, " --static ": trial.static, " --sidecar ": trial.sidecar}
    final = {option: OUT / path.name if path.parent == stage else path for option, path in named.items() if path}
    return "restride assess " + "".join(f"{option}{shlex.quote(str(path))}" for option, path in final.items())


def installed_mb() -> float:
    """Size of everything installed in this environment (its site-packages)."""
    roots = {Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib")}
    return sum(file.lstat().st_size for root in roots for file in root.rglob("*") if not file.is_dir()) / 1e6


def _trial(place: Path, trial: str, stage: Path) -> Trial:
    from restride.app import samples

    about = samples.sample(SAMPLE)
    person, speed = trial.split("/")[1].split("runT")
    static = place / f"{_static(trial)}.c3d"
    sidecar = stage / "conditions.toml"
    sidecar.write_text(f'task = "running"\n[conditions]\nspeed_mps = {int(speed) / 10}\nmode = "treadmill"\n')
    lines = (
        f"REAL runner: {person} of {SAMPLE}, {int(speed) / 10} m/s on a treadmill ({about.licence}).\n"
        f"Cite: {about.citation}\n"
    )
    mass_kg = _mass_kg(place / "participants.csv", person)
    return Trial(lines, place / f"{trial}.c3d", static if static.is_file() else None, sidecar, mass_kg)


def _static(trial: str) -> str:
    return trial.split("runT")[0] + "static"


def _mass_kg(participants: Path, person: str) -> float | None:
    """The runner's mass, and nothing else of what that file tells about people."""
    if not participants.is_file():
        return None
    with participants.open(newline="", encoding="utf-8") as file:
        return next((float(row["Mass"]) for row in csv.DictReader(file) if row["FileName"].startswith(person)), None)
