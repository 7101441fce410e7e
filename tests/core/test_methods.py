"""Methods: what an error table promises is what validation measured, and the standard error joins it."""

import json
import math
from pathlib import Path

import pytest

from restride.core.methods import methods
from restride.core.metric import from_stances
from restride.core.vocabulary import vocabulary

SCORES: dict[str, float] = json.loads((Path(__file__).parents[2] / "validation" / "scores.json").read_text())


@pytest.mark.parametrize("key", SCORES)
def test_the_error_of_a_method_is_never_smaller_than_what_validation_measured(key: str) -> None:
    method, metric = key.split("/")
    assert methods()[method].error[metric].se >= SCORES[key]


def test_every_error_speaks_of_a_word_of_the_vocabulary_and_of_people() -> None:
    for method in methods().values():
        for name, error in method.error.items():
            assert name in vocabulary()
            assert error.people >= 1
            assert error.recordings >= 1
            assert error.against


def test_the_standard_error_joins_the_scatter_of_the_stances_with_the_error_of_the_method() -> None:
    values = [0.24, 0.25, 0.26, 0.25]
    metric = from_stances("contact_time", values, side="left", method="force_20n", source="x")
    assert metric is not None
    scatter = math.sqrt(sum((v - 0.25) ** 2 for v in values) / 3) / math.sqrt(4)
    assert metric.se == pytest.approx(math.hypot(scatter, methods()["force_20n"].error["contact_time"].se))
