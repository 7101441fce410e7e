"""Pictures of docs/placement/insole.md: the parts of a sole, and a real force with its contacts where there is one."""

import os
from pathlib import Path

from worn_pictures import Shown, signal

from restride.app.measuring import measure_bout
from restride.metrics.bout import Person
from restride.read import read

SHOWN = Shown(
    "insole-signal", "Force on the left insole, newtons",
    (("moticon_opengo_walking/230927_102114.txt", ""),), "insole_force", "insole", "left", "total", 1.0,
    "A real walk: 230927_102114.txt of moticon-opengo's test data (Apache-2.0, (c) Moticon)", 5.0,
)  # fmt: skip
STYLE = 'font-family="system-ui, sans-serif"'
BANDS = ((0.0, 1 / 3, "#dbe7f3", "heel"), (1 / 3, 2 / 3, "#eef3f8", "middle"), (2 / 3, 0.8, "#dbe7f3", "ball"),
         (0.8, 1.0, "#eef3f8", "toes"))  # fmt: skip
SOLE = "M84 402C58 402 50 372 52 340 54 300 62 262 52 214 40 160 42 96 74 54 92 30 124 30 136 60 148 94 144 150 132 200 120 252 118 300 118 346 118 380 108 402 84 402Z"  # noqa: E501
PATH = "M86 366C74 320 66 270 72 220 78 176 98 140 112 86"
LONG, TOP = 364.0, 38.0


def pictures() -> dict[str, bytes]:
    """file name -> SVG; the signal only where RESTRIDE_DATA holds the walk."""
    made = {"insole-sole.svg": sole()}
    data = os.environ.get("RESTRIDE_DATA")
    walk = Path(data) / SHOWN.files[0][0] if data else None
    if walk is not None and walk.exists():
        (one,) = read(walk)
        made[f"{SHOWN.name}.svg"] = signal(SHOWN, measure_bout(one, None, "unknown", Person()), real=True)
    return made


def sole() -> bytes:
    """A left sole seen from above: its four regions, its two halves, and a path of pressure; a sketch of ours. SVG."""
    parts = [f'<clipPath id="sole"><path d="{SOLE}"/></clipPath><g clip-path="url(#sole)">']
    for low, high, colour, _ in BANDS:
        y = TOP + LONG * (1 - high)
        parts.append(f'<rect x="30" y="{y:.0f}" width="130" height="{LONG * (high - low):.0f}" fill="{colour}"/>')
    parts.append(f'</g><path d="{SOLE}" fill="none" stroke="#525c68" stroke-width="2.5"/>')
    parts.append('<path d="M92 398V44" stroke="#9aa4b0" stroke-width="1.5" stroke-dasharray="5 5"/>')
    parts.append(f'<path d="{PATH}" fill="none" stroke="#b3470d" stroke-width="3"/>')
    parts.append('<circle cx="86" cy="366" r="6" fill="#b3470d"/>')
    for low, high, _, word in BANDS:
        parts.append(_text(word, 176, TOP + LONG * (1 - (low + high) / 2) + 4))
    lines = (
        (250, 92, "the dashed line parts the inner (right here)"), (250, 108, "from the outer half"),
        (250, 210, "orange: the path of pressure, from heel"), (250, 226, "to big toe"),
        (250, 362, "the dot is the strike index: where pressure"), (250, 378, "begins, in percent from the heel's end"),
    )  # fmt: skip
    parts += [_text(word, x, y) for x, y, word in lines]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 540 424" {STYLE}>'
    return f'{head}<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'.encode()


def _text(words: str, x: float, y: float) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="13" fill="#1c232b">{words}</text>'
