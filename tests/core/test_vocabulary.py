"""Every word is whole, and somebody uses it."""

import math
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from restride.core import vocabulary
from restride.core.recording import AXES_BODY, Recording
from restride.core.vocabulary import derived_name, entry
from restride.metrics.bout import Person
from restride.metrics.device import summary
from restride.read import read
from restride.simulate import (
    SACRUM,
    Camera,
    Go,
    Lab,
    Pace,
    Runner,
    film_run,
    simulate_walk_force,
    simulate_worn_run,
    simulate_worn_walk,
)
from tests import insoles
from tests.bouts import assessed, assessed_run, replaced, simulated
from tests.metrics.device.runs import every_word
from tests.read import lab_files
from tests.tree import ROOT

WORDS = vocabulary.vocabulary()


@pytest.mark.parametrize("name", WORDS)
def test_every_word_is_whole(name: str) -> None:
    word = WORDS[name]
    assert name == name.lower()
    assert name.isidentifier()
    assert all((word.title, word.unit, word.definition, word.sign, word.sides))
    assert word.title[0].isupper()
    assert all(map(math.isfinite, word.sane))
    assert word.sane[0] < word.sane[1]
    assert 0 <= word.decimals <= 4
    assert len(set(word.sides)) == len(word.sides)


@pytest.mark.parametrize("name", WORDS)
def test_a_word_carries_no_unit_and_its_unit_is_one_that_is_used_elsewhere(name: str) -> None:
    assert not name.endswith(("_s", "_ms", "_m", "_mm", "_bw", "_deg", "_spm", "_n"))
    assert WORDS[name].unit in {
        "s",
        "m",
        "m/s",
        "deg",
        "%",
        "1",
        "BW",
        "BW s",
        "BW/s",
        "kN/m",
        "steps/min",
        "g",
        "W",
        "beats/min",
        "kPa",
        "Nm/kg",
        "BW s/km",
        "BW s/min",
        "MPa",
    }


@pytest.mark.parametrize("name", WORDS)
def test_asymmetry_needs_two_sides_and_has_a_word_of_its_own(name: str) -> None:
    word = WORDS[name]
    for kind in ("asymmetry", "variability"):
        full = derived_name(name, word, kind)
        if full is None:
            continue
        assert entry(full).asymmetry == entry(full).variability == "none"
        if kind == "asymmetry":
            assert {"left", "right"} <= set(word.sides)
            assert entry(full).sides == ("both",)
            assert entry(full).unit == ("%" if word.asymmetry == "percent" else word.unit)
        else:
            assert entry(full).sides == word.sides
            assert entry(full).unit == ("%" if word.variability == "cv" else word.unit)


def test_an_unknown_word_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="no metric 'kadence'"):
        entry("kadence")


SOMEBODY = Person(70.0, 1.75)


def in_body_axes(worn: Recording) -> Recording:
    """As a sidecar says that the devices sit along the body's axes, which only the foot's own direction needs."""
    channels = tuple(replace(c, frame="body", axes=AXES_BODY) for c in worn.channels)
    return worn.with_channels(channels)


def walk() -> Recording:
    """Walking on two belts whose sides are known."""
    made = simulate_walk_force(seconds=15.0).recording
    side = {"plate_1": "left", "plate_2": "right"}
    return replaced(made, "grf", lambda c: replace(c, side=side[c.place]))


def test_every_word_is_emitted_by_a_measurement_or_read_by_a_rule(tmp_path: Path) -> None:
    runner = Runner.typical(3.5)
    run = assessed_run(runner, Lab(), 10.0)
    sacral = assessed(simulated(runner, Lab(), 10.0).sacral)
    walked = assessed(walk(), None, SOMEBODY)
    worn_run = assessed(simulate_worn_run(stands_s=3.0, seconds=15.0).recording)
    worn_walk = assessed(in_body_axes(simulate_worn_walk(Pace.typical(1.3), [Go(steps=40)]).recording), None, SOMEBODY)
    worn_back = assessed(simulate_worn_walk(Pace.typical(1.3), [Go(steps=40)], sites=SACRUM).recording, None, SOMEBODY)
    soles = assessed(read(insoles.opengo(tmp_path / "walk.txt", insoles.walking()))[0])
    modelled = assessed(lab_files.walked(tmp_path), None, SOMEBODY)
    filmed = assessed(film_run(runner, Camera(sees="rear")).recording)
    made = (filmed, run, sacral, walked, worn_run, worn_walk, worn_back, soles, modelled)
    used = {m.name for one in made for m in one.measured.metrics}
    used |= {m.name for one in every_word() for m in summary(one).metrics}
    for rule in (ROOT / "restride" / "faults" / "rules").glob("*.toml"):
        used |= _strings(tomllib.loads(rule.read_text(encoding="utf-8")))
    assert sorted(set(WORDS) - used) == []


def _strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {s for v in inner for s in _strings(v)}
