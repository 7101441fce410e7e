"""Left and right of running contacts from one device on the lower back.

needs: contacts, and of a device in body axes (AP, V, ML) acc ML, m/s2, and gyro AP and V, deg/s. returns: (n,) left,
right or unknown. raises: nothing.

Once a stride the pelvis sways, drops to the side of the swinging leg and turns with it. Each of the three is a wave at
the stride's frequency, and the moment of its crest after a right contact says which foot it was. A contact votes by
the sum of the three; votes of a run of steps must agree, and no wave may speak against the others: a device whose
forward direction was taken for backward sways and drops the wrong way but turns the right way, and is left unknown.
Source: Lee et al. 2010 (sides from mediolateral acceleration; 81.9 % right in Kiernan et al. 2023, Sensors 23:5022).
Ours: the two turning rates beside it, the votes, and the moments, which are those of nine runs of three people (RBDS,
sensors simulated from their pelvis markers, 2.5 to 4.5 m/s); their phases lie within 41 degrees of ours.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.core.strides import Sides
from restride.signal.crossings import resampled

POINTS = 16


@dataclass(frozen=True, slots=True)
class RunSides:
    """Parameters. Crests are in degrees of the stride that begins with a right contact."""

    sway_deg: float = 40.0
    """Of acceleration to the right: mid-stance."""
    drop_deg: float = 100.0
    """Of the rate at which the right side sinks: late in stance, when the left side is being raised again."""
    turn_deg: float = 130.0
    """Of the rate of turning left: the right leg leaves the ground and swings forward."""
    agreement: float = 0.8
    """Share of a run's contacts that must vote alike."""
    clear: float = 0.5
    """Mean vote of a run that counts; 1 is a wave whose crests are where they should be, stride after stride."""
    against: float = -0.2
    """A wave with a mean vote below this contradicts the others."""
    fewest: int = 8


def sides(acc: Array, gyro: Array, rate_hz: float, ic: Array, params: RunSides = RunSides()) -> Sides:
    """(m,) the side of each contact, "unknown" where the signal does not say it plainly.

    acc: (n, 3) m/s2 and gyro: (n, 3) deg/s along AP, V, ML; ic: (m,) initial contacts in samples, ordered.
    """
    out = np.full(len(ic), "unknown", dtype="<U7")
    for rows in _runs(ic, params.fewest):
        votes = _votes(acc, gyro, rate_hz, ic[rows], params)
        sign = np.where(np.arange(len(rows)) % 2 == 0, 1.0, -1.0)
        seen = np.isfinite(votes).all(axis=1)
        if seen.sum() < params.fewest - 2:
            continue
        first_is_right = sign[seen, None] * votes[seen]
        each = first_is_right.mean(axis=0)
        whole = float(each.mean())
        each *= np.sign(whole)
        alike = np.mean(np.sign(first_is_right.mean(axis=1)) == np.sign(whole))
        if abs(whole) >= params.clear and alike >= params.agreement and each.min() >= params.against:
            right = sign * np.sign(whole) > 0
            out[rows] = np.where(right, "right", "left")
    return out


def unknown_note(side: Sides) -> tuple[Quality, ...]:
    """What to say where contacts have no side; nothing where all have one."""
    missing = int(np.count_nonzero(side == "unknown"))
    if missing == 0:
        return ()
    share = "" if missing == len(side) else f"{missing} of {len(side)} "
    message = f"the pelvis does not move plainly enough to tell left from right: {share}contacts have no side"
    return (Quality(code="side_unknown", severity="info", message=message),)


def _runs(ic: Array, fewest: int) -> list[np.ndarray]:
    """Rows of contacts that follow each other without a step missing or one too many."""
    if len(ic) < fewest:
        return []
    step = np.diff(ic)
    usual = float(np.median(step))
    cuts = np.flatnonzero(np.abs(step / usual - 1) > 0.4) + 1
    return [rows for rows in np.split(np.arange(len(ic)), cuts) if len(rows) >= fewest]


def _votes(acc: Array, gyro: Array, rate_hz: float, ic: Array, params: RunSides) -> Array:
    """(m, 3) how well sway, drop and turn of the stride from each contact fit a right foot: 1 wholly, -1 a left one.

    The last two contacts, whose strides are not whole, repeat the votes of the two before, which are of the same feet.
    """
    waves = (
        (acc[:, 2], params.sway_deg),
        (gyro[:, 0], params.drop_deg),
        (gyro[:, 1], params.turn_deg),
    )
    start_s, end_s = ic[:-2] / rate_hz, ic[2:] / rate_hz
    turn = np.exp(-2j * np.pi * np.arange(POINTS) / POINTS)
    out = np.empty((len(ic), 3))
    for k, (wave, crest_deg) in enumerate(waves):
        # the fundamental over one stride: waves at the step's frequency, far larger, fall out
        fundamental = resampled(wave, rate_hz, 0.0, start_s, end_s, POINTS + 1)[:, :-1] @ turn
        out[:-2, k] = np.cos(np.angle(fundamental) + np.radians(crest_deg))
    out[-2:] = out[-4:-2]
    return out
