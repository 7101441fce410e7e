"""A recording as the metric functions are given it."""

from typing import Any

from restride.core.recording import Recording
from restride.events.detect import detect
from restride.metrics.bout import Bout, Person
from restride.signal.prepare import prepare


def bout_of(one: Recording, still: Recording | None = None, person: Person | None = None, **rest: Any) -> Bout:
    """Prepared, with its contacts."""
    ready = prepare(one, still)
    found = detect(ready.recording, ready.kind, one.task)
    person = person or Person()
    return Bout(
        ready.recording, ready.standing, ready.kind, ready.unfit, found.strides, found.crossed, person, **rest
    )  # fmt: skip
