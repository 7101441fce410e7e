"""A recording as a notebook shows it, and as a table."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from restride.app.notebook import html
from restride.app.notebook.chart import Chart, signal_chart
from restride.app.notebook.frames import channels_frame
from restride.core import recording as core
from restride.core.errors import UsageError
from restride.core.recording import Channel, Source

if TYPE_CHECKING:
    import polars as pl

IN_MEMORY = Source(file="in memory", sha256="", reader="memory", version="1")


@dataclass(frozen=True, slots=True, eq=False)
class Recording(core.Recording):
    """`restride.core.recording.Recording` that shows itself; `rs.Recording((channel, ...))` makes one in memory."""

    source: Source = IN_MEMORY

    def to_frame(
        self, quantity: str | None = None, *, place: str | None = None, side: str | None = None
    ) -> "pl.DataFrame":
        """One row a sample: time_s, then `quantity_place_side_axis` of every channel that is chosen.

        Raises UsageError where the chosen channels are not sampled at the same times, MissingData without polars.
        """
        return channels_frame(self._chosen(quantity, place, side))

    def chart(
        self,
        quantity: str,
        *,
        place: str | None = None,
        side: str | None = None,
        axis: str | None = None,
        start_s: float | None = None,
        seconds: float | None = None,
    ) -> Chart:
        """One channel as a line: five seconds from the middle, or all of a recording of a device that says one value a
        second, unless start_s or seconds say otherwise.

        axis: V or else the first one where it is not said. Raises UsageError where not one channel fits, and for an
        axis that it has not.
        """
        return signal_chart(self._chosen(quantity, place, side), axis, start_s, seconds)

    def _chosen(self, quantity: str | None, place: str | None, side: str | None) -> tuple[Channel, ...]:
        found = tuple(
            c
            for c in self.channels
            if quantity in (None, c.quantity) and place in (None, c.place) and side in (None, c.side)
        )
        if not found:
            asked = " ".join(word for word in (quantity, place, side) if word) or "any"
            raise UsageError(f"a channel ({asked})", self.describe(), "choose one of those")
        return found

    def _repr_html_(self) -> str:
        return html.recording(self)


def shown(recording: core.Recording) -> Recording:
    """The same recording, able to show itself."""
    return Recording(**{field.name: getattr(recording, field.name) for field in fields(core.Recording)})
