"""Protocols, aims, blocks, phases and milestones: what restride ships holds together; nothing slips the validator."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec import structs

from restride.core.plan import Guard
from restride.faults.rules import rules
from restride.plan.check import texts
from restride.plan.check_plans import Plans, plan_problems
from restride.plan.protocols import (
    Aim,
    Block,
    Fits,
    MilestoneCard,
    Protocol,
    Steps,
    Strength,
    aims,
    blocks,
    milestones,
    phases,
    protocols,
)
from tests.plan.reading_age import grade
from tests.plan.test_knowledge import GRADE, line, shipped, spoiled_cue, spoiled_page


def plans(**changed: Any) -> Plans:
    """What restride ships, with some cards changed or added."""
    own: dict[str, Any] = {
        "protocols": protocols(), "aims": aims(), "blocks": blocks(), "phases": phases(), "milestones": milestones(),
    }  # fmt: skip
    cards: dict[str, Any] = {name: {**shipped, **changed.get(name, {})} for name, shipped in own.items()}
    patterns = {name: rule.task for name, rule in rules().items()}
    return Plans(**cards, patterns=patterns, known=changed.get("known", shipped()))


def test_what_restride_ships_holds_together() -> None:
    assert plan_problems(plans()) == ()


def protocol(name: str, **fields: Any) -> Plans:
    return plans(protocols={name: structs.replace(protocols()[name], **fields)})


def aim(name: str, **fields: Any) -> Plans:
    return plans(aims={name: structs.replace(aims()[name], **fields)})


def fits(name: str, **fields: Any) -> Plans:
    return protocol(name, fits=structs.replace(protocols()[name].fits, **fields))


def with_line(place: str, one: object, name: str = "runner_healthy") -> Plans:
    return protocol(name, **{place: (*getattr(protocols()[name], place), one)})


def only(**blocks_of: Any) -> dict[str, Any]:
    """No blocks, and of the own sentences only these."""
    return {"blocks": (), "load": (), "conditions": (), "expect": (), "stop": (), "refused": (), "guards": (),
            "ends": (), **blocks_of}  # fmt: skip


LINE = line("Run on.", "Sigue.")
KEPT = {"load": (LINE,), "stop": (LINE,), "ends": (LINE,)}
CALM = protocols()["runner_healthy"]


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        (lambda: protocol("runner_healthy", aims=("fly",)), "names the aim fly"),
        (lambda: protocol("runner_healthy", blocks=("fly",)), "names the block fly"),
        (lambda: protocol("runner_healthy", phases=("fly",)), "names the phase fly"),
        (lambda: protocol("runner_healthy", milestones=("fly",)), "names the milestone fly"),
        (lambda: protocol("runner_healthy", pages=("fly",)), "names the page fly"),
        (lambda: protocol("runner_healthy", strength=(Strength(exercise="fly"),)), "names the exercise fly"),
        (lambda: protocol("runner_healthy", **only(**{**KEPT, "load": ()})), "nothing under load"),
        (lambda: protocol("runner_healthy", **only(**{**KEPT, "stop": ()})), "nothing under stop"),
        (lambda: protocol("runner_healthy", **only(**{**KEPT, "ends": ()})), "nothing under ends"),
        (lambda: protocol("runner_healthy", minutes=()), "has 0 sessions"),
        (lambda: protocol("runner_novice", run_walk=((1.0, 1.0),)), "1 levels of run-walk"),
        (lambda: protocol("runner_recovery_week", most_min=0), "or without a most"),
        (lambda: protocol("runner_recovery_week", minutes=(110,)), "a share of the present level above all of it"),
        (lambda: protocol("runner_healthy", from_present=True), "which only walks do"),
        (lambda: aim("quicker_steps", pages=("fly",)), "names the page fly"),
        (lambda: plans(known=spoiled_page("bone_stress", kinds=())), "education/bone_stress: is used nowhere"),
        (lambda: protocol("runner_healthy", gap_days=(1,)), "leaves 1 days"),
        (lambda: protocol("walker_start", gap_days=()), "leaves 0 days"),
        (lambda: with_line("expect", structs.replace(LINE, weeks=(3, 2))), "in weeks 3 to 2"),
        (lambda: with_line("expect", structs.replace(LINE, weeks=(60, 61))), "in weeks 60 to 61"),
        (lambda: protocol("runner_healthy", phases=()), "has no phases"),
        (lambda: plans(phases={"run_minutes": structs.replace(phases()["run_minutes"], gate=())}), "has no gate"),
        (lambda: protocol("runner_healthy", summary={"en": "Run 77 km.", "es": "Corre."}), "says 77"),
        (lambda: protocol("runner_healthy", summary={"en": "Run."}), "not there in en and es"),
        (lambda: protocol("runner_healthy", summary={"en": "A bad gait.", "es": "Corre."}), "says 'bad'"),
        (lambda: protocol("runner_healthy", evidence=("Z-99",)), "nobody can read"),
        (lambda: with_line("load", line("Run 5.", "Corre 5.", basis="evidence")), "basis evidence and no row"),
        (lambda: protocol("walker_start", aims=("soft_landing",)), "its aim soft_landing for running"),
        (lambda: protocol("runner_patellofemoral", minutes=(15,)), "ends before the feedback of quicker_steps"),
        (lambda: protocol("runner_achilles", aims=("elastic_push_off",)), "no cue of elastic_push_off"),
        (lambda: with_line("guards", Guard(what="calf_and_heel", text=LINE.text)), "calf_and_heel 2 times"),
        (lambda: protocol("runner_healthy", strength=(*CALM.strength[:2],
                                                      Strength(exercise="bridge", from_week=4),
                                                      Strength(exercise="wall_reach"))),
         "do not come first"),
        (lambda: protocol("runner_healthy", strength=(Strength(exercise="bridge", from_week=2),)), "starts with 0"),
        (lambda: protocol("runner_healthy", strength=(*CALM.strength[:3], Strength(exercise="bridge"))),
         "starts with 4"),
        (lambda: protocol("runner_healthy", strength=(*CALM.strength[:3],
                                                      Strength(exercise="bridge", from_week=4, after="fly"))),
         "takes the place of fly"),
        (lambda: protocol("runner_healthy", strength=(CALM.strength[0], CALM.strength[0])), "2 times"),
        (lambda: protocol("runner_healthy", strength=(*CALM.strength[:3],
                                                      Strength(exercise="single_leg_hops", from_week=4))),
         "has single_leg_hops from week 4"),
        (lambda: protocol("runner_joint_flare", strength=(Strength(exercise="heavy_slow_squat"),)),
         "is for none of its people"),
        (lambda: protocol("walker_older", strength=(Strength(exercise="one_leg_balance_eyes_closed"),)),
         "is not for the older"),
        (lambda: aim("quicker_steps", cues=("fly",)), "names the cue fly"),
        (lambda: aim("quicker_steps", cues=()), "has no cue"),
        (lambda: aim("quicker_steps", blocks=("fly",)), "names the block fly"),
        (lambda: aim("quicker_steps", patterns=("fly",)), "names the pattern fly"),
        (lambda: aim("quicker_steps", patterns=("slow_walking",)), "nobody finds in running"),
        (lambda: aim("quicker_steps", cues=("toe_in",)), "the cue toe_in, which is for walking"),
        (lambda: aim("quicker_steps", metric="looks"), "looks is no metric"),
        (lambda: aim("quicker_steps", metric=""), "a size and no metric"),
        (lambda: aim("quicker_steps", unit="m/s"), "its steps are in m/s"),
        (lambda: aim("quicker_steps", cap=12), "its cap of 12 % goes beyond the cue's 10 %"),
        (lambda: aim("quicker_steps", cap=7), "its step of 7.5 lies beyond its cap"),
        (lambda: aim("quicker_steps", cap=-10), "beyond its cap of -10"),
        (lambda: aim("quicker_steps", steps=(Steps(amount=5, low=6, high=7),)), "asks for 5 outside its band"),
        (lambda: aim("quicker_steps", steps=(Steps(amount=4, low=3, high=7),)), "starts with 4, its cue with 5"),
        (lambda: aim("soft_landing", cap=-50), "its cap of -50 % goes beyond the cue's -40 %"),
        (lambda: aim("soft_landing", cap=40, steps=(Steps(amount=20, low=10, high=40),)), "goes beyond the cue's -40"),
        (lambda: aim("foot_angle", steps=(Steps(amount=5, low=3, high=7),)), "takes its size from the clinician"),
        (lambda: aim("foot_angle", cap=0), "takes its size from the clinician"),
        (lambda: aim("foot_angle", cap=15), "its cap of 15 deg goes beyond"),
        (lambda: aim("longer_steps", size="clinician", steps=()), "a cue that needs no permission"),
        (lambda: aim("quicker_steps", feedback=(50, 100)), "does not fade"),
        (lambda: aim("quicker_steps", feedback=(100, 0)), "does not fade"),
        (lambda: aim("wider_steps", feedback=(100,)), "only spoken"),
        (lambda: aim("tall_and_smooth", blocks=(), ends=()), "has no end"),
        (lambda: plans(known=spoiled_cue("elastic_push_off", entry=())), "asks for no calf raises first"),
        (lambda: plans(blocks={"new": Block(load=blocks()["aim_beep"].load)}), "stands in blocks/aim_beep load[0]"),
        (lambda: plans(blocks={"new": Block(load=(LINE, LINE))}), "stands in blocks/new load[0]"),
        (lambda: plans(blocks={"new": Block(load=(LINE,))}), "blocks/new: is used nowhere"),
        (lambda: plans(phases={"new": structs.replace(phases()["run_minutes"], lines=(LINE,), gate=())}),
         "phases/new: is used nowhere"),
        (lambda: plans(phases={"run_minutes": structs.replace(phases()["run_minutes"], lines=())}), "without a line"),
        (lambda: plans(milestones={"new": MilestoneCard(title=LINE.text, reached=())}), "is never reached"),
        (lambda: plans(milestones={"new": MilestoneCard(title=LINE.text, reached=(LINE,))}),
         "milestones/new: is used nowhere"),
        (lambda: aim("relaxed_shoulders", offered=False), "aims/relaxed_shoulders: is used nowhere"),
        (lambda: aim("midfoot", cues=("stay_low",)), "cues/midfoot: is used nowhere"),
        (lambda: fits("runner_general", states=("older",)), "the last one for running does not fit everybody"),
        (lambda: protocol("runner_novice", order=CALM.order, fits=CALM.fits), "nobody gets it, runner_healthy"),
        (lambda: protocol("runner_patellofemoral", order=999), "nobody gets it"),
    ],
)  # fmt: skip
def test_the_validator_finds_what_was_spoiled(spoiled: Callable[[], Plans], said: str) -> None:
    found = plan_problems(spoiled())
    assert any(said in one for one in found), found


def test_a_protocol_for_one_kind_may_come_before_one_for_many() -> None:
    one = Fits(activity="running", kinds=("itb_pain",))
    early = structs.replace(protocols()["runner_itb"], order=1, fits=one)
    assert not any("nobody gets it" in found for found in plan_problems(plans(protocols={"runner_itb": early})))


def test_no_walker_has_more_than_a_tenth_of_a_walk_with_a_signal() -> None:
    shares = [share for own in aims().values() if own.activity == "walking" for share in own.feedback]
    assert max(shares) <= 10


def test_what_is_contested_or_untried_is_never_set_without_being_asked_for() -> None:
    offered = {name for name, own in aims().items() if own.offered}
    assert {
        "midfoot", "shorter_contact", "elastic_push_off", "soft_landing", "soft_landing_by_ear", "late_push_off",
        "quicker_shorter_walk",
    } <= offered  # fmt: skip


def test_english_is_read_at_twelve() -> None:
    """Sentences of aims and of what they share."""
    cards: dict[str, Aim | Block | Protocol] = {
        **aims(), **{name: card for name, card in blocks().items() if name.startswith("aim_")},
    }  # fmt: skip
    hard = {
        f"{name}.{at}": round(grade(text["en"]), 1)
        for name, card in cards.items()
        for at, text in texts(card)
        if grade(text["en"]) > GRADE
    }
    assert hard == {}
