"""Who must not do a functional test now, and why. What is not known holds back as a yes would."""

import datetime as dt

from restride.core.profile import Profile, TestName
from restride.plan.diary import Log
from restride.plan.flags import age_at, clearances, start_of
from restride.plan.functional import HeldBack, functional_tests
from restride.plan.locks import OPERATION_YEARS, locks
from restride.plan.sites import JOINTS, NARROW_GATE, TENDONS

FALLS_ASKED_FROM = 65
FIRST: dict[TestName, float] = {"calf_raises": 20, "balance_s": 30}
"""What both legs show before the first jump: a working rule (E-11), no study."""


def held_back(name: TestName, profile: Profile, today: dt.date) -> tuple[HeldBack, ...]:
    """Reasons, in the order of the test's own list; empty for somebody who may do it."""
    return tuple(reason for reason in functional_tests()[name].held_back if _holds(reason, profile, today))


def _holds(reason: HeldBack, profile: Profile, today: dt.date) -> bool:
    health, open_ = profile.health, [i for i in profile.injury if i.status != "past"]
    match reason:
        case "open_flag":
            now = start_of(today) + dt.timedelta(days=1)
            return bool(locks(profile, now, scope="running", known=clearances(Log(), profile)).flags)
        case "bone_stress":
            return any(i.kind == "bone_stress" for i in open_)
        case "pain_above_2":
            return any(i.usual_worst_0_10 is None or i.usual_worst_0_10 > NARROW_GATE for i in open_)
        case "osteoporosis":
            return health.osteoporosis_or_fragility_fracture != "no"
        case "joint_replacement":
            return health.joint_replacement != "no"
        case "operation":
            return any((today - s.date).days <= 365 * OPERATION_YEARS for s in profile.surgery)
        case "pregnancy":
            return (health.pregnancy_weeks or 0) > 0
        case "pelvic":
            asked = profile.athlete.sex_for_norms != "male"
            return health.pelvic_symptoms == "yes" or (asked and health.pelvic_symptoms == "unknown")
        case "unsteady":
            return health.unsteady != "no"
        case "falls":
            asked = profile.athlete.activity == "walking" or age_at(profile, today) >= FALLS_ASKED_FROM
            return (health.falls_12mo or 0) > 0 or (asked and health.falls_12mo is None)
        case "tendon_sore":
            return any(i.kind in TENDONS | {"muscle_strain", "plantar_heel", "ankle_sprain"} for i in open_)
        case "joint_disease":
            return any(i.kind in JOINTS for i in open_) or health.inflammatory_arthritis != "no"
        case "entry_tests":
            return not all(_reached(profile, name, least) for name, least in FIRST.items())


def _reached(profile: Profile, name: TestName, least: float) -> bool:
    """Whether the newest result of each side is at least this much; a side without one does not reach it."""
    newest = {}
    for result in sorted(profile.tests.get(name, ()), key=lambda r: r.date or dt.date.min):
        newest[result.side] = result.value
    return all(newest.get(side, -1.0) >= least for side in ("left", "right"))
