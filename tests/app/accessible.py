"""What a page must have so that everybody can read it: the checks of WCAG 2.2 that can be done without a browser."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "br", "link", "img", "input", "hr"}
LANDMARKS = {"header", "main", "footer", "nav"}
CONTRAST = 4.5


class Tree(HTMLParser):
    """Every element with its attributes, the names of those around it, and the text in it."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[int] = []
        self.names: list[str] = []
        self.attributes: list[dict[str, str]] = []
        self.around: list[tuple[str, ...]] = []
        self.texts: list[list[str]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.around.append(tuple(self.names[i] for i in self.open))
        self.names.append(tag)
        self.attributes.append({name: value or "" for name, value in attrs})
        self.texts.append([])
        if tag not in VOID:
            self.open.append(len(self.names) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for i in self.open:
            self.texts[i].append(data)

    def all(self, *tags: str) -> Iterator[tuple[dict[str, str], tuple[str, ...], str]]:
        """Attributes, surroundings and text of each element of these names."""
        for name, attributes, around, texts in zip(self.names, self.attributes, self.around, self.texts, strict=True):
            if name in tags:
                yield attributes, around, " ".join("".join(texts).split())


def faults(source: str) -> list[str]:
    """Everything that would keep somebody from reading the page, in a sentence each."""
    tree = Tree(source)
    return [*_page(tree), *_headings(tree), *_named(tree), *_tables(tree), *_places(tree)]


def _page(tree: Tree) -> Iterator[str]:
    language = next(a.get("lang", "") for a, _, _ in tree.all("html"))
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", language):
        yield f"the page's language is {language!r}"
    if len(list(tree.all("main"))) != 1:
        yield "there is not one main part"
    if not any(text for _, _, text in tree.all("title")):
        yield "the page has no title"
    if any(
        "user-scalable" in a.get("content", "") or "maximum-scale" in a.get("content", "")
        for a, _, _ in tree.all("meta")
    ):
        yield "the page cannot be enlarged"
    for name, around, texts in zip(tree.names, tree.around, tree.texts, strict=True):
        leaf = "".join(texts).strip() and name in {"p", "li", "dt", "dd", "td", "th", "summary"}
        if leaf and not LANDMARKS & {*around}:
            yield f"text outside every landmark: {''.join(texts)[:40]}"


def _headings(tree: Tree) -> Iterator[str]:
    levels = [int(name[1]) for name in tree.names if re.fullmatch("h[1-6]", name)]
    if levels.count(1) != 1 or levels[0] != 1:
        yield "there is not one first heading"
    yield from (f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1)
    yield from (f"an empty {name}" for name in ("h1", "h2", "h3", "h4") for _, _, text in tree.all(name) if not text)


def _named(tree: Tree) -> Iterator[str]:
    for attributes, _, text in tree.all("svg"):
        if attributes.get("aria-hidden") != "true" and (
            attributes.get("role") != "img" or not attributes.get("aria-label")
        ):
            yield f"a picture without a name: {text[:40]}"
    yield from (f"a picture without alt: {a}" for a, _, _ in tree.all("img") if "alt" not in a)
    yield from (
        f"{name} without text" for name in ("a", "summary", "button") for _, _, text in tree.all(name) if not text
    )
    for attributes, _, _ in tree.all("nav", "section"):
        if not attributes.get("aria-label") and not attributes.get("aria-labelledby"):
            yield f"a part without a name: {attributes}"
    yield from (f"input without a label: {a}" for a, around, _ in tree.all("input", "select") if "label" not in around)


def _tables(tree: Tree) -> Iterator[str]:
    yield from (f"a header cell without scope: {text}" for a, _, text in tree.all("th") if not a.get("scope"))
    if len(list(tree.all("table"))) != len([text for _, _, text in tree.all("caption") if text]):
        yield "a table without a caption"
    for _, around, text in tree.all("li"):
        if not {"ul", "ol"} & {*around[-1:]}:
            yield f"an entry outside a list: {text[:40]}"


def _places(tree: Tree) -> Iterator[str]:
    ids = [a["id"] for a in tree.attributes if "id" in a]
    yield from (f"id {name} twice" for name in {*ids} if ids.count(name) > 1)
    for attributes in tree.attributes:
        for name in ("aria-labelledby", "aria-describedby", "href"):
            target = attributes.get(name, "")
            if name == "href" and not target.startswith("#"):
                continue
            if target and target.removeprefix("#") not in ids:
                yield f"{name} leads to {target}, which is not there"


def contrast(one: str, other: str) -> float:
    """The ratio of two colours as WCAG has it: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Of `#rgb` or `#rrggbb`."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def text_colours(css: str) -> dict[str, str]:
    """The colour of text by the selector that sets it, variables resolved."""
    variables = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})", css))
    found = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        is_text = "text" in selector or ".label" in selector
        for name, value in re.findall(r"(?:^|[;\s])(color|fill):\s*([^;]+)", body):
            if name == "fill" and not is_text:
                continue
            value = value.strip()
            if (of := re.fullmatch(r"var\(--([\w-]+)\)", value)) is not None:
                value = variables[of[1]]
            if value.startswith("#"):
                found[selector.strip()] = value
    return found
