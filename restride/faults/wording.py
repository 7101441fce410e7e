"""How injuries and goals of a profile are called in text that people read."""

from restride.core.profile import Goal, Injury, InjuryKind, Place
from restride.faults.rule import HealthAnswer

KIND: dict[InjuryKind, str] = {
    "patellofemoral_pain": "pain around the kneecap",
    "achilles_midportion": "pain in the middle of the Achilles tendon",
    "achilles_insertional": "pain where the Achilles tendon meets the heel",
    "patellar_tendon": "pain in the tendon below the kneecap",
    "gluteal_tendon": "tendon pain at the side of the hip",
    "plantar_heel": "pain under the heel",
    "shin_pain_diffuse": "pain along the shin",
    "bone_stress": "a bone stress injury",
    "exertional_compartment": "lower leg pain from tight muscle compartments",
    "muscle_strain": "a muscle strain",
    "ankle_sprain": "an ankle sprain",
    "knee_oa_medial": "osteoarthritis of the inner knee",
    "knee_oa_lateral": "osteoarthritis of the outer knee",
    "knee_oa_patellofemoral": "osteoarthritis behind the kneecap",
    "hip_oa": "osteoarthritis of the hip",
    "itb_pain": "pain at the outer side of the knee",
    "post_operative": "an operation",
    "nerve": "a nerve problem",
    "unknown": "an injury of unknown kind",
}

PLACE: dict[Place, str] = {
    "foot_forefoot": "the front of the foot",
    "foot_midfoot_top": "the top of the foot",
    "foot_arch": "the arch of the foot",
    "heel_under": "the underside of the heel",
    "heel_back": "the back of the heel",
    "achilles_mid": "the Achilles tendon",
    "ankle_inner": "the inner ankle",
    "ankle_outer": "the outer ankle",
    "calf": "the calf",
    "shin_inner": "the inner shin",
    "shin_front": "the front of the shin",
    "shin_outer": "the outer shin",
    "knee_front": "the front of the knee",
    "knee_inner": "the inner knee",
    "knee_outer": "the outer knee",
    "knee_back": "the back of the knee",
    "thigh_front": "the front of the thigh",
    "thigh_back": "the back of the thigh",
    "thigh_inner": "the inner thigh",
    "groin": "the groin",
    "hip_side": "the side of the hip",
    "buttock": "the buttock",
    "low_back": "the low back",
    "other": "another place",
}

GOAL: dict[Goal, str] = {
    "reduce_pain": "to have less pain",
    "return_to_running": "to get back to running",
    "prevent": "to stay free of injury",
    "run_faster": "to run faster",
    "run_farther": "to run farther",
    "walk_better": "to walk better",
}

HEALTH: dict[HealthAnswer, str] = {
    "falls_12mo": "a fall in the past 12 months, which a clinician should look into first",
    "unsteady": "that walking feels unsteady, which a clinician should look into first",
}


def injury_words(injury: Injury) -> str:
    """`pain around the kneecap, right`; by its place where the kind is unknown."""
    what = f"pain at {PLACE[injury.place]}" if injury.kind == "unknown" else KIND[injury.kind]
    return f"{what}, {'both sides' if injury.side == 'both' else injury.side}"
