"""The way of a foot from rest to rest: gyroscope for the orientation, accelerometer twice integrated.

From each mid-stance rest to the next: the orientation follows the gyroscope and goes on from stride to stride; velocity
is the integral of the turned acceleration less gravity. At a rest the velocity must be zero. What it is instead has two
sources, and they are told apart by how they behave from stride to stride:

- a tilt of the orientation, and a scale of the accelerometer, change slowly. The mean force of a stride points off the
  vertical by that much (the accelerometer at rest would say the same, but a foot on the ground still moves by 0.05 g,
  which is 3 degrees). Its mean over NEIGHBOURS strides on either side is taken off in proportion to time;
- an error of its own for each stride arises where the acceleration jumps: at impact, which 100 to 200 samples a second
  do not follow and 16 g may clip. It is taken off in proportion to the squared jerk so far.

At its stillest a walking foot still rolls forward, by 4 to 6 degrees a second on five feet: its device, HEIGHT_M above
the ground, then moves forward by that much, which is half a percent of a stride and is added.

Zero-velocity updates: Skog et al. 2010; de-drifting by time: Rampp et al. 2015, Zrenner et al. 2018. Ours: by squared
jerk, and the parting of the two (decision 8 has the comparison).

`_strides` is a scalar kernel (+ - * / sqrt); angles leave it as sines and directions.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.core.strides import Mask
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal.inertial import Sensor
from restride.signal.kernel import fastest, kernel
from restride.signal.rest import bias_of, gravity_at, scale_of

TILT_GAIN = 0.3
"""Share of a stride's tilt by which the orientation is turned back after it, to follow a gyroscope that drifts: with
0.1 it leant by 13 degrees in the fastest walk seen; between 0.1 and 0.6 nothing else changes."""
NEIGHBOURS = 3
HEIGHT_M = 0.07
"""Of a device on the laces or the side of a shoe above the ground; a heuristic."""
ROLL_S = 0.05
RISE_GAIN = 0.2
"""Share by which the slow vertical error follows that of each stride, for the height within it."""
INTERPRETED = 3
"""A sample takes so many times as long, interpreted, as one of a contact detector."""
LONGEST_S = 4.0
"""A longer way from rest to rest is no stride: its length would be drift."""


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Strides of one foot, one row each, from rest to rest; NaN where it cannot be had.

    forward_m, right_m, up_m: (m,) displacement in a frame that is level and keeps its heading while `chained`.
    rise_m: highest rise of the device above the straight line between the rests. heading_deg: (m,) where the foot
    points at the rest after, right positive, in that frame. at_deg: (m, 2) how far the toes point up at the two moments
    asked for, against the foot at the rest after. error_mps: speed at the rest after before it was set to zero.
    chained: (m,) whether the frame is that of the stride before.
    """

    forward_m: Array
    right_m: Array
    up_m: Array
    rise_m: Array
    heading_deg: Array
    at_deg: Array
    error_mps: Array
    chained: Mask

    @property
    def length_m(self) -> Array:
        """(m,) way over ground: the level part of the displacement."""
        return np.hypot(self.forward_m, self.right_m)

    @property
    def direction_deg(self) -> Array:
        """(m,) direction of the way, right positive, in the same frame as the heading."""
        return np.degrees(np.arctan2(self.right_m, self.forward_m))


def travel(sensor: Sensor, start: Array, end: Array, moments: Array) -> Travel:
    """Strides of a device on a foot, in body axes, between rests at samples start and end, (m,) each.

    moments: (m, 2) samples within each stride at which the foot's pitch is wanted, NaN for none.
    """
    known = np.isfinite(start) & np.isfinite(end) & (end > start) & (end - start < LONGEST_S * sensor.rate_hz)
    first, last = (np.where(known, x, 0.0).astype(np.intp) for x in (start, end))
    chained = np.concatenate([[False], (first[1:] == last[:-1]) & known[1:] & known[:-1]])
    level = gravity_at(sensor.acc, sensor.rate_hz, first.astype(np.float64))
    scale = scale_of(level[known])
    wanted = np.where(np.isfinite(moments), np.rint(np.where(np.isfinite(moments), moments, 0.0)), -1.0)
    out = np.full((len(start), COLUMNS), np.nan)
    longest = int(np.max(last - first, initial=0)) + 1
    bias = bias_of(sensor.gyro, sensor.rate_hz)
    run = fastest(_strides, INTERPRETED * int(np.sum(last - first)))
    run(  # type: ignore[no-untyped-call]
        sensor.acc, sensor.gyro, bias, scale, 1 / sensor.rate_hz,
        first, last, chained, known, level, wanted.astype(np.intp), np.empty((longest, 2)), out,
    )  # fmt: skip
    flat = np.degrees(np.arcsin(np.clip(out[:, 7], -1, 1)))
    seconds = (last - first) / sensor.rate_hz
    went = _corrected(out, seconds, chained)
    way = np.hypot(went[:, 0], went[:, 2])
    rolled_m = _rolling_mps(sensor, first[known], float(bias[2])) * seconds
    went[:, ::2] *= np.where(way > 0, 1 + rolled_m / np.where(way > 0, way, 1.0), 1.0)[:, None]
    return Travel(
        forward_m=went[:, 0],
        up_m=went[:, 1],
        right_m=went[:, 2],
        rise_m=out[:, 3],
        error_mps=np.sqrt(np.sum(out[:, VELOCITY] ** 2, axis=1)),
        heading_deg=np.degrees(np.arctan2(out[:, 6], out[:, 5])),
        at_deg=np.degrees(np.arcsin(np.clip(out[:, 8:10], -1, 1))) - flat[:, None],
        chained=chained,
    )


def _rolling_mps(sensor: Sensor, at: np.ndarray, bias_deg_s: float) -> float:
    """How fast the device moves forward at the rests, because the foot rolls over the ground about its toes."""
    if len(at) == 0:
        return 0.0
    half = max(1, int(ROLL_S * sensor.rate_hz))
    near = np.clip(at[:, None] + np.arange(-half, half + 1), 0, sensor.n - 1)
    pitch = float(np.median(sensor.gyro[:, 2][near].mean(axis=1))) - bias_deg_s
    return max(0.0, -RADIAN * pitch * HEIGHT_M)


def _corrected(out: Array, seconds: Array, chained: Mask) -> Array:
    """(m, 3) displacement without the slow part of the velocity's error (by time) and the rest of it (by jerk)."""
    error = out[:, VELOCITY]
    known: Mask = np.asarray(np.isfinite(error).all(axis=1))
    tilt = np.where(known[:, None], error / np.where(seconds > 0, seconds, 1.0)[:, None], 0.0)
    begins = ~(chained & known & np.concatenate([[False], known[:-1]]))
    edges = np.append(np.flatnonzero(begins), len(out))
    chain = np.cumsum(begins) - 1
    rows = np.arange(len(out))
    first, last = np.maximum(edges[chain], rows - NEIGHBOURS), np.minimum(edges[chain + 1], rows + NEIGHBOURS + 1)
    # what the kernel has turned back already is added, so that the mean is over one undisturbed course
    turned = TILT_GAIN * _sums(tilt) * (1.0, 0.0, 1.0)
    back = turned[:-1] - turned[edges[chain]]
    total, count = _sums(tilt + back), np.maximum(last - first, 1)[:, None]
    by_time = ((total[last] - total[first]) / count - back) * seconds[:, None]
    return np.asarray(out[:, :3] - by_time * seconds[:, None] / 2 - (error - by_time) * out[:, 4:5])


def _sums(values: Array) -> Array:
    """(n + 1, k) sums of the rows before each."""
    return np.vstack([np.zeros(values.shape[1]), np.cumsum(values, axis=0)])


COLUMNS = 13
VELOCITY = slice(10, 13)
G = STANDARD_GRAVITY_MPS2
RADIAN = 0.017453292519943295
C4, C6, S3, S5, S7 = 1 / 24, 1 / 720, 1 / 6, 1 / 120, 1 / 5040
"""Of the series of cosine and sine: a product takes a fifth of the time of a division."""


@kernel
def _levelled(x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """The turn (w, x, y, z) that brings the reading x, y, z at rest to the vertical by the shortest way."""
    size = (x * x + y * y + z * z) ** 0.5
    w, qx, qz = 1.0 + y / size, -z / size, x / size
    norm = (w * w + qx * qx + qz * qz) ** 0.5
    return w / norm, qx / norm, 0.0, qz / norm


@kernel
def _turned(w: float, x: float, y: float, z: float, a: float, b: float, c: float) -> tuple[float, float, float, float]:
    """The orientation w, x, y, z after a turn by the half angles a, b, c about the device's own axes."""
    s = a * a + b * b + c * c
    cos = 1.0 - s * (0.5 - s * (C4 - s * C6))
    sinc = 1.0 - s * (S3 - s * (S5 - s * S7))
    a, b, c = a * sinc, b * sinc, c * sinc
    return (
        w * cos - x * a - y * b - z * c,
        w * a + x * cos + y * c - z * b,
        w * b - x * c + y * cos + z * a,
        w * c + x * b - y * a + z * cos,
    )


@kernel
def _strides(acc, gyro, bias, scale, dt, first, last, chained, known, level, wanted, buffer, out):  # type: ignore[no-untyped-def]
    """Every stride in turn. Rows of `out`: forward, up, right without correction; rise; seconds that jerk counts for a
    velocity's error; direction of the foot, x z up; sines of its pitch at the moments; velocity left, forward up right.
    """
    w, x, y, z, lift = 1.0, 0.0, 0.0, 0.0, 0.0
    for k in range(len(first)):
        if not known[k]:
            continue
        a, b = first[k], last[k]
        if not (chained[k] and w == w):
            w, x, y, z = _levelled(level[k, 0], level[k, 1], level[k, 2])
        vx, vy, vz, px, py, pz = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        jerk, weight = 0.0, 0.0
        ox, oy, oz = 0.0, 0.0, 0.0
        for i in range(a, b + 1):
            fx, fy, fz = acc[i, 0] * scale, acc[i, 1] * scale, acc[i, 2] * scale
            # twice the cross product of the vector part with the force, then the force turned
            tx, ty, tz = 2.0 * (y * fz - z * fy), 2.0 * (z * fx - x * fz), 2.0 * (x * fy - y * fx)
            gx = fx + w * tx + y * tz - z * ty
            gy = fy + w * ty + z * tx - x * tz - G
            gz = fz + w * tz + x * ty - y * tx
            if i > a:
                dx, dy, dz = acc[i, 0] - acc[i - 1, 0], acc[i, 1] - acc[i - 1, 1], acc[i, 2] - acc[i - 1, 2]
                before = jerk
                jerk += dx * dx + dy * dy + dz * dz
                ux, uy, uz = vx, vy, vz
                vx += 0.5 * (ox + gx) * dt
                vy += 0.5 * (oy + gy) * dt
                vz += 0.5 * (oz + gz) * dt
                px += 0.5 * (ux + vx) * dt
                py += 0.5 * (uy + vy) * dt
                pz += 0.5 * (uz + vz) * dt
                weight += 0.5 * (before + jerk) * dt
                buffer[i - a, 0] = 0.5 * (uy + vy) * dt
                buffer[i - a, 1] = 0.5 * (before + jerk) * dt
            ox, oy, oz = gx, gy, gz
            if i == wanted[k, 0]:
                out[k, 8] = 2.0 * (x * y + w * z)
            if i == wanted[k, 1]:
                out[k, 9] = 2.0 * (x * y + w * z)
            if i < b:
                half = 0.25 * dt * RADIAN
                w, x, y, z = _turned(
                    w,
                    x,
                    y,
                    z,
                    (gyro[i, 0] + gyro[i + 1, 0] - 2.0 * bias[0]) * half,
                    (gyro[i, 1] + gyro[i + 1, 1] - 2.0 * bias[1]) * half,
                    (gyro[i, 2] + gyro[i + 1, 2] - 2.0 * bias[2]) * half,
                )
        share = 1.0 / jerk if jerk > 0.0 else 0.0
        out[k, 0], out[k, 1], out[k, 2] = px, py, pz
        out[k, 4] = weight * share
        out[k, 10], out[k, 11], out[k, 12] = vx, vy, vz
        out[k, 5] = 1.0 - 2.0 * (y * y + z * z)
        out[k, 6] = 2.0 * (x * z - w * y)
        out[k, 7] = 2.0 * (x * y + w * z)
        seconds = (b - a) * dt
        if not (chained[k] and lift == lift):
            lift = vy / seconds
        lift += RISE_GAIN * (vy / seconds - lift)
        left = vy - lift * seconds
        height, top = 0.0, 0.0
        slope = (py - 0.5 * lift * seconds * seconds - left * weight * share) / (b - a)
        for j in range(1, b - a + 1):
            height += buffer[j, 0] - lift * (j - 0.5) * dt * dt - left * buffer[j, 1] * share - slope
            if height > top:
                top = height
        out[k, 3] = top
        # the stride's mean force must point up: turn back by a share of what is left
        up = G * (b - a) * dt + vy
        size = (vx * vx + up * up + vz * vz) ** 0.5
        cx, cz = -vz / size * 0.5 * TILT_GAIN, vx / size * 0.5 * TILT_GAIN
        w, x, y, z = w - cx * x - cz * z, x + cx * w + cz * -y, y + cz * x - cx * z, z + cz * w + cx * y
        norm = (w * w + x * x + y * y + z * z) ** 0.5
        w, x, y, z = w / norm, x / norm, y / norm, z / norm
