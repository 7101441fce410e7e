"""The person, as CLINICAL's contract has it (schema restride/profile/1). What is absent is unknown, never "no"."""

import datetime as dt
import difflib
import re
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from restride.core.decision import Urgency
from restride.core.errors import BadProfile
from restride.core.tables import all_finite

Answer = Literal["yes", "no", "unknown"]
BodySide = Literal["left", "right", "both"]
Activity = Literal["running", "walking"]
Place = Literal[
    "foot_forefoot", "foot_midfoot_top", "foot_arch", "heel_under", "heel_back", "achilles_mid", "ankle_inner",
    "ankle_outer", "calf", "shin_inner", "shin_front", "shin_outer", "knee_front", "knee_inner", "knee_outer",
    "knee_back", "thigh_front", "thigh_back", "thigh_inner", "groin", "hip_side", "buttock", "low_back", "other",
]  # fmt: skip
InjuryKind = Literal[
    "patellofemoral_pain", "achilles_midportion", "achilles_insertional", "patellar_tendon", "gluteal_tendon",
    "plantar_heel", "shin_pain_diffuse", "bone_stress", "exertional_compartment", "muscle_strain", "ankle_sprain",
    "knee_oa_medial", "knee_oa_lateral", "knee_oa_patellofemoral", "hip_oa", "itb_pain", "post_operative", "nerve",
    "unknown",
]  # fmt: skip
Goal = Literal["reduce_pain", "return_to_running", "prevent", "run_faster", "run_farther", "walk_better"]
Day = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
RedFlag = Literal[
    "R1", "R2", "R3", "R3b", "R4", "R5", "R6", "R6b", "R7", "R8", "R8f", "R9", "R9x", "R11", "R12", "R13", "R14",
    "R14h", "R15", "R16", "R16l", "R17", "R18", "R19", "R20",
]  # fmt: skip
ScoreName = Literal["uwri", "i_prrs", "akps", "lefs", "visa_a", "kos_adls", "ostrc_h2"]
DATE_FIELDS = frozenset({"as_of", "last_seen", "last_childbirth", "onset", "date", "expires", "event_date"})


class _Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    pass


class Athlete(_Table, frozen=True, kw_only=True):
    """Who; `id` is a code, never a name."""

    id: str
    birth_year: int
    activity: Activity
    birth_month: int | None = None
    sex_for_norms: Literal["female", "male", "unknown"] = "unknown"
    mass_kg: float | None = None
    height_m: float | None = None
    leg_length_m: float | None = None
    country: str = ""
    language: str = "en"
    guardian: str = ""


class Care(_Table, frozen=True, kw_only=True):
    """Who looks after the person; "" is nobody."""

    clinician: str = ""
    supervised: bool = False
    last_seen: dt.date | None = None


class Training(_Table, frozen=True, kw_only=True):
    """The running or walking week as it is."""

    as_of: dt.date | None = None
    runs_per_week: float | None = None
    run_days: tuple[Day, ...] = ()
    weekly_km: float | None = None
    longest_run_30d_km: float | None = None
    longest_run_30d_min: float | None = None
    continuous_run_min: float | None = None
    walk_min_per_day: float | None = None


class Health(_Table, frozen=True, kw_only=True):
    """Answers that lock or slow a plan. walking_changed: in weeks, one-sided, shuffling, freezing or with dizziness."""

    heart_or_lung: Answer = "unknown"
    fainted_12mo: Answer = "unknown"
    clot_ever: Answer = "unknown"
    blood_thinner: Answer = "unknown"
    diabetes_or_numb_feet: Answer = "unknown"
    osteoporosis_or_fragility_fracture: Answer = "unknown"
    inflammatory_arthritis: Answer = "unknown"
    cancer_ever: Answer = "unknown"
    neurological: Answer = "unknown"
    joint_replacement: Answer = "unknown"
    quinolone_6mo: Answer = "unknown"
    steroid_3mo: Answer = "unknown"
    painkiller_most_days: Answer = "unknown"
    periods: Literal[
        "regular", "irregular_or_absent", "hormonal_contraception", "menopause", "not_applicable", "no_answer"
    ] = "no_answer"
    pregnancy_weeks: int | None = None
    last_childbirth: dt.date | None = None
    pelvic_symptoms: Answer = "unknown"
    falls_12mo: int | None = None
    unsteady: Answer = "unknown"
    walking_aid: Literal["none", "stick", "frame", "poles", "unknown"] = "unknown"
    walking_changed: Answer = "unknown"


class Injury(_Table, frozen=True, kw_only=True):
    """One injury, now or before."""

    id: str
    place: Place
    kind: InjuryKind
    side: BodySide
    status: Literal["current", "recovering", "past"]
    onset: dt.date | None = None
    diagnosed_by: Literal["clinician", "self_checked", "self"] = "self"
    usual_morning_0_10: int | None = None
    usual_worst_0_10: int | None = None
    morning_stiffness_min: float | None = None
    bone_site: str = ""
    bone_risk: Literal["high", "low", "unknown", ""] = ""
    episodes: int | None = None


class Surgery(_Table, frozen=True, kw_only=True):
    """One operation."""

    id: str
    procedure: str
    side: BodySide
    date: dt.date


class Clearance(_Table, frozen=True, kw_only=True):
    """A clinician's act that lets an activity go on; newest valid one counts."""

    id: str
    of: str
    by: str
    profession: str
    date: dt.date
    verified: Literal["signed", "attested"] = "attested"
    side: BodySide | None = None
    registration: str = ""
    expires: dt.date | None = None
    allows: Literal["walking", "run_walk", "running", "impact", "competition"]
    note: str = ""


class Permissions(_Table, frozen=True, kw_only=True):
    """What only a clinician may switch on. foot_angle_deg: the change of foot progression angle that lowered this
    person's knee load when it was measured; toes out is positive."""

    strike_change: bool = False
    foot_angle_target: bool = False
    foot_angle_deg: float | None = None
    trunk_lean_target: bool = False


class Goals(_Table, frozen=True, kw_only=True):
    """Why the person is here."""

    list: tuple[Goal, ...] = ()
    event: str = ""
    event_date: dt.date | None = None


class Readiness(_Table, frozen=True, kw_only=True):
    """How the person stands to the weeks ahead: 0 not at all, 10 fully."""

    date: dt.date | None = None
    ready_0_10: int | None = None
    confidence_0_10: int | None = None
    importance_0_10: int | None = None
    afraid_of_falling: Answer = "unknown"
    afraid_of_moving: Answer = "unknown"


class Score(_Table, frozen=True, kw_only=True):
    """The total of a questionnaire that somebody filled in elsewhere: its items and its sums are its owner's."""

    name: ScoreName
    value: float
    date: dt.date | None = None


class ToldFlag(_Table, frozen=True, kw_only=True):
    """A red flag that was answered yes at intake. It stands until a clearance names it; nothing else takes it away.

    about: ids of the injuries that it is about. urgency: where it differs from the usual one of its code.
    """

    code: RedFlag
    date: dt.date
    side: Literal["left", "right"] | None = None
    about: tuple[str, ...] = ()
    urgency: Urgency | None = None


class Screen(_Table, frozen=True, kw_only=True):
    """When the red-flag questions were last asked, and which of them were answered (yes or no, never "not sure")."""

    date: dt.date | None = None
    answered: tuple[str, ...] = ()


class TestValue(_Table, frozen=True, kw_only=True):
    """One result of a functional test."""

    value: float
    side: BodySide | None = None
    date: dt.date | None = None
    on: Literal["incline", "flat", ""] = ""


TestName = Literal[
    "calf_raises", "step_down_0_6", "squat_fppa_deg", "balance_s", "hop_m", "ankle_lunge_cm", "ankle_lunge_deg",
    "navicular_drop_mm",
]  # fmt: skip


class Profile(_Table, frozen=True, kw_only=True):
    """All that is known about a person; required are schema, athlete.id, birth_year and activity."""

    schema: Literal["restride/profile/1"]
    athlete: Athlete
    as_of: dt.date | None = None
    care: Care = Care()
    training: Training = Training()
    health: Health = Health()
    injury: tuple[Injury, ...] = ()
    surgery: tuple[Surgery, ...] = ()
    clearance: tuple[Clearance, ...] = ()
    permissions: Permissions = Permissions()
    goals: Goals = Goals()
    tests: dict[TestName, tuple[TestValue, ...]] = {}
    readiness: Readiness = Readiness()
    score: tuple[Score, ...] = ()
    screen: Screen = Screen()
    flag: tuple[ToldFlag, ...] = ()

    @property
    def symptomatic(self) -> bool:
        """Whether an injury is current or still recovering."""
        return any(i.status in ("current", "recovering") for i in self.injury)


def _without_empty_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_empty_dates(v) for k, v in value.items() if not (k in DATE_FIELDS and v == "")}
    if isinstance(value, list):
        return [_without_empty_dates(v) for v in value]
    return value


BOUNDS = {"mass_kg": (20.0, 300.0), "height_m": (0.8, 2.5), "leg_length_m": (0.4, 1.4), "birth_year": (1900.0, 2100.0)}


def profile_of(raw: dict[str, Any]) -> Profile:
    """A profile from plain data; raises msgspec.ValidationError."""
    return msgspec.convert(_without_empty_dates(raw), Profile)


def load_profile(path: Path) -> Profile:
    """A profile from its TOML file.

    Raises BadProfile: missing file, not TOML, unknown or missing field, impossible value; the line names the field.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadProfile(
            "a profile file", error.strerror or "nothing readable", f"check the path {path.name}"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadProfile("a profile in TOML", f"{path.name}: {error}", "mend that line") from None
    if not all_finite(raw):
        raise BadProfile(
            "finite numbers in the profile", f"nan or inf in {path.name}", "write the number or leave it out"
        )
    try:
        profile = profile_of(raw)
    except msgspec.ValidationError as error:
        # the word itself may be a name that somebody typed into the wrong field: it is not repeated
        said = re.sub(r"Invalid enum value '.*?'", "a word that is not one of those allowed", str(error))
        raise BadProfile(f"a profile that follows {SCHEMA}", f"{path.name}: {said}", _advice(str(error))) from None
    for field, (low, high) in BOUNDS.items():
        value = getattr(profile.athlete, field)
        if value is not None and not low <= value <= high:
            raise BadProfile(
                f"athlete.{field} between {low:g} and {high:g}", f"{value:g} in {path.name}", "check the unit"
            )
    return profile


SCHEMA = "restride/profile/1"


def _advice(message: str) -> str:
    """The nearest right word for a mistyped field, if there is one."""
    unknown = re.search(r"unknown field `(\w+)`", message)
    if not unknown:
        return "mend that field"
    words = {f for kind in _Table.__subclasses__() for f in kind.__struct_fields__}
    near = difflib.get_close_matches(unknown[1], words, n=1)
    return f"did you mean {near[0]}?" if near else f"remove {unknown[1]} or check its spelling"
