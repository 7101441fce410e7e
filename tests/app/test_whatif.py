"""`restride whatif`: words, JSON, and what the person's own bouts add."""

import json

import jsonschema
import pytest
from msgspec import structs

from restride.app import whatif
from restride.core.errors import UsageError
from restride.core.metric import Metric
from tests.app.command import one_helpful_line, restride
from tests.app.test_schemas import published

UNITS = {"cadence": "steps/min", "speed": "m/s", "force_peak": "BW", "force_per_km": "BW s/km"}


def metric(name: str, value: float, se: float = 0.0) -> Metric:
    unit = next(unit for suffix, unit in UNITS.items() if name.endswith(suffix))
    return Metric(
        name=name, value=value, unit=unit, se=se, n=40, side="both", method="tissue_loads", basis="modelled",
        grade="fair", source="made.c3d",
    )  # fmt: skip


PLAIN = [metric("cadence", 160.0), metric("speed", 3.0), metric("achilles_force_peak", 5.0, 0.05)]
CUED = [metric("cadence", 172.0), metric("speed", 3.0), metric("achilles_force_peak", 4.8, 0.05)]


def test_the_persons_own_bouts_stand_beside_the_studies() -> None:
    answer = whatif.of_step_rate(7.5, PLAIN, CUED)
    rows = {t.basis: t for t in answer.trade_offs if (t.tissue, t.per) == ("achilles", "step")}
    assert set(rows) == {"literature", "person", "posterior"}
    assert rows["person"].percent == pytest.approx(-4.0, abs=0.1)
    assert answer.baseline_spm == 160.0
    assert answer.notes == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"speed": 3.4}, "not the same speed"),
        ({"cadence": 163.0}, "teaches nothing"),
        ({"achilles_force_peak": 0.0}, "no tissue loads"),
    ],
)
def test_bouts_that_cannot_be_compared_teach_nothing_and_it_is_said(change: dict[str, float], says: str) -> None:
    cued = [structs.replace(m, value=change.get(m.name, m.value)) for m in CUED]
    answer = whatif.of_step_rate(7.5, PLAIN, cued)
    assert says in answer.notes[0]
    assert {t.basis for t in answer.trade_offs} == {"literature"}


@pytest.mark.parametrize("percent", [0.0, 20.0, -16.0, float("nan")])
def test_a_change_that_no_study_went_near_is_refused(percent: float) -> None:
    with pytest.raises(UsageError, match="a change of the step rate"):
        whatif.of_step_rate(percent, [])


def test_an_unknown_change_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UsageError, match="land_softer"):
        whatif.of_change("float")


def test_loads_made_from_speed_never_say_how_a_person_answers_a_cue() -> None:
    plain, cued = ([structs.replace(m, method="wearable_loads") for m in bout] for bout in (PLAIN, CUED))
    answer = whatif.of_step_rate(7.5, plain, cued)
    assert "only those tell how a person answers" in answer.notes[0]


def test_a_change_within_the_noise_is_called_so() -> None:
    cued = [structs.replace(m, value=4.95) if m.name.startswith("achilles") else m for m in CUED]
    (note,) = whatif.of_step_rate(7.5, PLAIN, cued).notes
    assert note == "Achilles force: the two bouts differ by less than the 2.5 % that noise alone does"


def test_a_speed_that_is_not_quite_the_same_is_doubt() -> None:
    def width(speed: float) -> float:
        cued = [structs.replace(m, value=speed) if m.name == "speed" else m for m in CUED]
        seen, _ = whatif.own_response(PLAIN, cued)
        return seen["achilles", "step"].se

    assert width(3.05) > width(3.0) > 0.9 / 100


def test_the_command_says_it_in_words() -> None:
    done = restride("whatif", "--cadence", "+7.5%")
    assert done.code == 0
    assert "behind the kneecap" in done.text
    assert "less; how much" in done.text


def test_the_command_writes_one_json_document() -> None:
    done = restride("whatif", "--change", "land_softer", "--json", "-")
    document = json.loads(done.out)
    jsonschema.validate(document, published("whatif"))
    assert document["schema"] == "restride/whatif/1"
    assert {t["direction"] for t in document["trade_offs"] if t["tissue"] == "achilles"} == {"up"}


@pytest.mark.parametrize(
    "arguments", [[], ["--cadence", "much"], ["--cadence", "30"], ["--cadence", "5", "--change", "land_softer"]]
)
def test_what_cannot_be_asked_is_refused_in_one_line(arguments: list[str]) -> None:
    done = restride("whatif", *arguments)
    assert done.code == 2
    assert one_helpful_line(done)
