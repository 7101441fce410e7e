"""What plans are made of, as data: cues and exercises. The folder is the registry; no code knows a name."""

from functools import cache
from typing import Literal

from msgspec import Struct

from restride.core.plan import Basis, Side, Text
from restride.core.profile import Activity, InjuryKind, TestName
from restride.core.tables import load_folder
from restride.core.tradeoff import Direction, Per, Tissue

Review = Literal["pending", "reviewed"]
"""Whether a native clinician has read the Spanish text; until then pages show "native review pending"."""
Loaded = Tissue | Literal["patellar_tendon", "hip_abductors", "hip_flexors", "hamstrings", "ankle", "foot_bones"]
"""What an exercise or a cue can load: the tissues of trade-offs, and those that only exercises speak of."""
When = Literal["falls_or_unsteady", "older_walker", "slow_or_short_steps", "alone"]
"""States of a person that rule something out: any fall in 12 months or unsteady; a walker of 65 or more; walking below
1.0 m/s or with short steps for the age; nobody beside."""


class Entry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A test that comes first; an unknown result is a failed one. share_of_norm: of the norm for age and sex, which
    holds only on the ground that `on` names; beside `at_least` either is enough."""

    test: TestName | Literal["continuous_run_min", "landing_pain_0_10"]
    at_least: float | None = None
    at_most: float | None = None
    share_of_norm: float | None = None
    on: Literal["incline", "flat", ""] = ""
    basis: Basis
    evidence: tuple[str, ...] = ()


class Load(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How much of one tissue an exercise asks: tier 1 (seated, two legs, slow) to 4 (hops on one leg).

    suits: injury kinds of this tissue for which the load was weighed and is meant, within the pain gate. Every other
    kind of the tissue stands in the card's `not_for`. Four tiers and their two ends are a study's for the Achilles
    tendon (B-23); where an exercise stands between them, and every tier of another tissue, is practice.
    """

    tissue: Loaded
    tier: Literal[1, 2, 3, 4]
    suits: tuple[InjuryKind, ...] = ()
    basis: Basis = "practice"
    evidence: tuple[str, ...] = ()


class ExerciseCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One exercise. impact: counts as an impact day. not_for: injury kinds that rule it out.

    how: one sentence that tells how it is done. progression, regression: the ids of what comes after and before it.
    with_clearance: kinds of `not_for` that a signed clearance for impact opens. not_before_week: of a plan.
    """

    title: Text
    dose: str
    per_week: int
    stop: Text
    basis: Basis
    evidence: tuple[str, ...] = ()
    impact: bool = False
    not_for: tuple[InjuryKind, ...] = ()
    family: Literal[
        "hip", "calf", "foot", "knee", "posterior_chain", "hip_flexor", "balance", "plyometric", "breathing_posture",
        "mobility",
    ]  # fmt: skip
    how: Text
    loads: tuple[Load, ...] = ()
    progression: str = ""
    regression: str = ""
    entry: tuple[Entry, ...] = ()
    with_clearance: tuple[InjuryKind, ...] = ()
    not_when: tuple[When, ...] = ()
    not_before_week: int = 0
    equipment: tuple[
        Literal[
            "chair", "wall", "worktop", "step_10cm", "step_20cm", "band", "weight", "machine", "towel", "cushion",
            "helper",
        ],
        ...,
    ] = ()  # fmt: skip
    figure: str
    review: Review = "pending"


class Signal(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a cue sounds or feels. form "none": this channel is not used for it, and the text says why."""

    form: Literal["beat", "tone", "voice", "own_steps", "pulse", "none"]
    text: Text


class Amount(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How much is asked: first step and outer limit, as a change of the first baseline or a share of the run."""

    first: float
    cap: float
    unit: str
    of: Literal["first_baseline", "run_time_per_week"]
    basis: Basis
    evidence: tuple[str, ...] = ()


class Shift(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a cue does to one tissue where the trade-offs have no study of it."""

    tissue: Loaded
    per: Per
    direction: Direction
    basis: Basis
    evidence: tuple[str, ...] = ()


class CueCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One short instruction for one metric. loads: injury kinds whose tissue it loads more, so that it is
    never given.

    not_for: kinds that another reason rules out. only_for: the only kinds that it is for; empty is everybody else.
    change: the studied change of gait that it asks for, an id of plan/tradeoffs; shifts: what no study tells.
    permission: who must have switched it on, else it is off: a field of the profile's permissions, or any clinician.
    picture: what the drawing shows. amount None: words only, no number is asked for.
    """

    metric: str
    words: Text
    focus: Literal["external", "internal"]
    evidence: tuple[str, ...]
    loads: tuple[InjuryKind, ...] = ()
    activity: Activity
    title: Text
    basis: Basis
    direction: Literal["up", "down", "hold"]
    amount: Amount | None = None
    picture: Text
    sound: Signal
    haptic: Signal
    change: str = ""
    shifts: tuple[Shift, ...] = ()
    not_for: tuple[InjuryKind, ...] = ()
    only_for: tuple[InjuryKind, ...] = ()
    not_when: tuple[When, ...] = ()
    entry: tuple[Entry, ...] = ()
    permission: Literal["", "clinician", "strike_change", "foot_angle_target"] = ""
    sides: tuple[Side, ...] = ()
    review: Review = "pending"

    def may_be_for(self, kind: InjuryKind) -> bool:
        """Whether somebody with an injury of this kind may be given the cue."""
        return kind not in (*self.loads, *self.not_for) and (not self.only_for or kind in self.only_for)


@cache
def exercises() -> dict[str, ExerciseCard]:
    """Every exercise by its id."""
    return load_folder("restride.plan", "exercises", ExerciseCard)


@cache
def cues() -> dict[str, CueCard]:
    """Every cue by its id."""
    return load_folder("restride.plan", "cues", CueCard)
