"""`python -m benchmarks.thinking`: a plan and a decision as pure computing, as JSON on standard output.

Medians of two hundred, warm. Beside the decision: decoding the same log, which is the least that any decision must do.
"""

import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Callable

import msgspec

from restride.app.planning import make_plan_of
from restride.core.conditions import Conditions
from restride.core.diary import CheckIn, Line, Pain, SafetyScreen
from restride.core.metric import Metric
from restride.core.profile import Athlete, Injury, Profile, Training
from restride.plan.diary import read_log
from restride.plan.gate.decide import decide

START = dt.date(2026, 12, 1)
CHECK_INS = 24


def runner() -> Profile:
    """A made-up runner with pain around the kneecap."""
    return Profile(
        schema="restride/profile/1",
        athlete=Athlete(id="bench", birth_year=1990, activity="running"),
        training=Training(run_days=("Tue", "Thu", "Sat"), continuous_run_min=60, longest_run_30d_min=60),
        injury=(Injury(id="i1", place="knee_front", kind="patellofemoral_pain", side="right", status="current"),),
    )


def cadence() -> Metric:
    """A made-up baseline."""
    return Metric(
        name="cadence", value=158.0, unit="steps/min", se=0.4, n=80, side="both", method="force_20n", basis="measured",
        grade="good", source="bench", conditions=Conditions(speed_mps=2.8),
    )  # fmt: skip


def log() -> str:
    """Check-ins on every second day."""
    rows = []
    for i in range(CHECK_INS):
        when = dt.datetime.combine(START, dt.time(18), tzinfo=dt.UTC) + dt.timedelta(days=2 * i)
        pain = Pain(place="knee_front", side="right", before=0, worst=1, after_60min=0, next_morning=0)
        asked = SafetyScreen(asked=("S1", "S2"))
        rows.append(
            CheckIn(
                id=f"k{i}", occurred_at=when, recorded_at=when + dt.timedelta(hours=15), activity="running",
                moving_min=20, pain=(pain,), pain_elsewhere="no", swelling=(), soreness=("none",), limp="no",
                ill="none", pain_medicine_24h="none", safety_screen=asked,
            )
        )  # fmt: skip
    return "\n".join(msgspec.json.encode(row).decode() for row in rows)


def median_ms(work: Callable[[], object], times: int = 200) -> float:
    """Milliseconds of one call."""
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return 1000 * statistics.median(spent)


def main() -> None:
    """Measure and print."""
    profile, metrics, text = runner(), [cadence()], log()
    now = dt.datetime.combine(START, dt.time(0), tzinfo=dt.UTC) + dt.timedelta(days=2 * CHECK_INS)
    plan = make_plan_of(metrics, profile, START).plan
    if plan is None:
        raise SystemExit("the made-up runner is locked")
    decoder = msgspec.json.Decoder(Line)
    done = {
        "check_ins": CHECK_INS,
        "plan_ms": median_ms(lambda: make_plan_of(metrics, profile, START)),
        "plan_json_ms": median_ms(lambda: msgspec.json.encode(plan)),
        "decide_ms": median_ms(lambda: decide(plan, read_log(text, now), now)),
        "decode_ms": median_ms(lambda: [decoder.decode(row) for row in text.splitlines()]),
    }
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    main()
