"""The ledger in words, the same on the terminal and on the page."""

import datetime as dt

from restride.app.report.numbers import method_title
from restride.app.report.words import Words
from restride.core.ledger import Ledger, LedgerWeek, Share
from restride.core.tradeoff import Tissue
from restride.plan.ledger import LONGEST_DAYS
from restride.plan.tradeoffs import MAIN


def tissues(answer: Ledger) -> tuple[Tissue, ...]:
    """Those of the three main tissues that any run has a load of."""
    known = {load.tissue for run in answer.runs for load in run.loads}
    return tuple(t for t in MAIN if t in known)


def head(answer: Ledger, say: Words) -> str:
    """How many runs of what time."""
    key = "ledger.head" if len(answer.weeks) > 1 else "ledger.head_one"
    first, last = (say.day(answer.runs[k].date) for k in (0, -1))
    return say(key, runs=len(answer.runs), weeks=len(answer.weeks), first=first, last=last)


def banner(answer: Ledger, say: Words) -> tuple[str, str] | None:
    """A large word and why, where a run is a model's."""
    simulated = any(run.simulated for run in answer.runs)
    return (say("page.simulated"), say("page.simulated_why")) if simulated else None


def tissue(name: Tissue, say: Words) -> str:
    """What people call it."""
    return say(f"ledger.tissues.{name}")


def short_day(date: dt.date, say: Words) -> str:
    """`3 Nov`."""
    return say("ledger.day_week", day=date.day, month=say.many("months")[date.month - 1][:3])


def size(share: Share, say: Words) -> str:
    """`112 % (98 to 126)`, or the direction where that is all there is."""
    if share.percent is None or share.low is None or share.high is None:
        return say(f"ledger.{share.direction}")
    return say("ledger.share", percent=f"{share.percent:.0f}", low=f"{share.low:.0f}", high=f"{share.high:.0f}")


def sentence_of(share: Share, say: Words, against: str) -> str:
    """One tissue of a day ("run") or a week ("week") as a sentence."""
    way, name = say(f"ledger.{share.direction}"), tissue(share.tissue, say)
    if share.percent is None:
        key = "ledger.only_same" if share.direction == "same" else "ledger.only"
        return say(key, tissue=name, way=way)
    return say("ledger.told", what=say(f"ledger.usual_{against}", tissue=name, share=size(share, say)), way=way)


def last_day(answer: Ledger, say: Words) -> tuple[str, ...]:
    """The last day with a run against what is usual, and the same with hard steps counted more."""
    day = answer.days[-1]
    told = [sentence_of(share, say, "run") for share in day.shares]
    each = [
        say(
            "ledger.peaks_one",
            tissue=say(f"tissues.{s.tissue}"),
            low=f"{s.peaks_low:.0f}",
            high=f"{s.peaks_high:.0f}",
        )
        for s in day.shares
        if s.peaks_low is not None and s.peaks_high is not None
    ]
    told += [say("ledger.peaks", each=say("list_and").join(each))] if each else []
    return (say("ledger.last", day=say.day(day.date)), *(told or [say("ledger.not_yet")]))


def long_runs(answer: Ledger, say: Words) -> tuple[str, ...]:
    """What is said of runs that are longer than the longest of 30 days, the last first, and why."""
    if not answer.advice:
        early = (answer.runs[-1].date - answer.runs[0].date).days < LONGEST_DAYS
        return (say("ledger.advice_early" if early else "ledger.advice_none"),)
    each = [
        say(
            "ledger.longer", day=say.day(a.date), km=f"{a.km:.1f}", longest=f"{a.longest_km:.1f}",
            percent=f"{a.percent:.0f}",
        )
        for a in reversed(answer.advice)
    ]  # fmt: skip
    return (*each, say("ledger.longer_why"), say("ledger.longer_do"))


def notes(answer: Ledger, say: Words) -> tuple[str, ...]:
    """What was left out, and how to read the rest."""
    hows = dict.fromkeys(run.how for run in answer.runs if run.how)
    return (*answer.notes, say("ledger.ranges"), say("ledger.model"), *(say("ledger.how", how=_how(h)) for h in hows))


def _how(how: str) -> str:
    """Titles of the methods in place of their ids."""
    task, _, rest = how.partition(": ")
    made = [part.rpartition(" ") for part in rest.split(", ")]
    return f"{task}; " + "; ".join(f"{method_title(name)} (version {version})" for name, _, version in made)


def told_weeks(answer: Ledger) -> tuple[LedgerWeek, ...]:
    """Weeks that the table holds: with a run, or compared with weeks that had some."""
    return tuple(week for week in answer.weeks if week.runs or week.shares)


def columns(answer: Ledger, say: Words) -> tuple[str, ...]:
    """Heads of the table of weeks."""
    week, runs, km, minutes, *_, swing = say.many("ledger.columns")
    return (week, runs, km, minutes, *(tissue(t, say) for t in tissues(answer)), swing)


def row(week: LedgerWeek, answer: Ledger, say: Words) -> tuple[str, ...]:
    """One week of that table."""
    nothing = say("ledger.nothing")
    shares = {s.tissue: s for s in week.shares}
    band = nothing
    if week.band_low is not None and week.band_high is not None:
        band = say("ledger.band", low=f"{week.band_low:.0f}", high=f"{week.band_high:.0f}")
    return (
        short_day(week.monday, say),
        str(week.runs),
        f"{week.km:.1f}" if week.km is not None else nothing,
        f"{week.minutes:.0f}",
        *(_cell(shares.get(t), say) for t in tissues(answer)),
        band,
    )


def _cell(share: Share | None, say: Words) -> str:
    if share is None:
        return say("ledger.nothing")
    if share.percent is None or share.direction == "same":
        return size(share, say)
    return f"{size(share, say)} {say(f'ledger.{share.direction}_short')}"
