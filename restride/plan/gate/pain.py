"""Rules that read the pain numbers: gates, settling, weeks, repeats, bone, missing and masked ratings."""

import datetime as dt

from restride.core.decision import Urgency
from restride.plan.gate.view import Fired, View
from restride.plan.sites import GROIN, NARROW_GATE, WIDE_GATE, Site, missing_sites

WEEK = dt.timedelta(days=7)
BONE_ANSWERS_WITHIN = dt.timedelta(hours=24)


def _what(site: Site) -> dict[str, object]:
    return {"place": site.place, "side": site.side, "gate": site.gate, "pain": site.peak, "morning": site.morning}


def bone_questions(view: View) -> list[Fired]:
    """Pain at a bone-suspect place whose questions are open: pause for at most 24 hours, then refer.

    Counted from the first of the check-ins on end that left them open.
    """
    if view.latest is None:
        return []
    open_: dict[tuple[str, str], tuple[dt.datetime, Site]] = {}
    for entry, sites in zip(view.log.entries, view.sites, strict=True):
        for site in sites:
            key = site.place, site.side
            if site.suspect and site.hurts and site.bone_open and not site.bone_yes and not site.bone:
                open_[key] = open_[key][0] if key in open_ else entry.at, site
            else:
                open_.pop(key, None)  # answered, or without pain; a place that is left out answers nothing
    found = []
    for since, site in open_.values():
        late = view.now - since > BONE_ANSWERS_WITHIN
        urgency: Urgency | None = ("same_day" if site.place in GROIN else "urgent") if late else None
        found.append(
            Fired(
                "pain.bone_questions",
                _what(site),
                kind="refer" if late else "pause",
                urgency=urgency,
                days=1,
            )
        )
    return found


def masked(view: View) -> list[Fired]:
    """A painkiller hides a rating: at a bone injury that is a pause, elsewhere the session cannot count as quiet."""
    c = view.latest.checkin if view.latest else None
    if c is None:
        return []
    bone = [i for i in view.profile.injury if i.kind == "bone_stress" and i.status != "past"]
    taken = c.pain_medicine_24h not in ("none", "not_asked") or any(s.masked for s in view.last_sites)
    if not taken:
        return []
    suspect = [s for s in view.last_sites if s.bone or (s.suspect and s.hurts)]
    if bone or suspect:
        return [Fired("pain.masked_at_bone", {"medicine": c.pain_medicine_24h})]
    return [Fired("pain.masked", {"medicine": c.pain_medicine_24h})]


def unrated(view: View) -> list[Fired]:
    """A place that must be rated is not."""
    if view.latest is None:
        return []
    found = []
    for injury in missing_sites(view.latest, view.profile):
        rule = "pain.unrated_at_bone" if injury.kind == "bone_stress" else "pain.unrated"
        found.append(Fired(rule, {"place": injury.place, "side": injury.side}))
    if view.latest.checkin.pain is None and not found:
        found.append(Fired("pain.unrated", {"place": "not asked", "side": ""}))
    return found


def contradiction(view: View) -> list[Fired]:
    """A morning 4 or more above the session's worst: pause until rest, night, one spot and hot are answered no."""
    open_: dict[tuple[str, str], Site] = {}
    last: list[Fired] = []
    for entry, sites in zip(view.log.entries, view.sites, strict=True):
        screen = entry.checkin.safety_screen
        cool = screen is not None and "R8" in screen.asked and not {"R8", "R8f"} & set(screen.yes)
        last = []
        for site in sites:
            key = site.place, site.side
            if (site.morning or 0) - (site.session_worst or 0) >= 4:
                open_[key] = site
            if key in open_ and cool and all(a == "no" for a in (site.at_rest, site.at_night, site.one_spot)):
                last.append(Fired("pain.contradiction", _what(open_.pop(key)), kind="step_back", days=2))
    return [*last, *(Fired("pain.contradiction", _what(site), days=2) for site in open_.values())]


def amber(view: View) -> list[Fired]:
    """3 to 5 where the gate is 5, settled: the same level again."""
    return [Fired("pain.amber", _what(s)) for i in view.tail for s in view.sites[i] if s.amber]


def after_an_hour(view: View) -> list[Fired]:
    """Kneecap pain above its start an hour after the session."""
    return [
        Fired("pain.after_an_hour", _what(s))
        for i in view.tail
        for s in view.sites[i]
        if s.pfp and s.after is not None and s.after > (s.before or 0)
    ]


def new_site(view: View) -> list[Fired]:
    """Pain at a place that the profile does not know: the cue goes off, whatever the number."""
    return [Fired("pain.new_site", _what(s)) for s in view.last_sites if s.hurts and not s.known_site]


def elsewhere(view: View) -> list[Fired]:
    """Pain elsewhere, with no place rated: not milder than hold."""
    c = view.latest.checkin if view.latest else None
    if c is None or c.pain_elsewhere != "yes" or any(s.hurts and not s.known_site for s in view.last_sites):
        return []
    return [Fired("pain.elsewhere_unrated")]


def rest_or_night(view: View) -> list[Fired]:
    """Pain at rest or at night outside bone-suspect places: the questions that it calls for must be answered."""
    c = view.latest.checkin if view.latest else None
    if c is None:
        return []
    asked = c.safety_screen.asked if c.safety_screen else ()
    found = []
    for s in view.last_sites:
        night = s.at_night == "yes" and "R12" not in asked
        rest = s.at_rest == "yes" and not ("R12" in asked and "R8" in asked)
        if night or rest:
            found.append(Fired("pain.rest_or_night", _what(s)))
    return found


def ten(view: View) -> list[Fired]:
    """R10: above the gate, unsettled, or risen week on week; until two quiet sessions; repeats are referred."""
    events = _events(view)
    if not events:
        return []
    last = events[-1]
    if view.quiet_runs(last[0] + 1, len(view.quiet))[0] >= 2:
        return []
    run = [last]
    for event in reversed(events[:-1]):
        if view.quiet_runs(event[0] + 1, run[-1][0])[0] >= 2:
            break
        run.append(event)
    site, why = last[1], last[2]
    fired = [Fired(f"pain.{why}", _what(site) if site else {})]
    severe = [e for e in run if e[3]]
    if len(severe) >= 2 or len(run) >= 3:
        fired.append(Fired("pain.repeated", {"times": len(run)}))
    return fired


def _events(view: View) -> list[tuple[int, Site | None, str, bool]]:
    """(check-in, site, why, severe) of each check-in that R10 fires on. severe: more than 5, or unsettled."""
    out: list[tuple[int, Site | None, str, bool]] = []
    for i, sites in enumerate(view.sites):
        worst: tuple[Site | None, str, bool] | None = None
        for s in sites:
            if s.bone and s.hurts:
                continue  # a bone is referred, not counted
            severe = s.unsettled or (s.peak or 0) > WIDE_GATE
            if s.above and not (s.suspect and s.gate == 0 and not s.bone_yes and (s.peak or 0) <= NARROW_GATE):
                worst = max(worst or (s, "above_gate", severe), (s, "above_gate", severe), key=lambda w: w[2])
            elif s.unsettled:
                worst = max(worst or (s, "unsettled", True), (s, "unsettled", True), key=lambda w: w[2])
        if worst is not None:
            out.append((i, *worst))
    risen = _risen(view)
    if risen and all(i != risen[0] for i, *_ in out):
        out.append((risen[0], risen[1], "risen", False))
    return sorted(out, key=lambda event: event[0])


def _risen(view: View) -> tuple[int, Site] | None:
    """(check-in, site) of the highest number of this week, where it rose; weeks are windows back from now.

    Risen: by 2 or more, or at all two weeks running.
    """
    weeks: list[dict[tuple[str, str], float]] = [{}, {}, {}]
    highest: dict[tuple[str, str], tuple[int, Site]] = {}
    for i, (entry, sites) in enumerate(zip(view.log.entries, view.sites, strict=True)):
        age = int((view.now - entry.at) // WEEK)
        for s in sites:
            if s.peak is None:
                continue
            key = s.place, s.side
            if age == 0 and s.peak >= weeks[0].get(key, 0.0):
                highest[key] = i, s
            if age < 3:
                weeks[age][key] = max(weeks[age].get(key, 0.0), s.peak)
    for key, now in weeks[0].items():
        last = weeks[1].get(key)
        if last is None:
            continue
        before = weeks[2].get(key)
        if now - last >= 2 or (before is not None and now > last > before):
            return highest[key]
    return None


RULES = (
    bone_questions, masked, unrated, contradiction, amber, after_an_hour, new_site, elsewhere, rest_or_night, ten,
)  # fmt: skip
