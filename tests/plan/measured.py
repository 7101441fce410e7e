"""Measured numbers for the tests of the planner."""

from restride.core.conditions import Conditions
from restride.core.metric import Metric, MetricSide
from restride.core.vocabulary import entry


def measured(
    name: str, value: float, se: float = 0.0, *, side: MetricSide = "both", method: str = "force_20n",
    grade: str = "good", speed: float | None = None, mode: str = "treadmill",
) -> Metric:  # fmt: skip
    """One number of a bout; se 0 is a hundredth of the value."""
    return Metric(
        name=name, value=value, unit=entry(name).unit, se=se or abs(value) / 100, n=80, side=side, method=method,
        basis="measured", grade=grade, source="run.c3d", conditions=Conditions(speed_mps=speed, mode=mode),
    )  # fmt: skip


def cadence(value: float, speed: float = 2.8, grade: str = "good") -> Metric:
    """Step rate of a person at a speed."""
    return measured("cadence", value, 0.4, speed=speed, grade=grade)


def run(steps: float, speed: float = 2.8) -> list[Metric]:
    """Step rate and speed of a run."""
    return [cadence(steps, speed), measured("speed", speed, 0.02, speed=speed)]


def walk(speed: float, steps: float = 105.0) -> list[Metric]:
    """Speed and step rate of a walk over ground."""
    return [
        measured("speed", speed, 0.02, method="foot_walking", speed=speed, mode="overground"),
        measured("cadence", steps, 0.4, method="foot_walking", speed=speed, mode="overground"),
    ]
