"""The pain limits of a person by place: the gate that the daily decision will hold them to, said beforehand."""

import datetime as dt

from msgspec import Struct

from restride.app.report.planned.wording import Reader
from restride.core.profile import Injury, Profile
from restride.plan.gate.words import places
from restride.plan.sites import NARROW_GATE, gate_at


class Limit(Struct, frozen=True, kw_only=True):
    """Pain of more than `value`, 0 to 10, at a place stops the session."""

    value: int
    place: str


def limits(profile: Profile, day: dt.date, to: Reader) -> tuple[Limit, ...]:
    """One for each open injury, the lowest first, then every other place, then the places of bone pain."""
    own = {(_name(i, to), gate_at(i, profile, day)) for i in profile.injury if i.status != "past"}
    found = [Limit(value=value, place=place) for place, value in sorted(own, key=lambda pair: (pair[1], pair[0]))]
    return (
        *found,
        Limit(value=NARROW_GATE, place=to.say("print.limit_elsewhere" if found else "print.limit_anywhere")),
        Limit(value=0, place=to.say("print.limit_bone")),
    )


def _name(injury: Injury, to: Reader) -> str:
    words = places().get(to.language, places()["en"])
    return words["at"].format(side=words[injury.side], place=words[injury.place])
