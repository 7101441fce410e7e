"""Curves of both sides over each other, and a piece of the recording with its contacts."""

import math
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from restride.app.flows import Assessed
from restride.app.report.blocks import Block, Figure, Gallery, Key, Paragraph
from restride.app.report.drawings import Bands, Contact, Line, Picture, Trace
from restride.app.report.words import Words
from restride.core.curve import Curve
from restride.core.recording import Array, Channel, Recording
from restride.core.strides import Strides
from restride.core.units import STANDARD_GRAVITY_MPS2

PIECE_S = 3.0
MOST_SAMPLES = 720  # of a piece: as many as the chart has pixels
SEEN_S = 0.02  # of a contact at the edge: less of it is not drawn
ORDER = (
    "vertical_force", "horizontal_force", "knee_flexion", "ankle_dorsiflexion", "foot_angle", "pelvic_obliquity",
    "sacral_vertical_acc", "insole_force", "cop_forward", "cop_inward",
)  # fmt: skip
LOADS = (
    "patellofemoral_force", "achilles_force", "tibial_force", "knee_extension_moment", "ankle_plantarflexion_moment",
    "hip_extension_moment",
)  # fmt: skip
"""Drawn in a section of their own where they are of both sides together."""


def curves(assessed: Assessed, say: Words) -> tuple[Block, ...]:
    """A figure a quantity, then the trace; what the recording cannot fill is left out."""
    figures = drawn([c for c in assessed.curves if not is_load(c)], ORDER, say)
    intro = (Paragraph(text=say("curves.intro")),) if figures else ()
    piece = _trace_figure(assessed, say)
    shown = (*figures, piece) if piece else figures
    return (*intro, Gallery(figures=shown)) if shown else ()


def is_load(curve: Curve) -> bool:
    """Whether it is drawn among the loads: joint moments that a laboratory computed by side stay with the sides."""
    return curve.name in LOADS and curve.side == "both"


def drawn(curves: Sequence[Curve], order: Sequence[str], say: Words) -> tuple[Figure, ...]:
    """A figure a quantity, in this order, what it does not name last."""
    known = {name: place for place, name in enumerate(order)}
    ordered = sorted(curves, key=lambda c: (known.get(c.name, len(order)), c.name, c.over))
    return tuple(_figure(tuple(own), say) for _, own in groupby(ordered, key=lambda c: (c.name, c.over)))


def _figure(own: tuple[Curve, ...], say: Words) -> Figure:
    first = own[0]
    key, note = f"curve_names.{first.name}", f"curve_notes.{first.name}"
    name = say(key) if say.has(key) else first.name.replace("_", " ")
    unit = say.unit(first.unit)
    spoken = " ".join(_spoken(curve, say) for curve in own)
    return Figure(
        title=say("curves.title", name=name, unit=unit),
        keys=tuple(Key(side=c.side, text=say("curves.key", side=say(f"sides.{c.side}"), count=c.n)) for c in own),
        caption=say(note) if say.has(note) else "",
        picture=Picture(
            name=f"curve-{first.name}-{first.over}",
            alt=say("curves.alt", name=name, unit=unit, over=say(f"curves.over_{first.over}"), lines=spoken),
            drawing=Bands(lines=tuple(_line(c) for c in own), axis=say(f"curves.{first.over}")),
        ),
    )


def _line(curve: Curve) -> Line:
    whole = np.isfinite(curve.mean) & np.isfinite(curve.sd)
    mean, sd = curve.mean[whole], curve.sd[whole]
    return Line(
        side=curve.side,
        percent=_rounded(curve.percent[whole]),
        mean=_rounded(mean),
        low=_rounded(mean - sd),
        high=_rounded(mean + sd),
    )


def _rounded(values: Array) -> tuple[float, ...]:
    return tuple(np.round(values, 4).tolist())


def _spoken(curve: Curve, say: Words) -> str:
    if not np.isfinite(curve.mean).any():
        return ""
    top, bottom = int(np.nanargmax(curve.mean)), int(np.nanargmin(curve.mean))
    return say(
        "curves.alt_line",
        side=say(f"sides.{curve.side}"),
        count=curve.n,
        high=f"{curve.mean[top]:.3g}",
        high_at=f"{curve.percent[top]:.0f}",
        low=f"{curve.mean[bottom]:.3g}",
        low_at=f"{curve.percent[bottom]:.0f}",
    )


def _trace_figure(assessed: Assessed, say: Words) -> Figure | None:
    channels, what, scale = _signals(assessed.prepared, say)
    if not channels:
        return None
    lead = channels[0]
    start = _piece_start(assessed.strides, lead)
    end = min(start + PIECE_S, lead.end_s)
    first, last = (round((t - lead.start_s) * lead.rate_hz) for t in (start, end))
    rows = slice(max(first, 0), last, max(1, math.ceil((last - first) / MOST_SAMPLES)))
    contacts = _contacts(assessed.strides, start, end, say)
    words = {"seconds": f"{end - start:.1f}", "start": f"{start:.1f}"}
    order = ", ".join(say(f"sides.{c.side}").lower() for c in contacts) or "-"
    return Figure(
        title=say("curves.trace") + ": " + what[0].lower() + what[1:],
        keys=(),
        caption=say("curves.trace_text", **words),
        picture=Picture(
            name="trace",
            alt=say("curves.trace_alt", what=what, count=len(contacts), order=order, **words),
            drawing=Trace(
                time_s=_rounded(lead.time_s[rows]),
                signals=tuple(_with_gaps(c.axis("V")[rows] / scale) for c in channels),
                contacts=contacts,
                axis=say("curves.trace_axis"),
            ),
        ),
        wide=True,
    )


def _signals(prepared: Recording, say: Words) -> tuple[tuple[Channel, ...], str, float]:
    """The vertical signals to show, what they are called, and by what to divide them."""
    for quantity in ("grf", "acc", "acc_free"):
        found = [c for c in prepared.select(quantity) if c.frame == "body" and c.has("V") and c.n > 1]
        found = [c for c in found if c.place == "total"] or [c for c in found if c.place != "unzeroed"]
        alike = tuple(
            c for c in found if (c.rate_hz, c.start_s, c.n) == (found[0].rate_hz, found[0].start_s, found[0].n)
        )
        if quantity == "grf" and alike:
            return alike, say("curves.trace_force"), 1.0
        if alike:
            return alike[:1], say("curves.trace_acc", unit=say.unit("g")), STANDARD_GRAVITY_MPS2
    return (), "", 1.0


def _piece_start(strides: Strides, channel: Channel) -> float:
    """Just before the contact that is nearest to the middle, so far as the recording then lasts long enough."""
    latest = max(channel.start_s, channel.end_s - PIECE_S)
    middle = (channel.start_s + latest) / 2
    near = strides.ic_s[np.isfinite(strides.ic_s)]
    wanted = float(near[np.argmin(np.abs(near - middle))]) - 0.1 if len(near) else middle
    return min(max(wanted, channel.start_s), latest)


def _contacts(strides: Strides, start: float, end: float, say: Words) -> tuple[Contact, ...]:
    """The contacts that lie wholly or partly in [start, end), cut to it."""
    found = []
    for side, ic, fc in zip(strides.side.tolist(), strides.ic_s.tolist(), strides.fc_s.tolist(), strict=True):
        known = math.isfinite(fc)
        if not (math.isfinite(ic) and ic < end and (fc if known else ic) > start):
            continue
        begin, cut = max(ic, start), min(fc, end) if known else None
        seen_s = (cut if cut is not None else end) - begin
        if seen_s < SEEN_S:
            continue
        letter = say(f"curves.{side}_letter") if seen_s > 3 * SEEN_S else ""
        found.append(
            Contact(side=side, letter=letter, start_s=round(begin, 4), end_s=None if cut is None else round(cut, 4))
        )
    return tuple(found)


def _with_gaps(values: Array) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(v) else v for v in np.round(values, 3).tolist())
