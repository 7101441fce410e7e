"""The small print under a sentence: what it rests on and the rows of evidence, each a link to what it says."""

from collections.abc import Iterable

from restride.app.report.html import Html, tag
from restride.app.report.planned.wording import Reader
from restride.core.evidence import evidence
from restride.core.plan import Line


def basis(kind: str, names: Iterable[str], to: Reader) -> Html:
    """`From studies: C-01, C-22`."""
    word, links = to.say(f"basis.{kind}"), _links(names)
    if not links:
        return tag("small", to.say("basis.line", basis=word), class_="basis")
    return tag("small", to.say("basis.line_ids", basis=word), links, class_="basis")


def ids(names: Iterable[str], to: Reader) -> list[Html]:
    """`Evidence rows: C-01`, for what has no basis of its own; nothing where it cites nothing."""
    links = _links(names)
    return [tag("small", to.say("basis.ids"), links, class_="basis")] if links else []


def rules(names: Iterable[str], to: Reader) -> Html:
    """`Rule R1, R16`."""
    return tag("small", to.say("basis.rule", rule=", ".join(names)), class_="basis")


def sentence(text: str, kind: str, names: Iterable[str], to: Reader) -> Html:
    """One entry of a list: a sentence with its small print."""
    return tag("li", text, " ", basis(kind, names, to))


def lines(own: Iterable[Line], to: Reader, kind: str = "") -> Html:
    """Sentences as a list."""
    return tag("ul", (sentence(to.text(line.text), line.basis, line.evidence, to) for line in own), class_=kind)


def drawing(svg: str) -> Html:
    """A drawing of ours to stand inside the page, which needs no name of a language for it."""
    return tag("div", Html(svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)), class_="scene")


def rows(names: Iterable[str], to: Reader) -> Html:
    """What each row of evidence says, where the small print leads."""
    found = []
    for name in names:
        known = evidence().get(name)
        says = known.says if known else to.say("basis.no_sentence")
        parts: list[Html | str] = [tag("strong", name), " ", tag("span", says, lang=_english(to) if known else "")]
        if known:
            parts += [" ", tag("small", known.reference, class_="basis")]
        found.append(tag("li", parts, id=anchor(name)))
    return tag("ul", found, class_="points compact rows")


def _links(names: Iterable[str]) -> list[Html | str]:
    links = [tag("a", name, href=f"#{anchor(name)}") for name in names]
    return [part for link in links for part in (", ", link)][1:]


def anchor(name: str) -> str:
    """The id of a row on the page."""
    return f"row-{name}"


def _english(to: Reader) -> str:
    """The sentences of the evidence are in English."""
    return "" if to.language == "en" else "en"
