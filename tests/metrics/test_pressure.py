"""Force, pressure and centre of pressure in insoles: laws on a made-up walker, frozen numbers of real walks.

To freeze again after a change that is right: RESTRIDE_FREEZE=1, and say why in changes/.
"""

import json
import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from restride.core.recording import Recording, Side
from restride.core.vocabulary import vocabulary
from restride.metrics.bout import Person
from restride.metrics.measure import Measured, measure
from restride.read import read
from tests import insoles
from tests.data import recording
from tests.insoles import Gait
from tests.metrics.bout_of import bout_of

FROZEN = Path(__file__).parent / "frozen" / "insole.json"
REAL = ("230927_102114", "230927_102137")
METHODS = ("insole_force", "insole_pressure")
WALK = insoles.walking()


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """The made-up walk as an OpenGo export, read."""
    return written(WALK, tmp_path_factory.mktemp("walk"))


def written(made: Gait, folder: Path) -> Recording:
    """A bout through its file."""
    (one,) = read(insoles.opengo(folder / "walk.txt", made))
    return one


def measured(one: Recording, mass_kg: float | None = None) -> Measured:
    """All metrics of a recording."""
    return measure(bout_of(one, person=Person(mass_kg)))


def values(found: Measured) -> dict[tuple[str, str], float]:
    """Every value by its name and side."""
    return {(m.name, m.side): m.value for m in found.metrics}


def scaled(one: Recording, factor: float, side: str = "") -> Recording:
    """Force and pressure times a factor, of one foot or of both."""
    by = ("insole_force", "pressure")
    return one.with_channels(
        tuple(
            replace(c, values=factor * c.values) if c.quantity in by and side in ("", c.side) else c
            for c in one.channels
        )
    )


def test_peak_force_path_and_shares_are_those_that_were_made(walk: Recording) -> None:
    found = values(measured(walk))
    for side in ("left", "right"):
        force, s = WALK.force[side], WALK
        stances = [
            (s.time_s >= a) & (s.time_s <= b) for a, b in zip(s.ic_s[side][1:-1], s.fc_s[side][1:-1], strict=True)
        ]
        peak = np.mean([force[inside].max() for inside in stances])
        assert found["vgrf_peak", side] == pytest.approx(peak / 700, rel=0.02)
        paths = [s.cop[side][inside] for inside in stances]
        paths = [p[np.isfinite(p).all(axis=1)] for p in paths]
        assert found["strike_index", side] == pytest.approx(100 * np.mean([p[0, 0] for p in paths]), abs=2)
        assert found["cop_length", side] == pytest.approx(100 * np.mean([np.ptp(p[:, 0]) for p in paths]), abs=3)
        pressed = [10 * s.pressure[side][inside][:, :4].max() for inside in stances]
        assert found["peak_pressure_heel", side] == pytest.approx(np.mean(pressed), rel=0.02)
        share = found["medial_load_share", side]
        assert 30 < share < 60
    for side in ("left", "right"):
        parts = sum(found[f"force_time_integral_{r}", side] for r in ("heel", "midfoot", "forefoot", "toes"))
        assert parts == pytest.approx(0.5 * 1.1, rel=0.03)  # half of the weight, over a stride


@pytest.mark.parametrize("factor", [0.3, 1.0, 2.5])
def test_a_calibration_that_is_wrong_for_both_feet_cancels_and_pressure_does_not(
    walk: Recording, factor: float
) -> None:
    usual, found = values(measured(walk)), values(measured(scaled(walk, factor)))
    assert set(usual) == set(found)
    for key, value in usual.items():
        pressure = key[0].startswith("peak_pressure") and not key[0].endswith(("_asymmetry", "_cv"))
        assert found[key] == pytest.approx(value * (factor if pressure else 1), rel=1e-6, abs=1e-9), key


def test_exchanged_insoles_exchange_sides_and_turn_signs(walk: Recording) -> None:
    other: dict[Side, Side] = {"left": "right", "right": "left"}
    turned = tuple(
        replace(c, side=other[c.side], values=c.values * ([1, -1] if c.quantity == "cop" else 1)) for c in walk.channels
    )
    usual, found = values(measured(walk)), values(measured(walk.with_channels(turned)))
    for (name, side), value in usual.items():
        if name.endswith("_difference"):
            assert found[name, side] == pytest.approx(-value, abs=1e-9)
        elif not name.endswith("_asymmetry"):
            assert found[name, other.get(side, side)] == pytest.approx(value, rel=1e-6, abs=1e-9)


def test_another_clock_changes_no_value(walk: Recording) -> None:
    usual, found = values(measured(walk)), values(measured(walk.shifted(4321.5)))
    assert set(usual) == set(found)
    for key, value in usual.items():
        assert found[key] == pytest.approx(value, rel=1e-4, abs=1e-4), key


def test_a_mass_that_the_insoles_contradict_is_said(walk: Recording) -> None:
    agreed, other = measured(walk, 700 / 9.81), measured(walk, 95.0)
    assert "mass_mismatch" not in [q.code for q in agreed.quality]
    assert "mass_mismatch" in [q.code for q in other.quality]
    assert values(agreed)["vgrf_peak", "left"] == values(other)["vgrf_peak", "left"]


def test_one_insole_tells_force_in_body_weights_only_with_a_mass(walk: Recording) -> None:
    alone = walk.with_channels(tuple(c for c in walk.channels if c.side == "left"))
    assert ("vgrf_peak", "left") not in values(measured(alone))
    assert ("strike_index", "left") in values(measured(alone))
    known = values(measured(alone, 700 / 9.80665))
    assert known["vgrf_peak", "left"] == pytest.approx(values(measured(walk))["vgrf_peak", "left"], rel=0.02)


def test_a_stance_with_a_long_gap_has_no_value(walk: Recording) -> None:
    at = round((WALK.ic_s["left"][5] + 0.3) * 100)

    def holed(v: np.ndarray) -> np.ndarray:
        out = v.copy()
        out[at : at + 8] = np.nan
        return out

    gappy = walk.with_channels(
        tuple(replace(c, values=holed(c.values)) if c.side == "left" else c for c in walk.channels)
    )
    n = {(m.name, m.side): m.n for m in measured(gappy).metrics}
    assert n["stance_time", "left"] == 12
    for name in ("vgrf_peak", "strike_index", "peak_pressure_heel", "medial_load_share"):
        assert n[name, "left"] == 11, name


def test_curves_run_over_stance_from_heel_to_toe(walk: Recording) -> None:
    curves = {(c.name, c.side): c for c in measured(walk).curves}
    along = curves["cop_forward", "left"]
    assert along.mean[5] < 35
    assert along.mean[95] > 65
    assert (np.diff(along.mean[5:95]) > -1).all()
    assert curves["insole_force", "right"].mean[50] < curves["insole_force", "right"].mean[25]


def test_nothing_is_graded_better_than_fair_and_all_words_of_insoles_come(walk: Recording) -> None:
    found = measured(walk)
    mine = [m for m in found.metrics if m.method in METHODS]
    assert {m.grade for m in mine} <= {"fair", "poor"}
    told = {m.name for m in mine}
    wanted = [
        n for n in vocabulary() if n.startswith(("peak_pressure", "force_time", "cop_", "strike_ind", "medial_l"))
    ]
    assert set(wanted) <= told


@cache
def real(name: str) -> Measured:
    """The metrics of a real walk."""
    (one,) = read(recording(f"moticon_opengo_walking/{name}.txt"))
    return measured(one)


@pytest.mark.parametrize("name", REAL)
def test_each_real_walk_gives_the_numbers_that_it_gave_before(name: str) -> None:
    found = {f"{m.name} {m.side}": round(m.value, 4) for m in real(name).metrics if m.method in METHODS}
    if os.environ.get("RESTRIDE_FREEZE") == "1":
        kept = json.loads(FROZEN.read_text()) if FROZEN.exists() else {}
        FROZEN.write_text(
            json.dumps({key: ({**kept, name: found})[key] for key in sorted({*kept, name})}, indent=1) + "\n"
        )
    kept = json.loads(FROZEN.read_text())[name]
    assert set(found) == set(kept)
    for key, value in found.items():
        assert value == pytest.approx(kept[key], rel=1e-6, abs=2e-4), key


@pytest.mark.parametrize("name", REAL)
def test_a_real_walker_lands_on_the_heel_and_rolls_over_seven_tenths_of_the_insole(name: str) -> None:
    found = values(real(name))
    for side in ("left", "right"):
        assert found["strike_index", side] == pytest.approx(15, abs=2)  # the maker's gait line begins at 13 to 15 %
        assert found["cop_length", side] == pytest.approx(70, abs=5)
        assert found["vgrf_peak", side] == pytest.approx(1.1, abs=0.1)
