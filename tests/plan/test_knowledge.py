"""Cues, exercises, pages and routines: what the yardsticks ask of them, and that the validator lets nothing slip."""

import re
import runpy
from collections.abc import Callable
from typing import Any

import pytest
from msgspec import structs

from restride.core.evidence import evidence
from restride.core.plan import Line
from restride.core.profile import InjuryKind
from restride.plan.check import Knowledge, problems, texts
from restride.plan.knowledge import Amount, CueCard, Load, Shift, cues, exercises
from restride.plan.lessons import education, routines, tissues, unsaid
from restride.plan.protocols import aims, blocks, phases, protocols
from restride.plan.sites import JOINTS, TENDONS
from restride.plan.tradeoffs import interventions
from tests.plan.reading_age import grade
from tests.tree import ROOT

GRADE = 7.5
HEEL: tuple[InjuryKind, ...] = ("achilles_midportion", "achilles_insertional", "muscle_strain", "plantar_heel")


class Rows:
    """Every row that a reader of a plan can open."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in evidence()


def shipped(**changed: Any) -> Knowledge:
    """What restride ships, with some cards changed."""
    own: dict[str, Any] = {
        "exercises": exercises(), "cues": cues(), "education": education(), "routines": routines(),
        "tissues": tissues(), "unsaid": unsaid(), "changes": interventions(), "rows": Rows(),
    }  # fmt: skip
    return Knowledge(
        **{name: {**cards, **changed.get(name, {})} if name != "rows" else cards for name, cards in own.items()}
    )


def test_what_restride_ships_holds_together() -> None:
    assert problems(shipped()) == ()


def spoiled_exercise(name: str, **fields: Any) -> Knowledge:
    return shipped(exercises={name: structs.replace(exercises()[name], **fields)})


def spoiled_cue(name: str, **fields: Any) -> Knowledge:
    return shipped(cues={name: structs.replace(cues()[name], **fields)})


def spoiled_page(name: str, **fields: Any) -> Knowledge:
    return shipped(education={name: structs.replace(education()[name], **fields)})


def spoiled_routine(name: str, **fields: Any) -> Knowledge:
    return shipped(routines={name: structs.replace(routines()[name], **fields)})


WORDS = {"en": "Take quicker, lighter steps.", "es": "Da pasos más rápidos."}
NERVE = Load(tissue="knee", tier=1, suits=("nerve",))
ACHILLES = Load(tissue="achilles", tier=3, suits=("achilles_midportion",))


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        (lambda: spoiled_exercise("calf_raise", progression="fly"), "leads to fly"),
        (lambda: spoiled_exercise("calf_raise", regression="fly"), "leads to fly"),
        (lambda: spoiled_exercise("sit_to_stand_easy", progression="sit_to_stand_easy"), "comes back to itself"),
        (lambda: spoiled_exercise("heavy_slow_squat", progression="sit_to_stand"), "comes back to itself"),
        (lambda: spoiled_exercise("bridge", loads=(ACHILLES,)), "achilles_insertional is in neither"),
        (lambda: spoiled_exercise("calf_raise", not_for=HEEL), "achilles_midportion is in both"),
        (lambda: spoiled_exercise("calf_raise", loads=(NERVE,)), "no injury of"),
        (lambda: spoiled_exercise("calf_raise", loads=()), "names no tissue"),
        (lambda: spoiled_exercise("calf_raise", dose="3 sets of some"), "cannot be read"),
        (lambda: spoiled_exercise("calf_raise", dose="3 x 8 lbs"), "cannot be read"),
        (lambda: spoiled_exercise("calf_raise", per_week=9), "9 times"),
        (lambda: spoiled_exercise("heavy_calf_raise", evidence=()), "basis evidence and no row"),
        (lambda: spoiled_exercise("heavy_calf_raise", evidence=("Z-99",)), "nobody can read"),
        (lambda: spoiled_exercise("calf_raise", how={"en": "Rise."}), "not there in en and es"),
        (lambda: spoiled_exercise("calf_raise", how={"en": "Rise.", "es": " "}), "not there in en and es"),
        (lambda: spoiled_exercise("calf_raise", how={"en": "Mend a weak leg.", "es": "Sube."}), "says 'weak'"),
        (lambda: spoiled_exercise("calf_raise", how={"en": "Rise.", "es": "Mejora lo débil."}), "says 'débil'"),
        (lambda: spoiled_exercise("single_leg_hops", entry=()), "impact without an entry test"),
        (lambda: spoiled_exercise("single_leg_hops", not_before_week=0), "impact without an entry test"),
        (lambda: spoiled_exercise("single_leg_hops", with_clearance=("patellofemoral_pain", "bone_stress")), ""),
        (lambda: spoiled_exercise("calf_raise", with_clearance=("itb_pain",)), "which is not closed"),
        (lambda: spoiled_cue("land_quietly", loads=("achilles_midportion", "plantar_heel")), "may be given with"),
        (lambda: spoiled_cue("midfoot", not_for=(), loads=HEEL[:3]), "loads plantar_fascia more"),
        (lambda: spoiled_cue("midfoot", sides=()), "does not tell both sides"),
        (lambda: spoiled_cue("midfoot", change="fly"), "which does not exist"),
        (lambda: spoiled_cue("midfoot", change="walk_toe_in"), "studied in others"),
        (lambda: spoiled_cue("midfoot", metric="looks"), "is no metric"),
        (lambda: spoiled_cue("quicker_lighter_steps", amount=amount("deg")), "its amount is in deg"),
        (lambda: spoiled_cue("quicker_lighter_steps", amount=amount("spm")), "its amount is in spm"),
        (lambda: spoiled_cue("quicker_lighter_steps", amount=amount("%", first=12)), "beyond its cap"),
        (lambda: spoiled_cue("quicker_lighter_steps", shifts=(shift("achilles"),)), "loads achilles more"),
        (lambda: spoiled_cue("quicker_lighter_steps", words=WORDS | {"en": "Up on your toes."}), "says 'toe'"),
        (lambda: spoiled_cue("quicker_lighter_steps", words=WORDS | {"es": "Sé un muelle."}), "says 'muelle'"),
        (lambda: spoiled_cue("walk_tall_heel_to_toe", words=WORDS), "says 'quick'"),
        (lambda: spoiled_cue("long_strong_steps", words={"en": "Short steps.", "es": "Pasos."}), "says 'short'"),
        (lambda: spoiled_cue("quicker_shorter_walking_steps", not_when=()), "says 'short'"),
        (lambda: spoiled_page("steps_180", own=("cadence", "gate")), "its own numbers"),
        (lambda: spoiled_page("steps_180", lines=(line("At {cadence}.", "A {cadence}."),)), "that everybody reads"),
        (lambda: spoiled_page("steps_180", own_lines=(line("At {cadence}.", "A esa."),)), "different places"),
        (lambda: spoiled_page("tendons", lines=(line("5.", "5.", basis="evidence"),)), "basis evidence and no row"),
        (lambda: spoiled_routine("runner_warm_up", steps=routines()["runner_warm_up"].steps[:2]), "lasts 130 s"),
        (lambda: spoiled_routine("runner_warm_up", steps=routines()["runner_warm_up"].steps[:4]), "exactly once"),
        (lambda: spoiled_routine("runner_warm_up", kinds=("achilles_insertional",)), "ankle_rocks is not for"),
        (lambda: with_exercise("older_walker_warm_up", "single_leg_hops"), "not for older walkers"),
        (lambda: with_exercise("older_walker_warm_up", "fly"), "names fly"),
    ],
)  # fmt: skip
def test_the_validator_finds_what_was_spoiled(spoiled: Callable[[], Knowledge], said: str) -> None:
    found = problems(spoiled())
    assert any(said in one for one in found) if said else found == (), found


def amount(unit: str, first: float = 5) -> Amount:
    return Amount(first=first, cap=10, unit=unit, of="first_baseline", basis="practice")


def shift(tissue: Any) -> Shift:
    return Shift(tissue=tissue, per="step", direction="up", basis="practice")


def line(en: str, es: str, basis: Any = "practice") -> Line:
    return Line(text={"en": en, "es": es}, basis=basis)


def with_exercise(name: str, exercise: str) -> Knowledge:
    first, *rest = routines()[name].steps
    return spoiled_routine(name, steps=(structs.replace(first, exercise=exercise), *rest))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("quicker_lighter_steps", "Take quicker, lighter steps. Match the beep, then let it go."),
        ("land_quietly", "Land quietly."),
        ("shorter_steps_under_you", "Shorter steps. Let the foot land under you."),
        ("quick_short_quiet_steps", "Quick, short, quiet steps."),
        ("walk_tall_heel_to_toe", "Walk tall and smooth, heel to toe."),
        ("toe_in", "Turn your toes in a little, as shown."),
        ("toe_out", "Turn your toes out a little, as shown."),
        ("quietest_landing", "Land as quietly as you can."),
        ("long_strong_steps", "Long, strong steps. Push the ground behind you. Look ahead."),
    ],
)
def test_the_yardsticks_words_stand(name: str, words: str) -> None:
    assert cues()[name].words["en"] == words


@pytest.mark.parametrize("kind", HEEL[:2])
def test_a_runner_with_a_sore_achilles_tendon_hears_nothing_that_loads_it(kind: InjuryKind) -> None:
    given = {name for name, cue in cues().items() if cue.activity == "running" and cue.may_be_for(kind)}
    assert "shorter_steps_under_you" in given
    assert not given & {
        "land_quietly", "quietest_landing", "elastic_push_off", "shorter_contact", "midfoot", "quick_short_quiet_steps",
    }  # fmt: skip


def test_what_only_a_clinician_may_switch_on_is_off_by_default() -> None:
    asked = {name: cue.permission for name, cue in cues().items() if cue.permission}
    assert asked == {
        "midfoot": "strike_change", "shorter_contact": "clinician", "lean_forward": "clinician",
        "toe_in": "foot_angle_target", "toe_out": "foot_angle_target",
    }  # fmt: skip


def test_no_foot_angle_target_is_under_five_degrees() -> None:
    angles = [cue.amount for cue in cues().values() if cue.permission == "foot_angle_target"]
    assert all(own is not None and abs(own.first) >= 5 for own in angles)


def test_no_cue_asks_for_more_than_ten_percent_more_steps() -> None:
    caps = {name: cue.amount.cap for name, cue in cues().items() if cue.metric == "cadence" and cue.amount}
    assert caps
    assert max(caps.values()) <= 10
    assert caps["shorter_steps_under_you"] == 7


def test_shorter_quicker_walking_steps_are_for_pain_behind_the_kneecap_only() -> None:
    shorter: list[CueCard] = [
        cue
        for cue in cues().values()
        if cue.activity == "walking" and re.search("short|quick", cue.words["en"].lower())
    ]
    assert [cue.only_for for cue in shorter] == [("knee_oa_patellofemoral",)]
    assert all({"falls_or_unsteady", "older_walker", "slow_or_short_steps"} <= set(cue.not_when) for cue in shorter)


def test_hops_are_impact_and_open_to_no_current_injury_but_a_mid_tendon_that_passed_its_tests() -> None:
    hops = {name: card for name, card in exercises().items() if card.impact}
    assert sorted(hops) == ["double_leg_hops", "forward_hops", "single_leg_hops"]
    for card in hops.values():
        assert {kind for kind in InjuryKind.__args__ if kind not in card.not_for} == {"achilles_midportion"}
        assert card.not_before_week >= 6
        assert {entry.test for entry in card.entry} == {"calf_raises", "balance_s", "landing_pain_0_10"}
        assert "older_walker" in card.not_when


def test_harder_calf_work_never_asks_less_of_the_tendon() -> None:
    tier = {name: {load.tissue: load.tier for load in card.loads} for name, card in exercises().items()}
    for name, card in exercises().items():
        here, there = tier[name].get("achilles"), tier.get(card.progression, {}).get("achilles")
        assert here is None or there is None or there >= here, name
    assert tier["seated_calf_raise"]["achilles"] == 1
    assert tier["forward_hops"]["achilles"] == 4


def test_insertional_pain_meets_no_stretch_and_no_drop_below_a_step() -> None:
    for name, card in exercises().items():
        if "achilles_insertional" not in card.not_for and any(load.tissue == "achilles" for load in card.loads):
            assert card.family != "mobility", name
            assert not {"step_10cm", "step_20cm"} & set(card.equipment), name


def test_pain_of_five_is_allowed_only_where_every_injury_that_is_meant_has_that_gate() -> None:
    allowing = {name: card for name, card in exercises().items() if "up to 5 out of 10" in card.stop["en"]}
    assert allowing
    for name, card in allowing.items():
        assert {kind for load in card.loads for kind in load.suits} <= {*TENDONS, *JOINTS}, name


def test_eyes_are_never_closed_alone_nor_by_a_walker_of_65() -> None:
    closed = [card for name, card in exercises().items() if "eyes_closed" in name]
    assert closed
    assert all({"alone", "older_walker", "falls_or_unsteady"} <= set(card.not_when) for card in closed)
    assert all("helper" in card.equipment for card in closed)


@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_are_short(language: str) -> None:
    lengths = {
        name: sum(len(text[language].split()) for at, text in texts(page) if at.startswith(("lines", "sides")))
        for name, page in education().items()
    }
    assert {name: words for name, words in lengths.items() if not 80 <= words <= 150} == {}


def test_what_is_contested_is_told_from_both_sides() -> None:
    for name in ("shoes_and_surfaces", "forefoot", "kneecap_pain", "knee_osteoarthritis", "strength_and_gait"):
        assert {side.says for side in education()[name].sides} == {"for", "against"}, name
    for name in (
        "land_quietly",
        "quietest_landing",
        "stay_low",
        "wider_steps",
        "belt_level_in_mirror",
        "elastic_push_off",
    ):
        assert {side.says for side in cues()[name].sides} == {"for", "against"}, name


def test_english_is_read_at_twelve() -> None:
    cards = {**exercises(), **cues(), **education(), **routines()}
    hard = {
        f"{name}.{at}": round(grade(text["en"]), 1)
        for name, card in cards.items()
        for at, text in texts(card)
        if grade(text["en"]) > GRADE
    }
    assert hard == {}


@pytest.fixture(scope="module")
def page() -> str:
    made: str = runpy.run_path(str(ROOT / "docs" / "knowledge.py"))["page"]()
    return made


def test_the_reviewers_page_is_what_the_script_makes(page: str) -> None:
    assert (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8") == page, "run: python docs/knowledge.py"


def test_every_card_stands_on_the_reviewers_page_with_its_spanish_pending(page: str) -> None:
    names = [*cues(), *exercises(), *education(), *routines()]
    families = {"aim": aims(), "protocol": protocols(), "block": blocks(), "phase": phases()}
    assert [n for family, cards in families.items() for n in cards if f"\n### {family} {n}\n" not in page] == []
    assert [name for name in names if f"\n### {name}\n" not in page] == []
    assert page.count("native review pending") == len(names) + 1
