"""Time without steps is said, and left out."""

from dataclasses import replace

import numpy as np

from restride.app.flows import _idle_s
from restride.core.strides import strides
from restride.simulate import Runner, simulate_run


def test_time_without_steps_before_after_and_between_is_counted() -> None:
    made = simulate_run(Runner.typical(3.0), seconds=10.0, seed=1)
    s = made.truth.strides
    assert abs(_idle_s(made.recording, s)) < 1.0
    later = strides(s.side, s.ic_s + 20.0, s.fc_s + 20.0, task="running", method=s.method, grade="good")
    shifted = replace(made.recording, channels=tuple(replace(c, start_s=0.0) for c in made.recording.channels))
    longer = replace(shifted, channels=tuple(replace(c, values=np.vstack([c.values] * 4)) for c in shifted.channels))
    assert 25 < _idle_s(longer, later) < 31
