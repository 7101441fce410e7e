"""Recordings of devices made for tests, and a real one with two devices side by side."""

import csv

import numpy as np

from restride.core.conditions import Conditions
from restride.core.recording import Recording, Source, Task
from restride.read.device_quantities import KINDS
from restride.read.device_track import Rows, Track, recording_of
from tests.data import recording

SOURCE = Source("run.fit", "0" * 64, "fit", "1")


def run(numbers: dict[tuple[str, str, str], np.ndarray], task: Task = "running", source: Source = SOURCE) -> Recording:
    """A recording of one sample a second: quantity, place and maker -> (n,) values in the unit of memory."""
    n = max(len(v) for v in numbers.values())
    time_s = np.arange(n, dtype=np.float64)
    rows = tuple(Rows(q, place, maker, time_s[: len(v)], v) for (q, place, maker), v in numbers.items())
    track = Track(rows, 0.0, float(n - 1), task, "2024-05-01T07:00:00+02:00", conditions=Conditions(device="garmin x"))
    return recording_of(track, source)


def steady(seconds: int = 600, speed: float = 3.0, cadence: float = 170.0, **more: float) -> Recording:
    """An even run on the level; more: quantities of the strap."""
    ones = np.ones(seconds)
    numbers = {
        ("speed", "watch", "garmin"): speed * ones,
        ("distance", "watch", "garmin"): speed * np.arange(seconds),
        ("altitude", "watch", "garmin"): 100 * ones,
        ("cadence", "watch", "garmin"): cadence * ones,
    }
    numbers |= {(name, "chest_strap", "garmin"): value * ones for name, value in more.items()}
    assert all(name in KINDS for name, _, _ in numbers)
    return run(numbers)


def every_word() -> tuple[Recording, Recording]:
    """A run and a walk whose summaries hold every word of the vocabulary that only devices emit."""
    numbers = {
        "cadence": 170.0, "vertical_ratio": 8.0, "contact_time_balance": 51.0, "leg_stiffness_balance": 49.0,
        "vertical_oscillation_balance": 50.0, "impact_loading_rate": 60.0, "impact_loading_rate_balance": 51.0,
        "power": 250.0, "form_power": 60.0, "air_power": 5.0, "heart_rate": 150.0,
    }  # fmt: skip
    ones = np.ones(120)
    runs = run({(name, "foot_pod", "stryd"): value * ones for name, value in numbers.items()})
    steps = {("asymmetric_steps", "phone", "apple"): 2 * ones, ("cadence", "phone", "apple"): 110 * ones}
    return runs, run(steps, task="walking")


def course_run() -> Recording:
    """A real run with a strap, a foot pod and a watch: each column by the device that wrote it."""
    path = recording("davis_outdoor_run_watch/V01_course_run_2023_03_08_processed_with_turn_rate_and_incline.csv")
    with path.open() as file:
        table = list(csv.DictReader(file))

    def column(name: str) -> np.ndarray:
        return np.array([float(row[name]) if row[name] not in ("", "NA") else np.nan for row in table])

    strap, pod, watch = ("chest_strap", "garmin"), ("foot_pod", "stryd"), ("watch", "garmin")
    return run(
        {
            ("speed", *watch): column("enhanced_speed"),
            ("distance", *watch): column("distance"),
            ("altitude", *watch): column("enhanced_altitude"),
            ("heart_rate", *strap): column("hrm_heart_rate"),
            ("cadence", *strap): 2 * column("hrm_cadence_sum"),
            ("contact_time", *strap): column("hrm_stance_time") / 1000,
            ("contact_time_balance", *strap): column("hrm_stance_time_balance"),
            ("duty_factor", *strap): column("hrm_stance_time_percent") / 100,
            ("vertical_oscillation", *strap): column("hrm_vertical_oscillation") / 1000,
            ("vertical_ratio", *strap): column("hrm_vertical_ratio"),
            ("stride_length", *strap): 2 * column("hrm_step_length") / 1000,
            ("cadence", *pod): 2 * column("stryd_cadence"),
            ("contact_time", *pod): column("stryd_stance_time") / 1000,
            ("vertical_oscillation", *pod): column("stryd_vertical_oscillation") / 100,
            ("power", *pod): column("stryd_power"),
            ("form_power", *pod): column("stryd_form_power"),
            ("leg_stiffness", *pod): column("stryd_leg_spring_stiffness"),
        },
        source=Source(path.name, "0" * 64, "csv", "1"),
    )
