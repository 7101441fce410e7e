"""An uneven time column -> samples on an even clock."""

import numpy as np

from restride.core.errors import InputError
from restride.core.recording import Array
from restride.read.sidecar import RATE_HZ

GAP_SAMPLES = 3.0
EVEN_SAMPLES = 0.4
MOST_REPEATED = 0.2
MOST_STRETCH = 20


def on_even_clock(time_s: Array, values: Array, name: str) -> tuple[float, float, Array]:
    """start_s, rate_hz and (m, k) values on an even clock, from (n,) times and (n, k) values.

    The rate is that of the ordinary steps, gaps left aside. Where no sample lies further than EVEN_SAMPLES from its
    place on the even clock, the samples are kept as they are; else they are interpolated in a straight line, and gaps
    longer than GAP_SAMPLES become NaN. Rows that repeat a time are left out.

    Raises InputError: times missing, running backwards, mostly repeated, or no clock that fits them.
    """
    if not np.isfinite(time_s).all():
        row = int(np.flatnonzero(~np.isfinite(time_s))[0])
        raise InputError("a time in every row", f"none in data row {row + 1} of {name}", "mend that row")
    step = np.diff(time_s)
    if (step < 0).any():
        row = int(np.flatnonzero(step < 0)[0]) + 1
        found = f"{time_s[row]:.6g} s after {time_s[row - 1]:.6g} s in data row {row + 1} of {name}"
        raise InputError("a time column that rises", found, "cut the file there, or give rate_hz in its place")
    fresh = np.concatenate([[True], step > 0])
    repeated = int(len(fresh) - fresh.sum())
    if repeated > MOST_REPEATED * len(fresh):
        found = f"{repeated} repeated times in {len(fresh)} rows of {name}"
        raise InputError("a time of its own for each row", found, "give rate_hz in place of the time column")
    time_s, values = time_s[fresh], values[fresh]
    if len(time_s) < 2:
        raise InputError("at least two samples", f"{len(time_s)} in {name}", "record longer")
    step = np.diff(time_s)
    ordinary = step[step <= GAP_SAMPLES * np.median(step)].mean()
    rate_hz = float(1 / step[step <= 1.75 * ordinary].mean())  # single lost samples aside
    if not RATE_HZ[0] <= rate_hz <= RATE_HZ[1]:
        needed = f"between {RATE_HZ[0]:g} and {RATE_HZ[1]:g} samples a second"
        raise InputError(needed, f"{rate_hz:.4g} in {name}", "check time_unit in the sidecar")
    span = float(time_s[-1] - time_s[0])
    even_hz = (len(time_s) - 1) / span
    place = (time_s - time_s[0]) * even_hz
    if np.abs(place - np.arange(len(time_s))).max() <= EVEN_SAMPLES:
        return float(time_s[0]), even_hz, values
    count = int(span * rate_hz + 1e-6) + 1
    if count > MOST_STRETCH * len(time_s) + 1000:
        found = f"{len(time_s)} rows over {span:.6g} s in {name}: the clock jumps"
        raise InputError("a clock without leaps", found, "cut the file at the leap, or give rate_hz")
    even_s = time_s[0] + np.arange(count) / rate_hz
    resampled = np.stack([np.interp(even_s, time_s, column) for column in values.T], axis=1)
    after = np.clip(np.searchsorted(time_s, even_s, side="left"), 1, len(time_s) - 1)
    in_gap = (step[after - 1] > (GAP_SAMPLES + 0.5) / rate_hz) & (even_s > time_s[after - 1]) & (even_s < time_s[after])
    resampled[in_gap] = np.nan
    return float(time_s[0]), rate_hz, resampled
