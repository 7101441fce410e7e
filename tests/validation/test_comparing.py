"""Contacts and strides of a method beside a reference, and figures beside their targets."""

from dataclasses import replace

import numpy as np
import pytest

from restride.core.strides import strides
from restride.metrics.bout import Rows
from validation.figures import Figure
from validation.paired import errors, means, same_strides
from validation.references.contacts import Contacts, ordered
from validation.score import Judged, Pair, by_reference, over_references
from validation.worn import Worn, any_turn

N = 12


def reference() -> Contacts:
    """Twelve steps of half a second, left and right in turn, each foot down for 0.6 s."""
    ic = 1.0 + 0.5 * np.arange(N)
    side = np.where(np.arange(N) % 2, "right", "left")
    following = np.where(np.arange(N) < N - 2, ic + 1.0, np.nan)
    return ordered(side, ic, ic + 0.6, following, stride_length=np.full(N, 1.2))


def seen(shift_s: float = 0.0, longer_m: float = 0.0, drop: tuple[int, ...] = ()) -> Worn:
    """A method that sees the same a little later, strides a little longer, and misses some contacts."""
    ref = reference()
    keep = [i for i in range(N) if i not in drop]
    made = strides(
        ref.side[keep], ref.ic_s[keep] + shift_s, ref.fc_s[keep] + shift_s, task="walking", method="m", grade="good"
    )
    rows = {
        "stride_time": Rows("stride_time", "m", made.stride_s),
        "stride_length": Rows("stride_length", "m", np.full(made.n, 1.2 + longer_m)),
        "stance_time": Rows("stance_time", "m", made.stance_s),
    }
    return Worn(made, rows, (), ())


def test_times_of_a_reference_follow_from_its_contacts() -> None:
    told = reference().timing()
    assert told["step_time"][1:] == pytest.approx(0.5)
    assert np.isnan(told["step_time"][0])
    assert told["stride_time"][:-2] == pytest.approx(1.0)
    assert told["swing_time"][:-2] == pytest.approx(0.4)
    assert told["duty_factor"][:-2] == pytest.approx(0.6)
    assert told["double_support"][1:-2] == pytest.approx(20.0)  # 0.1 s twice in 1 s


def test_a_step_across_a_pause_is_no_step() -> None:
    ref = reference()
    later = np.where(np.arange(N) >= 6, 5.0, 0.0)
    paused = ordered(ref.side, ref.ic_s + later, ref.fc_s + later, ref.next_ic_s + later)
    assert np.isnan(paused.timing()["step_time"][6])


def test_the_same_strides_meet_and_their_errors_are_what_was_put_in() -> None:
    done = seen(shift_s=0.03, longer_m=-0.02)
    paired = same_strides(done, reference())
    assert len(paired.ours) == N - 2  # the last stride of either foot has no end
    assert errors(done, reference(), paired, "stride_length") == pytest.approx(-0.02)
    assert errors(done, reference(), paired, "stride_time") == pytest.approx(0.0, abs=1e-9)
    assert errors(done, reference(), paired, "nothing").size == 0


def test_a_stride_over_a_missed_contact_is_no_partner() -> None:
    """Without contact 4 the strides that begin or end with it are gone; the others of that foot stay."""
    paired = same_strides(seen(drop=(4,)), reference())
    assert set(range(N - 2)) - set(paired.theirs.tolist()) == {2, 4}


def test_contacts_too_far_off_are_no_pairs() -> None:
    assert same_strides(seen(shift_s=0.12), reference()).ours.size == 0


def test_means_leave_out_what_is_not_steady_and_name_their_method() -> None:
    done = seen(longer_m=0.05)
    s = done.strides
    assert s is not None
    unsteady = replace(done, strides=replace(s, steady=np.arange(s.n) > 3))
    found = means(unsteady, reference(), same_strides(unsteady, reference()), "somebody", "walk")
    assert set(found) == {"m"}
    length = {p.side: p for p in found["m"] if p.metric == "stride_length"}
    assert length["left"].ours - length["left"].theirs == pytest.approx(0.05)
    none = replace(done, strides=replace(s, steady=np.zeros(s.n, dtype=bool)))
    assert means(none, reference(), same_strides(none, reference()), "somebody", "walk") == {}


def test_nothing_found_gives_no_pairs() -> None:
    none = Worn(None, {}, (), (), error="no steps")
    assert none.n == none.ic_s().size == none.values("stride_time").size == 0
    assert same_strides(none, reference()).ours.size == 0
    assert means(none, reference(), same_strides(none, reference()), "a", "b") == {}


def test_references_are_scored_apart_for_the_page_and_together_for_the_standard_error() -> None:
    judged = [
        Judged("m", "light", Pair("stride_time", "a", "1", "left", 1.01, 1.00)),
        Judged("m", "cameras", Pair("stride_time", "b", "2", "left", 1.00, 1.03)),
    ]
    assert [s.rmse for s in by_reference(judged)] == pytest.approx([0.01, 0.03])
    (whole,) = over_references(judged)
    assert (whole.people, whole.recordings, whole.against) == (2, 2, "light; cameras")
    assert whole.rmse == pytest.approx(np.sqrt((0.01**2 + 0.03**2) / 2))
    assert whole.bias == pytest.approx(-0.01)


@pytest.mark.parametrize(
    ("better", "value", "target", "met"),
    [
        ("more", 0.98, 0.97, True),
        ("more", 0.96, 0.97, False),
        ("less", 2.5, 2.5, True),
        ("less", 2.6, 2.5, False),
        ("near zero", -12.0, 10.0, False),
        ("near zero", -9.0, 10.0, True),
        ("more", float("nan"), 0.9, False),
        ("more", 0.9, None, None),
    ],
)
def test_a_target_is_kept_or_not(better: str, value: float, target: float | None, met: bool | None) -> None:
    assert Figure("k", "on", "what", value, "", better, target).met is met


def test_a_figure_falls_behind_only_beside_the_same_recordings() -> None:
    now = Figure("k", "on", "what", 0.90, "", "more", seen="57 strides")
    assert now.behind({"k": {"value": 0.95, "seen": "57 strides"}})
    assert not now.behind({"k": {"value": 0.905, "seen": "57 strides"}})
    assert not now.behind({"k": {"value": 0.95, "seen": "99 strides"}})
    assert not now.behind({})
    bias = Figure("k", "on", "what", -14.0, "ms", "near zero", seen="x", decimals=1)
    assert bias.behind({"k": {"value": 10.0, "seen": "x"}})
    assert not bias.behind({"k": {"value": -14.0, "seen": "x"}})
    gone = Figure("k", "on", "what", float("nan"), "cm", "less", seen="x")
    assert gone.behind({"k": {"value": 2.0, "seen": "x"}})


@pytest.mark.parametrize("seed", range(5))
def test_a_turn_is_a_rotation(seed: int) -> None:
    turn = any_turn(seed)
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(turn) == pytest.approx(1.0)
