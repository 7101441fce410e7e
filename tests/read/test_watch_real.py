"""Nine real files of watches and apps, held against fitdecode's reading, the files' own summaries, frozen numbers.

To freeze again after a change that is right: RESTRIDE_FREEZE=1, and say why in changes/.
"""

import tracemalloc
import warnings
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from restride.core.recording import Recording
from restride.read.fit import READER as FIT
from restride.read.gpx import READER as GPX
from restride.read.tcx import READER as TCX
from tests.data import recording
from tests.freezing import kept
from tests.read.fit_files import values

FROZEN = Path(__file__).parent / "frozen" / "watch.json"
FILES = (
    "fitdecode/activity-small-fenix2-run.fit",
    "fitdecode/developer-types-sample.fit",
    "fitdecode/garmin-fenix-5-run.fit",
    "fitdecode/garmin-fenix-5-walk.fit",
    "python-fitparse/sample_mulitple_header.fit",
    "python-fitparse/strava-android-app-201.10-b1218918.fit",
    "runpandas/run.fit",
    "runpandas/11km.tcx",
    "runpandas/strava_export.gpx",
)
DAMAGED = FILES[5]
READERS = {".fit": FIT, ".tcx": TCX, ".gpx": GPX}


def path_of(name: str) -> Path:
    """Where a file lies."""
    return recording(f"watch/{name}")


def read(name: str) -> tuple[Recording, ...]:
    """What our reader makes of it."""
    path = path_of(name)
    return READERS[path.suffix].read(path, None)


def told(recordings: tuple[Recording, ...]) -> dict[str, Any]:
    """All of a file in a few numbers."""
    return {
        r.source.part or "whole": {
            "task": r.task,
            "device": r.conditions.device,
            "marks": [m.name for m in r.marks if m.name in ("lap", "pause", "resume")],
            "notes": [n.code for n in r.notes],
            "channels": {
                f"{c.quantity} {c.place} {c.origin} [{c.unit}]": [
                    c.n,
                    int(np.isfinite(c.values).sum()),
                    float(f"{np.nanmean(c.values):.6g}"),
                    float(f"{np.nanmin(c.values):.6g}"),
                    float(f"{np.nanmax(c.values):.6g}"),
                ]
                for c in r.channels
            },
        }
        for r in recordings
    }


@pytest.mark.parametrize("name", FILES)
def test_each_file_gives_the_numbers_that_it_gave_before(name: str) -> None:
    found = told(read(name))
    assert found == kept(FROZEN, name, found)


@pytest.mark.parametrize("name", FILES)
def test_no_position_is_stored(name: str) -> None:
    for one in read(name):
        assert not {"latitude", "longitude"} & {c.quantity for c in one.channels}


@pytest.mark.parametrize("name", [f for f in FILES if f.endswith(".fit") and f != DAMAGED])
def test_every_value_is_the_one_that_fitdecode_gives(name: str) -> None:
    import fitdecode

    names = {
        "heart_rate": ("heart_rate", 1.0), "enhanced_speed": ("speed", 1.0), "enhanced_altitude": ("altitude", 1.0),
        "vertical_oscillation": ("vertical_oscillation", 1e-3), "stance_time": ("contact_time", 1e-3),
        "step_length": ("stride_length", 2e-3), "vertical_ratio": ("vertical_ratio", 1.0),
        "stance_time_balance": ("contact_time_balance", 1.0), "stance_time_percent": ("duty_factor", 1e-2),
    }  # fmt: skip
    recordings = read(name)
    starts = {r.marks[0].name if r.marks else "": r for r in recordings}
    begun = {key.removeprefix("start "): r for key, r in starts.items()}
    compared = 0
    warnings.simplefilter("ignore")
    with fitdecode.FitReader(str(path_of(name))) as file:
        for frame in file:
            if frame.frame_type != fitdecode.FIT_FRAME_DATA or frame.name != "record":
                continue
            when = frame.get_value("timestamp")
            own = [r for at, r in begun.items() if at <= when.isoformat()][-1]
            zero = next(at for at, r in begun.items() if r is own)
            second = round((when - type(when).fromisoformat(zero)).total_seconds())
            for field in frame.fields:
                if field.name in names and field.value and not getattr(field.field_def, "is_dev", False):
                    quantity, factor = names[field.name]
                    channels = own.select(quantity)
                    if not channels:
                        continue
                    compared += 1
                    assert channels[0].values[second, 0] == pytest.approx(field.value * factor, rel=1e-9), field.name
    assert compared > 20


def test_the_numbers_of_a_triathlons_run_are_those_of_its_own_summary() -> None:
    run = next(r for r in read(FILES[4]) if r.source.part == "running")
    for quantity, value in (
        ("vertical_oscillation", 0.1014), ("contact_time", 0.252), ("vertical_ratio", 8.15),
        ("contact_time_balance", 51.66), ("speed", 3.44), ("heart_rate", 176.0), ("duty_factor", 0.351),
    ):  # fmt: skip
        assert np.nanmean(values(run, quantity)) == pytest.approx(value, rel=0.005), quantity
    assert np.nanmean(values(run, "stride_length")) == pytest.approx(2 * 1.238, rel=0.02)
    assert [r.source.part for r in read(FILES[4])] == [
        "swimming", "transition", "cycling", "transition_2", "running",
    ]  # fmt: skip


def test_two_devices_in_one_file_are_kept_apart() -> None:
    (run,) = read("fitdecode/developer-types-sample.fit")
    phone, pod = (np.nanmean(values(run, "speed", place)) for place in ("phone", "foot_pod"))
    assert phone == pytest.approx(1.964, abs=0.01)
    assert pod == pytest.approx(1.901, abs=0.01)
    assert {c.quantity for c in run.channels if c.place == "foot_pod"} == {
        "cadence", "contact_time", "vertical_oscillation", "leg_stiffness", "power", "form_power", "speed", "distance",
    }  # fmt: skip
    (run,) = read("fitdecode/garmin-fenix-5-run.fit")
    assert {c.place for c in run.channels} == {"watch", "chest_strap"}


def test_the_damaged_file_keeps_its_records_and_says_what_is_lost() -> None:
    (run,) = read(DAMAGED)
    assert run.channels[0].n == 3559
    assert np.nanmax(values(run, "distance")) == pytest.approx(11274.04)  # as its summary has it
    assert np.isfinite(values(run, "speed")).mean() > 0.99
    (note,) = [n for n in run.notes if n.code == "truncated"]
    assert "396 bytes in 17 places" in note.message
    assert "the last 19 bytes" in note.message


def test_cadence_of_tcx_and_gpx_counts_both_feet_and_that_is_said() -> None:
    for name, usual in ((FILES[7], 176.0), (FILES[8], 174.0)):
        (run,) = read(name)
        assert np.nanmedian(values(run, "cadence")) == usual
        assert any("doubled" in note.message for note in run.notes if note.code == "unit_inferred")


def test_reading_takes_no_longer_than_fitdecode_alone_and_a_fifth() -> None:
    import fitdecode

    warnings.simplefilter("ignore")
    ours = theirs = 0.0
    for name in (f for f in FILES if f.endswith(".fit") and f != DAMAGED):
        path = path_of(name)
        best = [9.0, 9.0]
        for _ in range(3):
            began = perf_counter()
            with fitdecode.FitReader(str(path)) as file:
                for _frame in file:
                    pass
            best[0] = min(best[0], perf_counter() - began)
            began = perf_counter()
            FIT.read(path, None)
            best[1] = min(best[1], perf_counter() - began)
        theirs, ours = theirs + best[0], ours + best[1]
    print(f"read in {ours / theirs:.2f} of fitdecode's own time")
    assert ours <= 1.2 * theirs


@pytest.mark.parametrize("name", [FILES[0], FILES[7], FILES[8]])
def test_memory_stays_below_ten_times_the_file_and_half_a_megabyte(name: str) -> None:
    path = path_of(name)
    read(name)
    tracemalloc.start()
    read(name)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak <= 10 * path.stat().st_size + 500_000
