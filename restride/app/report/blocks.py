"""The report as plain data, in reading order. HTML and PDF are two ways of setting the same blocks.

Every string is text, never markup: each setter escapes it in its own way.
"""

from typing import Literal

from msgspec import Struct

from restride.app.report.drawings import Picture

SideName = Literal["left", "right", "both", "unknown"]


class Paragraph(Struct, frozen=True, kw_only=True, tag="paragraph"):
    """Plain text. lead: the one line of a section; small: notes."""

    text: str
    weight: Literal["lead", "plain", "small"] = "plain"


class Heading(Struct, frozen=True, kw_only=True, tag="heading"):
    """A heading inside a section."""

    text: str


class Facts(Struct, frozen=True, kw_only=True, tag="facts"):
    """Labels and what they stand for."""

    rows: tuple[tuple[str, str], ...]


class Value(Struct, frozen=True, kw_only=True):
    """A large number of a card; `label` names the side where there are two."""

    side: SideName
    label: str
    number: str


class Card(Struct, frozen=True, kw_only=True):
    """A key number with its interval drawn."""

    title: str
    unit: str
    values: tuple[Value, ...]
    interval: str
    picture: Picture


class Cards(Struct, frozen=True, kw_only=True, tag="cards"):
    """The headline."""

    cards: tuple[Card, ...]


class Evidence(Struct, frozen=True, kw_only=True):
    """What a study or practice says, and which."""

    text: str
    source: str = ""


class Stand(Struct, frozen=True, kw_only=True):
    """A finding: what speaks for and against it stands side by side."""

    title: str
    chance: str
    facts: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]
    for_title: str
    for_points: tuple[Evidence, ...]
    against_title: str
    against_points: tuple[Evidence, ...]


class Findings(Struct, frozen=True, kw_only=True, tag="findings"):
    """What stands out."""

    findings: tuple[Stand, ...]


class Key(Struct, frozen=True, kw_only=True):
    """A line style and what it stands for."""

    side: SideName
    text: str


class Figure(Struct, frozen=True, kw_only=True):
    """A picture with its title and key; `wide` ones take the whole width."""

    title: str
    keys: tuple[Key, ...]
    caption: str
    picture: Picture
    wide: bool = False


class Gallery(Struct, frozen=True, kw_only=True, tag="gallery"):
    """Figures in a grid."""

    figures: tuple[Figure, ...]


class Group(Struct, frozen=True, kw_only=True):
    """Rows of a table under a common heading ("" for none); each row has one cell a column."""

    title: str
    rows: tuple[tuple[str, ...], ...]


class Table(Struct, frozen=True, kw_only=True, tag="table"):
    """A table; `numeric` says which columns hold numbers."""

    label: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    widths: tuple[float, ...]
    groups: tuple[Group, ...]


class Point(Struct, frozen=True, kw_only=True):
    """One entry of a list: a title ("" for none), a mark such as a severity, and its lines."""

    title: str = ""
    mark: str = ""
    lines: tuple[str, ...] = ()


class Points(Struct, frozen=True, kw_only=True, tag="points"):
    """A list."""

    points: tuple[Point, ...]
    compact: bool = False


class Pair(Struct, frozen=True, kw_only=True, tag="pair"):
    """Two titled lists beside each other."""

    titles: tuple[str, str]
    lists: tuple[tuple[str, ...], tuple[str, ...]]


class Fold(Struct, frozen=True, kw_only=True, tag="fold"):
    """What only some readers look for: closed under its title on a screen, open on paper. No pictures."""

    title: str
    blocks: tuple[Paragraph | Heading | Table | Points, ...]


Block = Paragraph | Heading | Facts | Cards | Findings | Gallery | Table | Points | Pair | Fold


class Section(Struct, frozen=True, kw_only=True):
    """A heading and what stands under it. `name` is its anchor."""

    name: str
    title: str
    blocks: tuple[Block, ...]


class Report(Struct, frozen=True, kw_only=True):
    """All of it. `banner` is empty but for simulated recordings."""

    language: str
    title: str
    head: str
    banner: str
    banner_text: str
    footer: tuple[str, ...]
    page_of: str
    sections: tuple[Section, ...]

    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, in reading order."""
        found: list[Picture] = []
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Cards):
                    found += [card.picture for card in block.cards]
                elif isinstance(block, Gallery):
                    found += [figure.picture for figure in block.figures]
        return tuple(found)
