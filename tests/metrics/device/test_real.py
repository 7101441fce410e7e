"""Summaries of real runs: the numbers that they gave before, and those of the files' own summaries.

To freeze again after a change that is right: RESTRIDE_FREEZE=1, and say why in changes/.
"""

from pathlib import Path
from typing import Any

import pytest

from restride.core.errors import NothingToMeasure
from restride.core.recording import Recording
from restride.metrics.device import per_kilometre, summary, totals
from tests.freezing import kept
from tests.metrics.device.runs import course_run
from tests.read.test_watch_real import FILES, read

FROZEN = Path(__file__).parent / "frozen" / "device.json"
COURSE = "davis_outdoor_run_watch"


def recordings(name: str) -> tuple[Recording, ...]:
    """The recordings of a file."""
    return (course_run(),) if name == COURSE else read(name)


def short(value: float) -> float:
    """Six digits."""
    return float(f"{value:.6g}")


def told(one: Recording) -> dict[str, Any]:
    """A summary in plain numbers."""
    try:
        measured = summary(one)
    except NothingToMeasure as error:
        return {"nothing": error.found}
    whole = totals(one)
    return {
        "metrics": {
            f"{m.name} {m.method}": [float(f"{v:.6g}") for v in (m.value, m.se, m.n)] for m in measured.metrics
        },
        "codes": [q.code for q in measured.quality],
        "gait_s": whole.gait_s,
        "moving_s": whole.moving_s,
        "kilometres": [
            [
                round(k.distance_m),
                k.moving_s,
                *(None if v is None else float(f"{v:.4g}") for v in (k.speed_mps, k.grade)),
            ]
            for k in per_kilometre(one)
        ],
    }


@pytest.mark.parametrize("name", [*FILES, COURSE])
def test_each_file_gives_the_numbers_that_it_gave_before(name: str) -> None:
    found = {one.source.part or "whole": told(one) for one in recordings(name)}
    assert found == kept(FROZEN, name, found)


def test_swimming_and_cycling_give_no_numbers_of_gait() -> None:
    for one in read("python-fitparse/sample_mulitple_header.fit"):
        if one.source.part in ("swimming", "cycling"):
            with pytest.raises(NothingToMeasure, match=one.source.part):
                summary(one)


@pytest.mark.parametrize("name", [f for f in FILES if f.endswith((".tcx", ".gpx"))])
def test_kilometres_of_a_run_hold_what_an_alarm_needs(name: str) -> None:
    (one,) = read(name)
    rows = per_kilometre(one)
    assert len(rows) >= 11
    for row in rows:
        assert row.speed_mps is not None
        assert row.grade is not None
        assert row.value("cadence") == pytest.approx(174, abs=8)
        assert row.value("heart_rate") == pytest.approx(150, abs=25)
