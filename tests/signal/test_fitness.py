"""What a device's samples are fit for: each fault is seen, said, and takes away what it spoils and nothing else."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.core.vocabulary import vocabulary
from restride.signal import fitness as room
from restride.signal.fitness import fitness
from restride.signal.inertial import Sensor, sensors
from restride.simulate.run_sensors import simulate_worn_run
from restride.simulate.runner import Runner

Values = npt.NDArray[np.float64]
RATE_HZ = 200.0
SHOCK = ("peak_tibial_acceleration", "peak_tibial_acceleration_resultant")


def test_every_metric_that_may_be_removed_is_a_word_of_the_vocabulary() -> None:
    named = {name for table in (room.ANGLES, room.PATH, room.FORCE) for of in table.values() for name in of}
    assert named <= set(vocabulary())


def walking(
    seconds: float = 60.0, *, place: str = "foot", rate_hz: float = RATE_HZ, seed: int = 0, rest_s: float = 5.0
) -> Sensor:
    """A device that swings about one axis and is shocked once a second, at rest before and after."""
    draw = np.random.default_rng(seed)
    n = int(seconds * rate_hz)
    t = np.arange(n) / rate_hz
    on = ((t > rest_s) & (t < seconds - rest_s)).astype(float)
    angle = 40 * np.sin(2 * np.pi * t) * on
    rate = np.gradient(angle, t)
    shock = (20 + 15 * draw.random(n)) * np.exp(-(((t % 1.0) - 0.3) ** 2) / (2 * 0.01**2)) * on
    there = Rotation.from_rotvec(np.radians(angle)[:, None] * np.array([[1.0, 0, 0]]))
    force = there.inv().apply(np.array([0.0, 0, G]) + np.stack([0 * t, 0 * t, np.gradient(shock)], axis=1) * 4)
    gyro = rate[:, None] * np.array([[1.0, 0, 0]])
    noise = draw.normal(scale=(0.03, 0.1), size=(n, 3, 2))
    return Sensor(place, "left", "sensor", rate_hz, 0.0, force + noise[..., 0], gyro + noise[..., 1])


def codes(sensor: Sensor) -> list[str]:
    """What is said of it."""
    return [note.code for note in fitness(sensor)]


def removed(sensor: Sensor, code: str) -> set[str]:
    """What notes of this code take away."""
    return {name for note in fitness(sensor) if note.code == code for name in note.removes}


@pytest.mark.parametrize("place", ["foot", "shank", "sacrum", "unknown"])
@pytest.mark.parametrize("seed", range(3))
def test_a_sound_device_gets_no_note(place: str, seed: int) -> None:
    assert codes(walking(place=place, seed=seed)) == []


@pytest.mark.parametrize("seed", range(4))
def test_sound_devices_of_a_simulated_run_get_no_note(seed: int) -> None:
    made = simulate_worn_run(Runner.draw(seed), seconds=12, seed=seed, overground=bool(seed % 2))
    assert [codes(device) for device in sensors(made.recording)] == [[]] * 5


def clipped(sensor: Sensor, most: float, quantity: str = "acc", axes: tuple[int, ...] = (0, 1, 2)) -> Sensor:
    """The same device with a range of +-most."""
    values = getattr(sensor, quantity).copy()
    for axis in axes:
        values[:, axis] = np.clip(values[:, axis], -most, most)
    return replace(sensor, **{quantity: values})


def test_a_clipped_shank_loses_its_peaks_and_nothing_else() -> None:
    sensor = clipped(walking(place="shank"), 16.0)
    (note,) = fitness(sensor)
    assert (note.code, note.severity, set(note.removes)) == ("clipped", "warning", set(SHOCK))
    assert "accelerometer of the left shank stood at the end of its range, 16 m/s2" in note.message


def test_an_axis_across_the_shank_spoils_the_resultant_only() -> None:
    sensor = walking(place="shank")
    acc = sensor.acc.copy()
    acc[:, 0] += 40 * np.sin(np.arange(len(acc)) / 30) * (np.abs(sensor.gyro[:, 0]) > 50)
    assert removed(clipped(replace(sensor, acc=acc), 30.0, axes=(0,)), "clipped") == {SHOCK[1]}


def test_the_same_device_in_body_axes_knows_its_vertical() -> None:
    sensor = replace(walking(place="shank"), frame="body")
    turned = replace(sensor, acc=sensor.acc[:, [1, 2, 0]], gyro=sensor.gyro[:, [1, 2, 0]])  # gravity on V
    assert removed(clipped(turned, 16.0, axes=(1,)), "clipped") == set(SHOCK)
    assert removed(clipped(turned, 5.0, axes=(0,)), "clipped") == set()  # no range ends so low: nothing is said


def test_single_clipped_samples_at_a_foot_are_said_and_take_nothing_away() -> None:
    sensor = walking()
    acc = sensor.acc.copy()
    acc[300::200, 2] = 16 * G
    notes = [note for note in fitness(replace(sensor, acc=acc)) if note.code == "clipped"]
    assert [(note.severity, note.removes) for note in notes] == [("info", ())]
    assert "single samples" in notes[0].message


def test_long_clipping_at_a_foot_spoils_the_path_and_leaves_the_angles() -> None:
    sensor = walking()
    t = np.arange(sensor.n) / RATE_HZ
    acc = (
        sensor.acc + (60 * np.exp(-(((t % 1.0) - 0.7) ** 2) / (2 * 0.03**2)) * (np.abs(sensor.gyro[:, 0]) > 1))[:, None]
    )
    gone = removed(clipped(replace(sensor, acc=acc), 30.0), "clipped")
    assert "stride_length" in gone
    assert not gone & set(room.ANGLES["foot"])


def test_a_clipped_gyroscope_spoils_angles_and_path() -> None:
    gone = removed(clipped(walking(), 180.0, "gyro"), "clipped")
    assert {"foot_strike_angle", "stride_length"} <= gone
    assert removed(clipped(walking(), 249.5, "gyro"), "clipped") == set()  # a degree and less is lost


def test_ends_that_were_calibrated_against_each_other_are_still_seen() -> None:
    draw = np.random.default_rng(3)
    sensor = walking(120)
    acc = sensor.acc.copy()
    at = np.arange(1300, sensor.n - 1300, 200)
    acc[at, 2] = np.minimum(draw.normal(16 * G, 40, len(at)), 16 * G) + draw.normal(scale=0.8, size=len(at))
    (note,) = (note for note in fitness(replace(sensor, acc=acc)) if note.code == "clipped")
    assert "157 m/s2" in note.message


@pytest.mark.parametrize("hold", [2, 4])
def test_values_that_are_held_or_repeat_are_not_taken_for_an_end(hold: int) -> None:
    sensor = walking()
    held = replace(
        sensor, acc=np.repeat(sensor.acc[::hold], hold, axis=0), gyro=np.repeat(sensor.gyro[::hold], hold, axis=0)
    )
    assert "clipped" not in codes(held)
    again = replace(sensor, acc=np.tile(sensor.acc, (5, 1)), gyro=np.tile(sensor.gyro, (5, 1)))
    assert "clipped" not in codes(again)


@pytest.mark.parametrize(
    ("rate_hz", "place", "told"), [(198.0, "shank", True), (199.0, "shank", False), (100.0, "foot", False)]
)
def test_too_low_a_rate_removes_tibial_acceleration_only(rate_hz: float, place: str, told: bool) -> None:
    sensor = walking(place=place, rate_hz=rate_hz)
    assert codes(sensor) == (["rate_too_low"] if told else [])
    assert removed(sensor, "rate_too_low") == (set(SHOCK) if told else set())


@pytest.mark.parametrize(
    ("lost", "says", "severity"), [(50, "less than 1%", "info"), (2000, "less than 20%", "warning")]
)
@pytest.mark.parametrize("quantity", ["acc", "gyro"])
def test_a_gap_is_said_and_removes_nothing(lost: int, says: str, severity: str, quantity: str) -> None:
    sensor = walking()
    values = getattr(sensor, quantity).copy()
    values[4000 : 4000 + lost, 1] = np.nan
    (note,) = fitness(replace(sensor, **{quantity: values}))
    assert (note.code, note.severity, note.removes) == ("gap", severity, ())
    assert says in note.message


@pytest.mark.parametrize(("drift", "told", "spoils"), [(0.5, False, False), (2.0, True, False), (6.0, True, True)])
def test_a_drifting_gyroscope_is_said_and_a_large_drift_spoils_the_angles(
    drift: float, told: bool, spoils: bool
) -> None:
    sensor = walking()
    bias = np.linspace(0, drift, sensor.n)[:, None] * np.array([[0, 0.6, 0.8]])
    moving = replace(sensor, gyro=sensor.gyro + bias)
    assert ("drift" in codes(moving)) is told
    assert removed(moving, "drift") == (set(room.ANGLES["foot"]) if spoils else set())


@pytest.mark.parametrize(("factor", "told", "spoils"), [(1.02, False, False), (0.95, True, False), (1.12, True, True)])
def test_an_accelerometer_that_does_not_read_1_g_at_rest_is_said(factor: float, told: bool, spoils: bool) -> None:
    sensor = walking(place="shank")
    off = replace(sensor, acc=sensor.acc * factor)
    assert ("drift" in codes(off)) is told
    assert removed(off, "drift") == (set(SHOCK) if spoils else set())


@settings(max_examples=30)
@given(
    angle=st.floats(25, 90),
    share=st.floats(0.2, 0.8),
    seed=st.integers(0, 1000),
    place=st.sampled_from(["foot", "shank"]),
)
def test_a_device_that_moved_is_found_and_loses_its_angles(angle: float, share: float, seed: int, place: str) -> None:
    sensor = walking(place=place)
    turn = Rotation.from_rotvec(np.radians(angle) * _axis(seed)).as_matrix()
    at = int(share * sensor.n)
    acc, gyro = sensor.acc.copy(), sensor.gyro.copy()
    acc[at:], gyro[at:] = acc[at:] @ turn.T, gyro[at:] @ turn.T
    slipped = replace(sensor, acc=acc, gyro=gyro)
    (note,) = (note for note in fitness(slipped) if note.code == "sensor_moved")
    assert set(room.ANGLES[place]) <= set(note.removes)
    assert "stride_length" not in note.removes


def _axis(seed: int) -> Values:
    axis = np.random.default_rng(seed).normal(size=3)
    return np.asarray(axis / np.linalg.norm(axis))


@settings(max_examples=15)
@given(seed=st.integers(0, 1000))
def test_notes_do_not_depend_on_how_the_device_sits_nor_on_the_clock(seed: int) -> None:
    turn = Rotation.random(random_state=seed).as_matrix()
    for sensor in (walking(place="shank", rate_hz=150.0), replace(walking(), gyro=walking().gyro * 2)):
        turned = replace(sensor, acc=sensor.acc @ turn.T, gyro=sensor.gyro @ turn.T, start_s=1e4 + seed)
        assert fitness(turned) == fitness(sensor)


@pytest.mark.parametrize("wrong", ["half", "double", "against", "exchanged"])
def test_turning_that_gravity_does_not_follow_is_said_and_spoils_angles_and_path(wrong: str) -> None:
    made = simulate_worn_run(Runner.typical(), seconds=10)
    for device in sensors(made.recording)[:4]:
        gyro = {
            "half": device.gyro / 2,  # a shank's mean force is then 1.25 g: said, and on the edge of being removed
            "double": device.gyro * 2,
            "against": -device.gyro,
            "exchanged": device.gyro[:, [1, 2, 0]],
        }[wrong]
        assert codes(replace(device, gyro=gyro)) == ["implausible"]
        gone = set(room.ANGLES[device.place] + room.PATH[device.place])
        assert wrong == "half" or removed(replace(device, gyro=gyro), "implausible") == gone


@settings(max_examples=60)
@given(
    n=st.integers(0, 3000),
    rate_hz=st.floats(1, 2000),
    place=st.sampled_from(["foot", "shank", "lower_back", "wrist", "unknown"]),
    kind=st.sampled_from(["zero", "nan", "huge", "noise", "holes"]),
    seed=st.integers(0, 100),
)
def test_nothing_that_a_device_may_hold_is_an_error(n: int, rate_hz: float, place: str, kind: str, seed: int) -> None:
    draw = np.random.default_rng(seed)
    values = {
        "zero": np.zeros((n, 6)),
        "nan": np.full((n, 6), np.nan),
        "huge": draw.normal(scale=1e7, size=(n, 6)),
        "noise": draw.normal(scale=9, size=(n, 6)),
        "holes": np.where(draw.random((n, 6)) < 0.3, np.nan, draw.normal(scale=30, size=(n, 6))),
    }[kind]
    notes = fitness(Sensor(place, "unknown", "sensor", rate_hz, 0.0, values[:, :3], values[:, 3:]))
    assert all(note.message.isprintable() for note in notes)
