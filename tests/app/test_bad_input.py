"""Input that cannot be used ends in one helpful line, exit code 3, and nothing written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from restride.simulate import Runner, simulate_run, standing
from restride.simulate.files import write_c3d
from tests.app.command import one_helpful_line, restride

Make = Callable[[Path], tuple[str, ...]]
"""Makes files in a folder and returns the arguments of `assess` that name them."""

SIDECAR = """
task = "running"
time_column = "t"
[[channel]]
quantity = "acc"
place = "sacrum"
unit = "g"
columns = { V = "v", AP = "ap" }
"""
PROFILE = """
schema = "restride/profile/1"
[athlete]
id = "a1"
birth_year = 1990
activity = "running"
"""


def a_file(name: str, content: str | bytes) -> Make:
    """One file of this content."""

    def make(folder: Path) -> tuple[str, ...]:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return (name,)

    return make


def a_table(*rows: str, header: str = "t,v,ap", sidecar: str = SIDECAR) -> Make:
    """A sacral sensor's table with its sidecar beside it."""

    def make(folder: Path) -> tuple[str, ...]:
        (folder / "run.csv").write_text("\n".join([header, *rows]) + "\n")
        (folder / "run.toml").write_text(sidecar)
        return ("run.csv",)

    return make


def bouncing(times_s: list[float]) -> list[str]:
    """Rows of a sensor on somebody who hops about; the file is fine but for its times."""
    return [f"{t:.3f},{1 + (i % 35 < 15) * 1.5},{0.1 * (i % 7)}" for i, t in enumerate(times_s)]


def a_run(folder: Path) -> str:
    """Three seconds of a simulated runner."""
    write_c3d(simulate_run(Runner.typical(), seconds=3.0).recording, folder / "run.c3d")
    return "run.c3d"


def cut_short(folder: Path) -> tuple[str, ...]:
    name = a_run(folder)
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) * 6 // 10])
    return (name,)


def a_folder(folder: Path) -> tuple[str, ...]:
    (folder / "run.c3d").mkdir()
    return ("run.c3d",)


def a_person_who_stands(folder: Path) -> tuple[str, ...]:
    write_c3d(standing(Runner.typical(), seconds=3.0).recording, folder / "still.c3d")
    return ("still.c3d",)


def only_markers_of_the_trunk(folder: Path) -> tuple[str, ...]:
    run = simulate_run(Runner.typical(), seconds=3.0).recording
    kept = tuple(c for c in run.channels if c.quantity == "marker" and ("ASIS" in c.place or "PSIS" in c.place))
    write_c3d(run.with_channels(kept), folder / "trunk.c3d")
    return ("trunk.c3d",)


def with_profile(text: str) -> Make:
    def make(folder: Path) -> tuple[str, ...]:
        (folder / "p.toml").write_text(text)
        return (a_run(folder), "--profile", "p.toml")

    return make


def with_static(make: Make) -> Make:
    def both(folder: Path) -> tuple[str, ...]:
        run = a_run(folder)
        (folder / "s").mkdir()
        (static,) = make(folder / "s")
        return (run, "--static", f"s/{static}")

    return both


def with_part(folder: Path) -> tuple[str, ...]:
    return (f"{a_run(folder)}#7",)


def several_in_one(folder: Path) -> tuple[str, ...]:
    (folder / "rows.csv").write_text("\n".join(",".join(["1.0"] * 200) for _ in range(3)))
    (folder / "rows.toml").write_text(
        'task = "running"\nlayout = "one trial a row"\nsamples = 200\nrate_hz = 100\n'
        '[[channel]]\nquantity = "acc"\nplace = "sacrum"\nunit = "g"\ncolumns = { V = 0 }\n'
    )
    return ("rows.csv",)


ROWS = bouncing([i / 100 for i in range(500)])
CASES: dict[str, Make] = {
    "an empty file": a_file("run.c3d", ""),
    "text under the name of a C3D": a_file("run.c3d", "this is a diary\n" * 400),
    "a C3D cut short": cut_short,
    "a folder": a_folder,
    "a file of a type that nobody knows": a_file("run.xyz", bytes(range(256)) * 40),
    "a CSV of unknown layout without a sidecar": a_file("run.csv", "a,b\n1,2\n3,4\n"),
    "a file that is not there": lambda folder: ("none.c3d",),
    "a sidecar that is not there": lambda folder: (a_run(folder), "--sidecar", "none.toml"),
    "a CSV without one number": a_table(*(f"{i / 100},nan,nan" for i in range(500))),
    "a CSV of one sample": a_table("0.0,1.0,0.0"),
    "a CSV of a header alone": a_table(),
    "times that run backwards": a_table(*bouncing([-i / 100 for i in range(500)])),
    "times that stand still": a_table(*bouncing([1.0] * 500)),
    "words where numbers should be": a_table(*(f"{i / 100},high,low" for i in range(500))),
    "numbers that no body bears": a_table(*(f"{i / 100},1e300,1e300" for i in range(500))),
    "a signal that never changes": a_table(*(f"{i / 100},1.0,0.0" for i in range(3000))),
    "a sidecar with a column that is not there": a_table(*ROWS, header="t,up,ap"),
    "a sidecar that is no TOML": a_table(*ROWS, sidecar="task: running"),
    "a sidecar with an unknown unit": a_table(*ROWS, sidecar=SIDECAR.replace('"g"', '"furlong"')),
    "a profile with a typo": with_profile(PROFILE.replace("birth_year", "birthyear")),
    "a profile with an impossible mass": with_profile(PROFILE + "mass_kg = 6200\n"),
    "a profile that is no TOML": with_profile("{}"),
    "a profile that is not there": lambda folder: (a_run(folder), "--profile", "none.toml"),
    "three seconds of standing": a_person_who_stands,
    "a C3D with neither force nor markers of the feet": only_markers_of_the_trunk,
    "a part that is not there": with_part,
    "several recordings without a choice": several_in_one,
    "a standing trial that is empty": with_static(a_file("static.c3d", "")),
    "a standing trial that is not there": lambda folder: (a_run(folder), "--static", "none.c3d"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_ends_in_one_helpful_line_and_writes_nothing(case: str, tmp_path: Path) -> None:
    arguments = CASES[case](tmp_path)
    before = sorted(tmp_path.rglob("*"))
    ran = restride("assess", *arguments, "--out", "out", "--json", "answer.json", cwd=tmp_path)
    assert ran.code == 3, ran
    assert one_helpful_line(ran), ran.err
    assert ran.out == b""
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("case", ["an empty file", "a C3D cut short", "a folder", "three seconds of standing"])
def test_bad_input_to_events_ends_in_one_helpful_line_and_prints_nothing(case: str, tmp_path: Path) -> None:
    ran = restride("events", *CASES[case](tmp_path), cwd=tmp_path)
    assert (ran.code, ran.out) == (3, b"")
    assert one_helpful_line(ran), ran.err


def test_what_was_in_the_folder_before_bad_input_stays(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("the one of last week")
    assert restride("assess", "none.c3d", "--out", "out", cwd=tmp_path).code == 3
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["report.html"]
    assert (tmp_path / "out" / "report.html").read_text() == "the one of last week"


NAME = "Zebulon Quux"
INJURY = '[[injury]]\nid = "i"\nplace = "calf"\nkind = "unknown"\nside = "left"\nstatus = "current"\n'
NAMED: dict[str, Make] = {
    "in a field that wants a known word": with_profile(f'{PROFILE}{INJURY}diagnosed_by = "{NAME}"\n'),
    "in a field that does not exist": with_profile(f'{PROFILE}name = "{NAME}"\n'),
    "in a field of another type": with_profile(f'{PROFILE}mass_kg = "{NAME}"\n'),
    "in a line that is no TOML": with_profile(f"{PROFILE}name = {NAME}\n"),
    "in the right field of a wrong profile": with_profile(f'{PROFILE}guardian = "{NAME}"\nmas_kg = 60\n'),
    "in a line above a table without the column": a_table("t,up,ap", *ROWS, header=f"Name: {NAME}"),
    "in the cells of a table": a_table(*(f"{i / 100},{NAME},{NAME}" for i in range(500))),
    "in a text under the name of a C3D": a_file("run.c3d", f"{NAME}\n" * 400),
}


@pytest.mark.parametrize("case", NAMED)
def test_errors_never_carry_a_person_s_name(case: str, tmp_path: Path) -> None:
    """The folder is called like the person too."""
    folder = tmp_path / NAME
    folder.mkdir()
    ran = restride("assess", *(NAMED[case](folder)), cwd=folder)
    assert ran.code == 3, ran
    assert one_helpful_line(ran), ran.err
    assert not any(word in ran.err for word in NAME.split()), ran.err
