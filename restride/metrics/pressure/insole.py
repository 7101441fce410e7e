"""Force, pressure and centre of pressure in insoles, one value a stance.

needs: insole_force, pressure, cop @insole of one or both sides, and strides with final contacts. Definitions:
core/vocabulary/pressure.toml. A stance with a gap longer than GAP_S has no value: its peak may lie in the gap.
Strike index after Cavanagh and Lafortune 1980 (J Biomech 13:397), with the insole's length for the shoe's.
"""

import numpy as np

from restride.core.recording import Array, Channel
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.metrics.pressure.weight import body_weight
from restride.signal.crossings import Index, resampled
from restride.signal.filters import bridge
from restride.signal.insole import longest_gap_s, unburdened

FORCE, PRESSURE = "insole_force", "insole_pressure"
REGIONS = ("heel", "midfoot", "forefoot", "toes")
PLACE = "insole"
GAP_S = 0.03
LANDING_S = 0.03
"""The first centre of pressure must come so soon after initial contact."""
KPA = 1e-3
SIDEWAYS = {"left": 1.0, "right": -1.0}
"""ML is to the right: towards the inner edge of a left foot, the outer of a right one."""


def insole(bout: Bout) -> Measures:
    """All that the insoles of a bout tell."""
    channels = [tuple(c for c in bout.recording.select(q, PLACE) if c.side in SIDEWAYS) for q in _QUANTITIES]
    if not any(channels):
        return Measures()
    force, pressure, cop = channels
    found = [_pressures(bout, pressure), _centres(bout, cop), _medial(bout, force)]
    weight = body_weight(bout, force)
    notes = weight[1] if weight else ()
    if weight:
        found.append(_forces(bout, force, weight[0]))
    return Measures(tuple(r for f in found for r in f.rows), tuple(w for f in found for w in f.waves), notes)


_QUANTITIES = ("insole_force", "pressure", "cop")


def _stances(bout: Bout, channel: Channel) -> Index:
    """Contacts of the channel's foot whose end is known and that no gap cuts."""
    s = bout.strides
    rows = s.where(channel.side)
    ends = zip(s.ic_s[rows], s.fc_s[rows], strict=True)
    whole = [bool(np.isfinite(fc)) and longest_gap_s(channel, ic, fc) <= GAP_S for ic, fc in ends]
    return np.asarray(rows[np.array(whole, dtype=bool)])


def _cut(values: Array, channel: Channel, ic_s: float, fc_s: float) -> Array:
    """The samples of a contact."""
    a = int(np.ceil((ic_s - channel.start_s) * channel.rate_hz - 1e-6))
    b = int(np.floor((fc_s - channel.start_s) * channel.rate_hz + 1e-6)) + 1
    return values[max(a, 0) : b]


def _forces(bout: Bout, channels: tuple[Channel, ...], weight: float) -> Measures:
    """Peak force, force-time integral of each region, and the force over stance."""
    n = bout.strides.n
    peak, curve = np.full(n, np.nan), np.full((n, 101), np.nan)
    integral = {region: np.full(n, np.nan) for region in REGIONS if any(c.has(region) for c in channels)}
    for c in channels:
        force, rows = unburdened(c) / weight, _stances(bout, c)
        ic, fc = bout.strides.ic_s[rows], bout.strides.fc_s[rows]
        total = force[:, c.axes.index("total")]
        curve[rows] = resampled(total, c.rate_hz, c.start_s, ic, fc)
        for row, start, end in zip(rows.tolist(), ic, fc, strict=True):
            own = _cut(force, c, start, end)
            peak[row] = own[:, c.axes.index("total")].max()
            for region in (r for r in integral if c.has(r)):
                integral[region][row] = np.maximum(own[:, c.axes.index(region)], 0).sum() / c.rate_hz
    made = [_row("vgrf_peak", FORCE, peak)]
    made += [_row(f"force_time_integral_{region}", FORCE, values) for region, values in integral.items()]
    return Measures(tuple(made), (Waves("insole_force", "BW", FORCE, curve, "fair"),))


def _medial(bout: Bout, channels: tuple[Channel, ...]) -> Measures:
    """Share of the impulse in front of the heel that the inner half carries."""
    share = np.full(bout.strides.n, np.nan)
    for c in (c for c in channels if c.has("medial", "lateral")):
        force = np.maximum(unburdened(c), 0)
        for row in _stances(bout, c).tolist():
            own = _cut(force, c, bout.strides.ic_s[row], bout.strides.fc_s[row])
            inner, outer = (own[:, c.axes.index(name)].sum() for name in ("medial", "lateral"))
            if inner + outer > 0:
                share[row] = 100 * inner / (inner + outer)
    return Measures((_row("medial_load_share", FORCE, share),))


def _pressures(bout: Bout, channels: tuple[Channel, ...]) -> Measures:
    """Highest pressure of any sensor of a region."""
    peak = {region: np.full(bout.strides.n, np.nan) for region in REGIONS}
    for c in channels:
        values, rows = bridge(c.values), _stances(bout, c)
        for region, out in peak.items():
            at = [k for k, name in enumerate(c.axes) if name.startswith(f"{region}_")]
            if not at:
                continue
            for row in rows.tolist():
                own = _cut(values[:, at], c, bout.strides.ic_s[row], bout.strides.fc_s[row])
                out[row] = KPA * own.max()
    return Measures(tuple(_row(f"peak_pressure_{region}", PRESSURE, values) for region, values in peak.items()))


def _centres(bout: Bout, channels: tuple[Channel, ...]) -> Measures:
    """Where the centre of pressure begins, how far it goes, and its way over stance."""
    n = bout.strides.n
    strike, along, across = np.full((3, n), np.nan)
    curves = {name: np.full((n, 101), np.nan) for name in ("cop_forward", "cop_inward")}
    for c in channels:
        place = 100 * np.column_stack([c.axis("AP"), SIDEWAYS[c.side] * c.axis("ML")])
        filled = bridge(place)
        rows = bout.strides.where(c.side)
        for row in rows[np.isfinite(bout.strides.fc_s[rows])].tolist():
            ic, fc = bout.strides.ic_s[row], bout.strides.fc_s[row]
            own = _cut(place, c, ic, fc)
            seen = np.flatnonzero(np.isfinite(own).all(axis=1))
            if len(seen) < 3 or np.diff(seen).max() > GAP_S * c.rate_hz + 1:
                continue
            if seen[0] > LANDING_S * c.rate_hz or len(own) - 1 - seen[-1] > LANDING_S * c.rate_hz:
                continue
            strike[row] = own[seen[0], 0]
            along[row], across[row] = np.ptp(own[seen], axis=0)
            for k, name in enumerate(curves):
                curves[name][row] = resampled(filled[:, k], c.rate_hz, c.start_s, np.array([ic]), np.array([fc]))[0]
    rows_of = {"strike_index": strike, "cop_length": along, "cop_width": across}
    return Measures(
        tuple(_row(name, PRESSURE, values) for name, values in rows_of.items()),
        tuple(Waves(name, "%", PRESSURE, values, "fair") for name, values in curves.items()),
    )


def _row(name: str, method: str, values: Array) -> Rows:
    return Rows(name, method, values, "fair", place=PLACE)
