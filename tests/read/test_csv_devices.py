"""Columns that devices computed, described by a sidecar: units, two devices apart, and what is refused."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.errors import BadSidecar, InputError
from restride.core.recording import Recording
from restride.metrics.device import is_device, summary
from restride.read import read
from restride.read.device_quantities import KINDS
from restride.read.sidecar import OF_DEVICES

TIMED = 'task = "running"\ntime_column = "t"\n'


def channel(quantity: str, unit: str, column: str, *, place: str = "chest_strap", maker: str = "garmin") -> str:
    return (
        f'[[channel]]\nquantity = "{quantity}"\nplace = "{place}"\nmaker = "{maker}"\nunit = "{unit}"\n'
        f'columns = {{ value = "{column}" }}\n'
    )


def made(folder: Path, columns: dict[str, list[float]], about: str) -> Recording:
    path, sidecar = folder / "run.csv", folder / "run.toml"
    rows = zip(*columns.values(), strict=True)
    path.write_text("\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)]))
    sidecar.write_text(about)
    (one,) = read(path)
    return one


def run(seconds: int = 120, **columns: float) -> dict[str, list[float]]:
    return {"t": [float(s) for s in range(seconds)]} | {name: [value] * seconds for name, value in columns.items()}


def test_every_word_for_what_devices_compute_has_a_unit_in_memory() -> None:
    assert set(OF_DEVICES) - {"step_length"} <= set(KINDS)


@pytest.mark.parametrize(
    ("quantity", "unit", "written", "in_memory"),
    [
        ("cadence", "strides/min", 82.0, 164.0),
        ("cadence", "steps/min", 164.0, 164.0),
        ("contact_time", "ms", 255.0, 0.255),
        ("vertical_oscillation", "mm", 113.0, 0.113),
        ("vertical_oscillation", "cm", 8.2, 0.082),
        ("step_length", "mm", 1280.0, 2.56),
        ("stride_length", "m", 2.56, 2.56),
        ("speed", "km/h", 12.6, 3.5),
        ("altitude", "m", 244.0, 244.0),
        ("heart_rate", "bpm", 150.0, 150.0),
        ("power", "W", 250.0, 250.0),
    ],
)
def test_units_become_those_of_memory(
    quantity: str, unit: str, written: float, in_memory: float, tmp_path: Path
) -> None:
    one = made(tmp_path, run(a=written), TIMED + channel(quantity, unit, "a"))
    (only,) = one.channels
    assert only.unit == KINDS[only.quantity].unit
    assert np.nanmean(only.values) == pytest.approx(in_memory)
    assert only.origin == "garmin"


@given(start=st.integers(0, 10**6), seconds=st.integers(30, 200))
def test_a_shift_of_the_clock_changes_nothing(
    start: int, seconds: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    columns = run(seconds, a=82.0)
    columns["a"] = [80.0 + (s % 7) for s in range(seconds)]
    about = TIMED + channel("cadence", "strides/min", "a")
    first = made(tmp_path_factory.mktemp("a"), columns, about)
    later = made(tmp_path_factory.mktemp("b"), columns | {"t": [t + start for t in columns["t"]]}, about)
    np.testing.assert_array_equal(first.channels[0].values, later.channels[0].values)


def test_two_devices_stay_apart_and_are_metrics_of_two_methods(tmp_path: Path) -> None:
    about = TIMED + channel("cadence", "strides/min", "a")
    about += channel("cadence", "strides/min", "b", place="foot_pod", maker="stryd")
    one = made(tmp_path, run(a=82.0, b=83.0), about)
    assert is_device(one)
    values = {m.method: m.value for m in summary(one).metrics if m.name == "cadence"}
    assert values == {"chest_strap_garmin": pytest.approx(164), "foot_pod_stryd": pytest.approx(166)}


def test_a_rate_stands_for_a_clock_and_a_pause_in_the_clock_is_missing(tmp_path: Path) -> None:
    about = channel("cadence", "steps/min", "a")
    whole = made(tmp_path, run(60, a=164.0), "rate_hz = 1.0\n" + about)
    assert whole.channels[0].n == 60
    columns = run(60, a=164.0)
    columns["t"] = [t if t < 30 else t + 100 for t in columns["t"]]
    paused = made(tmp_path, columns, TIMED + about).channels[0]
    assert np.isnan(paused.values[35:125]).all()
    assert np.isfinite(paused.values[:30]).all()


def test_a_zero_that_means_none_and_what_cannot_be_are_missing(tmp_path: Path) -> None:
    columns = run(60, a=255.0)
    columns["a"][:10] = [0.0] * 10
    columns["a"][20] = 9999.0
    one = made(tmp_path, columns, TIMED + channel("contact_time", "ms", "a"))
    assert np.isnan(one.channels[0].values[:10]).all()
    assert [note.code for note in one.notes] == ["implausible", "gap"]


GOOD = channel("cadence", "strides/min", "a")


@pytest.mark.parametrize(
    ("about", "needed"),
    [
        (TIMED + channel("cadence", "1/min", "a"), "cadence in steps/min or strides/min"),
        (TIMED + channel("contact_time", "kg", "a"), "a unit of contact_time"),
        (TIMED + GOOD.replace('unit = "strides/min"\n', ""), "unit of cadence"),
        (TIMED + GOOD.replace('place = "chest_strap"\n', ""), "place of cadence"),
        (TIMED + GOOD.replace("value =", "V ="), "columns = { value = ... } of cadence"),
        (TIMED + GOOD + 'side = "left"\n', "no side and no gravity of cadence"),
        (GOOD, "time_column or rate_hz"),
        ('layout = "one trial a row"\nsamples = 9\nrate_hz = 1.0\n' + GOOD, "time_column or rate_hz for what devices"),
        (TIMED + GOOD + '[[channel]]\nquantity = "grf"\nunit = "N"\ncolumns = { V = "a" }\n', "signals, or what"),
        (TIMED + '[[channel]]\nquantity = "grf"\nunit = "N"\nmaker = "x"\ncolumns = { V = "a" }\n', "maker for what"),
        (TIMED + GOOD.replace("cadence", "cadense"), "a sidecar of known fields"),
    ],
)
def test_a_sidecar_that_leaves_something_open_is_refused_in_one_line(about: str, needed: str, tmp_path: Path) -> None:
    with pytest.raises(BadSidecar) as caught:
        made(tmp_path, run(a=82.0), about)
    assert caught.value.needed.startswith(needed)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("rows", [0, 1])
def test_too_few_rows_are_refused(rows: int, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        made(tmp_path, run(rows, a=82.0), TIMED + GOOD)
