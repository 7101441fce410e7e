"""Files of insoles and light bars: what they say, what they lose, and what damage costs."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import BadSidecar, InputError
from restride.core.recording import Recording
from restride.read import read
from restride.read.loadsol import READER as LOADSOL
from restride.read.opengo import READER as OPENGO
from restride.read.opengo_recording import LAYOUT, _by_region
from restride.read.optogait import READER as OPTOGAIT
from tests import insoles
from tests.data import recording
from tests.insoles import Gait
from tests.read import device_files
from tests.read.damage import Edit, edited, sound_or_refused

WALK = insoles.walking(strides=6)
WRITE: dict[str, Callable[[Path, Gait], Path]] = {
    "opengo": insoles.opengo, "loadsol": insoles.loadsol, "optogait": insoles.optogait,
}  # fmt: skip
READERS = {"opengo": OPENGO, "loadsol": LOADSOL, "optogait": OPTOGAIT}
each = pytest.mark.parametrize("name", WRITE)


def one(path: Path) -> Recording:
    """The one recording of a file."""
    (found,) = read(path)
    return found


def force(found: Recording, side: str, axis: str = "total") -> np.ndarray:
    """One force of one foot."""
    (channel,) = found.select("insole_force", "insole", side)
    return channel.axis(axis)


@each
def test_content_decides_and_no_other_reader_of_these_takes_the_file(name: str, tmp_path: Path) -> None:
    path = WRITE[name](tmp_path / "whatever.bin", WALK)
    head = path.read_bytes()[:4096]
    assert [n for n, reader in READERS.items() if reader.sniff(head, path)] == [name]
    assert one(path).source.reader == name
    for other in (b"# a comment\ntime\tforce\n1\t2\n", b"\tleft\tright\t\nTime\tForce\n", b"L/R,Split\nL,3\n"):
        assert not any(reader.sniff(other, path) for reader in READERS.values())


@each
def test_a_sidecar_may_say_the_task_and_not_the_columns(name: str, tmp_path: Path) -> None:
    path = WRITE[name](tmp_path / "walk.txt", WALK)
    path.with_suffix(".toml").write_text('task = "walking"\n[conditions]\nspeed_mps = 1.2\n')
    assert (one(path).task, one(path).conditions.speed_mps) == ("walking", 1.2)
    path.with_suffix(".toml").write_text("rate_hz = 50.0\n")
    with pytest.raises(BadSidecar, match="rate_hz"):
        one(path)


def test_opengo_gives_both_feet_their_events_and_the_regions_of_the_sole(tmp_path: Path) -> None:
    found = one(insoles.opengo(tmp_path / "walk.txt", WALK))
    assert found.notes == ()
    for side in ("left", "right"):
        np.testing.assert_allclose(force(found, side), WALK.force[side], atol=1e-5)
        parts = sum(force(found, side, region) for region in ("heel", "midfoot", "forefoot", "toes"))
        halves = sum(force(found, side, half) for half in ("heel", "medial", "lateral"))
        loaded = WALK.pressure[side].sum(axis=1) > 0
        np.testing.assert_allclose(parts[loaded], WALK.force[side][loaded], rtol=1e-3, atol=1e-3)
        np.testing.assert_allclose(halves, parts, atol=1e-6)
        strikes = [m.time_s for m in found.marks if (m.side, m.name) == (side, "Foot Strike")]
        np.testing.assert_allclose(strikes, WALK.ic_s[side], atol=0.006)


def test_inwards_is_to_the_right_under_a_left_foot_and_to_the_left_under_a_right_one(tmp_path: Path) -> None:
    found = one(insoles.opengo(tmp_path / "walk.txt", WALK))
    for side, sign in (("left", 1), ("right", -1)):
        (cop,) = found.select("cop", "insole", side)
        np.testing.assert_allclose(cop.axis("ML"), sign * WALK.cop[side][:, 1], atol=1e-5)
        np.testing.assert_allclose(cop.axis("AP"), WALK.cop[side][:, 0], atol=1e-5)


def test_dropouts_are_missing_and_the_clock_stays_even_where_a_row_is(tmp_path: Path) -> None:
    left = WALK.force["left"].copy()
    left[300:340] = np.nan
    path = insoles.opengo(tmp_path / "walk.txt", WALK.changed(left=left))
    lines = path.read_text().split("\n")
    del lines[5 + 400]  # one row, as where one time step is twice the others
    path.write_text("\n".join(lines))
    found = one(path)
    (channel,) = found.select("insole_force", None, "left")
    assert channel.rate_hz == pytest.approx(100.0)
    missing = np.flatnonzero(np.isnan(channel.axis("total")))
    assert set(range(300, 340)) <= set(missing) <= set(range(299, 341))
    assert np.isfinite(force(found, "right")).all()


def test_a_sole_that_is_hardly_pressed_has_no_regions_without_end() -> None:
    pressure, total = np.full((2, len(LAYOUT)), 5e-324), np.array([500.0, 0.0])
    regions = np.array(_by_region(pressure, total))
    assert np.isfinite(regions).all()
    assert regions.sum() == 0


def test_an_insole_without_a_number_leaves_the_other_foot(tmp_path: Path) -> None:
    gone = WALK.changed(right=np.full(len(WALK.time_s), np.nan))
    found = one(insoles.opengo(tmp_path / "walk.txt", gone))
    assert {c.side for c in found.channels} == {"left"}
    assert [(n.code, "right insole" in n.message) for n in found.notes] == [("gap", True)]


def test_the_device_in_an_insole_becomes_one_on_the_foot(tmp_path: Path) -> None:
    acc, gyro = device_files.swinging(len(WALK.time_s))
    found = one(insoles.opengo(tmp_path / "walk.txt", WALK, acc=acc / 9.80665, gyro=gyro))
    for side in ("left", "right"):
        (worn,) = found.select("acc", "foot", side)
        np.testing.assert_allclose(worn.values, acc, atol=2e-5)
        assert found.select("gyro", "foot", side)[0].unit == "deg/s"


def test_a_comma_for_the_decimal_point_changes_nothing(tmp_path: Path) -> None:
    path = insoles.opengo(tmp_path / "walk.txt", WALK)
    head, sep, body = path.read_text().partition("# time")
    names, rows = body.split("\n", 1)
    (tmp_path / "comma.txt").write_text(f"{head}{sep}{names}\n{rows.replace('.', ',')}")
    np.testing.assert_array_equal(force(one(tmp_path / "comma.txt"), "left"), force(one(path), "left"))


def test_loadsol_tells_its_parts_by_name_whatever_their_order(tmp_path: Path) -> None:
    found = one(insoles.loadsol(tmp_path / "walk.txt", WALK))
    for side in ("left", "right"):
        np.testing.assert_allclose(force(found, side, "heel"), 0.5 * WALK.force[side], atol=1e-5)
        np.testing.assert_allclose(force(found, side, "lateral"), 0.3 * WALK.force[side], atol=1e-5)
    plain = one(insoles.loadsol(tmp_path / "plain.txt", WALK, parts=False))
    np.testing.assert_allclose(force(plain, "right"), WALK.force["right"], atol=1e-5)


def test_a_lost_packet_of_loadsol_is_missing_and_not_zero(tmp_path: Path) -> None:
    found = one(insoles.loadsol(tmp_path / "walk.txt", WALK, lost=tuple(range(200, 211))))
    assert np.flatnonzero(np.isnan(force(found, "left"))).tolist() == list(range(200, 211))
    assert any("lost 11 of" in n.message for n in found.notes)


def test_the_device_in_a_loadsol_becomes_one_on_the_foot_and_loses_the_same_packets(tmp_path: Path) -> None:
    acc, gyro = device_files.swinging(len(WALK.time_s))
    device = np.column_stack([acc / 9.80665, np.radians(gyro)])
    found = one(insoles.loadsol(tmp_path / "walk.txt", WALK, lost=tuple(range(200, 211)), device=device))
    for side in ("left", "right"):
        (worn,), (turning,) = (found.select(quantity, "foot", side) for quantity in ("acc", "gyro"))
        seen = np.isfinite(worn.values).all(axis=1)
        assert np.count_nonzero(~seen) == (11 if side == "left" else 0)
        np.testing.assert_allclose(worn.values[seen], acc[seen], atol=2e-5)
        np.testing.assert_allclose(turning.values[seen], gyro[seen], atol=2e-4)
    np.testing.assert_allclose(force(found, "right", "heel"), 0.5 * WALK.force["right"], atol=1e-5)


def test_a_late_packet_of_loadsol_costs_nothing(tmp_path: Path) -> None:
    path = insoles.loadsol(tmp_path / "walk.txt", WALK)
    lines = path.read_text().split("\n")
    cells, after = lines[304].split("\t"), lines[305].split("\t")
    cells[:5] = after[:5]
    lines[304] = "\t".join(cells)
    path.write_text("\n".join(lines))
    found = one(path)
    (left,) = found.select("insole_force", None, "left")
    assert left.n == len(WALK.time_s)
    np.testing.assert_allclose(np.delete(left.axis("total"), 300), np.delete(WALK.force["left"], 300), atol=1e-3)


@pytest.mark.parametrize("name", ["opengo", "loadsol"])
def test_a_damaged_row_costs_that_row(name: str, tmp_path: Path) -> None:
    path = WRITE[name](tmp_path / "walk.txt", WALK)
    lines = path.read_text().split("\n")
    lines[150], lines[250] = lines[150][:40], lines[250].replace("\t", "\tx", 1)
    path.write_text("\n".join(lines))
    found = one(path)
    assert any("2 rows" in n.message for n in found.notes)
    assert abs(len(force(found, "left")) - len(WALK.time_s)) <= 1


@pytest.mark.parametrize("name", ["opengo", "loadsol"])
def test_a_number_that_no_foot_reaches_is_missing(name: str, tmp_path: Path) -> None:
    wild = WALK.force["left"].copy()
    wild[100] = 1e9
    found = one(WRITE[name](tmp_path / "walk.txt", WALK.changed(left=wild)))
    assert np.isnan(force(found, "left")[100])
    assert np.nanmax(force(found, "left")) < 2000


def test_a_table_of_contacts_that_goes_back_in_time_keeps_its_longest_part(tmp_path: Path) -> None:
    path = insoles.optogait(tmp_path / "bars.csv", insoles.walking(strides=14))
    lines = path.read_text().split("\n")
    lines[8:8] = ["9,9,L,,,0.6,,0.001"]
    path.write_text("\n".join(lines))
    assert [n.code for n in one(path).notes] == ["clock_jump"]


@each
@settings(max_examples=25)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["flip", "insert", "cut"]), st.integers(0, 60_000), st.binary(min_size=1)),
        min_size=1,
        max_size=6,
    )
)
def test_damage_gives_a_recording_or_one_line(
    name: str, tmp_path_factory: pytest.TempPathFactory, changes: list[Edit]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = WRITE[name](folder / "walk.txt", insoles.walking(strides=4, stands_s=0.5))
    whole = path.read_bytes()
    path.write_bytes(edited(whole, [(kind, at % len(whole), new) for kind, at, new in changes]))
    sound_or_refused(lambda: READERS[name].read(path, None))


@each
def test_a_file_of_names_alone_is_refused(name: str, tmp_path: Path) -> None:
    path = WRITE[name](tmp_path / "walk.txt", WALK)
    lines = path.read_text().split("\n")
    path.write_text("\n".join(lines[:6] if name == "opengo" else lines[:5] if name == "loadsol" else lines[:2]) + "\n")
    with pytest.raises(InputError):
        read(path)


def test_a_real_optogait_table_is_read_whole() -> None:
    found = one(recording("tripod_treadmill_walking/Sub_FZ/PWS/OptoGait/optogait.csv"))
    assert [len([m for m in found.marks if m.name == event]) for event in ("Foot Strike", "Foot Off")] == [246, 245]
    assert found.notes == ()
