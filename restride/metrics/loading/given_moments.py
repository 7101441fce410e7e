"""Joint moments that another program computed (OpenSim, Plug-in Gait, HBM, Visual3D): peaks and curves of each stance.

needs: joint_moment channels, Nm or Nm/kg, positive for extension and plantarflexion. Moments in Nm are divided by the
mass of the profile, which is the mass that the program was told, else by what the plates carried. Where markers and
force of the same recording give our own moments, those are taken (see kinematics/given.py). A stance in which the other
foot stood on the same plate has no moment.
"""

import numpy as np

from restride.core.markersets import SIDES
from restride.core.quality import Quality
from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.metrics.loading.force import mass_kg
from restride.signal.crossings import resampled

METHOD = "lab_moments"
JOINTS = (
    ("knee", "extension", "knee_extension_moment", "knee_extension_moment_peak"),
    ("ankle", "plantarflexion", "ankle_plantarflexion_moment", "ankle_plantarflexion_moment_peak"),
    ("hip", "extension", "hip_extension_moment", ""),
)


def lab_moments(bout: Bout) -> Measures:
    """Peaks over body mass, and curves over stance."""
    channels = bout.recording.select("joint_moment")
    if not channels:
        return Measures()
    mass = bout.person.mass_kg or mass_kg(bout)
    if mass is None and all(c.unit == "Nm" for c in channels):
        return Measures(quality=(_no_mass(channels[0].origin or bout.recording.source.file),))
    s, clean = bout.strides, bout.clean()
    values: dict[str, Array] = {}
    waves: dict[str, Array] = {}
    for side in SIDES:
        rows = s.where(side)
        rows = rows[clean[rows]]
        if len(rows) == 0:
            continue
        for place, axis, wave, peak in JOINTS:
            for c in bout.recording.select("joint_moment", place, side):
                per_kg = 1.0 if c.unit == "Nm/kg" else 1 / mass if mass else np.nan
                curve = resampled(per_kg * c.axis(axis), c.rate_hz, c.start_s, s.ic_s[rows], s.fc_s[rows])
                waves.setdefault(wave, np.full((s.n, 101), np.nan))[rows] = curve
                if peak:
                    values.setdefault(peak, np.full(s.n, np.nan))[rows] = curve.max(axis=1)
    seen = {name: rows for name, rows in values.items() if np.isfinite(rows).any()}
    return Measures(
        tuple(Rows(name, METHOD, rows) for name, rows in seen.items()),
        tuple(Waves(name, "Nm/kg", METHOD, rows) for name, rows in waves.items()),
    )


def _no_mass(file: str) -> Quality:
    return Quality(
        code="mass_unknown",
        severity="warning",
        message=f"joint moments of {file} are in Nm and no body mass is known: give it in a profile (--profile)",
    )
