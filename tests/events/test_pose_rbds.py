"""Runners of RBDS as a camera would see their markers, against the force plate under them."""

from functools import cache

import numpy as np
import pytest

from restride.core.recording import Array, Channel, Recording, Source
from restride.core.strides import Strides
from restride.events.detect import detect
from restride.signal.prepare import prepare
from tests.bouts import RBDS, rbds

PX_PER_M = 350.0
JITTER_PX = 3.0
POINTS = {
    "hip": ("ASIS", "PSIS"),
    "knee": ("Shank.Top.Lateral", "Shank.Top.Medial"),
    "ankle": ("Shank.Bottom.Lateral", "Shank.Bottom.Medial"),
    "heel": ("Heel.Top", "Heel.Bottom"),
    "big_toe": ("MT1", "MT5"),
}


def seen(name: str, sees: str, rate_hz: float) -> Recording:
    """The run from the left or from behind, with the jitter of an estimator."""
    markers = {c.place: c for c in rbds(name).prepared.recording.select("marker")}
    clock = next(iter(markers.values()))
    t = np.arange(int(30 * rate_hz)) / rate_hz
    t = t[t < clock.n / clock.rate_hz - 0.01]
    rng = np.random.default_rng(0)
    channels = []
    for side, prefix in (("left", "L."), ("right", "R.")):
        paths = {
            place: _mean([markers[prefix + m].values for m in labels if prefix + m in markers])
            for place, labels in POINTS.items()
        }
        paths["shoulder"] = paths["hip"] + np.array([-0.02, 0.5, 0.05 if side == "right" else -0.05])
        for place, path in paths.items():
            ahead, up, right = (np.interp(t, np.arange(clock.n) / clock.rate_hz, column) for column in path.T)
            x = -ahead if sees == "left" else right
            xy = PX_PER_M * np.stack([x, -up], axis=1) + JITTER_PX * rng.standard_normal((len(t), 2))
            values = np.column_stack([xy + 2000, np.full(len(t), 0.9)])
            channels.append(Channel("keypoint", place, side, "image", "px", rate_hz, 0.0, ("x", "y", "score"), values))
    return Recording(tuple(channels), Source("seen.json", "0" * 64, "made", "1"))


def _mean(paths: list[Array]) -> Array:
    whole = np.mean(paths, axis=0)
    for column in whole.T:
        lost = np.isnan(column)
        column[lost] = np.interp(np.flatnonzero(lost), np.flatnonzero(~lost), column[~lost])
    return np.asarray(whole)


@cache
def found(name: str, sees: str, rate_hz: float) -> Strides:
    """Contacts in the picture."""
    ready = prepare(seen(name, sees, rate_hz))
    return detect(ready.recording, ready.kind).strides


@pytest.mark.parametrize("name", RBDS)
@pytest.mark.parametrize(("sees", "rate_hz"), [("left", 30.0), ("left", 120.0), ("rear", 60.0)])
def test_every_contact_is_found_on_its_side_within_a_picture(name: str, sees: str, rate_hz: float) -> None:
    s, force = found(name, sees, rate_hz), rbds(name).found.strides
    assert s.task == "running"
    inside = np.flatnonzero((force.ic_s > s.ic_s[0] - 0.05) & (force.ic_s < s.ic_s[-1] + 0.05))
    assert len(inside) >= force.n - 2
    near = np.array([int(np.argmin(np.abs(s.ic_s - t))) for t in force.ic_s[inside]])
    off = s.ic_s[near] - force.ic_s[inside]
    assert list(s.side[near]) == list(force.side[inside])
    assert abs(off.mean()) < 0.016
    assert np.abs(off).max() < 0.045
    strides = [np.nanmean(x.stride_s) for x in (s, force)]
    assert strides[0] == pytest.approx(strides[1], abs=0.001)


@pytest.mark.parametrize("name", RBDS)
def test_contact_time_at_120_pictures_a_second_is_near_that_of_the_force(name: str) -> None:
    """The toe is here the joint of the toes, which rises before the tip does: up to 40 ms too short."""
    s, force = found(name, "left", 120.0), rbds(name).found.strides
    assert np.nanmean(s.stance_s) == pytest.approx(np.mean(force.stance_s), abs=0.045)
