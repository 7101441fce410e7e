"""The ledger as one HTML page: a calendar and a line of weeks for each tissue, the words, and all weeks in a table."""

from collections.abc import Iterable

from restride.app.report.html import Html, document, tag
from restride.app.report.ledger_charts import MOST_WEEKS, calendar, key, line
from restride.app.report.ledger_words import (
    banner,
    columns,
    head,
    last_day,
    long_runs,
    notes,
    row,
    sentence_of,
    short_day,
    tissue,
    tissues,
    told_weeks,
)
from restride.app.report.words import Words, words
from restride.core.ledger import Ledger, Share
from restride.core.tradeoff import Tissue


def ledger_page(answer: Ledger, language: str = "en") -> str:
    """The whole page."""
    say = words(language)
    made = answer.versions
    versions = say("page.footer_versions", restride=made.restride, vocabulary=made.vocabulary, rules=made.rules)
    first, *rest = last_day(answer, say)
    return document(
        tag("header", tag("h1", say("ledger.title")), tag("p", head(answer, say), class_="head"), _banner(answer, say)),
        tag(
            "main",
            tag("section", tag("p", say("ledger.intro"), class_="lead")),
            _section("last", first, [tag("p", text) for text in rest]),
            _section("advice", say("ledger.advice"), [tag("p", text) for text in long_runs(answer, say)]),
            _section("days", say("ledger.days"), _days(answer, say)),
            _section("weeks", say("ledger.weeks"), _weeks(answer, say)),
            _section("table", say("ledger.table"), [_table(answer, say)]),
            _section("notes", say("ledger.notes"), [_list(notes(answer, say))]),
        ),
        tag("footer", tag("p", versions)),
        title=f"{say('ledger.title')}, {head(answer, say)}",
        language=say("lang"),
    )


def _banner(answer: Ledger, say: Words) -> list[Html]:
    made = banner(answer, say)
    return [tag("p", tag("strong", made[0]), " ", made[1], class_="banner")] if made else []


def _section(name: str, title: str, parts: Iterable[Html]) -> Html:
    return tag("section", tag("h2", title, id=name), parts, aria_labelledby=name)


def _list(lines: Iterable[str]) -> Html:
    return tag("ul", (tag("li", line) for line in lines))


def _days(answer: Ledger, say: Words) -> list[Html]:
    figures = [_figure(t, calendar(answer, t, say, _alt_days(answer, t, say)), say) for t in tissues(answer)]
    parts = [tag("p", say("ledger.days_text")), tag("p", Html(key(answer, say)), class_="keys")]
    if len(answer.weeks) > MOST_WEEKS:
        parts.append(tag("p", say("ledger.latest", weeks=MOST_WEEKS), class_="small"))
    return [*parts, tag("div", figures, class_="gallery")]


def _weeks(answer: Ledger, say: Words) -> list[Html]:
    if not any(week.shares for week in answer.weeks):
        return [tag("p", say("ledger.weeks_none"))]
    figures = [_figure(t, line(answer, t, say, _alt_weeks(answer, t, say)), say) for t in tissues(answer)]
    return [tag("p", say("ledger.weeks_text")), tag("div", figures, class_="gallery")]


def _figure(name: Tissue, picture: str, say: Words) -> Html:
    return tag("figure", tag("figcaption", tag("h3", tissue(name, say))), Html(picture))


def _alt_days(answer: Ledger, name: Tissue, say: Words) -> str:
    ways = [s.direction for d in answer.days for s in d.shares if s.tissue == name]
    counts = {way: ways.count(way) for way in ("up", "same", "down")}
    return say(
        "ledger.calendar_alt", tissue=tissue(name, say), first=say.day(answer.days[0].date),
        last=say.day(answer.days[-1].date), days=len(answer.days), open=len(answer.days) - len(ways), **counts,
    )  # fmt: skip


def _alt_weeks(answer: Ledger, name: Tissue, say: Words) -> str:
    def told(share: Share) -> str:
        return sentence_of(share, say, "week").rstrip(".")

    parts = [
        say("ledger.line_part", day=short_day(week.monday, say), what=told(share))
        for week in answer.weeks[-MOST_WEEKS:]
        for share in week.shares
        if share.tissue == name
    ]
    return say("ledger.line_alt", tissue=tissue(name, say), weeks=" ".join(parts))


def _table(answer: Ledger, say: Words) -> Html:
    names = columns(answer, say)
    top = tag("thead", tag("tr", (tag("th", name, scope="col") for name in names)))
    rows = []
    for week in reversed(told_weeks(answer)):
        first, *rest = row(week, answer, say)
        cells = [tag("td", text, data_label=name) for text, name in zip(rest, names[1:], strict=True)]
        rows.append(tag("tr", tag("th", first, scope="row"), cells))
    return tag("table", tag("caption", say("ledger.table")), top, tag("tbody", rows))
