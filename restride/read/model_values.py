"""What a model's joint angles and moments are in, and which way they count, seen from how people walk and run.

What a file says is believed unless no gait could have such numbers; nothing is changed without a note.

- Degrees or radians: in gait some joint of the leg turns by 40 degrees and more, at 60 degrees a second on average. In
  radians that is 0.6 to 3, at 1 a second and more; who stands sways by as many degrees, but slowly.
- Knee angle: in swing the knee bends by 40 to 130 degrees and no knee straightens past 20: the larger extreme is
  flexion.
- Moments: the largest sagittal moment of a leg in gait is 0.4 to 8 Nm for each kg of body mass, so that Nm/kg, Nm,
  Nmm/kg and Nmm lie apart, but for the heaviest pushes in Nm and the lightest in Nmm/kg, where the file decides.
- Ankle moment: the push-off of the calf is several times any moment the other way (Winter 1984, Hum Mov Sci 3:51).
- Knee moment: with the foot on the ground, the peak that straightens the knee is larger than the one that bends it (the
  same); in late swing of a sprint it need not be. Where the peaks come near each other nothing is said. Tried on two
  walks and a run of three people, where the larger peak was 2.1 to 6.0 times the other.

The limits are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from restride.core.quality import Quality
from restride.core.recording import Array, Channel
from restride.signal.crossings import runs

MOST_RAD, LEAST_RAD, MEAN_RAD_S, LAG_S = 3.0, 0.5, 0.7, 0.2
DEG = 180 / np.pi
FLEXES_DEG = 30.0
CLEAR = 1.3
"""A peak decides if it is so many times the peak the other way."""
WORKS, BEFORE = 0.1, 0.35
"""A calf works above this share of its peak; it begins to after the foot has landed on the heel."""
PER_KG, BODY_KG = (0.4, 8.0), (40.0, 75.0)
"""Largest sagittal moment in gait, Nm/kg; and the masses that make it Nm: light with the least, heavy with the most."""
MOMENT_UNITS = {"Nm/kg": ("Nm/kg", 1.0), "Nm": ("Nm", 1.0), "Nmm/kg": ("Nm/kg", 1e-3), "Nmm": ("Nm", 1e-3)}
MOST_W_KG = 45.0
"""Peak power of one joint, W/kg: sprinters' ankles make less; in W the calf of a slow walker makes more."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a reader found: channels, notes, and the columns (from 0) that they are made of."""

    channels: tuple[Channel, ...] = ()
    notes: tuple[Quality, ...] = ()
    used: frozenset[int] = frozenset()


def degrees_factor(
    angles: Sequence[Array], rate_hz: float, says: bool | None, file: str
) -> tuple[float, list[Quality]]:
    """What turns joint angles of the legs (n,) into degrees.

    says: whether the file calls them degrees; None where it is silent, which stands for degrees by custom.
    """
    turned = [a[np.isfinite(a)] for a in angles]
    lag = max(1, round(LAG_S * rate_hz))  # so long that noise is no speed
    turned = [a for a in turned if len(a) > lag]
    span = max((float(np.ptp(a)) for a in turned), default=0.0)
    speed = max((float(np.mean(np.abs(a[lag:] - a[:-lag]))) * rate_hz / lag for a in turned), default=0.0)
    degrees = says is not False
    if span > MOST_RAD:
        degrees = True
    elif span > LEAST_RAD and speed > MEAN_RAD_S:
        degrees = False
    if degrees == (says is not False):
        return (1.0 if degrees else DEG), []
    though = "the file does not say it" if says is None else f"the file says {'degrees' if says else 'radians'}"
    message = (
        f"angles of {file} were taken to be in {'degrees' if degrees else 'radians'}: legs turn by {span:.3g} at most; "
        f"{though}"
    )
    return (1.0 if degrees else DEG), [
        Quality(code="unit_inferred", severity="info" if says is None else "warning", message=message)
    ]


def knee_angle_sign(angles: Sequence[Array], file: str) -> tuple[float, list[Quality]]:
    """+1 or -1: what makes knee angles (n,) in degrees positive flexed. Unchanged where no knee bends as in gait."""
    low = min((float(np.nanpercentile(a, 0.5)) for a in angles if np.isfinite(a).any()), default=0.0)
    high = max((float(np.nanpercentile(a, 99.5)) for a in angles if np.isfinite(a).any()), default=0.0)
    if -low < FLEXES_DEG or -low < CLEAR * high:
        return 1.0, []
    message = f"knee angles of {file} count extension positive ({low:.0f} to {high:.0f} degrees): they were turned over"
    return -1.0, [Quality(code="sign_inferred", severity="info", message=message)]


def moment_unit(moments: Sequence[Array], says: str, file: str) -> tuple[str, float, list[Quality]] | None:
    """Unit in memory and factor of sagittal moments (n,), by their size; None where they fit no unit.

    says: Nm, Nmm, Nm/kg or Nmm/kg, as the file has it.
    """
    size = max((float(np.nanpercentile(np.abs(m), 98)) for m in moments if np.isfinite(m).any()), default=0.0)
    reach = {"Nm/kg": PER_KG, "Nm": (PER_KG[0] * BODY_KG[0], PER_KG[1] * BODY_KG[1])}
    reach |= {f"Nmm{unit[2:]}": (1e3 * low, 1e3 * high) for unit, (low, high) in reach.items()}
    fits = [unit for unit, (low, high) in reach.items() if low <= size <= high]
    unit = says if says in fits else fits[0] if fits else ""
    if not unit:
        return None
    si, factor = MOMENT_UNITS[unit]
    if unit == says:
        return si, factor, []
    though = says or "nothing"
    message = (
        f"joint moments of {file} were taken to be in {unit}: they go up to about {size:,.3g}; the file says {though}"
    )
    return si, factor, [Quality(code="unit_inferred", severity="warning", message=message)]


def larger_peak(moments: Sequence[Array]) -> float:
    """+1 or -1, the sign of the larger of the peaks (n,) both ways; 0 where they come near each other."""
    high = max((float(np.nanpercentile(m, 98)) for m in moments if np.isfinite(m).any()), default=0.0)
    low = -min((float(np.nanpercentile(m, 2)) for m in moments if np.isfinite(m).any()), default=0.0)
    if max(high, low) <= 0 or max(high, low) < CLEAR * min(high, low):
        return 0.0
    return 1.0 if high > low else -1.0


def knee_moment_sign(knees: Sequence[Array], calves: Sequence[Array]) -> float:
    """+1 or -1: what makes knee moments (n,) positive where they straighten the knee; 0 where nothing tells it.

    calves: (n,) moments of the same legs' ankles, plantarflexion positive; none where the file has none.
    """
    return larger_peak([knee[_stance(calf)] for knee, calf in zip(knees, calves, strict=True)] if calves else knees)


def _stance(calf: Array) -> npt.NDArray[np.bool_]:
    """(n,) roughly when the foot is on the ground: while the calf works, and a third of that time before."""
    held = np.zeros(len(calf), dtype=bool)
    if not np.isfinite(calf).any():
        return held
    for first, last in runs(calf > WORKS * np.nanpercentile(calf, 98)):
        held[max(0, first - round(BEFORE * (last - first))) : last] = True
    return held
