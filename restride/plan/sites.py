"""Pain at one place and side: which gate holds there, and how one session's ratings stand to it.

Gates are "more than", never "at least" (CLINICAL section 1). Bone and bone-suspect places have none until their three
questions are answered no; confirmed tendons and joints have 5; everything else has 2.
"""

import datetime as dt
from dataclasses import dataclass

import msgspec

from restride.core.diary import CheckIn, Pain
from restride.core.profile import Injury, Profile
from restride.plan.diary import UTC, Entry
from restride.plan.worst import highest, worst_pain

BONE_SUSPECT = frozenset(
    {
        "foot_forefoot", "foot_midfoot_top", "heel_under", "ankle_inner", "shin_inner", "shin_front", "groin",
        "thigh_front", "buttock", "low_back",
    }
)  # fmt: skip
TENDONS = frozenset({"achilles_midportion", "achilles_insertional", "patellar_tendon", "gluteal_tendon"})
JOINTS = frozenset({"knee_oa_medial", "knee_oa_lateral", "knee_oa_patellofemoral", "hip_oa"})
TENDON_PLACES = frozenset({"achilles_mid", "heel_back"})
GROIN = frozenset({"groin", "thigh_front"})
KNEE = frozenset({"knee_front", "knee_inner", "knee_outer", "knee_back"})
LOWER_LEG = frozenset({"calf", "shin_inner", "shin_front", "shin_outer", "ankle_inner", "ankle_outer"})
WIDE_GATE, NARROW_GATE = 5, 2
MORNING_FROM = dt.time(4, 0)
MORNING_MISSING_AFTER = dt.timedelta(hours=36)


def sides(side: str) -> tuple[str, ...]:
    """Both sides are two places."""
    return ("left", "right") if side == "both" else (side,)


def injuries_at(profile: Profile, place: str, side: str) -> list[Injury]:
    """Injuries there that are not past."""
    return [
        i
        for i in profile.injury
        if i.place == place and i.status != "past" and (side in sides(i.side) or i.side == side)
    ]


@dataclass(frozen=True, slots=True)
class Site:
    """One place and side in one session, with all that is known about it.

    peak: the highest rating of the session and its morning. morning: next-morning score, None while unknown.
    usual: the person's usual morning there. masked: a painkiller was taken, so a low rating says nothing.
    """

    place: str
    side: str
    gate: int
    bone: bool
    suspect: bool
    questions: tuple[str, ...]
    peak: float | None
    before: float | None
    session_worst: float | None
    after: float | None
    morning: float | None
    usual: int
    masked: bool
    known_site: bool
    pfp: bool
    tendon: bool
    at_rest: str
    at_night: str
    one_spot: str

    @property
    def hurts(self) -> bool:
        """Any rating above 0."""
        return self.peak is not None and self.peak > 0

    @property
    def above(self) -> bool:
        """More than the gate."""
        return self.peak is not None and self.peak > self.gate

    @property
    def amber(self) -> bool:
        """3 to 5 where the gate is 5."""
        return self.gate == WIDE_GATE and self.peak is not None and NARROW_GATE < self.peak <= WIDE_GATE

    @property
    def unsettled(self) -> bool:
        """Next morning above the usual morning."""
        return self.morning is not None and self.morning > self.usual

    @property
    def bone_yes(self) -> bool:
        """One of the three bone questions was answered yes."""
        return "yes" in self.questions

    @property
    def bone_open(self) -> bool:
        """One of the three bone questions was not answered."""
        return "not_asked" in self.questions


def gate_of(injuries: list[Injury], pain: Pain, *, over_45: bool, bone_past: bool = False) -> tuple[int, bool, bool]:
    """(gate, bone stress, bone-suspect) of a place with these injuries and this session's answers."""
    bone = any(i.kind == "bone_stress" for i in injuries)
    suspect = pain.place in BONE_SUSPECT or bone_past
    if bone:
        return 0, True, suspect
    if suspect:
        answered = all(a == "no" for a in (pain.one_spot, pain.at_night, pain.hop))
        return (NARROW_GATE if answered else 0), False, True
    confirmed = [i for i in injuries if i.diagnosed_by in ("clinician", "self_checked")]
    wide = bool(confirmed) and all(i in confirmed and i.kind in TENDONS | JOINTS for i in injuries)
    if any(i.kind == "knee_oa_patellofemoral" for i in injuries):
        wide = False  # behind the kneecap the narrower gate counts
    if any(i.kind in JOINTS and i.diagnosed_by == "self_checked" for i in injuries) and not over_45:
        wide = False
    return (WIDE_GATE if wide else NARROW_GATE), False, False


def gate_at(injury: Injury, profile: Profile, day: dt.date) -> int:
    """The limit that a plan can name beforehand: that of the daily decision with the bone questions answered no, and 0
    where a bone was hurt before, since there they come first; the lower one of two sides."""
    pain = Pain(place=injury.place, side=injury.side, one_spot="no", at_night="no", hop="no")
    gates = []
    for side in sides(injury.side):
        gate, *_ = gate_of(injuries_at(profile, injury.place, side), pain, over_45=_over_45(profile, day))
        gates.append(0 if _bone_past(profile, injury.place, side) else gate)
    return min(gates)


def rated_mornings(entry: Entry) -> dict[tuple[str, str], tuple[float | None, bool]]:
    """(place, side) -> (score, masked) from the morning lines that count: from 04:00 of the day after the session."""
    out: dict[tuple[str, str], tuple[float | None, bool]] = {}
    for morning in entry.mornings:
        if not counts_as_morning(entry.checkin, morning.recorded_at):
            continue
        masked = morning.pain_medicine_24h not in ("none", "not_asked")
        for row in morning.pain:
            for side in sides(row.side):
                score, was = out.get((row.place, side), (None, False))
                out[row.place, side] = (highest([score, row.score]), masked or was)
    return out


def counts_as_morning(checkin: CheckIn, recorded_at: dt.datetime) -> bool:
    """Whether a time lies at or after 04:00 of the day after the session, on the clock that it was written with."""
    local = checkin.occurred_at.astimezone(recorded_at.tzinfo)
    start = dt.datetime.combine(local.date() + dt.timedelta(days=1), MORNING_FROM, tzinfo=recorded_at.tzinfo)
    return recorded_at >= start


def sites_of(entry: Entry, profile: Profile) -> tuple[Site, ...]:
    """Every place that the session or its morning speaks of, one a side; two sides or places are never averaged."""
    c = entry.checkin
    masked = c.pain_medicine_24h not in ("none", "not_asked")
    mornings = rated_mornings(entry)
    in_line = c.recorded_at is None or counts_as_morning(c, c.recorded_at)
    rows: dict[tuple[str, str], Pain] = {}
    for pain in c.pain or ():
        for side in sides(pain.side):
            key = pain.place, side
            rows[key] = worst_pain([rows[key], pain]) if key in rows else pain
    for place, side in mornings:
        rows.setdefault((place, side), msgspec.convert({"place": place, "side": side}, Pain))
    return tuple(
        _site(place, side, pain, mornings.get((place, side)), in_line, masked, profile, c.occurred_at.date())
        for (place, side), pain in rows.items()
    )


def _site(
    place: str,
    side: str,
    pain: Pain,
    told: tuple[float | None, bool] | None,
    in_line: bool,
    masked: bool,
    profile: Profile,
    day: dt.date,
) -> Site:
    found = injuries_at(profile, place, side)
    before = _bone_past(profile, place, side)
    gate, bone, suspect = gate_of(found, pain, over_45=_over_45(profile, day), bone_past=before)
    morning = highest([pain.next_morning if in_line else None, told[0] if told else None])
    return Site(
        place=place,
        side=side,
        gate=gate,
        bone=bone,
        suspect=suspect,
        questions=(pain.one_spot, pain.at_night, pain.hop),
        peak=highest([pain.before, pain.worst, pain.after_60min, morning]),
        before=pain.before,
        session_worst=highest([pain.before, pain.worst, pain.after_60min]),
        after=pain.after_60min,
        morning=morning,
        usual=max((i.usual_morning_0_10 or 0 for i in found), default=0),
        masked=masked or bool(told and told[1]),
        known_site=bool(found),
        pfp=any(i.kind == "patellofemoral_pain" for i in found),
        tendon=any(i.kind in TENDONS for i in found) or place in TENDON_PLACES,
        at_rest=pain.at_rest,
        at_night=pain.at_night,
        one_spot=pain.one_spot,
    )


def _bone_past(profile: Profile, place: str, side: str) -> bool:
    """A bone that was injured there before: pain at it is asked about like any other bone-suspect place."""
    return any(i.kind == "bone_stress" and i.place == place and side in sides(i.side) for i in profile.injury)


def _over_45(profile: Profile, day: dt.date) -> bool:
    month = profile.athlete.birth_month or 12
    return day.year - profile.athlete.birth_year - (day.month <= month) > 45


def missing_sites(entry: Entry, profile: Profile) -> tuple[Injury, ...]:
    """Injuries that must be rated (current ones, and bone stress until it is past) and are not.

    Not rated: before, worst or after an hour is missing.
    """
    rated = {
        (p.place, side)
        for p in entry.checkin.pain or ()
        for side in sides(p.side)
        if None not in (p.before, p.worst, p.after_60min)
    }
    return tuple(
        i
        for i in profile.injury
        if (i.status == "current" or (i.status == "recovering" and i.kind == "bone_stress"))
        and any((i.place, side) not in rated for side in sides(i.side))
    )


def morning_known(entry: Entry, profile: Profile) -> bool:
    """Whether every place that is followed has a next-morning score."""
    followed: set[tuple[str, str]] = {
        (i.place, s) for i in profile.injury if i.status == "current" for s in sides(i.side)
    }
    due = entry.checkin.occurred_at + MORNING_MISSING_AFTER
    timely = Entry(entry.checkin, entry.deleted, tuple(m for m in entry.mornings if m.recorded_at <= due))
    scores = {(s.place, s.side): s.morning for s in sites_of(timely, profile)}
    followed |= {key for key in scores if _rated(entry.checkin, key)}
    if not followed:
        lines = any(counts_as_morning(entry.checkin, m.recorded_at) for m in timely.mornings)
        return lines or any(score is not None for score in scores.values())
    return all(scores.get(key) is not None for key in followed)


def _rated(checkin: CheckIn, key: tuple[str, str]) -> bool:
    return any(
        p.place == key[0] and key[1] in sides(p.side) and (highest([p.before, p.worst, p.after_60min]) or 0) > 0
        for p in checkin.pain or ()
    )


def utc(moment: dt.datetime) -> dt.datetime:
    """The same moment in UTC."""
    return moment.astimezone(UTC)
