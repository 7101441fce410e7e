"""Whether a pattern is worth a look for this person. Unknown is not no: without a profile nothing is relevant."""

from restride.core.profile import Injury, Profile
from restride.faults.rule import HealthAnswer, Injuries, Rule
from restride.faults.wording import GOAL, HEALTH, injury_words

SYMPTOM, HISTORY, GOAL_ONLY, NONE = 1.0, 0.7, 0.5, 0.01
"""Weights for ranking, ours: what hurts now, then what did, then a goal, and far behind what touches nothing."""


def relevance(rule: Rule, side: str, profile: Profile | None) -> tuple[float, str]:
    """Weight for ranking (NONE: not relevant) and the reason in words, without a full stop.

    side: of the finding; an injury of the other leg does not count. A goal counts only where the profile names
    nothing that hurts: what hurts says more than the wish to be rid of it.
    """
    if profile is None:
        return NONE, "no profile was given: a symptom, a past injury or a goal is what would make this worth a look"
    now = [i for i in profile.injury if i.status in ("current", "recovering")]
    past = [i for i in profile.injury if i.status == "past"]
    for injury in now:
        if _named(injury, rule.relevant.symptom, side):
            word = "present" if injury.status == "current" else "getting better"
            return SYMPTOM, f"the profile names {injury_words(injury)}, as {word}"
    told = [answer for answer in rule.relevant.health if _says(profile, answer)]
    if told:
        return SYMPTOM, f"the profile names {HEALTH[told[0]]}"
    for injury in past:
        if _named(injury, rule.relevant.history, side):
            return HISTORY, f"the profile names {injury_words(injury)}, as past"
    wanted = [goal for goal in profile.goals.list if goal in rule.relevant.goals]
    if wanted and not now:
        return GOAL_ONLY, f"the profile names a goal: {GOAL[wanted[0]]}"
    if reasons(profile):
        return NONE, "nothing that the profile names is known to go with this"
    return NONE, "the profile names no symptom, past injury or goal"


def reasons(profile: Profile) -> bool:
    """Whether the profile names anything for which a person might want to look at how they move."""
    return bool(profile.injury or profile.goals.list or profile.health.falls_12mo or profile.health.unsteady == "yes")


def _says(profile: Profile, answer: HealthAnswer) -> bool:
    """Unknown is not yes."""
    if answer == "falls_12mo":
        return (profile.health.falls_12mo or 0) > 0
    return profile.health.unsteady == "yes"


def _named(injury: Injury, names: Injuries, side: str) -> bool:
    if side in ("left", "right") and injury.side not in ("both", side):
        return False
    if names.any:
        return True
    return injury.place in names.places if injury.kind == "unknown" else injury.kind in names.kinds
