"""The profile: CLINICAL's example loads, and every slip is named."""

import re
from pathlib import Path

import pytest

from restride.core.errors import BadProfile
from restride.core.profile import Profile, load_profile

# The example of the clinical contract, word for word.
EXAMPLE = """
schema = "restride/profile/1"
as_of = 2026-12-01
[athlete]
id = "a1"
birth_year = 1990
birth_month = 5
sex_for_norms = "female"   # female male unknown
mass_kg = 62.0
height_m = 1.75
leg_length_m = 0.92
activity = "running"   # running walking
country = "GB"
language = "en"
guardian = ""   # guardian: required under 18
[care]
clinician = ""   # "" = nobody
supervised = false
last_seen = 2026-11-20
[training]
as_of = 2026-12-01
runs_per_week = 4
run_days = ["Mon", "Wed", "Fri", "Sun"]
weekly_km = 32.0
longest_run_30d_km = 12.0
longest_run_30d_min = 70
continuous_run_min = 60
walk_min_per_day = 40
[health]
heart_or_lung = "no"
fainted_12mo = "no"
clot_ever = "no"
blood_thinner = "no"
diabetes_or_numb_feet = "no"
osteoporosis_or_fragility_fracture = "no"
inflammatory_arthritis = "no"
cancer_ever = "no"
neurological = "no"
joint_replacement = "no"
quinolone_6mo = "no"
steroid_3mo = "no"
painkiller_most_days = "no"
periods = "regular"
pregnancy_weeks = 0
last_childbirth = ""   # a date within the last 24 months, else ""
pelvic_symptoms = "no"
falls_12mo = 0
unsteady = "no"
walking_aid = "none"   # none stick frame poles
[[injury]]
id = "i1"
place = "knee_front"
kind = "patellofemoral_pain"
side = "right"
status = "current"
onset = 2026-09-01
diagnosed_by = "clinician"
usual_morning_0_10 = 1
usual_worst_0_10 = 3
morning_stiffness_min = 0
bone_site = ""
bone_risk = ""
episodes = 1
[[surgery]]
id = "s1"
procedure = "meniscus repair"
side = "right"
date = 2026-08-20
[[clearance]]
id = "c1"
of = "i1"
side = "right"
by = "Dr A"
profession = "doctor"
registration = "..."
verified = "signed"
date = 2026-11-20
expires = 2027-02-20
allows = "run_walk"
note = ""
[permissions]
strike_change = false
foot_angle_target = false
trunk_lean_target = false
"""


def load(folder: Path, text: str) -> Profile:
    path = folder / "p.toml"
    path.write_text(text, encoding="utf-8")
    return load_profile(path)


def test_the_example_of_the_contract_loads(tmp_path: Path) -> None:
    p = load(tmp_path, EXAMPLE)
    assert (p.athlete.mass_kg, p.athlete.leg_length_m, p.athlete.birth_month) == (62.0, 0.92, 5)
    assert (p.injury[0].kind, p.surgery[0].procedure, p.clearance[0].allows) == (
        "patellofemoral_pain", "meniscus repair", "run_walk",
    )  # fmt: skip
    assert p.symptomatic


def test_an_empty_date_is_absent_and_what_is_not_answered_is_unknown(tmp_path: Path) -> None:
    assert load(tmp_path, EXAMPLE).health.last_childbirth is None
    short = load(tmp_path, EXAMPLE[: EXAMPLE.index("[care]")])
    assert short.health.clot_ever == "unknown"
    assert not short.symptomatic


@pytest.mark.parametrize(
    ("right", "wrong", "advice"),
    [
        ("birth_year", "brith_year", "did you mean birth_year?"),
        ("mass_kg = 62.0", "mas_kg = 62.0", "did you mean mass_kg?"),
        ("heart_or_lung", "heart_or_lungs", "did you mean heart_or_lung?"),
        ("[permissions]", "[permisions]", "did you mean permissions?"),
        ("usual_worst_0_10", "usual_worst", "did you mean usual_worst_0_10?"),
    ],
)
def test_a_typo_names_the_field_and_the_nearest_word(tmp_path: Path, right: str, wrong: str, advice: str) -> None:
    with pytest.raises(BadProfile) as caught:
        load(tmp_path, EXAMPLE.replace(right, wrong))
    assert re.search(r"\w+", wrong.strip("["))[0] in str(caught.value)
    assert advice in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("mass_kg = 62.0", "mass_kg = nan"),
        ("weekly_km = 32.0", "weekly_km = inf"),
        ("mass_kg = 62.0", "mass_kg = 6200"),
        ("height_m = 1.75", "height_m = 175"),
        ("birth_year = 1990", "birth_year = 90"),
        ('clot_ever = "no"', 'clot_ever = "No"'),
        ('clot_ever = "no"', "clot_ever = false"),
        ('side = "right"', 'side = "r"'),
        ("2026-12-01", '"yesterday"'),
        ("restride/profile/1", "restride/profile/2"),
        ('id = "a1"', ""),
        ("[athlete]", "[athlete"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_one_line(tmp_path: Path, right: str, wrong: str) -> None:
    assert right in EXAMPLE
    with pytest.raises(BadProfile) as caught:
        load(tmp_path, EXAMPLE.replace(right, wrong))
    assert "\n" not in str(caught.value)
    assert "p.toml" in str(caught.value)


def test_a_profile_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadProfile, match=r"none\.toml"):
        load_profile(tmp_path / "none.toml")
