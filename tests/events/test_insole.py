"""Contacts from insoles: laws, dropouts, a strapped shoe, and the maker's own events and report of real walks."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.errors import NothingToMeasure
from restride.core.recording import Channel, Recording, Side, Source
from restride.core.strides import Strides
from restride.events import insole, light_bars
from restride.read import read
from tests import insoles
from tests.data import recording
from tests.insoles import Gait

WALK, RUN = insoles.walking(), insoles.running(strides=14)
REAL = {"230927_102114": 7, "230927_102137": 9}
FEET: tuple[Side, ...] = ("left", "right")


def recorded(made: Gait, rate_hz: float = 100.0) -> Recording:
    """Insoles that give the sum of the force alone."""
    channels = tuple(
        Channel("insole_force", "insole", side, "body", "N", rate_hz, 0.0, ("total",), made.force[side][:, None])
        for side in FEET
    )
    return Recording(channels, Source("made_up.txt", "", "opengo", "1"))


def found(one: Recording) -> Strides:
    """The strides of the kind of gait with more contacts."""
    return insole.find(one, None, "unknown")[0].strides


def changed(one: Recording, change: Callable[[np.ndarray, Channel], np.ndarray]) -> Recording:
    """Every channel's values through a function of (values, channel)."""
    return one.with_channels(tuple(replace(c, values=change(c.values.copy(), c)) for c in one.channels))


def times(s: Strides, side: str) -> np.ndarray:
    """(n, 2) initial and final contacts of a side."""
    return np.stack([s.ic_s, s.fc_s], axis=1)[s.side == side]


@pytest.mark.parametrize(
    ("made", "task"),
    [
        (WALK, "walking"),
        (insoles.gait(stride_s=2.1, duty=0.68), "walking"),
        (insoles.gait(stride_s=0.85, duty=0.56), "walking"),
        (RUN, "running"),
        (insoles.running(stride_s=0.5, duty=0.24), "running"),
        (insoles.gait(weight_n=200.0, stride_s=0.9), "walking"),
    ],
)
def test_every_contact_is_found_at_any_speed_and_weight(made: Gait, task: str) -> None:
    s = found(recorded(made))
    assert s.task == task
    for side in FEET:
        truth = np.stack([made.ic_s[side], made.fc_s[side]], axis=1)
        np.testing.assert_allclose(times(s, side), truth, atol=0.03)
    assert s.steady.sum() == s.n - 4


@given(offset=st.floats(0, 180), sway=st.floats(0, 0.3), factor=st.floats(0.2, 5))
def test_a_strapped_shoe_and_another_calibration_leave_the_contacts(offset: float, sway: float, factor: float) -> None:
    t = np.arange(len(WALK.time_s))[:, None]
    pressed = changed(recorded(WALK), lambda v, c: factor * (v + offset * (1 + sway * np.sin(t / 400))))
    s, usual = found(pressed), found(recorded(WALK))
    assert list(s.side) == list(usual.side)
    np.testing.assert_allclose(s.ic_s, usual.ic_s, atol=0.02)
    np.testing.assert_allclose(s.fc_s, usual.fc_s, atol=0.02)


@given(shift_s=st.floats(-1e4, 1e4))
def test_another_clock_shifts_the_contacts(shift_s: float) -> None:
    one = recorded(RUN)
    np.testing.assert_allclose(found(one.shifted(shift_s)).ic_s, found(one).ic_s + shift_s, atol=1e-6)


def test_exchanged_insoles_exchange_the_sides() -> None:
    one = recorded(WALK)
    other: dict[Side, Side] = {"left": "right", "right": "left"}
    s = found(one.with_channels(tuple(replace(c, side=other[c.side]) for c in one.channels)))
    for side in FEET:
        np.testing.assert_array_equal(times(s, other[side]), times(found(one), side))


@given(cut_s=st.floats(5.0, 12.0))
def test_what_lies_before_a_cut_is_as_without_it(cut_s: float) -> None:
    one, usual = recorded(WALK), found(recorded(WALK))
    s = found(one.between(0.0, cut_s))
    before = usual.rows(usual.fc_s < cut_s - 1.5)
    for side in FEET:
        np.testing.assert_allclose(times(s, side)[: before.count(side)], times(before, side), atol=0.005)
        assert usual.rows(usual.fc_s < cut_s).count(side) >= s.count(side)


@given(seed=st.integers(0, 10_000))
def test_dropouts_within_a_stance_or_a_swing_cost_no_contact(seed: int) -> None:
    draw = np.random.default_rng(seed)

    def drop(v: np.ndarray, c: Channel) -> np.ndarray:
        for ic, fc in zip(WALK.ic_s[c.side], WALK.fc_s[c.side], strict=True):
            for a, b in ((ic + 0.08, fc - 0.2), (fc + 0.05, fc + 0.2)):
                at = round(draw.uniform(a, b) * c.rate_hz)
                v[at : at + draw.integers(1, 10)] = np.nan
        return v

    holed = changed(recorded(WALK), drop)
    (one,) = insole.find(holed, None, "unknown")
    assert [one.strides.count(side) for side in FEET] == [14, 14]
    np.testing.assert_allclose(one.strides.ic_s, found(recorded(WALK)).ic_s, atol=0.02)
    assert [q.code for q in one.quality] == ["gap", "gap"]


def test_an_event_in_a_gap_is_not_given_and_that_is_said() -> None:
    def drop(v: np.ndarray, c: Channel) -> np.ndarray:
        if c.side == "left":
            for moment in (WALK.ic_s["left"][4], WALK.fc_s["left"][8]):
                at = round(moment * c.rate_hz)
                v[at - 4 : at + 4] = np.nan
        return v

    (one,) = insole.find(changed(recorded(WALK), drop), None, "unknown")
    left = times(one.strides, "left")
    assert len(left) == 13
    assert np.abs(left[:, 0] - WALK.ic_s["left"][4]).min() > 0.5
    assert np.isnan(left[:, 1]).sum() == 1
    assert "1 contacts that may begin or break off in a gap are left out, 1 end in one" in one.quality[0].message


def test_a_scuff_in_swing_is_no_contact() -> None:
    def scuff(v: np.ndarray, c: Channel) -> np.ndarray:
        for fc in WALK.fc_s[c.side]:
            at = round((fc + 0.2) * c.rate_hz)
            v[at : at + 3] += 150
        return v

    s = found(changed(recorded(WALK), scuff))
    assert [s.count(side) for side in FEET] == [14, 14]


def test_one_insole_alone_is_measured_as_one_foot() -> None:
    one = recorded(RUN)
    s = found(one.with_channels(one.channels[:1]))
    assert (s.feet, s.task, set(s.side)) == (1, "running", {"left"})


def test_walking_and_running_in_one_recording_are_told_apart() -> None:
    parts = [recorded(made) for made in (WALK, insoles.running(strides=30))]
    values = {s: np.concatenate([p.select("insole_force", None, s)[0].values for p in parts]) for s in FEET}
    one = parts[0].with_channels(tuple(replace(c, values=values[c.side]) for c in parts[0].channels))
    both = insole.find(one, None, "unknown")
    assert [(d.strides.task, d.strides.n) for d in both] == [("running", 60), ("walking", 28)]
    assert insole.find(one, None, "walking")[0].strides.n == 28


def test_standing_has_no_steps() -> None:
    draw = np.random.default_rng(0)
    still = changed(recorded(WALK), lambda v, c: 350 + draw.normal(scale=15, size=v.shape))
    with pytest.raises(NothingToMeasure, match="whole steps"):
        insole.find(still, None, "unknown")
    assert insole.find(recorded(WALK).with_channels(()), None, "unknown") == ()


@given(stride_s=st.floats(0.5, 2.5), duty=st.floats(0.25, 0.7))
def test_light_bars_give_back_the_contacts_that_went_in(
    stride_s: float, duty: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = insoles.gait(stride_s=stride_s, duty=duty, strides=6)
    folder = tmp_path_factory.mktemp("bars")
    (one,) = read(insoles.optogait(folder / "bars.csv", made))
    (d,) = light_bars.find(one, None, "unknown")
    assert d.strides.task == ("running" if duty < 0.49 else d.strides.task)
    for side in FEET:
        np.testing.assert_allclose(times(d.strides, side)[:, 0], made.ic_s[side], atol=6e-4)
        np.testing.assert_allclose(times(d.strides, side)[:, 1], made.fc_s[side], atol=1.1e-3)


def real(name: str) -> Recording:
    """A real walk on OpenGo insoles."""
    (one,) = read(recording(f"moticon_opengo_walking/{name}.txt"))
    return one


@pytest.mark.parametrize("name", REAL)
def test_contacts_of_real_walks_are_those_that_the_maker_stored(name: str) -> None:
    one = real(name)
    s = found(one)
    for side in FEET:
        stored = [
            [m.time_s for m in one.marks if (m.side, m.name) == (side, event)] for event in ("Foot Strike", "Foot Off")
        ]
        assert len(times(s, side)) == REAL[name]
        off = np.abs(times(s, side) - np.array(stored).T)
        assert off.max() < 0.040
        assert np.median(off) < 0.015


@pytest.mark.parametrize("name", REAL)
def test_contacts_do_not_come_from_the_stored_events(name: str) -> None:
    one = real(name)
    np.testing.assert_array_equal(found(replace(one, marks=())).ic_s, found(one).ic_s)


@pytest.mark.parametrize("name", REAL)
def test_times_of_real_walks_are_those_of_the_makers_gait_report(name: str) -> None:
    report = Path(recording(f"moticon_opengo_walking/gait_report_{name[:6]}_{_clock(name)}.xlsx"))
    s = found(real(name))
    for side in FEET:
        rows = sheet(report, f"{side.title()} Steps")
        for what, ours, most in (
            ("Stance (s)", s.stance_s, 0.015),
            ("Swing (s)", s.swing_s, 0.015),
            ("Stride time (s)", s.stride_s, 0.004),
        ):
            theirs = np.array([row.get(what, np.nan) for row in rows], dtype=float)
            mine = ours[s.side == side]
            both = np.isfinite(theirs) & np.isfinite(mine)
            assert both.sum() >= REAL[name] - 2
            assert abs(np.mean(mine[both] - theirs[both])) < most, (side, what)


def _clock(name: str) -> str:
    hour, minute, second = re.findall(r"\d\d", name.split("_")[1])
    return f"{hour}_{minute}_{second}"


def sheet(path: Path, name: str) -> list[dict[str, float]]:
    """The rows of a sheet by the names in its first row."""
    tag = "{http" + "://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as file:
        words = [
            "".join(t.text or "" for t in item.iter(f"{tag}t"))
            for item in ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
        ]
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))
        names = [s.get("name") for s in book.iter(f"{tag}sheet")]
        inside = ElementTree.fromstring(file.read(f"xl/worksheets/sheet{names.index(name) + 1}.xml"))
    rows = []
    for row in inside.iter(f"{tag}row"):
        cells: dict[str, str] = {}
        for cell in row.iter(f"{tag}c"):
            value = cell.find(f"{tag}v")
            if value is not None and value.text is not None:
                letter = re.sub(r"\d", "", cell.get("r", ""))
                cells[letter] = words[int(value.text)] if cell.get("t") == "s" else value.text
        rows.append(cells)
    return [{rows[0][k]: float(v) for k, v in row.items() if k in rows[0] and v not in ("NaN", "")} for row in rows[1:]]
