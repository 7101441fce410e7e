"""Every rule is complete, honest and well-mannered; a mistaken one stops restride when it starts."""

import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restride.core.evidence import Evidence, evidence
from restride.core.metric import Metric
from restride.core.profile import Goal
from restride.faults import RULES_VERSION, cite, findings, summary
from restride.faults.checks import check
from restride.faults.limits import Linear
from restride.faults.relevance import relevance
from restride.faults.rule import Rule, Sample, cited
from restride.faults.rules import load, rules
from restride.faults.wording import GOAL, HEALTH, KIND, PLACE
from tests.faults.samples import KNOWN, UNTRIED, concerned, injury, metrics_of, person, standing_out
from tests.tree import ROOT

FIRST_FIVE = {"low_cadence_for_speed", "overstride", "high_braking", "high_loading_rate", "stiff_knee"}
FORBIDDEN = re.compile(r"\b(fault|wrong|bad|weak|damage|abnormal|diagnos(is|e)\b|at risk|injury risk)", re.IGNORECASE)
each_rule = pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)


def texts(rule: Rule) -> list[str]:
    """All that a person may read because of this rule."""
    found = findings(metrics_of(rule.example), concerned(rule), rule.task, known=KNOWN)
    told = [text for f in found for text in (f.title, f.because, f.why)]
    notes = [condition.note for condition in rule.when]
    return [rule.title, *told, *rule.evidence_against.values(), *map(cite, cited(rule)), *notes]


def test_the_first_five_rules_are_there() -> None:
    assert set(rules()) >= FIRST_FIVE
    assert RULES_VERSION


@each_rule
def test_a_rule_speaks_on_its_example(rule: Rule) -> None:
    found = findings(metrics_of(rule.example), concerned(rule), rule.task, known=KNOWN)
    assert rule.id in [finding.rule for finding in found]
    assert all(finding.probability >= rules()[finding.rule].probability for finding in found)


@each_rule
def test_a_rule_is_silent_on_its_counterexample(rule: Rule) -> None:
    found = findings(metrics_of(rule.counterexample), concerned(rule), rule.task, known=KNOWN)
    assert rule.id not in [f.rule for f in found]


@each_rule
def test_a_rule_is_silent_for_another_task(rule: Rule) -> None:
    for task in ({"running", "walking", "standing", "unknown"}) - {rule.task}:
        found = findings(metrics_of(rule.example), concerned(rule), task, known=KNOWN)
        assert rule.id not in [f.rule for f in found]


@each_rule
def test_a_rule_shows_both_sides_of_its_evidence(rule: Rule) -> None:
    assert rule.evidence_for
    assert rule.evidence_against
    assert not set(rule.evidence_for) & set(rule.evidence_against)
    for sentence in rule.evidence_against.values():
        assert re.fullmatch(r"[A-Z0-9].*\.", sentence)


@each_rule
def test_a_limit_that_no_study_set_is_called_heuristic(rule: Rule) -> None:
    ours = any(
        evidence()[c.evidence].checked == "design" or (isinstance(c.limit, Linear) and c.limit.share != 1)
        for c in rule.when
    )
    assert not ours or rule.basis == "heuristic"


@each_rule
def test_no_blaming_word_and_no_diagnosis_is_in_the_text(rule: Rule) -> None:
    assert [text for text in texts(rule) if FORBIDDEN.search(text)] == []


def test_no_blaming_word_is_in_the_words_for_injuries_and_goals() -> None:
    assert [text for table in (KIND, PLACE, GOAL, HEALTH) for text in table.values() if FORBIDDEN.search(text)] == []


@each_rule
def test_the_text_is_short_sentences_with_every_number_filled_in(rule: Rule) -> None:
    found = findings(metrics_of(rule.example), concerned(rule), rule.task, known=KNOWN)
    (why,) = {f.why for f in found if f.rule == rule.id}
    assert "{" not in why
    assert "\n" not in why
    for sentence in re.split(r"(?<=[.!?;:]) ", " ".join([why, *rule.evidence_against.values()])):
        assert len(sentence.split()) <= 24, sentence


def test_every_row_that_a_rule_cites_is_there() -> None:
    without = runpy.run_path(str(ROOT / "docs" / "rules.py"))["patterns"]()
    rows = {name for rule in rules().values() for name in cited(rule)} | {n for p in without for n in p.evidence}
    assert sorted(rows - set(evidence())) == []


def test_a_row_from_memory_says_that_nobody_checked_it() -> None:
    assert Evidence(says="S.", source="Somebody 2000", checked="memory").reference == "Somebody 2000, not checked"
    assert cite("A-34").endswith("(Napier 2018, PubMed 29846979)")
    with pytest.raises(ValueError, match="no row"):
        cite("A-99")


def test_the_step_rate_norm_is_the_published_line() -> None:
    (condition,) = rules()["low_cadence_for_speed"].when
    assert isinstance(condition.limit, Linear)
    norm = structs.replace(condition.limit, share=1.0)
    expected = {2.4: 164, 2.78: 167, 3.0: 168, 3.33: 170, 3.7: 172, 4.17: 175}  # steps/min, row A-02
    assert {speed: round(norm.at(speed)) for speed in expected} == expected
    assert norm.valid == (1.64, 4.68)
    assert condition.limit.share == 0.96


@given(metrics=standing_out(), goals=st.sets(st.sampled_from(["prevent", "run_faster", "run_farther", "walk_better"])))
def test_no_finding_is_called_relevant_without_symptom_goal_or_history(
    metrics: tuple[Metric, ...], goals: set[Goal]
) -> None:
    """Goals that no rule names are no reason either: nobody without trouble gains from changing (A-55)."""
    for profile in (None, person(), person(goals=tuple(sorted(goals)))):
        found = findings(metrics, profile, "running", known=KNOWN)
        assert not any(finding.relevant for finding in found)
        assert all(finding.because for finding in found)
        assert ("worth changing now" in summary(found, profile)) == (profile is not None)


@each_rule
def test_rules_stay_silent_when_a_method_has_no_outside_error(rule: Rule) -> None:
    """Whatever its grade says; a method that restride does not know has none either."""
    for method in (UNTRIED, "somebody_s_watch"):
        assert findings(metrics_of(rule.example, method=method), concerned(rule), rule.task, known=KNOWN) == ()
    assert findings(metrics_of(rule.example), concerned(rule), rule.task, known={}) == ()


@each_rule
def test_whatever_makes_a_rule_relevant_has_words(rule: Rule) -> None:
    for when in (rule.relevant.symptom, rule.relevant.history):
        for kind in when.kinds:
            status = "current" if when is rule.relevant.symptom else "past"
            weight, because = relevance(rule, "right", person(injury(kind, place="other", status=status)))
            assert weight >= 0.5
            assert KIND[kind] in because


def spoilt(change: Callable[[Rule], Rule]) -> list[str]:
    rule = rules()["overstride"]
    assert list(check(rule)) == []
    return list(check(change(rule)))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda r: structs.replace(r.when[0], metric="tibia_angel"), "no metric"),
        (lambda r: structs.replace(r.when[0], unit="rad"), "is in deg, not rad"),
        (lambda r: structs.replace(r.when[0], below=3.0), "one of above and below"),
        (lambda r: structs.replace(r.when[0], above=None), "one of above and below"),
        (lambda r: structs.replace(r.when[0], above=float("nan")), "not finite"),
        (lambda r: structs.replace(r.when[0], evidence="A-98"), "not in evidence.toml"),
        (lambda r: structs.replace(r.when[1], below=structs.replace(r.when[1].limit, of="sped")), "no metric"),
        (lambda r: structs.replace(r.when[1], below=structs.replace(r.when[1].limit, unit="km/h")), "is in m/s"),
        (lambda r: structs.replace(r.when[1], below=structs.replace(r.when[1].limit, valid=(4.0, 2.0))), "range"),
    ],
)
def test_a_mistaken_condition_is_named(change: Callable[[Rule], object], complaint: str) -> None:
    def swap(rule: Rule) -> Rule:
        new = change(rule)
        number = 1 if getattr(new, "metric", "") == "cadence" else 0
        when = (new, rule.when[1]) if number == 0 else (rule.when[0], new)
        return structs.replace(rule, when=when)

    assert any(complaint in line for line in spoilt(swap))


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"when": ()}, "no condition"),
        ({"probability": 0.4}, "probability"),
        ({"side": "less"}, "side"),
        ({"needs": ("impact_peek",)}, "no metric"),
        ({"slope_percent": (2.0, -2.0)}, "slope_percent"),
        ({"example": (Sample(metric="tibia", value=1.0, se=1.0, side="left"),)}, "no metric"),
        ({"evidence_for": ()}, "one side only"),
        ({"evidence_against": {}}, "one side only"),
        ({"evidence_for": ("Z-01",)}, "not in evidence.toml"),
        ({"why": "{value} {error} {limit} {value_2} {error_2}"}, "lacks {limit_2}"),
        ({"why": "{value} {error} {limit} {value_2} {error_2} {limit_2} {at}"}, "asks for {at}"),
        ({"why": "{value.__class__} {error} {limit} {value_2} {error_2} {limit_2}"}, "asks for {value.__class__}"),
    ],
)
def test_a_mistaken_rule_is_named(fields: dict[str, object], complaint: str) -> None:
    assert any(complaint in line for line in spoilt(lambda rule: structs.replace(rule, **fields)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"patellofemoral_pain"', '"patelofemoral_pain"'),
        ('"knee_front"', '"knee"'),
        ('"reduce_pain"', '"less_pain"'),
        ('task = "running"', 'task = "jogging"'),
        ('basis = "heuristic"', 'basis = "guess"'),
        ("probability = 0.8", "probabilty = 0.8"),
        ('id = "overstride"', 'id = "overstriding"'),
        ('metric = "cadence"', 'metric = "cadense"'),
        ("A-55 =", "A-5 ="),
    ],
)
def test_a_file_with_a_typo_does_not_load(old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(__file__).parents[2] / "restride" / "faults" / "rules" / "overstride.toml"
    text = source.read_text(encoding="utf-8")
    assert old in text
    package = "typo_" + re.sub(r"\W+", "_", new)
    folder = tmp_path / package / "rules"
    folder.mkdir(parents=True)
    (tmp_path / package / "__init__.py").touch()
    (folder / "overstride.toml").write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ValueError, match=r"overstride\.toml"):
        load(package, "rules")
