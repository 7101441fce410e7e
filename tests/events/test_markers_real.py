"""Contacts by markers of real people against force plates and stored events that the detector does not see."""

from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose

from restride.core.recording import Recording
from restride.core.strides import Strides
from restride.events.detect import detect
from restride.events.detected import Detected
from restride.read import read
from restride.signal.prepare import prepare
from tests.bouts import RBDS, rbds, rbds_recording
from tests.data import recording

WALK = "gaitalytics_treadmill_walking/treadmill_events.c3d"
EXAMPLE = "opensim_example3dwalking"
BIAS_MS = {
    "RBDS001runT25": (2.2, -7.5), "RBDS001runT35": (0.7, -0.9), "RBDS001runT45": (-1.3, 3.7),
    "RBDS010runT25": (2.1, -1.9), "RBDS010runT35": (5.2, -1.0), "RBDS010runT45": (3.2, -2.8),
    "RBDS014runT25": (0.7, 5.0), "RBDS014runT35": (4.8, -1.0), "RBDS014runT45": (1.4, -1.2),
}  # fmt: skip
"""Landing and leaving less those by the force plate, mean of a run, as they are."""


def found(one: Recording, *quantities: str) -> Detected:
    """Contacts by some of what a recording holds."""
    ready = prepare(one.with_channels(tuple(c for c in one.channels if c.quantity in (quantities or ("marker",)))))
    return detect(ready.recording, ready.kind)


@cache
def run(name: str) -> Strides:
    return found(rbds_recording(name)).strides


def off_ms(ours: Strides, side: str, name: str, truth_s: np.ndarray) -> np.ndarray:
    """Of each true time, ours of the same side that is nearest less it."""
    mine = getattr(ours, name)[ours.where(side)]
    return 1000 * np.array([min(mine[np.isfinite(mine)] - t, key=abs) for t in truth_s])


@pytest.mark.parametrize("name", RBDS)
def test_a_run_by_markers_is_the_run_by_force(name: str) -> None:
    ours, force = run(name), rbds(name).found.strides
    assert (ours.task, ours.method) == ("running", "markers_running")
    assert abs(ours.n - force.n) <= 1
    for k, (what, worst) in enumerate((("ic_s", 12.0), ("fc_s", 35.0))):
        off = np.concatenate(
            [off_ms(ours, s, what, getattr(force, what)[force.where(s)][1:-1]) for s in ("left", "right")]
        )
        assert np.abs(off).max() < worst  # also says that sides are right: the other foot is 300 ms away
        assert off.mean() == pytest.approx(BIAS_MS[name][k], abs=0.7)


@pytest.fixture(scope="module")
def walk() -> Recording:
    return read(recording(WALK))[0]


def stored(walk: Recording, name: str, side: str) -> np.ndarray:
    """Times of the file's own events."""
    return np.array([m.time_s for m in walk.marks if (m.name, m.side) == (name, side)])


def test_a_walk_by_markers_alone_is_that_of_the_files_events(walk: Recording) -> None:
    s = found(walk).strides
    assert (s.task, s.count("left"), s.count("right")) == ("walking", 11, 11)
    for what, name, median in (("ic_s", "Foot Strike", -9.8), ("fc_s", "Foot Off", -8.1)):
        rows = {side: stored(walk, name, side) for side in ("left", "right")}
        inside = {side: t[(t > 1.5) & (t < 11.5)] for side, t in rows.items()}
        off = np.concatenate([off_ms(s, side, what, inside[side]) for side in inside])
        assert np.abs(off).max() < 25.0
        assert np.median(off) == pytest.approx(median, abs=1.5)


def test_a_walk_on_one_belt_falls_to_the_markers(walk: Recording) -> None:
    """Both belts as one: no foot has a force of its own."""
    left, right = walk.select("grf")
    both = [c for c in walk.channels if c.quantity == "marker"]
    total = type(left)(
        "grf", "plate_1", "none", "lab", "N", left.rate_hz, left.start_s, left.axes, left.values + right.values
    )
    one = found(walk.with_channels((*both, total)), "marker", "grf")
    assert one.strides.method == "markers_walking"
    assert len(one.crossed) == one.strides.n
    assert_allclose(one.strides.ic_s, found(walk).strides.ic_s, atol=1e-6)


def test_over_plates_in_a_floor_force_gives_its_contacts_and_markers_the_rest() -> None:
    (trc,), (mot,) = (read(recording(f"{EXAMPLE}/{name}")) for name in ("markers_walk.trc", "grf_walk.mot"))
    one = found(trc.with_channels((*trc.channels, *mot.channels)), "marker", "grf")
    s = one.strides
    assert list(s.side) == ["right", "left", "right", "left"]
    assert one.crossed == {3}
    assert_allclose(s.ic_s[:3], [0.267, 0.836, 1.411], atol=0.002)
    assert_allclose(s.fc_s[:3], [1.024, 1.590, 2.168], atol=0.002)
    alone = found(trc).strides
    assert_allclose(alone.ic_s[:3], s.ic_s[:3], atol=0.010)
    assert_allclose(alone.fc_s[:3], s.fc_s[:3], atol=0.012)


def test_one_stride_of_a_run_is_found() -> None:
    (trial,) = read(recording("bmc_running_opensim/motion_capture_run.trc"))
    s = found(trial).strides
    assert (s.task, list(s.side)) == ("running", ["left", "right"])
    assert s.ic_s[0] == pytest.approx(0.401, abs=0.015)  # force: 0.401 to 0.664
    assert s.fc_s[0] == pytest.approx(0.664, abs=0.025)
