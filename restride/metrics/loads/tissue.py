"""Joint moments -> force on the kneecap's joint, the Achilles tendon and the shin bone.

All are models: they follow a change within one person far better than they tell a person's own level.
"""

import numpy as np
import numpy.typing as npt

from restride.core.recording import Array
from restride.metrics.loads.anthropometry import Sex

KNEE_RANGE_DEG = (0.0, 90.0)
"""Where the two knee curves are defined; outside, the nearer end stands in."""
AREA_DEG = (0.0, 30.0, 60.0)
AREA_MM2: dict[Sex, tuple[float, float, float]] = {
    "male": (210.0, 414.0, 520.0),
    "female": (210.0, 269.0, 396.0),
    "unknown": (210.0, 341.5, 458.0),
}
ACHILLES_ARM_M = 0.05


def quadriceps_arm_m(flexion_deg: npt.ArrayLike) -> Array:
    """Effective lever arm of the quadriceps (van Eijden et al. 1986, as in Brechter & Powers 2002); B-01, B-03."""
    x = np.clip(np.asarray(flexion_deg, dtype=np.float64), *KNEE_RANGE_DEG)
    return np.asarray(8.0e-8 * x**3 - 1.3e-5 * x**2 + 2.8e-4 * x + 0.046)


def kneecap_share(flexion_deg: npt.ArrayLike) -> Array:
    """Force between kneecap and thigh bone over that of the quadriceps (same sources); B-01, B-03."""
    x = np.clip(np.asarray(flexion_deg, dtype=np.float64), *KNEE_RANGE_DEG)
    above = 0.462 + 1.47e-3 * x - 3.84e-5 * x**2
    return np.asarray(above / (1 - 1.62e-2 * x + 1.55e-4 * x**2 - 6.98e-7 * x**3))


def patellofemoral_force_n(extension_nm: npt.ArrayLike, flexion_deg: npt.ArrayLike) -> Array:
    """Force on the kneecap's joint from the knee's net extension moment; a flexing moment counts as none.

    Muscles that flex the knee at the same time are left out, so it is a lower bound.
    """
    quadriceps = np.maximum(np.asarray(extension_nm, dtype=np.float64), 0) / quadriceps_arm_m(flexion_deg)
    return np.asarray(kneecap_share(flexion_deg) * quadriceps)


def contact_area_mm2(flexion_deg: npt.ArrayLike, sex: Sex) -> Array:
    """Contact area of the unloaded joint (Besier et al. 2005, B-08), straight lines between 0, 30 and 60 degrees.

    NaN beyond 60 degrees: nothing is extrapolated. Published areas differ by a factor of two, so a stress is only
    compared with stresses of this one model.
    """
    x = np.asarray(flexion_deg, dtype=np.float64)
    area = np.interp(x, AREA_DEG, AREA_MM2[sex])
    return np.asarray(np.where(x > AREA_DEG[-1], np.nan, area))


def manal_arm_m(dorsiflexion_deg: npt.ArrayLike) -> Array:
    """Arm of the Achilles tendon at rest by ankle angle (Manal et al. 2013, B-16): 34.6 mm at 20 degrees of
    dorsiflexion to 36.9 mm at 10 of plantarflexion, a straight line between and the ends held outside."""
    return np.asarray(np.interp(np.asarray(dorsiflexion_deg, dtype=np.float64), (-10.0, 20.0), (0.0369, 0.0346)))


def achilles_force_n(plantarflexion_nm: npt.ArrayLike, arm_m: npt.ArrayLike = ACHILLES_ARM_M) -> Array:
    """Net plantarflexion moment over the tendon's arm (B-15: 5 cm); a dorsiflexing moment counts as none."""
    return np.asarray(np.maximum(np.asarray(plantarflexion_nm, dtype=np.float64), 0) / np.asarray(arm_m))


def tibial_force_n(
    axial_n: npt.ArrayLike, plantarflexion_nm: npt.ArrayLike, arm_m: npt.ArrayLike = ACHILLES_ARM_M
) -> Array:
    """Compression of the shin bone at the ankle: the joint's axial force and the calf's pull (B-25)."""
    return np.asarray(np.asarray(axial_n, dtype=np.float64) + achilles_force_n(plantarflexion_nm, arm_m))
