"""A recording kept as restride's own file is the same recording."""

from pathlib import Path

import numpy as np
from numpy.testing import assert_array_equal

from restride.read import read
from restride.simulate import Go, Pace, simulate_worn_walk
from restride.simulate.files import write_csv
from tests.app.command import one_helpful_line, restride


def walked(folder: Path) -> Path:
    made = simulate_worn_walk(Pace.typical(1.3), [Go(steps=12)])
    write_csv(made.recording, folder / "walk.csv")
    return folder / "walk.csv"


def test_a_recording_is_kept_with_all_that_is_known_about_it(tmp_path: Path) -> None:
    source, kept = walked(tmp_path), tmp_path / "walk.restride"
    ran = restride("convert", str(source), str(kept))
    assert ran.code == 0
    (before,), (after,) = read(source), read(kept)
    assert after.source == before.source
    assert after.conditions == before.conditions
    for a, b in zip(before.channels, after.channels, strict=True):
        assert (a.quantity, a.place, a.side, a.rate_hz, a.start_s) == (
            b.quantity,
            b.place,
            b.side,
            b.rate_hz,
            b.start_s,
        )
        assert_array_equal(np.asarray(a.values), np.asarray(b.values))


def test_the_contacts_are_the_same_from_either_file(tmp_path: Path) -> None:
    source, kept = walked(tmp_path), tmp_path / "walk.restride"
    restride("convert", str(source), str(kept))
    assert restride("events", str(kept)).text == restride("events", str(source)).text


def test_another_ending_is_refused(tmp_path: Path) -> None:
    ran = restride("convert", str(walked(tmp_path)), str(tmp_path / "walk.zip"))
    assert ran.code == 2
    assert one_helpful_line(ran)
    assert not (tmp_path / "walk.zip").exists()
