"""The blocks as one HTML page that needs nothing else: no script, no font, no picture from outside."""

from collections.abc import Iterable
from html import escape
from importlib import resources

from restride.app.report.blocks import (
    Block,
    Card,
    Cards,
    Evidence,
    Facts,
    Figure,
    Findings,
    Fold,
    Gallery,
    Group,
    Heading,
    Key,
    Pair,
    Paragraph,
    Point,
    Points,
    Report,
    Section,
    Stand,
    Table,
)
from restride.app.report.draw import for_page
from restride.app.report.drawings import Picture
from restride.app.report.words import clean

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
VOID = frozenset({"meta", "br"})


class Html(str):
    """Text that is markup already; every other string is escaped where it enters a tag."""

    __slots__ = ()


def tag(name: str, /, *children: str | Iterable[str], **attributes: str) -> Html:
    """An element. A trailing or inner underscore in an attribute's name stands for itself or a hyphen (class_)."""
    start = name + "".join(f' {k.rstrip("_").replace("_", "-")}="{text(v)}"' for k, v in attributes.items() if v)
    if name in VOID:
        return Html(f"<{start}>")
    return Html(f"<{start}>{''.join(_flat(children))}</{name}>")


def text(value: str) -> Html:
    """Foreign text, cleaned and escaped; markup of our own as it is."""
    return value if isinstance(value, Html) else Html(escape(clean(value), quote=True))


def _flat(children: Iterable[str | Iterable[str]]) -> Iterable[str]:
    for child in children:
        if isinstance(child, str):
            yield text(child)
        else:
            yield from _flat(child)


def page(report: Report, drawings: dict[str, str]) -> str:
    """The page; `drawings` holds the SVG of each picture by its name."""
    title = f"{report.title}, {report.head}" + (f" ({report.banner})" if report.banner else "")
    banner = [tag("p", tag("strong", report.banner), " ", report.banner_text, class_="banner")] if report.banner else []
    return document(
        tag("header", tag("h1", report.title), tag("p", report.head, class_="head"), banner),
        tag("main", (_section(section, drawings) for section in report.sections)),
        tag("footer", (tag("p", line) for line in report.footer)),
        title=title,
        language=report.language,
    )


def document(*body: Html, title: str, language: str, styles: tuple[str, ...] = ("page.css",)) -> str:
    """A whole page of these parts, with our style sheets in it and a policy that lets nothing else in."""
    folder = resources.files("restride.app.report")
    style = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in styles)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(style)),
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', body), lang=language)}\n"


def _section(section: Section, drawings: dict[str, str]) -> Html:
    title = tag("h2", section.title, id=section.name)
    blocks = [element(block, drawings) for block in section.blocks]
    return tag("section", title, blocks, aria_labelledby=section.name, class_=f"section-{section.name}")


def element(block: Block, drawings: dict[str, str]) -> Html:
    """One block as an element."""
    match block:
        case Paragraph():
            return tag("p", block.text, class_=block.weight)
        case Heading():
            return tag("h3", block.text)
        case Facts():
            return _facts(block.rows, "facts")
        case Cards():
            return tag("div", (_card(card, drawings) for card in block.cards), class_="cards")
        case Findings():
            return tag("div", (_stand(stand) for stand in block.findings), class_="findings")
        case Gallery():
            return tag("div", (_figure(figure, drawings) for figure in block.figures), class_="gallery")
        case Table():
            return _table(block)
        case Points():
            points = (tag("li", _point(point, compact=block.compact)) for point in block.points)
            return tag("ul", points, class_="points compact" if block.compact else "points")
        case Pair():
            return tag("div", (_list(*own) for own in zip(block.titles, block.lists, strict=True)), class_="pair")
        case Fold():
            return tag("details", tag("summary", block.title), (element(part, drawings) for part in block.blocks))


def _facts(rows: tuple[tuple[str, str], ...], kind: str) -> Html:
    return tag("dl", (tag("div", tag("dt", label), tag("dd", value)) for label, value in rows), class_=kind)


def _list(title: str, lines: tuple[str, ...]) -> Html:
    return tag("div", tag("h3", title), tag("ul", (tag("li", line) for line in lines)))


def _picture(picture: Picture, drawings: dict[str, str]) -> Html:
    return Html(for_page(drawings[picture.name], text(picture.alt)))


def _card(card: Card, drawings: dict[str, str]) -> Html:
    numbers = [
        tag("span", tag("b", value.number), [tag("span", value.label, class_="side")] if value.label else [])
        for value in card.values
    ]
    return tag(
        "article",
        tag("h3", card.title),
        tag("p", numbers, tag("span", card.unit, class_="unit"), class_="number"),
        _picture(card.picture, drawings),
        tag("p", card.interval, class_="interval"),
        class_="card",
    )


def _stand(stand: Stand) -> Html:
    evidence = (
        tag("div", tag("h4", title), tag("ul", (tag("li", tag("p", e.text), _source(e)) for e in points)))
        for title, points in ((stand.for_title, stand.for_points), (stand.against_title, stand.against_points))
    )
    return tag(
        "article",
        tag("h3", stand.title),
        tag("p", stand.chance, class_="chance"),
        (tag("p", number, class_="its-number") for number in stand.numbers),
        _facts(stand.facts, "reasons"),
        tag("div", evidence, class_="pair"),
        class_="card",
    )


def _source(evidence: Evidence) -> list[Html]:
    return [tag("p", evidence.source, class_="small")] if evidence.source else []


def _key(key: Key) -> Html:
    line = Html('<svg viewBox="0 0 28 8" aria-hidden="true"><path d="M1 4h26"/></svg>')
    return tag("span", line, key.text, class_=f"key {key.side}")


def _figure(figure: Figure, drawings: dict[str, str]) -> Html:
    drawn = _picture(figure.picture, drawings)
    if figure.wide:  # scrolls in its own box on a narrow screen, by keyboard too
        drawn = tag("div", drawn, class_="scroll", tabindex="0", role="region", aria_label=figure.title)
    return tag(
        "figure",
        tag(
            "figcaption",
            tag("h3", figure.title),
            [tag("p", map(_key, figure.keys), class_="keys")] if figure.keys else [],
        ),
        drawn,
        [tag("p", figure.caption, class_="small")] if figure.caption else [],
        class_="wide" if figure.wide else "",
    )


def _table(table: Table) -> Html:
    head = tag("thead", tag("tr", (tag("th", column, scope="col") for column in table.columns)))
    bodies = (tag("tbody", _group_head(group, len(table.columns)), _rows(group, table)) for group in table.groups)
    return tag("table", tag("caption", table.label), head, bodies)


def _group_head(group: Group, columns: int) -> list[Html]:
    return (
        [tag("tr", tag("th", group.title, colspan=str(columns), scope="rowgroup"), class_="group")]
        if group.title
        else []
    )


def _rows(group: Group, table: Table) -> list[Html]:
    rows = []
    for first, *rest in group.rows:
        cells = [
            tag("td", cell, data_label=column, class_="n" if numeric else "") if cell else tag("td", class_="empty")
            for cell, column, numeric in zip(rest, table.columns[1:], table.numeric[1:], strict=True)
        ]
        rows.append(tag("tr", tag("th", first, scope="row"), cells))
    return rows


def _point(point: Point, *, compact: bool) -> list[Html]:
    """In a compact list the first line runs on after the title."""
    parts = [tag("strong", point.title)] if point.title else []
    if point.mark:
        parts.append(tag("span", point.mark, class_="mark"))
    lines = list(point.lines)
    if compact and lines:
        parts.append(text(lines.pop(0)))
    return ([tag("p", Html(" ".join(parts)))] if parts else []) + [tag("p", line) for line in lines]
