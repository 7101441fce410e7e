"""Real recordings, against references that the detectors' author has not seen or that the file itself holds."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from restride.core.strides import Strides
from restride.events.detect import detect, detect_live
from restride.events.detected import Detected
from restride.read import read
from restride.signal.prepare import prepare
from tests.bouts import RBDS, alcantara, rbds, reference
from tests.data import recording


@pytest.mark.parametrize("name", RBDS)
def test_every_contact_of_rbds_is_found_with_its_side(name: str) -> None:
    s, contacts = rbds(name).found.strides, reference()[name]["contacts"]
    assert abs(s.n - len(contacts)) <= 1
    nearest = [int(np.argmin(np.abs(s.ic_s - c["ic_s"]))) for c in contacts]
    assert_allclose(s.ic_s[nearest], [c["ic_s"] for c in contacts], atol=0.006)
    assert_allclose(s.fc_s[nearest], [c["fc_s"] for c in contacts], atol=0.010)
    assert [str(s.side[i])[0].upper() for i in nearest] == [c["side"] for c in contacts]


@pytest.mark.parametrize("name", RBDS)
def test_cadence_and_contact_time_of_rbds_are_those_of_the_reference(name: str) -> None:
    one, means = rbds(name), reference()[name]["means"]
    assert one.value("cadence") == pytest.approx(means["both"]["cadence_per_min"], abs=0.5)
    assert one.value("cadence", method="force_live") == pytest.approx(means["both"]["cadence_per_min"], abs=0.5)
    assert one.value("flight_time") == pytest.approx(means["both"]["flight_s"], abs=0.006)
    for side, key in (("left", "L"), ("right", "R"), ("both", "both")):
        assert one.value("contact_time", side) == pytest.approx(means[key]["contact_s"], abs=0.006)


@pytest.fixture(scope="module")
def walked() -> tuple[Detected, list[tuple[str, str, float]]]:
    """Contacts of a treadmill walk, and the events that the file stores."""
    (trial,) = read(recording("gaitalytics_treadmill_walking/treadmill_events.c3d"))
    ready = prepare(trial)
    return detect(ready.recording, ready.kind), [(m.name, m.side, m.time_s) for m in trial.marks]


def off(one: Detected, marks: list[tuple[str, str, float]], name: str, crossed: bool) -> np.ndarray:
    """(k,) s, ours minus the file's, of contacts that are crossed or not."""
    s, times = one.strides, one.strides.ic_s if name == "Foot Strike" else one.strides.fc_s
    rows = [i for i in range(s.n) if (i in one.crossed) == crossed]
    stored = {side: np.array([t for n, f, t in marks if (n, f) == (name, side)]) for side in ("left", "right")}
    near = [min(times[i] - stored[str(s.side[i])], key=abs) for i in rows]
    return np.array(near)


def test_every_whole_contact_of_the_walk_is_found_on_its_own_belt(
    walked: tuple[Detected, list[tuple[str, str, float]]],
) -> None:
    one, _ = walked
    assert (one.strides.task, one.strides.count("left"), one.strides.count("right")) == ("walking", 10, 10)
    assert list(one.strides.side) == ["right", "left"] * 10


@pytest.mark.parametrize("crossed", [False, True])
def test_contacts_of_the_walk_are_the_files_own_events(
    walked: tuple[Detected, list[tuple[str, str, float]]], crossed: bool
) -> None:
    strikes, offs = (off(*walked, name, crossed) for name in ("Foot Strike", "Foot Off"))
    assert np.abs(strikes).max() < 0.020
    assert np.abs(np.median(offs)) < 0.025
    assert np.abs(offs).max() < 0.036  # a push-off of 15 N by the other foot draws one of them out


def test_contacts_that_the_other_foot_pressed_on_are_noted(
    walked: tuple[Detected, list[tuple[str, str, float]]],
) -> None:
    one, _ = walked
    assert [q.code for q in one.quality] == ["contact_crossed"]
    # rows whose tail on the plate of the other foot can be seen by eye in the file
    assert {3, 5, 8, 10, 13, 15, 17, 19} <= set(one.crossed)
    assert not {0, 1, 2} & set(one.crossed)


def test_a_walk_without_stored_events_gives_the_same_contacts(
    walked: tuple[Detected, list[tuple[str, str, float]]],
) -> None:
    (trial,) = read(recording("gaitalytics_treadmill_walking/treadmill_no_events.c3d"))
    ready = prepare(trial)
    assert_allclose(detect(ready.recording, ready.kind).strides.ic_s, walked[0].strides.ic_s)


def test_a_deliberate_drift_is_said_and_moves_no_contact(tmp_path: Path) -> None:
    """The file is RBDS001runT25 with a drift added, cut at zero: its contacts are known from the plain file.

    A bare threshold of 200 N counts 89, twelve of them noise on the way down through the threshold.
    """
    sidecar = tmp_path / "d.toml"
    sidecar.write_text('rate_hz = 300.0\n[[channel]]\nquantity = "grf"\nunit = "N"\ncolumns = { V = 0 }\n')
    (trial,) = read(recording("dryft_vgrf_drift/custom_drift_S001runT25.csv"), sidecar=sidecar)
    ready = prepare(trial)
    assert [q.code for q in ready.quality] == ["drift"]
    assert "1 to 112 N" in ready.quality[0].message
    s, contacts = detect(ready.recording, None).strides, reference()["RBDS001runT25"]["contacts"]
    assert s.n == len(contacts) == 77
    assert_allclose(s.ic_s, [c["ic_s"] for c in contacts], atol=0.006)
    assert_allclose(s.fc_s, [c["fc_s"] for c in contacts], atol=0.015)
    live = detect_live(ready.recording, "running")
    assert live is not None
    assert all(np.abs(live.ic_s - t).min() < 0.02 for t in s.ic_s[s.ic_s > 1.2])
    assert live.n <= s.n


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Strides, Strides, Strides]]:
    """Sacral, sacral live and force contacts of each of sixteen trials of one runner."""
    folder = tmp_path_factory.getbasetemp()
    found = []
    for acc, grf in zip(alcantara("acc", folder), alcantara("grf", folder), strict=True):
        sacral, force = (prepare(r).recording for r in (acc, grf))
        live = detect_live(sacral, "running")
        assert live is not None
        found.append((detect(sacral, None).strides, live, detect(force, None).strides))
    return found


def cadence(s: Strides) -> float:
    """Steps a minute, missed steps left aside."""
    gap = np.diff(s.ic_s)
    return float(60 / gap[gap < 1.6 * np.median(gap)].mean())


def test_sacral_cadence_is_that_of_the_force(pairs: list[tuple[Strides, Strides, Strides]]) -> None:
    off = np.array([[cadence(one) - cadence(force) for one in (sacral, live)] for sacral, live, force in pairs])
    assert np.abs(off).max() < 1.5
    assert (np.abs(off).mean(axis=0) < 0.6).all()


def test_sacral_contact_time_is_that_of_the_force_at_a_tenth_of_body_weight(
    pairs: list[tuple[Strides, Strides, Strides]],
) -> None:
    off = np.array([np.mean(sacral.stance_s) - np.mean(force.stance_s) for sacral, _, force in pairs])
    assert np.sqrt(np.mean(off**2)) < 0.014
    assert abs(off.mean()) < 0.006
