"""A sidecar with a slip names the slip."""

from pathlib import Path

import pytest

from restride.core.errors import BadSidecar
from restride.read.sidecar import Sidecar, is_profile, load

CHANNEL = '[[channel]]\nquantity = "acc"\nplace = "sacrum"\nunit = "g"\ncolumns = { V = 0 }\n'


def written(folder: Path, text: str | bytes) -> Sidecar:
    """A sidecar of this text, loaded."""
    path = folder / "run.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path)


def test_everything_that_a_sidecar_may_say_is_understood(tmp_path: Path) -> None:
    text = '\ufefftask = "walking"\nplace = "foot"\nside = "left"\ntime_column = "t"\ntime_unit = "ns"\n'
    conditions = (
        '[conditions]\nspeed_mps = 2\nsurface = "belt"\nshoe = "s"\nmode = "overground"\ndevice = "d"\ncued = true\n'
    )
    found = written(tmp_path, text + CHANNEL + conditions)
    assert (found.task, found.side, found.time_unit) == ("walking", "left", "ns")
    assert found.conditions_of().speed_mps == 2.0
    assert found.conditions_of().cued is True


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rate = 100", "did you mean rate_hz?"),
        ('task = "runing"', "did you mean running?"),
        ('rate_hz = 100\n[[channel]]\nquantity = "accel"\nunit = "g"\ncolumns = { V = 0 }', "did you mean acc?"),
        (
            'rate_hz = 100\n[[channel]]\nquantity = "acc"\nplaces = "x"\nunit = "g"\ncolumns = { V = 0 }',
            "did you mean place?",
        ),
        ('rate_hz = 100\n[[channel]]\nquantity = "acc"\nplace = "x"\ncolumns = { V = 0 }', "add unit"),
        (
            "rate_hz = 100\n"
            + CHANNEL.replace("V = 0", "AP = 0, V = 1, ML = 2").replace('"acc"', '"grf"').replace('unit = "g"', ""),
            "unit of grf",
        ),
        (
            "rate_hz = 100\n"
            + CHANNEL.replace("V = 0", "AP = 0, V = 1, ML = 2").replace('unit = "g"', "gravity = false"),
            "unit of acc",
        ),
        ("rate_hz = 100\n" + CHANNEL.replace('"g"', '"G"'), "did you mean g?"),
        ("rate_hz = 100\n" + CHANNEL.replace('"g"', '"N"'), "acc in"),
        ("rate_hz = 100\n" + CHANNEL.replace("V = 0", "W = 0"), "AP V ML"),
        ("rate_hz = 100\n" + CHANNEL.replace("V = 0", "V = 0, x = 1"), "AP V ML"),
        ("rate_hz = 100\n" + CHANNEL.replace("V = 0", ""), "AP V ML"),
        ("rate_hz = 100\n" + CHANNEL.replace("V = 0", "V = -1"), "counted from 0"),
        ("rate_hz = 100\n" + CHANNEL.replace('place = "sacrum"\n', ""), "place of acc"),
        ("rate_hz = 100\n" + CHANNEL.replace('"acc"', '"gyro"').replace('"g"', '"dps"') + "gravity = false", "gravity"),
        (CHANNEL, "time_column or rate_hz"),
        ('rate_hz = 100\ntime_column = "t"\n' + CHANNEL, "time_column or rate_hz"),
        ('rate_hz = 100\ntime_unit = "ms"\n' + CHANNEL, "time_unit"),
        ("rate_hz = 0.5\n" + CHANNEL, "rate_hz between"),
        ("rate_hz = 1e6\n" + CHANNEL, "rate_hz between"),
        ("rate_hz = nan\n" + CHANNEL, "finite"),
        ('layout = "one trial a row"\nrate_hz = 100\n' + CHANNEL, "samples"),
        ('layout = "one trial a row"\nsamples = 9\nrate_hz = 100\n' + CHANNEL.replace("V = 0", 'V = "v"'), "by number"),
        ("samples = 9\nrate_hz = 100\n" + CHANNEL, "layout"),
        ("rate_hz = 100\n" + CHANNEL + "[[row]]\nspeed_mps = 2.0", "layout"),
        ("[conditions]\nspeed_mps = 250", "speed_mps between"),
        ("[conditions]\ngrade = 5.0\nslope_deg = 3.0", "keep one"),
        ("[conditions]\nspeed = 2.5", "did you mean speed_mps?"),
        ('[conditions]\nmode = "mill"', "treadmill"),
        ("task = ", "mend that line"),
        (b"task = \xff\xfe", "TOML"),
        ('[[channel]]\nquantity = "acc"\n[[channel]', "TOML"),
    ],
)
def test_a_slip_is_named_in_one_line(text: str | bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadSidecar) as caught:
        written(tmp_path, text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_sidecar_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSidecar, match=r"none\.toml"):
        load(tmp_path / "none.toml")


def test_brackets_nested_without_end_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text("task = " + "[" * 5000)
    assert not is_profile(path)
    with pytest.raises(BadSidecar):
        load(path)
