"""Rules that read the body: swelling, soreness, illness, limp, falls, what was asked and what was not."""

import datetime as dt

from restride.plan.flags import age_at, day_of, limping
from restride.plan.gate.redflags import limp_cleared
from restride.plan.gate.view import Fired, View
from restride.plan.sites import KNEE, sides

FEVER_FREE = dt.timedelta(hours=24)
LIMP_WITHIN = dt.timedelta(hours=48)
AMOUNTS = ("none", "a_little", "clearly", "very")


def swelling(view: View) -> list[Fired]:
    """A little: hold. Clearly, or a little on an injured or operated joint, which counts one step more: pause.

    Very, fast, or clearly twice is R9.
    """
    if view.latest is None:
        return []
    hurt = {(i.place, s) for i in view.profile.injury if i.status != "past" for s in sides(i.side)}
    operated = {s for op in view.profile.surgery for s in sides(op.side)}
    found = []
    for row in view.latest.checkin.swelling or ():
        for side in sides(row.side):
            step = AMOUNTS.index(row.amount)
            joint = (row.place, side) in hurt or (row.place in KNEE and side in operated)
            if step >= 2 or (step == 1 and joint):
                found.append(Fired("body.swelling_clear", {"place": row.place, "side": side, "amount": row.amount}))
            elif step == 1:
                found.append(Fired("body.swelling_little", {"place": row.place, "side": side}))
    if view.latest.checkin.swelling is None:
        found.append(Fired("missing.answer", {"question": "swelling"}))
    return found


def soreness(view: View) -> list[Fired]:
    """Warm-up only or next day: hold. During, or all through the warm-up: a step back with two days off."""
    if view.latest is None:
        return []
    told = [view.log.entries[i].checkin.soreness or () for i in view.tail]
    words = [*dict.fromkeys(word for said in told for word in said)]
    open_ = [] if view.latest.checkin.soreness else [Fired("missing.answer", {"question": "soreness"})]
    rules = {
        "warm_up_only": Fired("soreness.warm_up_only", {"soreness": "warm_up_only"}),
        "next_day": Fired("soreness.next_day", {"soreness": "next_day"}),
        "during": Fired("soreness.during", {"soreness": "during"}, days=3),
        "warm_up_persists": Fired("soreness.warm_up_persists", {"soreness": "warm_up_persists"}, days=3),
    }
    return [*open_, *(rules[w] for w in words if w in rules)]


def illness(view: View) -> list[Fired]:
    """Fever or a chest or whole-body illness: pause until 24 hours without, then one easy session; a cold: hold."""
    if view.latest is None:
        return []
    fevers = [e for e in view.log.entries if e.checkin.ill == "fever_chest_or_whole_body"]
    found = []
    if view.latest.checkin.ill == "head_cold":
        found.append(Fired("body.head_cold"))
    if not fevers:
        return found
    last = fevers[-1]
    after = [e for e in view.log.entries if e.at > last.at]
    well = [
        e
        for e in after
        if e.at - last.at >= FEVER_FREE and e.checkin.ill == "none" and e.checkin.pain_medicine_24h == "none"
    ]
    if not well:
        found.append(Fired("body.fever", days=2))
    elif not any(e.at >= well[0].at and (e.checkin.moving_min or 0) > 0 for e in well):
        found.append(Fired("body.after_fever"))
    return found


def limp(view: View) -> list[Fired]:
    """The first limp is a pause; a second after 48 hours, or no answer by then, is referred."""
    told = limping(view.log)
    since = told.since
    if since is None or limp_cleared(view) is not None:
        return []
    again = told.last is not None and told.last - since >= LIMP_WITHIN
    silent = told.normal is None and view.now - since > LIMP_WITHIN
    child = age_at(view.profile, day_of(view.now)) < 18
    if child:
        return [Fired("R15", {"since": since.isoformat()}, kind="refer", urgency="same_day")]
    if again or silent:
        return [Fired("R15", {"since": since.isoformat()}, kind="refer", urgency="urgent")]
    return [Fired("R15", {"since": since.isoformat()}, kind="pause", days=2)]


def near_fall(view: View) -> list[Fired]:
    """Nearly a fall: hold, cue off."""
    if any(view.log.entries[i].checkin.near_fall == "yes" for i in view.tail if view.log.entries):
        return [Fired("body.near_fall")]
    return []


def stopped(view: View) -> list[Fired]:
    """A session cut short by pain, illness or danger: the same level again."""
    if view.latest is None:
        return []
    told = [view.log.entries[i].checkin.stopped_because for i in view.tail]
    return [Fired("body.stopped", {"because": why}) for why in told if why in ("pain", "unsafe", "ill")]


def screen(view: View) -> list[Fired]:
    """S1 must be asked; without it nobody runs."""
    c = view.latest.checkin if view.latest else None
    if c is None:
        return []
    asked = set(c.safety_screen.asked) if c.safety_screen else set()
    whole = {"R1", "R16", "R4", "R3", "R2", "R7", "R6"}
    found = []
    if "S1" not in asked and not whole <= asked:
        found.append(Fired("missing.safety_screen"))
    for name in ("limp", "ill", "pain_medicine_24h"):
        if getattr(c, name) == "not_asked":
            found.append(Fired("missing.answer", {"question": name}))
    if c.safety_screen is not None and "S2" in c.safety_screen.yes and c.limp == "not_asked":
        found.append(Fired("missing.answer", {"question": "which of the S2 answers was yes"}))
    return found


def triggered(view: View) -> list[Fired]:
    """Questions that an answer calls for and that were not answered."""
    if view.latest is None:
        return []
    c = view.latest.checkin
    asked = set(c.safety_screen.asked) if c.safety_screen else set()
    knee = any(s.place in KNEE and s.hurts for s in view.last_sites)
    knee = knee or any(r.place in KNEE and r.amount != "none" for r in c.swelling or ())
    found = []
    if c.pain_elsewhere == "not_asked":
        found.append(Fired("missing.answer", {"question": "pain elsewhere"}))
    if knee and c.gave_way_or_locked == "not_asked" and "R9" not in asked:
        found.append(Fired("missing.answer", {"question": "knee locked or gave way"}))
    if any(s.place == "low_back" and s.hurts for s in view.last_sites) and not asked & {"R6b"}:
        found.append(Fired("missing.answer", {"question": "numb between the legs, trouble to pee or poo"}))
    if view.walker and _falls_are_asked(view):
        for name in ("fall", "near_fall"):
            if getattr(c, name) == "not_asked":
                found.append(Fired("missing.answer", {"question": name.replace("_", " ")}))
    if c.fall == "yes" and c.hit_head == "not_asked":
        found.append(Fired("missing.answer", {"question": "hit head"}))
    if age_at(view.profile, day_of(view.now)) < 18 and "R17" not in asked:
        found.append(Fired("missing.answer", {"question": "hip, groin, thigh or knee pain with a limp"}))
    if (view.profile.health.pregnancy_weeks or 0) > 0 and "R20" not in asked and "S1" in asked:
        found.append(Fired("missing.answer", {"question": "pregnancy signs"}))
    return found


def _falls_are_asked(view: View) -> bool:
    health = view.profile.health
    return age_at(view.profile, day_of(view.now)) > 65 or health.unsteady != "no" or (health.falls_12mo or 0) > 0


RULES = (swelling, soreness, illness, limp, near_fall, stopped, screen, triggered)
