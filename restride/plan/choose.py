"""Which protocol fits a person."""

import datetime as dt

from restride.core.profile import Profile
from restride.plan.flags import age_at
from restride.plan.knowledge import Protocol, protocols
from restride.plan.locks import BIRTH_WATCH, OPERATION_YEARS

NOVICE_MIN = 15


def choose(profile: Profile, start: dt.date) -> tuple[str, Protocol]:
    """(id, protocol). The injury that asks for most care decides; without one, how much the person does now."""
    known = protocols()
    return (name := _name(profile, start)), known[name]


def _name(profile: Profile, start: dt.date) -> str:
    open_ = [i.kind for i in profile.injury if i.status != "past"]
    if profile.athlete.activity == "walking":
        if any(kind in ("knee_oa_medial", "knee_oa_lateral", "knee_oa_patellofemoral") for kind in open_):
            return "walker_knee_oa"
        return "walker_older" if age_at(profile, start) >= 65 and not open_ else "walker_general"
    birth = profile.health.last_childbirth
    order = ("bone_stress", "achilles_midportion", "achilles_insertional", "patellofemoral_pain", "shin_pain_diffuse")
    names = {
        "bone_stress": "runner_bone_stress",
        "achilles_midportion": "runner_achilles",
        "achilles_insertional": "runner_achilles",
        "patellofemoral_pain": "runner_patellofemoral",
        "shin_pain_diffuse": "runner_shin",
    }
    if birth is not None and start - birth < BIRTH_WATCH and "bone_stress" not in open_:
        return "runner_postpartum"
    others: list[str] = [kind for kind in open_ if kind not in names]
    if any((start - s.date).days <= 365 * OPERATION_YEARS for s in profile.surgery):
        others.append("post_operative")
    if others and "bone_stress" not in open_:
        return "runner_general"
    for kind in order:
        if kind in open_:
            return names[kind]
    minutes = profile.training.continuous_run_min
    novice = (minutes is not None and minutes < NOVICE_MIN) or (minutes is None and not profile.training.runs_per_week)
    return "runner_novice" if novice else "runner_healthy"
