"""Several files of one bout on one clock, and long recordings in pieces: the same numbers as in one go."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from numpy.testing import assert_allclose

from restride.app import measuring
from restride.app.measuring import find_strides, measure_bout, together
from restride.core.errors import InputError
from restride.core.recording import Recording, Source
from restride.metrics.bout import Person
from restride.read import read
from restride.simulate import FEET, SACRUM, Go, Lab, Pace, Pause, Runner, simulate_run, simulate_worn_walk
from tests.read import lab_files

ROUTE = [Pause(4.0), Go(steps=60), Pause(5.0), Go(steps=45), Pause(6.0), Go(steps=70), Pause(4.0)]


@pytest.fixture(scope="module")
def walk() -> Recording:
    """Three stretches of walking with a device on each foot and one on the back."""
    made = simulate_worn_walk(Pace.typical(1.3), ROUTE, sites=(*FEET, *SACRUM)).recording
    return replace(made, task="walking")


def only(walk: Recording, place: str, side: str, *, file: str, shift_s: float = 0.0) -> Recording:
    """One device as a file of its own, whose clock starts elsewhere."""
    channels = tuple(c for c in walk.channels if (c.place, c.side) == (place, side))
    return replace(walk, channels=channels, source=Source(file, "0" * 64, "test", "1")).shifted(shift_s)


def values(done: measuring.MeasuredBout) -> dict[tuple[str, str], float]:
    return {(m.name, m.side): m.value for m in done.measured.metrics}


def test_a_long_recording_in_pieces_gives_the_contacts_of_the_whole(
    walk: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = find_strides(walk, "walking")
    monkeypatch.setattr(measuring, "PIECE_S", 30.0)
    cut = find_strides(walk, "walking")
    assert cut.n == whole.n
    assert list(cut.side) == list(whole.side)
    assert_allclose(cut.ic_s, whole.ic_s, atol=0.01)


def test_a_long_recording_in_pieces_gives_the_numbers_of_the_whole(
    walk: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = values(measure_bout(walk, None, "walking", Person()))
    monkeypatch.setattr(measuring, "PIECE_S", 30.0)
    cut = values(measure_bout(walk, None, "walking", Person()))
    for name in ("stride_time", "stance_time", "stride_length"):
        assert cut[name, "left"] == pytest.approx(whole[name, "left"], rel=0.02)
    assert cut["cadence", "both"] == pytest.approx(whole["cadence", "both"], rel=0.01)


def test_a_device_on_the_back_is_brought_onto_the_clock_of_a_foot(walk: Recording) -> None:
    feet = replace(walk, channels=tuple(c for c in walk.channels if c.place == "foot"))
    back = only(walk, "sacrum", "none", file="back.csv", shift_s=-7.3)
    (joined,) = together([feet, back], "walking")
    moved = next(c for c in joined.channels if c.place == "sacrum")
    assert moved.start_s == pytest.approx(0.0, abs=0.15)
    assert [n.code for n in joined.notes if n.code == "clock_shifted"]
    sources = {m.source for m in measure_bout(joined, None, "walking", Person()).measured.metrics}
    assert any("back.csv" in s for s in sources)


def test_two_feet_that_alternate_are_one_bout_and_say_what_that_does_not_prove(walk: Recording) -> None:
    left, right = (only(walk, "foot", side, file=f"{side}.csv") for side in ("left", "right"))
    (joined,) = together([left, right], "walking")
    done = measure_bout(joined, None, "walking", Person())
    named = values(done)
    assert done.strides.count("left") > 60
    assert done.strides.count("right") > 60
    assert ("stride_length", "left") in named
    assert ("step_time", "left") not in named
    by_side = {(m.name, m.side): m.source for m in done.measured.metrics}
    assert by_side["stride_length", "left"] == "left.csv"
    assert by_side["stride_length", "right"] == "right.csv"


def test_two_feet_whose_clocks_nothing_brings_together_are_never_compared_in_time(walk: Recording) -> None:
    left, right = only(walk, "foot", "left", file="l.csv"), only(walk, "foot", "right", file="r.csv", shift_s=500.0)
    (joined,) = together([left, right], "walking")
    named = values(measure_bout(joined, None, "walking", Person()))
    apart = values(measure_bout(left, None, "walking", Person()))
    assert ("double_support", "both") not in named
    assert ("step_time", "both") not in named
    assert named["stride_length", "left"] == pytest.approx(apart["stride_length", "left"], abs=1e-6)
    assert named["cadence", "both"] == pytest.approx(apart["cadence", "both"], rel=0.01)


def test_one_place_twice_is_refused_whatever_the_files_are_called(walk: Recording) -> None:
    left = only(walk, "foot", "left", file="same.csv")
    with pytest.raises(InputError, match="left foot in both"):
        together([left, left], "walking")


def test_nothing_is_lost_between_the_pieces(walk: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "PIECE_S", 40.0)
    edges = [(start, end) for _, start, end in measuring.pieces(walk)]
    assert len(edges) > 2
    assert edges[0][0] == -np.inf
    assert edges[-1][1] == np.inf
    assert all(a[1] == b[0] for a, b in pairwise(edges))


@pytest.mark.parametrize("order", [("forces", "angles", "moments"), ("moments", "angles", "forces")])
def test_files_of_one_opensim_trial_are_joined_on_their_clock(order: tuple[str, ...], tmp_path: Path) -> None:
    files = lab_files.trial(tmp_path)
    recordings = [read(files[name])[0] for name in order]
    (joined,) = together(recordings, "unknown")
    assert "clock_shifted" not in [q.code for q in joined.notes]
    assert {c.origin for c in joined.channels} == {"grf.mot", "ik.mot", "id.sto"}
    done = measure_bout(joined, None, "unknown", Person(lab_files.MASS_KG))
    (knee,) = [m for m in done.measured.metrics if (m.name, m.side) == ("knee_extension_moment_peak", "left")]
    assert knee.method == "lab_moments"


def test_files_of_different_trials_are_refused_in_one_line(tmp_path: Path) -> None:
    files = lab_files.trial(tmp_path)
    (forces,), (angles,) = read(files["forces"]), read(files["angles"])
    with pytest.raises(InputError, match="share no time"):
        together((forces, angles.shifted(100.0)), "unknown")


@pytest.mark.parametrize("up", ["y", "z"])
def test_markers_and_forces_of_one_trial_must_have_the_same_axis_up(up: str, tmp_path: Path) -> None:
    made = simulate_run(Runner.typical(3.0), Lab(up=up), seconds=4.0).recording
    paths = {c.place: c.values for c in made.select("marker")}
    (markers,) = read(lab_files.trc(tmp_path / "run.trc", paths, 150.0))
    (forces,) = read(lab_files.trial(tmp_path)["forces"])  # y up
    if up == "y":
        assert len(together((markers, forces), "unknown")) == 1
        return
    with pytest.raises(InputError, match="up along z in the markers and along y in the forces"):
        together((markers, forces), "unknown")


def test_angles_alone_say_what_they_need(tmp_path: Path) -> None:
    (angles,) = read(lab_files.trial(tmp_path)["angles"])
    with pytest.raises(InputError, match="force or marker file of the same trial"):
        measure_bout(angles, None, "unknown", Person())


def test_a_fresh_and_a_tired_part_of_one_run_are_bouts_of_their_own() -> None:
    """They hold the same things, which two files of one moment may not."""
    run = simulate_run(Runner.typical(3.0), Lab(), seconds=8.0).recording
    fresh, tired = (
        replace(
            run,
            source=Source(f"{said}.c3d", "0" * 64, "test", "1"),
            conditions=structs.replace(run.conditions, fatigued=said),
        )
        for said in (False, True)
    )
    assert [g.conditions.fatigued for g in together([tired, fresh], "running")] == [False, True]
    with pytest.raises(InputError, match="different things"):
        together([fresh, replace(fresh)], "running")
