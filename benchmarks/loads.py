"""`python -m benchmarks.loads`: tissue loads of a 30 s treadmill trial, warm and beyond reading, as JSON.

A simulated runner with markers and force. Beside it: fitting the rigid bodies of the same frames, which is the least
that any loads from markers must do. Many trials one after another show whether their cost grows.
"""

import json
import statistics
import sys
import time

from restride.events.detect import detect
from restride.metrics.bout import Bout, Person
from restride.metrics.kinematics.skeleton import skeleton
from restride.metrics.loads.loads import loads
from restride.signal.prepare import prepare
from restride.simulate import Lab, Runner, simulate_run

SECONDS, MANY = 30.0, 100


def bout() -> Bout:
    """A run that is read, prepared and has its contacts."""
    runner = Runner.typical(3.0)
    made = simulate_run(runner, Lab(), seconds=SECONDS)
    ready = prepare(made.recording, made.static)
    found = detect(ready.recording, ready.kind, "running")
    person = Person(runner.mass_kg, runner.height_m)
    return Bout(ready.recording, ready.standing, ready.kind, ready.unfit, found.strides, found.crossed, person)


def main() -> None:
    """Measure and print."""
    one = bout()
    assert one.kind is not None
    loads(one)
    spent, bodies = [], []
    for _ in range(MANY):
        begin = time.perf_counter()
        loads(one)
        between = time.perf_counter()
        skeleton(one.recording, one.standing, one.kind, one.unfit)
        spent.append(between - begin)
        bodies.append(time.perf_counter() - between)
    tenth = MANY // 10
    done = {
        "seconds": SECONDS,
        "contacts": one.strides.n,
        "loads_ms": 1000 * statistics.median(spent),
        "bodies_ms": 1000 * statistics.median(bodies),
        "trials": MANY,
        "last_over_first": statistics.median(spent[-tenth:]) / statistics.median(spent[:tenth]),
    }
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    main()
