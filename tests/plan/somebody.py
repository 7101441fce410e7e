"""Made-up people: everything answered, nothing in the way, until a test changes it."""

import datetime as dt

import msgspec

import restride.core.profile as profiles
from restride.core.profile import (
    Activity,
    Athlete,
    Care,
    Goal,
    Goals,
    Health,
    Injury,
    InjuryKind,
    Place,
    Profile,
    Training,
)

START = dt.date(2026, 12, 1)
WELL = Health(
    heart_or_lung="no", fainted_12mo="no", clot_ever="no", blood_thinner="no", diabetes_or_numb_feet="no",
    osteoporosis_or_fragility_fracture="no", inflammatory_arthritis="no", cancer_ever="no", neurological="no",
    joint_replacement="no", quinolone_6mo="no", steroid_3mo="no", painkiller_most_days="no", periods="regular",
    pregnancy_weeks=0, pelvic_symptoms="no", falls_12mo=0, unsteady="no", walking_aid="none", walking_changed="no",
)  # fmt: skip
PLACE: dict[InjuryKind, Place] = {
    "patellofemoral_pain": "knee_front", "achilles_midportion": "achilles_mid", "achilles_insertional": "heel_back",
    "patellar_tendon": "knee_front", "gluteal_tendon": "hip_side", "plantar_heel": "heel_under",
    "shin_pain_diffuse": "shin_inner", "bone_stress": "shin_inner", "exertional_compartment": "shin_front",
    "muscle_strain": "calf", "ankle_sprain": "ankle_outer", "knee_oa_medial": "knee_inner",
    "knee_oa_lateral": "knee_outer", "knee_oa_patellofemoral": "knee_front", "hip_oa": "groin",
    "itb_pain": "knee_outer",
    "post_operative": "knee_front", "nerve": "buttock", "unknown": "other",
}  # fmt: skip


def injury(kind: InjuryKind, **more: object) -> Injury:
    """A current one on the right, looked at by a clinician, since last autumn."""
    own: dict[str, object] = {
        "id": "i1", "place": PLACE[kind], "kind": kind, "side": "right", "status": "current", "onset": "2026-09-01",
        "diagnosed_by": "clinician", "usual_morning_0_10": 1, "usual_worst_0_10": 2,
    }  # fmt: skip
    return msgspec.convert(own | more, Injury)


def somebody(
    activity: Activity, *hurt: Injury, born: int = 1990, minutes: float = 40, goals: tuple[Goal, ...] = (),
    health: Health = WELL, **more: object,
) -> Profile:  # fmt: skip
    """A person who runs three days a week or walks most days, with these injuries."""
    runs = activity == "running"
    made = Profile(
        schema="restride/profile/1",
        athlete=Athlete(id="x1", birth_year=born, activity=activity, sex_for_norms="female", mass_kg=62, height_m=1.7,
                        country="GB"),
        care=Care(clinician="Dr A", supervised=True),
        training=Training(
            run_days=("Mon", "Wed", "Sat") if runs else (), runs_per_week=3 if runs else None,
            continuous_run_min=minutes if runs else None, longest_run_30d_min=minutes if runs else None,
            walk_min_per_day=minutes,
        ),
        health=health,
        injury=hurt,
        goals=Goals(list=goals),
    )  # fmt: skip
    return msgspec.structs.replace(made, **more)


def both_legs(value: float, on: str = "") -> tuple[profiles.TestValue, ...]:
    """The same result left and right."""
    return tuple(
        msgspec.convert({"value": value, "side": side, "date": "2026-11-20", "on": on}, profiles.TestValue)
        for side in ("left", "right")
    )
