"""Kilometres of a run: way, speed, slope and what each device said, for alarms and load sums to allow for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.metrics.device import per_kilometre, totals
from tests.metrics.device.runs import course_run, run, steady


def test_each_kilometre_has_its_speed_slope_heart_rate_and_what_devices_said() -> None:
    n = 1200
    seconds = np.arange(n)
    way = 3.0 * seconds
    one = run(
        {
            ("distance", "watch", "garmin"): way,
            ("speed", "watch", "garmin"): np.full(n, 3.0),
            ("altitude", "watch", "garmin"): np.where(way < 1000, 100 + 0.05 * way, 150.0),
            ("cadence", "watch", "garmin"): np.where(way < 1000, 165.0, 175.0),
            ("heart_rate", "chest_strap", "garmin"): np.where(way < 1000, 160.0, 150.0),
            ("contact_time", "chest_strap", "garmin"): np.full(n, 0.25),
            ("contact_time", "foot_pod", "stryd"): np.full(n, 0.24),
        }
    )
    first, second, third, rest = per_kilometre(one)
    assert [k.number for k in (first, second, third, rest)] == [1, 2, 3, 4]
    assert first.distance_m == pytest.approx(1000, abs=3)
    assert rest.distance_m == pytest.approx(597, abs=5)
    assert first.speed_mps == pytest.approx(3.0)
    assert first.grade == pytest.approx(5.0, abs=0.3)
    assert second.grade == pytest.approx(0.0, abs=0.3)
    assert (first.climb_m, second.descent_m) == (pytest.approx(50, abs=2), pytest.approx(0, abs=0.1))
    assert first.value("heart_rate") == pytest.approx(160.0, abs=0.5)
    assert second.value("cadence") == pytest.approx(175.0, abs=0.1)
    assert second.value("contact_time", "chest_strap_garmin") == pytest.approx(0.25)
    assert second.value("contact_time", "foot_pod_stryd") == pytest.approx(0.24)
    assert second.value("power") is None
    assert {(v.name, v.unit) for v in second.values} >= {("cadence", "steps/min"), ("contact_time", "s")}


@given(speed=st.floats(1.2, 6.0), seconds=st.integers(120, 3000))
def test_kilometres_add_up_to_the_whole(speed: float, seconds: int) -> None:
    one = steady(seconds, speed=speed, cadence=170.0 if speed > 2 else 110.0)
    rows, whole = per_kilometre(one), totals(one)
    assert whole.distance_m == pytest.approx(speed * (seconds - 1), rel=1e-9)
    assert sum(k.distance_m for k in rows) <= whole.distance_m + 1e-6
    assert whole.distance_m - sum(k.distance_m for k in rows) < 200 + speed
    assert all(k.end_s > k.start_s for k in rows)
    assert [k.end_s for k in rows[:-1]] == [k.start_s for k in rows[1:]]


def test_a_pause_counts_as_time_and_not_as_moving() -> None:
    one = course_run()
    whole = totals(one)
    assert whole.elapsed_s == 890.0
    assert whole.moving_s == pytest.approx(750, abs=10)
    assert whole.distance_m == pytest.approx(2646, abs=2)
    assert whole.climb_m == pytest.approx(78, abs=8)
    rows = per_kilometre(one)
    assert [round(k.distance_m, -1) for k in rows] == [1000, 1000, 640]
    assert sum(k.moving_s for k in rows) == pytest.approx(whole.gait_s, abs=1)


def test_without_a_distance_the_speed_is_summed_and_without_both_there_are_no_kilometres() -> None:
    ones = np.ones(500)
    some = run({("speed", "watch", "garmin"): 3.0 * ones, ("cadence", "watch", "garmin"): 170 * ones})
    assert len(per_kilometre(some)) == 2
    none = run({("cadence", "watch", "garmin"): 170 * ones})
    assert per_kilometre(none) == ()
    assert totals(none).distance_m is None
    still = run({("distance", "watch", "garmin"): 0 * ones, ("cadence", "watch", "garmin"): 170 * ones})
    assert per_kilometre(still) == ()
