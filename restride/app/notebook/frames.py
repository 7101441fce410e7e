"""Tables as polars data frames (`.to_pandas()` of polars turns them into pandas'); polars is the extra `notebook`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from restride.app.report.numbers import Z95, title
from restride.core.errors import MissingData, UsageError
from restride.core.metric import Metric
from restride.core.recording import Channel
from restride.core.vocabulary import entry

if TYPE_CHECKING:
    import polars as pl

    from restride.app.notebook.strides import Strides


def frame(columns: Mapping[str, Sequence[Any]]) -> "pl.DataFrame":
    """A data frame of these columns; NaN becomes null. Raises MissingData where polars is not installed."""
    try:
        import polars as pl
    except ImportError:
        how = "install it: pip install 'restride[notebook]'"
        raise MissingData("the package polars for a table", "none", how) from None
    return pl.DataFrame(dict(columns)).fill_nan(None)


def metrics_frame(metrics: Sequence[Metric]) -> "pl.DataFrame":
    """One row a metric, in the units of the vocabulary; low and high: ends of the 95 % interval.

    task-specific names are those of the vocabulary, `title` is what people call them.
    """
    names = ("name", "side", "value", "unit", "se", "n", "grade", "basis", "method", "source")
    columns: dict[str, list[Any]] = {name: [getattr(m, name) for m in metrics] for name in names}
    columns["low"] = [m.value - Z95 * m.se for m in metrics]
    columns["high"] = [m.value + Z95 * m.se for m in metrics]
    columns["title"] = [title(m.name) for m in metrics]
    order = ("name", "side", "value", "unit", "se", "low", "high", "n", "grade", "basis", "method", "source", "title")
    return frame({name: columns[name] for name in order})


def strides_frame(strides: "Strides") -> "pl.DataFrame":
    """One row a contact: side, times in seconds, steady, and every value, headed `name (unit)`."""
    columns: dict[str, Any] = {"side": strides.side.tolist()}
    columns |= {name: getattr(strides, name) for name in ("ic_s", "fc_s", "next_ic_s", "steady")}
    columns |= {f"{row.name} ({entry(row.name).unit})": row.values for row in strides.values}
    return frame(columns)


def channels_frame(channels: Sequence[Channel]) -> "pl.DataFrame":
    """One row a sample: time_s, then `quantity_place_side_axis` of each channel.

    Raises UsageError for no channel, and for channels that are not sampled at the same times.
    """
    if not channels:
        raise UsageError("a channel to make a table of", "none of that name", "see which there are: print(recording)")
    clocks = {(c.rate_hz, c.start_s, c.n) for c in channels}
    if len(clocks) > 1:
        quantities = ", ".join(dict.fromkeys(c.quantity for c in channels))
        how = f"choose by quantity, place or side ({quantities})"
        raise UsageError("channels sampled at the same times", f"{len(clocks)} clocks", how)
    columns: dict[str, Any] = {"time_s": channels[0].time_s}
    for channel in channels:
        for axis in channel.axes:
            key = "_".join((*name_of(channel), axis))
            columns[key if key not in columns else f"{key}_{channel.origin}"] = channel.axis(axis)
    return frame(columns)


def name_of(channel: Channel) -> tuple[str, ...]:
    """Quantity, place and, where it has one, side."""
    sided = channel.side in ("left", "right")
    return (channel.quantity, channel.place, channel.side) if sided else (channel.quantity, channel.place)
