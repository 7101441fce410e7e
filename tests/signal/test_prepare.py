"""A recording as read becomes body axes, zeroed and repaired, and what was met is said."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from restride.core.recording import Channel
from restride.signal.ground import UNZEROED
from restride.signal.prepare import prepare
from restride.simulate import Lab, Runner
from tests.bouts import channel, hops, recorded, replaced, simulated

RUNNER = Runner.typical(3.0)


def codes(*channels: Channel) -> list[str]:
    return [q.code for q in prepare(recorded(*channels)).quality]


def test_plates_are_summed_zeroed_and_kept_as_they_read() -> None:
    force = hops()
    ready = prepare(recorded(channel(0.6 * force[:, None] + 30), channel(0.4 * force[:, None] - 50, place="plate_2")))
    (total,), (raw,) = ready.recording.select("grf", "total"), ready.recording.select("grf", UNZEROED)
    assert_allclose(total.axis("V"), force, atol=0.5)
    assert_allclose(raw.axis("V"), force - 20)


def test_an_idle_plate_is_left_out() -> None:
    noise = np.random.default_rng(0).normal(0, 1, (len(hops()), 1))
    ready = prepare(recorded(channel(hops()[:, None]), channel(noise, place="plate_2")))
    assert [c.place for c in ready.recording.select("grf")] == ["plate_1", "total", UNZEROED]


def test_channels_of_other_kinds_pass_as_they_are() -> None:
    turn = channel(np.zeros((5, 1)), quantity="gyro", place="sacrum", unit="deg/s")
    acc = channel(np.full((5, 1), 9.81), quantity="acc", place="sacrum", unit="m/s2")
    assert prepare(recorded(turn, acc)).recording.channels == (turn, acc)


@pytest.mark.parametrize(("rise", "said"), [(0.0, []), (2.0, []), (15.0, ["drift"]), (-15.0, ["drift"])])
def test_drift_is_said_where_it_would_move_contacts(rise: float, said: list[str]) -> None:
    force = hops(steps=30)
    assert codes(channel((force + rise * np.arange(len(force)) / 300)[:, None])) == said


def test_a_foot_that_once_crossed_onto_the_plate_is_no_drift() -> None:
    force = hops(steps=30, step_s=1.0, contact_s=0.6)
    t = np.arange(len(force)) / 300
    force[(t > 9.9) & (t < 10.3)] += 80 * (force[(t > 9.9) & (t < 10.3)] == 0)
    assert codes(channel(force[:, None])) == []


def test_a_force_that_was_cut_off_is_said_and_removes_what_it_spoils() -> None:
    (note,) = prepare(recorded(channel(np.minimum(hops(), 1200.0)[:, None]))).quality
    assert note.code == "clipped"
    assert {"vgrf_peak", "valr", "vilr", "impact_peak"} == set(note.removes)


def test_whole_newtons_are_not_clipping() -> None:
    assert codes(channel(np.round(hops() + np.random.default_rng(0).normal(0, 2, len(hops())))[:, None])) == []


def test_lost_samples_stay_lost_and_are_said() -> None:
    force = hops()[:, None].copy()
    force[500:540] = np.nan
    ready = prepare(recorded(channel(force)))
    assert [q.code for q in ready.quality] == ["gap"]
    assert np.isnan(ready.recording.select("grf", "total")[0].values[500:540]).all()
    assert np.isfinite(np.delete(ready.recording.select("grf", "total")[0].values, range(500, 540))).all()
    assert np.isfinite(ready.recording.select("grf", UNZEROED)[0].values).all()


def test_a_single_axis_of_the_laboratory_is_not_taken_for_the_vertical() -> None:
    plate = Channel("grf", "plate_1", "none", "lab", "N", 300.0, 0.0, ("z",), hops()[:, None])
    assert prepare(recorded(plate)).recording.select("grf", "total") == ()


@pytest.mark.parametrize("n", [0, 1, 10])
def test_short_recordings_are_no_trouble(n: int) -> None:
    prepare(recorded(channel(np.zeros((n, 1)))))
    prepare(recorded(Channel("grf", "plate_1", "none", "lab", "N", 300.0, 0.0, ("x", "y", "z"), np.ones((n, 3)))))


def test_missing_markers_are_named() -> None:
    made = simulated(RUNNER, replace(Lab(), missing=("L.MT1", "R.Thigh.Top.Lateral")), 4.0)
    (note,) = prepare(made.recording, made.static).quality
    assert note.code == "marker_missing"
    assert "L.MT1, R.Thigh.Top.Lateral are not in the recording" in note.message


def blind(c: Channel) -> Channel:
    """L.MT1 as a file stores a marker that no camera saw."""
    return replace(c, values=np.full_like(c.values, np.nan)) if c.place == "L.MT1" else c


def test_a_label_that_was_never_seen_is_as_good_as_missing() -> None:
    made = simulated(RUNNER, Lab(), 4.0)
    ready = prepare(replaced(made.recording, "marker", blind), replaced(made.static, "marker", blind))
    (note,) = ready.quality
    assert "L.MT1 is not in the recording" in note.message
    assert ready.recording.select("marker", "L.MT1") == ()


def test_markers_with_holes_are_named() -> None:
    made = simulated(RUNNER, Lab(), 4.0)
    holed = replaced(
        made.recording, "marker", lambda c: c if c.place != "L.MT1" else replace(c, values=_holed(c.values))
    )
    (note,) = prepare(holed, made.static).quality
    assert "L.MT1 has gaps over 5 %" in note.message


def _holed(values: np.ndarray) -> np.ndarray:
    out = values.copy()
    out[100:200] = np.nan
    return out


def test_markers_that_no_set_knows_are_turned_by_the_force_all_the_same() -> None:
    made = simulated(RUNNER, replace(Lab(), up="z", forward="-y"), 4.0)
    other = replaced(made.recording, "marker", lambda c: replace(c, place=f"x{c.place}"))
    ready, known = prepare(other), prepare(made.recording)
    assert ready.kind is None
    for c in known.recording.select("marker"):
        assert_allclose(ready.recording.select("marker", f"x{c.place}")[0].values, c.values, atol=1e-9)


@pytest.mark.parametrize("turned_round", [("plate_1",), ("plate_1", "plate_2")])
def test_plates_that_give_the_force_on_the_ground_are_turned_round(turned_round: tuple[str, ...]) -> None:
    made = simulated(RUNNER, replace(Lab(), belts="split", up="z", forward="-y"), 4.0).recording
    other = [
        replace(c, values=-c.values) if c.quantity in ("grf", "moment") and c.place in turned_round else c
        for c in made.channels
    ]
    as_it_is, ready = prepare(made), prepare(made.with_channels(tuple(other)))
    for quantity in ("grf", "moment_about_origin", "cop", "marker"):
        for here, there in zip(*(p.recording.select(quantity) for p in (as_it_is, ready)), strict=True):
            assert_allclose(there.values, here.values, atol=1e-6)
    notes = [q.message for q in ready.quality if q.code == "axes_inferred"]
    assert len(notes) == 1
    assert all(place in notes[0] for place in turned_round)
    assert "axes_inferred" not in [q.code for q in as_it_is.quality]


def test_moments_are_the_same_wherever_the_origin_of_the_laboratory_lies() -> None:
    made = simulated(RUNNER, Lab(), 4.0).recording
    away = np.array([10.0, 0.5, -7.0])
    moved = replace(
        made.with_channels(
            tuple(replace(c, values=c.values + away) if c.quantity in ("cop", "marker") else c for c in made.channels)
        ),
        corners={place: corners + away for place, corners in made.corners.items()},
    )
    here, there = prepare(made).recording, prepare(moved).recording
    (force,) = here.select("grf", "total")
    (one,), (other,) = (r.select("moment_about_origin", "total") for r in (here, there))
    assert_allclose(other.values - np.cross(away, force.values), one.values, atol=1e-6)
