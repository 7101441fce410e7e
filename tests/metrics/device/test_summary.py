"""Summaries of what devices said: moving seconds of one gait only, one method a device, and its doubt."""

import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.errors import NothingToMeasure
from restride.core.methods import methods
from restride.core.metric import Metric
from restride.core.recording import Recording
from restride.core.vocabulary import vocabulary
from restride.metrics.device import is_device, summary
from restride.read.device_track import off_foot
from tests.metrics.device.runs import course_run, every_word, run, steady
from tests.tree import ROOT


def of(recording: Recording, name: str, method: str | None = None) -> Metric:
    """The one metric of a name."""
    (found,) = [m for m in summary(recording).metrics if m.name == name and method in (None, m.method)]
    return found


def test_a_summary_is_the_mean_over_the_moving_seconds_with_method_source_and_time() -> None:
    one = steady(contact_time=0.25, vertical_oscillation=0.08)
    contact = of(one, "contact_time")
    assert (contact.value, contact.unit, contact.n, contact.side) == (pytest.approx(0.25), "s", 600, "both")
    assert (contact.method, contact.basis, contact.source) == ("chest_strap_garmin", "device", "run.fit")
    assert contact.when == "2024-05-01T07:00:00+02:00"
    measured = summary(one)
    assert measured.conditions.speed_mps == pytest.approx(3.0)
    assert measured.conditions.grade == pytest.approx(0.0)
    assert measured.conditions.device == "garmin x"
    assert measured.curves == ()


def test_standing_and_walking_are_left_out_of_a_run_and_said() -> None:
    seconds = np.arange(600)
    walks, stands = seconds < 120, seconds >= 540
    one = run(
        {
            ("speed", "watch", "garmin"): np.where(stands, 0.0, np.where(walks, 1.4, 3.0)),
            ("cadence", "watch", "garmin"): np.where(stands, 0.0, np.where(walks, 112.0, 170.0)),
            ("contact_time", "chest_strap", "garmin"): np.where(walks, 0.6, 0.25),
        }
    )
    assert of(one, "contact_time").value == pytest.approx(0.25)
    assert of(one, "cadence").n == 420
    (note,) = summary(one).quality
    assert (note.code, "120 of 540 moving seconds are walking" in note.message) == ("other_gait", True)


def test_a_walk_has_stance_time_where_a_run_has_contact_time() -> None:
    ones = np.ones(300)
    one = run(
        {
            ("speed", "watch", "garmin"): 1.4 * ones,
            ("cadence", "watch", "garmin"): 112 * ones,
            ("contact_time", "chest_strap", "garmin"): 0.6 * ones,
            ("contact_time_balance", "chest_strap", "garmin"): 51 * ones,
            ("vertical_ratio", "chest_strap", "garmin"): 8 * ones,
        },
        task="walking",
    )
    names = {m.name for m in summary(one).metrics}
    assert {"stance_time", "stance_time_asymmetry"} <= names
    assert not {"contact_time", "contact_time_asymmetry", "vertical_ratio"} & names


@given(share=st.floats(30, 70))
def test_a_balance_is_an_asymmetry_with_the_sign_of_the_longer_foot(share: float) -> None:
    one = steady(120, contact_time=0.25, contact_time_balance=share)
    left, right = 2 * 0.25 * share / 100, 2 * 0.25 * (100 - share) / 100
    asymmetry = 100 * (left - right) / ((left + right) / 2)
    assert of(one, "contact_time_asymmetry").value == pytest.approx(asymmetry, abs=1e-9)


def test_two_devices_never_share_a_method_and_a_mean_never_mixes_them() -> None:
    one = course_run()
    metrics = summary(one).metrics
    for name in ("cadence", "contact_time", "vertical_oscillation"):
        both = [m for m in metrics if m.name == name]
        assert {m.method for m in both} == {"chest_strap_garmin", "foot_pod_stryd"}
    keys = [(m.name, m.method) for m in metrics]
    assert len(keys) == len(set(keys))


def test_a_real_course_run_is_as_its_provenance_says() -> None:
    one = course_run()
    assert of(one, "speed").value == pytest.approx(3.50, abs=0.03)
    for method in ("chest_strap_garmin", "foot_pod_stryd"):
        assert of(one, "cadence", method).value == pytest.approx(164.3, abs=0.5)
    assert of(one, "contact_time", "chest_strap_garmin").value == pytest.approx(0.255, abs=0.002)
    assert of(one, "vertical_oscillation", "chest_strap_garmin").value == pytest.approx(0.113, abs=0.001)
    assert of(one, "vertical_oscillation", "foot_pod_stryd").value == pytest.approx(0.083, abs=0.001)
    speed = of(one, "stride_length").value * of(one, "cadence", "chest_strap_garmin").value / 120
    assert speed == pytest.approx(of(one, "speed").value, rel=0.01)


def test_two_devices_agree_on_cadence_within_the_error_that_their_methods_state() -> None:
    one = course_run()
    strap, pod = (c.values[:, 0] for c in one.select("cadence"))
    runs = (strap > 140) & (pod > 140)
    minutes = [slice(i, i + 60) for i in range(0, len(runs), 60) if runs[i : i + 60].sum() > 30]
    apart = [float(np.mean((strap - pod)[m][runs[m]])) for m in minutes]
    for method in ("chest_strap_garmin", "foot_pod_stryd"):
        assert float(np.sqrt(np.mean(np.square(apart)))) <= methods()[method].error["cadence"].se


def test_no_device_is_graded_good_and_what_nobody_checked_is_poor_but_for_cadence() -> None:
    for metric in (m for m in summary(course_run()).metrics if m.basis == "device"):
        checked = metric.name in methods()[metric.method].error or metric.name == "cadence"
        assert metric.grade == ("fair" if checked else "poor"), metric.name


def test_the_doubt_holds_the_scatter_of_minutes_and_not_of_smoothed_seconds() -> None:
    minutes = np.repeat([168.0, 170.0, 172.0, 170.0, 169.0, 171.0], 60)
    one = run({("cadence", "watch", "garmin"): minutes, ("speed", "watch", "garmin"): np.full(360, 3.0)})
    blocks = np.array([168, 170, 172, 170, 169, 171])
    assert of(one, "cadence").se == pytest.approx(blocks.std(ddof=1) / np.sqrt(6))
    assert of(one, "cadence").se > minutes.std() / np.sqrt(360)


def test_a_number_that_cannot_be_gait_stays_with_poor_trust_and_is_said() -> None:
    one = steady(120, vertical_oscillation=0.25)
    assert of(one, "vertical_oscillation").grade == "poor"
    assert any(n.code == "implausible" for n in summary(one).quality)


def test_a_short_recording_is_said_and_a_very_short_or_other_one_refused() -> None:
    assert any(n.code == "few_contacts" for n in summary(steady(40)).quality)
    with pytest.raises(NothingToMeasure, match="10 s of running"):
        summary(steady(10))
    ride = steady(600, speed=9.0)
    ride = type(ride)(ride.channels, ride.source, "unknown", notes=(off_foot("cycling", "ride.fit"),))
    with pytest.raises(NothingToMeasure, match="cycling"):
        summary(ride)


@given(shift=st.integers(0, 10_000), swap=st.booleans())
def test_neither_the_clock_nor_the_order_of_channels_changes_a_number(shift: int, swap: bool) -> None:
    one = steady(200, contact_time=0.25, stride_length=2.1)
    other = one.shifted(float(shift))
    if swap:
        other = other.with_channels(tuple(reversed(other.channels)))
    values = {(m.name, m.method): m.value for m in summary(one).metrics}
    assert {(m.name, m.method): m.value for m in summary(other).metrics} == values


def test_every_word_for_devices_is_emitted_by_a_summary() -> None:
    emitted = {m.name for one in every_word() for m in summary(one).metrics}
    table = tomllib.loads((ROOT / "restride" / "core" / "vocabulary" / "device.toml").read_text(encoding="utf-8"))
    assert set(table) <= emitted <= set(vocabulary())


def test_what_is_computed_is_told_from_what_is_measured() -> None:
    one = steady(60)
    assert is_device(one)
    assert not is_device(one.with_channels(one.select("altitude")))
