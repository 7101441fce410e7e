"""Joint moments and what they do to kneecap, Achilles tendon and shin bone: one value a contact, curves over stance."""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.metrics.loads.moments import Moments, moments
from restride.metrics.loads.tissue import (
    achilles_force_n,
    contact_area_mm2,
    patellofemoral_force_n,
    tibial_force_n,
)

MOMENTS = "joint_moments"
TISSUES = "tissue_loads"


def loads(bout: Bout) -> Measures:
    """All that force and markers tell of the loads of each contact."""
    seen = moments(bout)
    if seen is None:
        return Measures()
    rows, waves = [], []

    def add(name: str, method: str, values: Array) -> None:
        if np.isfinite(values).any():
            rows.append(Rows(name, method, values))

    def draw(name: str, unit: str, method: str, values: Array) -> None:
        if np.isfinite(values).any():
            waves.append(Waves(name, unit, method, values, together=True))

    for joint, name in (("knee", "knee_extension_moment"), ("ankle", "ankle_plantarflexion_moment")):
        curve = getattr(seen, joint) / seen.mass_kg
        add(f"{name}_peak", MOMENTS, curve.max(axis=1))
        draw(name, "Nm/kg", MOMENTS, curve)
    draw("hip_extension_moment", "Nm/kg", MOMENTS, seen.hip / seen.mass_kg)
    stance_s = bout.strides.stance_s
    for name, curve in tissue_forces_bw(seen).items():
        add(f"{name}_peak", TISSUES, curve.max(axis=1))
        add(f"{name}_impulse", TISSUES, curve.mean(axis=1) * stance_s)
        draw(name, "BW", TISSUES, curve)
    force_n = patellofemoral_force_n(seen.knee, seen.flexion)
    stress = force_n / contact_area_mm2(seen.flexion, bout.person.sex)
    add("patellofemoral_stress_peak", TISSUES, stress.max(axis=1))
    return Measures(tuple(rows), tuple(waves), (*seen.quality, *_sides(bout, seen)))


def tissue_forces_bw(seen: Moments) -> dict[str, Array]:
    """(n, 101) over stance in body weights, by name."""
    weight = seen.mass_kg * STANDARD_GRAVITY_MPS2
    return {
        "patellofemoral_force": patellofemoral_force_n(seen.knee, seen.flexion) / weight,
        "achilles_force": achilles_force_n(seen.ankle) / weight,
        "tibial_force": tibial_force_n(seen.axial, seen.ankle) / weight,
    }


def _sides(bout: Bout, seen: Moments) -> tuple[Quality, ...]:
    """On one plate for both feet a few millimetres of error of its centre of pressure load one side against the other.

    Such an offset looks like a limp and is none, so sides are never compared; it is said instead.
    """
    means = [_mean_peak(seen.ankle[bout.strides.where(side)]) / seen.mass_kg for side in ("left", "right")]
    if not np.isfinite(means).all():
        return ()
    off = means[0] - means[1]
    message = (
        f"the ankle moment reads {abs(off):.2f} Nm/kg higher on the {'left' if off > 0 else 'right'}: a centre of "
        "pressure that is a few millimetres off does that too, so joint moments and tissue loads of left and right are "
        "not compared"
    )
    return (Quality(code="sides_not_compared", severity="info", message=message),)


def _mean_peak(curves: Array) -> float:
    peaks = curves.max(axis=1)
    seen = np.isfinite(peaks)
    return float(peaks[seen].mean()) if seen.any() else float("nan")
