"""Files of phones' logger apps made for tests: one motion, written as each app writes it."""

import io
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
NS = 1_729_260_574_556_450_300
METADATA = "version,device name,platform,standardisation\n3,a phone,{},{}\n"
PROPERTIES = '"property","value"\n"version","1.1.0"\n'


def packed(members: dict[str, str | bytes]) -> bytes:
    """A zip file of them."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return whole.getvalue()


def phyphox_table(time_s: Values, values: Values, unit: str, *, word: str = "", separator: str = ",") -> str:
    """One sensor's CSV. separator: `;` and tab come with the decimal comma here."""
    names = [f"{word} {a}" if word else a.upper() for a in "xyz"]
    head = separator.join(['"Time (s)"', *(f'"{name} ({unit})"' for name in names)])
    rows = [separator.join(f"{v:.9E}" for v in row) for row in np.column_stack([time_s, values]).tolist()]
    if separator != ",":
        rows = [row.replace(".", ",") for row in rows]
    return "\n".join([head, *rows]) + "\n"


def phyphox(path: Path, time_s: Values, acc: Values, gyro: Values, gyro_s: Values | None = None) -> Path:
    """The zip of an accelerometer and a gyroscope (deg/s given, rad/s written)."""
    turning = phyphox_table(time_s if gyro_s is None else gyro_s, np.radians(gyro), "rad/s")
    tables = {"Accelerometer.csv": phyphox_table(time_s, acc, "m/s^2"), "Gyroscope.csv": turning}
    path.write_bytes(packed({**tables, "meta/device.csv": PROPERTIES, "meta/time.csv": '"event","experiment time"\n'}))
    return path


def logger_table(time_s: Values, values: Values, *, words: str = "") -> str:
    """One sensor's CSV of Sensor Logger, its axes in the order z, y, x. words: Acceleration in AccelerationZ."""
    names = [f"{words}{a.upper() if words else a}" for a in "zyx"]
    head = ",".join(["Timestamp" if words else "time", "seconds_elapsed", *names])
    ns = NS + np.rint(1e9 * time_s).astype(np.int64)
    rows = zip(ns.tolist(), time_s.tolist(), values[:, ::-1].tolist(), strict=True)
    return "\n".join([head, *(",".join([str(n), f"{t:.9f}", *(f"{v:.9f}" for v in row)]) for n, t, row in rows)]) + "\n"


def sensor_logger(path: Path, time_s: Values, sensors: dict[str, Values], *, platform: str = "android") -> Path:
    """The zip of its tables by name (Accelerometer, TotalAcceleration, Gyroscope ...), as they are."""
    members: dict[str, str | bytes] = {f"{name}.csv": logger_table(time_s, v) for name, v in sensors.items()}
    path.write_bytes(packed({**members, "Metadata.csv": METADATA.format(platform, "false")}))
    return path


def toolbox(path: Path, time: list[str], columns: dict[str, Values], *, decimals: int = 9) -> Path:
    """A Physics Toolbox CSV: times as written, columns by their names in the header."""
    table = np.column_stack(list(columns.values())).tolist()
    rows = [",".join([t, *(f"{v:.{decimals}f}" for v in row)]) for t, row in zip(time, table, strict=True)]
    path.write_text("\n".join([",".join(["time", *columns]), *rows]) + "\n")
    return path


def by_clock(seconds: Values) -> list[str]:
    """Times of day as the app writes them, to a tenth of a millisecond."""
    ticks = np.rint(1e4 * seconds).astype(int)
    return [f"2022-12-08 20:{13 + t // 600_000:02d}:{t // 10_000 % 60:02d}.{t % 10_000:04d}" for t in ticks.tolist()]
