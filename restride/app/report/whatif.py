"""The answer of whatif as one HTML page: a leg for each step, a leg for each kilometre, and every row behind them."""

from collections.abc import Iterable

from restride.app.report.draw import for_page
from restride.app.report.html import Html, document, tag, text
from restride.app.report.leg import Shade, leg
from restride.app.report.words import Words, words
from restride.core.tradeoff import Per, TradeOff, WhatIf

SUREST = ("posterior", "literature")
"""What the pictures show: both together where the person was measured, else what studies found."""


def whatif_page(answer: WhatIf, language: str = "en") -> str:
    """The whole page."""
    say = words(language)
    head = say("whatif.head", change=title(answer, say))
    notes = [tag("p", note) for note in (*answer.notes, say("whatif.ranges"), say("whatif.groups"))]
    legs = tag("div", (_figure(answer, per, say) for per in ("step", "km")), class_="gallery")
    return document(
        tag("header", tag("h1", say("whatif.title")), tag("p", head, class_="head")),
        tag("main", legs, _table(answer, say), notes),
        title=f"{say('whatif.title')}, {head}",
        language=say("lang"),
    )


def title(answer: WhatIf, say: Words) -> str:
    """What is asked about, with the person's own step rate before and after."""
    if answer.baseline_spm is None or answer.percent is None or answer.change != "cadence":
        return answer.title
    after = answer.baseline_spm * (1 + answer.percent / 100)
    return say("whatif.rate", change=answer.title, before=f"{answer.baseline_spm:.0f}", after=f"{after:.0f}")


def change(row: TradeOff, say: Words) -> str:
    """The change of one row in words: percent with its range, or the direction alone."""
    if row.percent is None:
        return say(f"whatif.{row.direction}")
    if row.low is None or row.high is None:
        return say("whatif.percent", percent=f"{row.percent:+.0f}")
    low, high = f"{row.low:+.0f}", f"{row.high:+.0f}"
    return say("whatif.range", percent=f"{row.percent:+.0f}", low=low, high=high)


def _figure(answer: WhatIf, per: Per, say: Words) -> Html:
    rows = {t.tissue: t for basis in reversed(SUREST) for t in answer.trade_offs if (t.per, t.basis) == (per, basis)}
    shades: dict[str, Shade] = {
        tissue: Shade(_capital(say(f"tissues.{tissue}")), change(row, say), _shown(row), row.percent)
        for tissue, row in rows.items()
        if tissue in ("patellofemoral", "achilles", "tibia")
    }
    parts = " ".join(say("whatif.part", tissue=s.title, change=s.text) for s in shades.values())
    picture = Html(for_page(leg(shades, name=per), text(say("whatif.picture", parts=parts))))
    return tag("figure", tag("figcaption", tag("strong", say(f"whatif.{per}"))), picture)


def _shown(row: TradeOff) -> str:
    """The direction of the middle, for the shade; a range that holds both ways is still shaded by its middle."""
    if row.percent is None or row.direction != "unknown":
        return row.direction
    return "up" if row.percent > 0 else "down"


def _table(answer: WhatIf, say: Words) -> Html:
    head = tag("thead", tag("tr", (tag("th", word, scope="col") for word in say.many("whatif.columns"))))
    body = tag("tbody", (_row(row, say) for row in answer.trade_offs))
    return tag("div", tag("table", head, body), class_="scroll")


def _row(row: TradeOff, say: Words) -> Html:
    told = [change(row, say), row.what, say("whatif.worked_out") if row.computed else ""]
    cells: Iterable[str] = (
        say(f"whatif.per_{row.per}"),
        say(f"whatif.{row.basis}"),
        ", ".join(part for part in told if part),
        ", ".join(row.evidence),
    )
    return tag("tr", tag("th", _capital(say(f"tissues.{row.tissue}")), scope="row"), (tag("td", c) for c in cells))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
