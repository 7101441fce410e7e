"""Force plates of a C3D file: from their analog channels to force on the person, centre of pressure and moment, SI.

Plate types 1 to 4 after the C3D user guide; the same algebra as ezc3d's ForcePlatforms, against which the tests hold
it. We differ: moments follow the unit that their channels state, whole arrays take the place of loops, and the centre
of pressure is NaN below MINIMUM_N, where it is noise. Types 5 to 7, 11, 12 and 21 are left as analog channels.
"""

import re
from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.read.c3d_header import Layout

MINIMUM_N = 10.0
CHANNELS = {1: 6, 2: 6, 3: 8, 4: 6}
FORCE_N = {"": 1.0, "n": 1.0, "newton": 1.0, "newtons": 1.0, "kn": 1e3}
MOMENT_NM = {"nm": 1.0, "ncm": 1e-2, "nmm": 1e-3}
LENGTH_M = {"m": 1.0, "cm": 1e-2, "mm": 1e-3}


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """One force plate, lab frame.

    force (n, 3) N; cop (n, 3) m, NaN where undefined; moment (n, 3) Nm on the person about the centre of the plate's
    surface; corners (4, 3) m; used: the analog channels (from 0) that it is made of.
    """

    force: Array
    cop: Array
    moment: Array
    corners: Array
    used: tuple[int, ...]


def force_plates(layout: Layout, analogs: Array, length_m: float) -> tuple[Plate, ...]:
    """Every plate that the analog channels (k, samples) make up; `length_m`: metres in one unit of the file's lengths.

    A plate of a type that we do not know, without corners, in volts or with channels that the file lacks, is left out.
    """
    plates = []
    for number in range(min(int(layout.parameters.number("FORCE_PLATFORM", "USED", 0.0)), 64)):
        plate = _plate(number, layout, analogs, length_m)
        if plate is not None:
            plates.append(plate)
    return tuple(plates)


def _plate(number: int, layout: Layout, analogs: Array, length_m: float) -> Plate | None:
    kinds = layout.parameters.numbers("FORCE_PLATFORM", "TYPE")
    kind = int(kinds[number]) if number < len(kinds) and np.isfinite(kinds[number]) else 0
    count = CHANNELS.get(kind, 0)
    used = _channels(number, layout, count)
    corners = _slice(layout, "CORNERS", number, (4, 3))
    if count == 0 or len(used) != count or corners is None or len(analogs) == 0:
        return None
    corners = corners * length_m
    axes, factors = _plate_axes(corners), _unit_factors(layout, used, kind, length_m)
    if axes is None or factors is None:
        return None
    force, moment, cop = _local(analogs[list(used)].T, factors, kind, number, layout, length_m)
    with np.errstate(all="ignore"):
        if cop is None:
            cop = np.stack([-moment[:, 1] / force[:, 2], moment[:, 0] / force[:, 2], np.zeros(len(force))], axis=1)
            if kind == 3:
                cop[:, :2] -= _bent(cop / length_m, number, layout) * length_m
        cop[np.abs(force[:, 2]) < MINIMUM_N] = np.nan
        lab = cop @ axes.T + corners.mean(axis=0)
    return Plate(force @ axes.T, lab, moment @ axes.T, corners, used)


def _local(
    raw: Array, factors: Array, kind: int, number: int, layout: Layout, length_m: float
) -> tuple[Array, Array, Array | None]:
    """Force and moment about the centre of the surface, in the plate's own axes; the CoP where the plate gives it."""
    matrix = _slice(layout, "CAL_MATRIX", number, (6, 6)) if kind == 4 else None
    raw = (raw if matrix is None else raw @ matrix) * factors
    origin = _slice(layout, "ORIGIN", number, (3,))
    origin = np.zeros(3) if origin is None else origin * length_m
    if origin[2] > 0:  # the guide wants the vector from the sensor up to the surface, many files give the reverse
        origin = -origin
    if kind == 1:
        zeros = np.zeros(len(raw))
        cop = np.stack([raw[:, 3], raw[:, 4], zeros], axis=1)
        free = np.stack([zeros, zeros, raw[:, 5]], axis=1)
        return raw[:, :3], np.cross(cop, raw[:, :3]) + free, cop
    if kind == 3:
        x12, x34, y14, y23, z1, z2, z3, z4 = raw.T
        force = np.stack([x12 + x34, y14 + y23, z1 + z2 + z3 + z4], axis=1)
        a, b = origin[0], origin[1]
        moment = np.stack([b * (z1 + z2 - z3 - z4), a * (z2 + z3 - z1 - z4), b * (x34 - x12) + a * (y14 - y23)], axis=1)
        return force, moment + np.cross(force, [0.0, 0.0, origin[2]]), None
    return raw[:, :3], raw[:, 3:] + np.cross(raw[:, :3], origin), None


def _bent(cop: Array, number: int, layout: Layout) -> Array:
    """(n, 2) correction of a type 3 plate's CoP by the maker's polynomial FPCOPPOLY, both in the file's unit."""
    stored = layout.parameters.numbers("FORCE_PLATFORM", "FPCOPPOLY")[12 * number : 12 * number + 12]
    if len(stored) < 12:
        return np.zeros((len(cop), 2))
    p, (x, y) = np.array(stored).reshape(4, 3), cop[:, :2].T
    in_y, in_x = np.stack([y**4, y**2, np.ones_like(y)]), np.stack([x**4, x**2, np.ones_like(x)])
    return np.stack([(p[0] @ in_y) * x**3 + (p[1] @ in_y) * x, (p[2] @ in_x) * y**3 + (p[3] @ in_x) * y], axis=1)


def _plate_axes(corners: Array) -> Array | None:
    """Columns: the plate's x, y, z in the lab. None where the corners span no area."""
    x = corners[0] - corners[1]
    z = np.cross(x, corners[0] - corners[3])
    y = np.cross(z, x)
    lengths = [float(np.linalg.norm(v)) for v in (x, y, z)]
    if not all(np.isfinite(length) and length > 1e-9 for length in lengths):
        return None
    return np.stack([x / lengths[0], y / lengths[1], z / lengths[2]], axis=1)


def _channels(number: int, layout: Layout, count: int) -> tuple[int, ...]:
    found = layout.parameters.find("FORCE_PLATFORM", "CHANNEL")
    if found is None or not found.shape:
        return ()
    width = found.shape[0]
    used = tuple(int(v) - 1 for v in found.values[number * width : number * width + count] if not isinstance(v, str))
    return used if all(0 <= u < layout.analogs for u in used) else ()


def _slice(layout: Layout, name: str, number: int, shape: tuple[int, ...]) -> Array | None:
    """The numbers of one plate in a parameter that holds all plates, or None."""
    size = int(np.prod(shape))
    values = layout.parameters.numbers("FORCE_PLATFORM", name)[number * size : (number + 1) * size]
    if len(values) < size or not np.isfinite(values).all():
        return None
    return np.array(values, dtype=np.float64).reshape(shape)


def _unit_factors(layout: Layout, used: tuple[int, ...], kind: int, length_m: float) -> Array | None:
    """What turns each channel into N and Nm (type 1: m), from its stated unit; else N and N times the file's length.

    None where a plate of type 1 to 3 states a unit that is none of force: volts that were never scaled.
    """
    units = layout.parameters.texts("ANALOG", "UNITS")
    factors = []
    for position, channel in enumerate(used):
        unit = re.sub(r"[^a-z]", "", units[channel].lower()) if channel < len(units) else ""
        if position < 3 or kind == 3:
            if unit not in FORCE_N and kind != 4:
                return None
            factors.append(FORCE_N.get(unit, 1.0) if kind != 4 else 1.0)
        elif kind == 1 and position < 5:
            factors.append(LENGTH_M.get(unit, length_m))
        else:
            factors.append(MOMENT_NM.get(unit, length_m))
    return np.array(factors)
