"""One chart of the report or of a recording, drawn when it is shown: SVG, no script, no browser to ask."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from restride.app.files import write_atomically
from restride.app.notebook import html
from restride.app.report import draw
from restride.app.report.blocks import Figure
from restride.app.report.drawings import Picture, Trace
from restride.core.errors import UsageError
from restride.core.recording import Array, Channel

MOST_SAMPLES = 720
"""Of a line: as many as the chart has pixels."""
PIECE_S, SLOW_HZ = 5.0, 10.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with its title, key and caption."""

    figure: Figure

    def save(self, path: str | Path) -> Path:
        """Writes the chart as SVG and returns its path. Raises UsageError where it cannot be written."""
        target = Path(path)
        write_atomically(target, self._svg().encode())
        return target

    def _svg(self) -> str:
        return draw.drawn((self.figure.picture,))[self.figure.picture.name]

    def _repr_html_(self) -> str:
        return html.chart(self.figure, self._svg())


def signal_chart(channels: Sequence[Channel], axis: str | None, start_s: float | None, seconds: float | None) -> Chart:
    """A piece of one channel. Raises UsageError where there are several, or no such axis."""
    if len(channels) > 1:
        have = ", ".join(f"{c.place} {c.side} {c.origin}".strip() for c in channels[:4])
        raise UsageError("one channel to draw", f"{len(channels)} ({have})", "choose by place and side")
    channel = channels[0]
    column = axis or ("V" if "V" in channel.axes else channel.axes[0])
    if column not in channel.axes:
        raise UsageError(f"an axis of {channel.quantity}", column, f"choose one of {', '.join(channel.axes)}")
    time_s, values = _piece(channel, column, start_s, seconds)
    where = " ".join(w for w in (channel.side if channel.side in ("left", "right") else "", channel.place) if w)
    title = (
        f"{channel.quantity.replace('_', ' ')}, {where}{'' if column == 'value' else f', {column}'} ({channel.unit})"
    )
    drawing = Trace(
        time_s=tuple(np.round(time_s, 4).tolist()),
        signals=(tuple(None if math.isnan(v) else v for v in np.round(values, 5).tolist()),),
        contacts=(),
        axis="s",
    )
    alt = f"{title} from {time_s[0]:.1f} to {time_s[-1]:.1f} s" if len(time_s) else title
    return Chart(
        Figure(title=title, keys=(), caption="", picture=Picture(name="signal", alt=alt, drawing=drawing), wide=True)
    )


def _piece(channel: Channel, axis: str, start_s: float | None, seconds: float | None) -> tuple[Array, Array]:
    """Times and values of the piece, thinned to what can be seen."""
    length = channel.end_s - channel.start_s
    shown = seconds or (length if channel.rate_hz <= SLOW_HZ else min(PIECE_S, length))
    begin = channel.start_s + (length - shown) / 2 if start_s is None else start_s
    piece = channel.between(begin, begin + shown)
    every = slice(None, None, max(1, math.ceil(piece.n / MOST_SAMPLES)))
    return piece.time_s[every], piece.axis(axis)[every]
