"""Files of worn devices made for tests: one motion, written as each format writes it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.io import savemat
from scipy.spatial.transform import Rotation

from restride.core.units import STANDARD_GRAVITY_MPS2 as G

Values = npt.NDArray[np.float64]


def swinging(
    n: int = 600, rate_hz: float = 100.0, *, swing_deg: float = 40.0, seed: int = 0, lively: float = 1.0
) -> tuple[Values, Values]:
    """(n, 3) acc m/s2 and gyro deg/s of a device that swings as a leg does, mounted anyhow, on a body that comes back.

    Rigid-body motion: what the gyroscope says is how gravity turns. `lively` scales the accelerations of the body.
    """
    draw = np.random.default_rng(seed)
    t = np.arange(n) / rate_hz
    w = 2 * np.pi
    angle = swing_deg * np.sin(w * t)
    rate = swing_deg * w * np.cos(w * t)
    mount = Rotation.random(random_state=seed)
    there = Rotation.from_rotvec(np.radians(angle)[:, None] * [[1.0, 0, 0]])
    body = lively * np.stack([np.sin(2 * w * t + 1), 3 * np.sin(w * t + 0.5), 2 * np.sin(2 * w * t)], axis=1)
    force = there.inv().apply(body + np.array([0, 0, G]))
    gyro = rate[:, None] * [[1.0, 0, 0]]
    noise = draw.normal(scale=0.02, size=(2, n, 3))
    return mount.apply(force) + noise[0], mount.apply(gyro) + noise[1]


def physilog(
    path: Path, acc: Values, gyro: Values, *, rate_hz: float = 128.0, points: int | None = None, units: str = "deg/s,g"
) -> Path:
    """A Physilog export: the barometer once a second, a quaternion beside."""
    gyro_unit, acc_unit = units.split(",")
    n = len(acc)
    rows = [
        "Gait Up - Physilog data export",
        "Created on: YYYY-MM-DD hh:mm:ss",
        f"Total data points: {n if points is None else points}",
        "",
        f"Time [{rate_hz:g} hz],Gyro [{rate_hz:g} hz],,,Accel [{rate_hz:g} hz],,,Baro [1 hz],,Event [{rate_hz:g} hz],"
        "Quaternion [64 hz],,,,",
        "Time,Gyro X,Gyro Y,Gyro Z,Accel X,Accel Y,Accel Z,Pressure,Temperature,Quat W,Quat X,Quat Y,Quat Z,",
        f"[s],{3 * f'[{gyro_unit}],'}{3 * f'[{acc_unit}],'}[mBar],[degree C],[],[],[],[],",
    ]
    for i, (a, w) in enumerate(zip(acc.tolist(), gyro.tolist(), strict=True)):
        numbers = ",".join(f"{v:.7f}" for v in (*w, *a))
        baro = "1013.2,25.1" if i % round(rate_hz) == 0 else ","
        rows.append(f"{(i + 1) / rate_hz:.5f},{numbers},{baro},1,0,0,0,")
    path.write_text("\n".join(rows) + "\n")
    return path


def xio(path: Path, time_s: Values, acc: Values, gyro: Values, *, units: str = "deg/s,g") -> Path:
    """An NGIMU's file."""
    gyro_unit, acc_unit = units.split(",")
    header = ["Time (s)", *(f"Gyroscope {a} ({gyro_unit})" for a in "XYZ")]
    header += [f"Accelerometer {a} ({acc_unit})" for a in "XYZ"]
    table = np.column_stack([time_s, gyro, acc])
    rows = [",".join(header), *(",".join(f"{v:.9g}" for v in row) for row in table.tolist())]
    path.write_text("\n".join(rows) + "\n")
    return path


def gaitmap(
    path: Path,
    devices: dict[str, tuple[Values, Values]],
    *,
    index: Sequence[float] | None = None,
    by_axis: bool = False,
) -> Path:
    """A table that pandas wrote; one device without a name has one header row and its packet numbers in `index`."""
    axes = [f"{what}_{axis}" for what in ("acc", "gyr") for axis in "xyz"]
    columns = [(name, axis) for name in devices for axis in axes]
    table = np.concatenate([np.concatenate(both, axis=1) for both in devices.values()], axis=1)
    if by_axis:
        order = sorted(range(len(columns)), key=lambda i: axes.index(columns[i][1]))
        columns, table = [columns[i] for i in order], table[:, order]
    n = len(table)
    if list(devices) == [""]:
        header = [",".join(["", "index", *(axis for _, axis in columns)])]
        first = [f"{i},{k:g}" for i, k in enumerate(index if index is not None else range(n))]
    else:
        header = [",".join(["sensor", *(name for name, _ in columns)]), ",".join(["axis", *(a for _, a in columns)])]
        first = [repr(k) for k in (index if index is not None else range(n))]
    rows = [f"{k},{','.join(map(repr, row))}" for k, row in zip(first, table.tolist(), strict=True)]
    path.write_text("\n".join([*header, *rows]) + "\n")
    return path


def mobilised(path: Path, trials: dict[str, dict[str, tuple[Values, Values]]], *, rate_hz: float = 100.0) -> Path:
    """A Mobilise-D file: trials by path ("TimeMeasure1/Test5/Trial1"), in each its sensors by label, m/s2 and deg/s."""
    data: dict[str, object] = {}
    for name, sensors in trials.items():
        *above, last = name.split("/")
        at = data
        for step in above:
            at = at.setdefault(step, {})
        unit = {
            label: {
                "Acc": acc / G,
                "Gyr": gyro,
                "Timestamp": 1.6e9 + np.arange(len(acc))[:, None] / rate_hz,
                "Fs": {"Acc": rate_hz, "Gyr": rate_hz},
            }
            for label, (acc, gyro) in sensors.items()
        }
        reference = {"INDIP": {"MicroWB": {"InitialContact_Event": np.arange(5.0)}}}
        at[last] = {"StartDateTime": "2020-01-01T00:00:00", "SU": unit, "Standards": reference}
    savemat(path, {"data": data}, do_compression=True)
    return path
