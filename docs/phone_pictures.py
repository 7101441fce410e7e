"""Pictures of docs/placement/phone.md: where a phone may be, and what it feels in a simulated walker's pocket."""

import numpy as np
import worn_pictures

from restride.app.report import draw
from restride.app.report.drawings import Contact, Picture, Trace
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.events import phone
from restride.signal.phone import Phone
from restride.simulate import THIGHS, Device, simulate_worn_walk

START_S, SECONDS = 6.0, 4.0
TITLE = "Size of the acceleration of a phone in a trouser pocket, g (marks: steps)"


def pictures() -> dict[str, bytes]:
    """file name -> SVG."""
    return {"phone-worn.svg": worn(), "phone-signal.svg": signal()}


def signal() -> bytes:
    """Some seconds of a simulated walk with the steps that were found. SVG."""
    (acc,) = simulate_worn_walk(sites=THIGHS[1:], device=Device(rate_hz=100.0)).recording.select("acc")
    found = phone.walked(Phone("pocket", acc.rate_hz, acc.start_s, acc.values, restored=False), "unknown")
    at = np.concatenate([w.at for w in found]) / acc.rate_hz + acc.start_s
    piece = acc.between(START_S, START_S + SECONDS)
    size = np.round(np.linalg.norm(piece.values, axis=1) / STANDARD_GRAVITY_MPS2, 3)
    inside = at[(at > START_S + 0.05) & (at < START_S + SECONDS - 0.05)]
    trace = Trace(
        time_s=tuple(np.round(piece.time_s, 4).tolist()),
        signals=(tuple(size.tolist()),),
        contacts=tuple(Contact(side="unknown", letter="", start_s=float(t), end_s=None) for t in inside),
        axis="time (s)",
    )
    svg = draw.drawn((Picture(name="phone-signal", alt=TITLE, drawing=trace),))["phone-signal"]
    wide, high = (float(svg.partition(f' {s}="')[2].partition('"')[0]) for s in ("width", "height"))
    inner = svg.replace("<svg", '<svg x="16" y="42"', 1)
    credit = "SIMULATED walker, made and drawn by restride."
    words = [worn_pictures.worded(TITLE, 16, 28, size=15, weight=600), inner]
    words.append(worn_pictures.worded(credit, 16, 60 + high, size=11))
    return worn_pictures.sheet(wide + 24, 72 + high, "".join(words))


def worn() -> bytes:
    """Places of a phone on a body; a sketch of ours. SVG."""
    body = (
        '<g fill="none" stroke="#525c68" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">'
        '<circle cx="120" cy="34" r="18"/>'
        '<path d="M120 52V150M120 70L84 112 92 156M120 70L156 112 148 156"/>'
        '<path d="M120 150L100 222 96 296H112M120 150L140 222 146 296H162"/></g>'
        '<g fill="#1d4e89"><rect x="126" y="140" width="10" height="18" rx="2"/>'
        '<rect x="127" y="174" width="10" height="18" rx="2" transform="rotate(-15 132 183)"/>'
        '<rect x="143" y="152" width="10" height="18" rx="2"/><rect x="139" y="270" width="10" height="18" rx="2"/></g>'
    )
    places = (
        (140, 146, 206, 110, "waistband: tight, in the middle; best"),
        (158, 162, 206, 146, "hand: steps and rhythm only"),
        (140, 186, 206, 190, "trouser pocket: the leg that carries it is felt more"),
        (152, 280, 206, 280, "ankle: one leg only; strides are counted twice"),
    )
    arrows = "".join(f"M{x2 - 4} {y2}L{x} {y}" for x, y, x2, y2, _ in places)
    words = "".join(worn_pictures.worded(says, x + 4, y + 4, size=13) for _, _, x, y, says in places)
    lines = f'<path d="{arrows}" stroke="#b3470d" stroke-width="2" fill="none"/>'
    return worn_pictures.sheet(560, 316, body + lines + words)
