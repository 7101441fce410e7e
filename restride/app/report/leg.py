"""A leg from the side with kneecap, shin bone and Achilles tendon, each shaded by how its load changes.

Drawn in code, readable in black and white: more is hatched (the denser, the more), less is dotted (the sparser, the
less), no change is plain, unknown is empty with a broken edge. Each carries its number in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 480, 430
SKIN, EDGE, INK = "#f4efe9", "#8a8178", "#26303a"
STEPS_PERCENT = (2.5, 7.5, 15.0)
"""Where one shade ends and the next begins."""
GAPS = (9.0, 6.0, 4.0)
"""Distance of hatch lines or dots for a small, a middle and a large change."""

OUTLINE = (
    "M88,0 C90,70 96,140 106,178 C94,206 88,246 94,282 C98,308 104,326 104,346 C100,362 98,378 102,394 "
    "C108,403 252,405 298,400 C306,391 292,377 262,369 C222,360 182,356 168,344 C172,312 182,250 184,200 "
    "C186,190 198,184 200,164 C202,146 196,136 198,110 C200,70 201,40 200,0"
)
THIGH_BONE = "M132,0 L160,0 L158,132 C172,146 174,168 158,178 L126,178 C114,166 118,148 134,132 Z"
PARTS: dict[str, str] = {
    "patellofemoral": "M178,140 C190,140 196,152 194,166 C192,176 184,180 178,178 C172,168 172,150 178,140 Z",
    "tibia": "M126,184 L166,184 C170,194 162,204 158,214 L152,338 C152,346 146,350 138,350 C132,348 132,340 134,334 "
    "L136,216 C130,206 122,196 126,184 Z",
    "achilles": "M100,270 C105,300 110,326 109,350 C107,364 105,374 106,384 L116,384 C117,368 119,352 118,334 "
    "C116,312 112,290 109,270 Z",
}
LABELS: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "patellofemoral": ((196, 160), (226, 138)),
    "tibia": ((156, 262), (226, 244)),
    "achilles": ((118, 330), (226, 320)),
}
"""Where a line starts at the structure, and where its words begin."""


@dataclass(frozen=True, slots=True)
class Shade:
    """How one load changes. percent: None where only a direction is known. title: what it is called. text: in words.

    direction: up, down, same, unknown, or "" for a load that is compared with nothing.
    """

    title: str
    text: str
    direction: str
    percent: float | None = None


def leg(shades: Mapping[str, Shade], name: str = "leg") -> str:
    """The picture as one SVG. shades: by tissue; what is missing stays empty. name: its own on a page."""
    defs, drawn = [], []
    for tissue, path in PARTS.items():
        shade = shades.get(tissue)
        pattern = None if shade is None else _pattern(f"{name}-{tissue}", shade)
        fill = "#ffffff" if pattern is None else f"url(#{name}-{tissue})"
        defs += [] if pattern is None else [pattern]
        broken = ' stroke-dasharray="4 3"' if shade is None or shade.direction == "unknown" else ""
        drawn.append(f'<path d="{path}" fill="{fill}" stroke="{INK}" stroke-width="1.8"{broken}/>')
        if shade is not None:
            drawn.append(_label(tissue, shade))
    outline = f'<path d="{OUTLINE}" fill="{SKIN}" stroke="{EDGE}" stroke-width="1.5"/>'
    bone = f'<path d="{THIGH_BONE}" fill="#fbf9f6" stroke="{EDGE}" stroke-width="1.2"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="80 0 {WIDTH} {HEIGHT - 20}" '
        f'font-family="system-ui, sans-serif"><defs>{"".join(defs)}</defs>'
        f"{outline}{bone}{''.join(drawn)}</svg>"
    )


def _pattern(name: str, shade: Shade) -> str | None:
    """The fill of one structure; None for unknown."""
    if shade.direction == "unknown":
        return None
    step = 1 if shade.percent is None else sum(abs(shade.percent) > edge for edge in STEPS_PERCENT[1:])
    plain = shade.percent is not None and abs(shade.percent) < STEPS_PERCENT[0]
    return pattern(name, "same" if plain else shade.direction, step)


def pattern(name: str, direction: str, step: int = 1) -> str:
    """Hatching for more, dots for less, plain grey for all else, as an SVG pattern with the id `name`.

    step: 0 for a small, 1 for a middle, 2 for a large change.
    """
    told = f'id="{name}" patternUnits="userSpaceOnUse"'
    if direction not in ("up", "down"):
        return f'<pattern {told} width="8" height="8"><rect width="8" height="8" fill="#d9d4cd"/></pattern>'
    gap = GAPS[step] if direction == "up" else GAPS[::-1][step] + 1.5
    if direction == "up":
        return (
            f'<pattern {told} width="{gap}" height="{gap}" patternTransform="rotate(45)"><rect width="{gap}" '
            f'height="{gap}" fill="#ffffff"/><rect width="{gap * 0.55:.1f}" height="{gap}" fill="#8a5a00"/></pattern>'
        )
    return (
        f'<pattern {told} width="{gap}" height="{gap}"><rect width="{gap}" height="{gap}" fill="#ffffff"/>'
        f'<circle cx="{gap / 2}" cy="{gap / 2}" r="1.3" fill="#1d4e89"/></pattern>'
    )


def _label(tissue: str, shade: Shade) -> str:
    (x, y), (to_x, to_y) = LABELS[tissue]
    sign = {"up": "▲ ", "down": "▼ ", "same": "= ", "unknown": "? ", "": ""}[shade.direction]
    return (
        f'<line x1="{x}" y1="{y}" x2="{to_x - 6}" y2="{to_y - 4}" stroke="{INK}" stroke-width="1"/>'
        f'<text x="{to_x}" y="{to_y}" font-size="17" font-weight="600" fill="{INK}">{escape(shade.title)}</text>'
        f'<text x="{to_x}" y="{to_y + 21}" font-size="15" fill="{INK}">{sign}{escape(shade.text)}</text>'
    )
