"""Text becomes the numbers that were meant, or one line that says where it does not."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import BadSidecar, InputError
from restride.read import read
from restride.read.csv_text import read_columns
from tests.read.csv_files import ACC, BY_NUMBER, trial, write

NAMED = "rate_hz = 100.0" + ACC
finite = st.floats(-1e9, 1e9, allow_nan=False)
tables = st.integers(1, 4).flatmap(lambda k: st.lists(st.lists(finite, min_size=k, max_size=k), min_size=2, max_size=8))


def values(folder: Path, text: str | bytes, sidecar: str = "rate_hz = 100.0" + BY_NUMBER) -> list[list[float]]:
    """(AP, V) rows as they were read."""
    found: list[list[float]] = trial(folder, text, sidecar).channels[0].values.tolist()
    return found


@given(table=tables, separator=st.sampled_from([",", ";", "\t"]), comma=st.booleans(), header=st.booleans())
def test_whatever_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[float]], separator: str, comma: bool, header: bool
) -> None:
    comma = comma and separator != "," and len(table[0]) > 1
    rows = [separator.join(repr(x).replace(".", ",") if comma else repr(x) for x in row) for row in table]
    if header:
        rows.insert(0, separator.join(f"c{i}" for i in range(len(table[0]))))
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_text("\n".join(rows) + "\n")
    wanted: list[str | int] = list(range(len(table[0])))
    np.testing.assert_array_equal(read_columns(path, wanted), table)


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n3,4\n5,6\n",
        "1;2\n3;4\n5;6",
        "1\t2\r\n3\t4\r\n5\t6\r\n",
        "1 2\n3   4\n 5 6\n",
        "v,ap\n1,2\n3,4\n5,6\n",
        '"v","ap"\n"1","2"\n"3","4"\n"5","6"\n',
        "# made by a sensor\nserial,12\n\nv,ap\n[g],[g]\n1,2\n3,4\n5,6\n",
        "\ufeff1,2\n3,4\n5,6\n\n\n   \n",
        "1,2,x,y\n3,4,y,\n5,6,,z\n",
        "1,2,\n3,4,\n5,6,\n",
        "1e0, 2.0\n+3,4\n5,6\n",
        "1,0;2,0\n3,0;4,0\n5,0;6,0\n",
        "1,2\n3,4\n5,6\n7",
    ],
)
def test_the_same_numbers_written_in_many_ways_are_the_same(text: str, tmp_path: Path) -> None:
    assert values(tmp_path, text) == [[2, 1], [4, 3], [6, 5]]


def test_utf_16_and_latin_1_are_read(tmp_path: Path) -> None:
    assert values(tmp_path, "v,ap\n1,2\n3,4\n".encode("utf-16"), NAMED) == [[2, 1], [4, 3]]
    assert values(tmp_path, "v,ap,°/s\n1,2,3\n3,4,5\n".encode("latin-1"), NAMED) == [[2, 1], [4, 3]]


def test_columns_are_found_by_name_wherever_they_stand(tmp_path: Path) -> None:
    assert values(tmp_path, "ap,note,v\n2,a,1\n4,b,3\n", NAMED) == [[2, 1], [4, 3]]


@pytest.mark.parametrize("word", ["", "nan", "NaN", "NA", "N/A", "null", "-", "inf", "-inf"])
def test_words_for_missing_become_nan(word: str, tmp_path: Path) -> None:
    found = np.array(values(tmp_path, f"1,2\n{word},4\n5,6\n"))
    np.testing.assert_array_equal(found, [[2, 1], [4, np.nan], [6, 5]])


def test_a_first_row_with_a_missing_value_is_no_header(tmp_path: Path) -> None:
    assert len(values(tmp_path, "v,ap\nNaN,NaN\n1,2\n3,4\n", NAMED)) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("v,ap\n1,2\n3,four\n5,6\n", "'four' in data row 2, column 1"),
        ("v,ap\n1,2\n3,4,5\n5,6\n", "3 in data row 2"),
        ("v,ap\n1,2\n3\n5,6\n", "1 in data row 2"),
        ("v,ap\n1,2\n", "1 in run.csv"),
        ("v,ap\n", "none in the columns"),
        ("v,ap\na,b\nc,d\n", "none in the columns"),
        ("v,ap\nnan,1\nnan,2\n", "a column without any"),
        ("v,ap\n1e13,1\n2,2\n", "1e+13"),
        ("v,ap\n1_0,2\n3,4\n5,6\n7,1_0\n", "data row"),
    ],
)
def test_text_that_holds_no_such_table_is_told_so(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        trial(tmp_path, text, NAMED)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sidecar", "says"),
    [
        ("vv,ap\n1,2\n3,4\n", NAMED, "did you mean 'vv'?"),
        ("v,v,ap\n1,2,3\n3,4,5\n", NAMED, "several"),
        ("1\n2\n3\n", "rate_hz = 100.0" + BY_NUMBER, "a column number 1"),
        ("1,2\n3,4\n", NAMED, "no header row"),
    ],
)
def test_columns_that_the_file_lacks_are_named(text: str, sidecar: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadSidecar) as caught:
        trial(tmp_path, text, sidecar)
    assert says in str(caught.value)


def test_without_a_sidecar_the_line_says_what_to_write(tmp_path: Path) -> None:
    (tmp_path / "run.csv").write_text("t,a\n0,1\n1,2\n")
    with pytest.raises(BadSidecar, match=r"write run\.toml beside it.*\[\[channel\]\]"):
        read(tmp_path / "run.csv")


ROWS = 'layout = "one trial a row"\nsamples = 3\nrate_hz = 50.0\ntask = "running"\n' + ACC.replace(
    'V = "v", AP = "ap"', "V = 0, AP = 3"
)


def test_one_trial_a_row_gives_one_recording_a_row_with_its_conditions(tmp_path: Path) -> None:
    conditions = '[conditions]\nmode = "treadmill"\nspeed_mps = 1.0\n'
    rows = "[[row]]\nspeed_mps = 2.5\nslope_deg = 5.0\n[[row]]\ngrade = -3.0\n"
    path = write(tmp_path, "1,2,3,4,5,6\n7,8,9,10,11,12\n", ROWS + conditions + rows)
    one, other = read(path)
    assert (one.source.part, other.source.part) == ("0", "1")
    assert one.channels[0].values.tolist() == [[4, 1], [5, 2], [6, 3]]
    assert (one.channels[0].axes, one.channels[0].frame, one.task) == (("AP", "V"), "body", "running")
    assert one.conditions.speed_mps == 2.5
    assert one.conditions.grade == pytest.approx(100 * np.tan(np.radians(5)))
    assert (other.conditions.speed_mps, other.conditions.grade, other.conditions.mode) == (1.0, -3.0, "treadmill")


def test_a_row_is_picked_by_its_number(tmp_path: Path) -> None:
    write(tmp_path, "1,2,3,4,5,6\n7,8,9,10,11,12\n", ROWS)
    (found,) = read(f"{tmp_path / 'run.csv'}#1")
    assert found.channels[0].values[0].tolist() == [10, 7]
    with pytest.raises(InputError, match="#2"):
        read(f"{tmp_path / 'run.csv'}#2")


@pytest.mark.parametrize("tables", [1, 3])
def test_the_number_of_row_tables_must_be_that_of_the_rows(tables: int, tmp_path: Path) -> None:
    with pytest.raises(BadSidecar, match="2 rows in"):
        read(write(tmp_path, "1,2,3,4,5,6\n7,8,9,10,11,12\n", ROWS + "[[row]]\nspeed_mps = 2.0\n" * tables))


def test_a_block_beyond_the_end_of_the_row_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSidecar, match="column number 5"):
        read(write(tmp_path, "1,2,3,4,5\n7,8,9,10,11\n", ROWS))


def test_force_in_body_weights_stays_so_and_needs_no_place(tmp_path: Path) -> None:
    sidecar = 'rate_hz = 500\n[[channel]]\nquantity = "grf"\nunit = "BW"\ncolumns = { V = 0 }\n'
    (channel,) = trial(tmp_path, "0.1\n1.2\n2.3\n", sidecar).channels
    assert (channel.unit, channel.place, channel.axes, channel.rate_hz) == ("BW", "plate_1", ("V",), 500.0)


@pytest.mark.parametrize(
    ("quantity", "unit", "frame"), [("acc", "g", "sensor"), ("grf", "N", "lab"), ("marker", "mm", "lab")]
)
def test_axes_x_y_z_are_the_sensors_own_or_the_labs(quantity: str, unit: str, frame: str, tmp_path: Path) -> None:
    channel_of = f'[[channel]]\nquantity = "{quantity}"\nunit = "{unit}"\ncolumns = {{ z = 1, x = 0 }}\n'
    sidecar = f'rate_hz = 10\nplace = "p"\n{channel_of}'
    (channel,) = trial(tmp_path, "1,2\n3,4\n", sidecar).channels
    assert (channel.frame, channel.axes) == (frame, ("x", "z"))


def test_acceleration_without_gravity_has_a_name_of_its_own(tmp_path: Path) -> None:
    found = trial(tmp_path, "1,2\n3,4\n", "rate_hz = 100.0" + BY_NUMBER + "gravity = false\n")
    assert found.channels[0].quantity == "acc_free"


def _flipped(raw: bytes, at: int, new: bytes) -> bytes:
    return raw[: at % len(raw)] + new + raw[at % len(raw) + len(new) :]


def _longer(raw: bytes, at: int, new: bytes) -> bytes:
    return raw[: at % len(raw)] + new + raw[at % len(raw) :]


def _shorter(raw: bytes, at: int, new: bytes) -> bytes:
    return raw[: at % len(raw)] + raw[at % len(raw) + 5 * len(new) :]


TABLE = b"t,v,ap\n" + b"".join(b"%d.0,%d.5,-1e-%d\n" % (i, i, i) for i in range(9))
TIMED = 'time_column = "t"\n' + ACC


@settings(max_examples=300)
@given(
    change=st.sampled_from([_flipped, _longer, _shorter]),
    at=st.integers(0, 500),
    new=st.one_of(
        st.binary(min_size=1, max_size=6), st.sampled_from([b"\n", b",", b'"', b"nan", b"\r", b";;", b"1e999"])
    ),
    what=st.sampled_from(["table", "sidecar"]),
)
def test_any_damage_to_file_or_sidecar_ends_in_one_line(
    tmp_path_factory: pytest.TempPathFactory,
    change: Callable[[bytes, int, bytes], bytes],
    at: int,
    new: bytes,
    what: str,
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    path = write(folder, TABLE if what == "sidecar" else change(TABLE, at, new), TIMED)
    if what == "sidecar":
        (folder / "run.toml").write_bytes(change(TIMED.encode(), at, new))
    try:
        (found,) = read(path)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert not np.isinf(found.channels[0].values).any()
