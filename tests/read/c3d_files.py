"""C3D files made for tests: byte by byte where the format's corners matter, by ezc3d where a usual file will do."""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import numpy.typing as npt

Value = Sequence[str] | Sequence[int] | Sequence[float] | npt.NDArray[Any]
BLOCK = 512
PROCESSOR = {"intel": 84, "dec": 85, "mips": 86}


class Bytes:
    """Numbers as one of the three processors of the format stores them."""

    def __init__(self, processor: str) -> None:
        self.processor, self.order = processor, ">" if processor == "mips" else "<"

    def words(self, *values: int) -> bytes:
        """16-bit integers, signed or not."""
        return struct.pack(f"{self.order}{len(values)}H", *(v & 0xFFFF for v in values))

    def floats(self, *values: float) -> bytes:
        """32-bit floats; DEC: four times the value, halves swapped."""
        if self.processor != "dec":
            return struct.pack(f"{self.order}{len(values)}f", *values)
        halves = np.frombuffer(struct.pack(f"<{len(values)}f", *(4 * v for v in values)), "<u2").reshape(-1, 2)
        return np.ascontiguousarray(halves[:, ::-1]).tobytes()


def parameter_bytes(pack: Bytes, group: int, name: str, value: Value) -> bytes:
    """One parameter record; arrays keep their shape, first dimension fastest as in the format."""
    shape: tuple[int, ...]
    if isinstance(value, np.ndarray):
        flat, shape, kind = value.ravel(order="F"), value.shape, 4 if value.dtype.kind == "f" else 2
        raw = pack.floats(*flat) if kind == 4 else pack.words(*(int(v) for v in flat))
    elif len(value) and isinstance(value[0], str):
        width = max(len(str(v)) for v in value)
        kind, shape, raw = -1, (width, len(value)), "".join(str(v).ljust(width) for v in value).encode()
    elif len(value) and isinstance(value[0], float):
        kind, shape, raw = 4, (len(value),), pack.floats(*(float(v) for v in value))
    else:
        kind, shape, raw = 2, (len(value),), pack.words(*(int(v) for v in value))
    body = struct.pack("<bB", kind, len(shape)) + bytes(shape) + raw + b"\0"
    return struct.pack("<bb", len(name), group) + name.encode() + pack.words(len(body) + 2) + body


def c3d_bytes(
    points: npt.ArrayLike,
    analogs: npt.ArrayLike = (),
    *,
    rate_hz: float = 100.0,
    parameters: dict[str, Value] | None = None,
    processor: str = "intel",
    scale: float = -0.1,
    first_frame: int = 1,
) -> bytes:
    """A whole file. points: (frames, n, 4) x y z residual, analogs: (frames, samples a frame, channels), all as stored.

    parameters: "GROUP:NAME" to value, added to or instead of those that the data demand. scale > 0: integers.
    """
    xyz, volts = np.asarray(points, float), np.asarray(analogs, float)
    frames = len(xyz)
    volts = volts if volts.size else np.zeros((frames, 1, 0))
    per_frame, channels = volts.shape[1:]
    pack = Bytes(processor)
    wanted: dict[str, Value] = {
        "POINT:USED": [xyz.shape[1]],
        "POINT:FRAMES": [frames & 0xFFFF if frames < 0xFFFF else 0xFFFF],
        "POINT:SCALE": [float(scale)],
        "POINT:RATE": [float(rate_hz)],
        "POINT:UNITS": ["mm"],
        "POINT:LABELS": [f"M{i}" for i in range(xyz.shape[1])],
        "ANALOG:USED": [channels],
        "ANALOG:RATE": [float(rate_hz * per_frame)],
        "ANALOG:GEN_SCALE": [1.0],
        "ANALOG:SCALE": [1.0] * channels,
        "ANALOG:OFFSET": [0] * channels,
        "ANALOG:UNITS": ["V"] * channels,
        "ANALOG:LABELS": [f"A{i}" for i in range(channels)],
    } | (parameters or {})
    wanted = {name: value for name, value in wanted.items() if len(value)}
    groups = list(dict.fromkeys(name.partition(":")[0] for name in wanted))
    section = b"\1\x50\0" + bytes([PROCESSOR[processor]])
    for number, group in enumerate(groups, 1):
        section += struct.pack("<bb", len(group), -number) + group.encode() + pack.words(3) + b"\0"
        for name, value in wanted.items():
            if name.startswith(f"{group}:"):
                section += parameter_bytes(pack, number, name.partition(":")[2], value)
    section += b"\0" * (BLOCK - len(section) % BLOCK)
    data_block = 2 + len(section) // BLOCK
    section = section[:2] + bytes([min(len(section) // BLOCK, 255)]) + section[3:]
    last = min(first_frame + frames - 1, 0xFFFF)
    head = b"\2\x50" + pack.words(xyz.shape[1], per_frame * channels, first_frame, last, 10) + pack.floats(scale)
    head += pack.words(data_block, per_frame) + pack.floats(rate_hz)
    rows = np.concatenate([xyz.reshape(frames, -1), volts.reshape(frames, -1)], axis=1).ravel()
    data = pack.floats(*rows) if scale < 0 else pack.words(*(int(v) for v in rows))
    return head.ljust(BLOCK, b"\0") + section + data


def lab_trial(path: Path, *, frames: int = 60, first_frame: int = 1) -> dict[str, npt.NDArray[np.float64]]:
    """Write a usual file with ezc3d: two markers, a type 2 plate, a voltage, four events. Returns the truth in SI.

    "marker" (frames, 3) of HEEL m, "grf" (5 frames, 3) N, "cop" (5 frames, 3) m, "start_s" (1,), "marks" (4,) s.
    """
    rate, per_frame = 100.0, 5
    t = np.arange(frames) / rate
    heel = np.stack([np.sin(t), 1 + 0.1 * t, 0.05 + 0 * t], axis=1)
    time = np.arange(frames * per_frame) / (rate * per_frame)
    force = np.stack([20 * np.sin(9 * time), 10 * np.cos(5 * time), 700 + 100 * np.sin(7 * time)], axis=1)
    cop = np.stack([0.05 * np.sin(time), 0.02 * np.cos(time), 0 * time], axis=1)
    to_plate = np.array([-1.0, 1.0, -1.0])  # the corners below give a plate with x to lab -x, y to y and z down
    moment_nmm = 1000 * np.cross(cop * to_plate, force * to_plate)
    file = ezc3d.c3d()
    file["parameters"]["POINT"]["RATE"]["value"] = [rate]
    file["parameters"]["POINT"]["UNITS"]["value"] = ["mm"]
    file["parameters"]["POINT"]["LABELS"]["value"] = ["HEEL", "TOE"]
    points = np.ones((4, 2, frames))
    points[:3, 0], points[:3, 1] = 1000 * heel.T, 1000 * heel.T + 200
    file["data"]["points"] = points
    file["parameters"]["ANALOG"]["RATE"]["value"] = [rate * per_frame]
    file["parameters"]["ANALOG"]["LABELS"]["value"] = ["Fx", "Fy", "Fz", "Mx", "My", "Mz", "EMG"]
    file["parameters"]["ANALOG"]["UNITS"]["value"] = ["N", "N", "N", "Nmm", "Nmm", "Nmm", "V"]
    file["data"]["analogs"] = np.concatenate([force * to_plate, moment_nmm, time[:, None]], axis=1).T[None]
    corners = np.array([[-300.0, 200, 0], [300, 200, 0], [300, -200, 0], [-300, -200, 0]])
    plate = file["parameters"]["FORCE_PLATFORM"]
    plate["USED"]["value"] = [1]
    plate["TYPE"]["value"] = [2]
    plate["CHANNEL"]["value"] = np.arange(1, 7).reshape(6, 1)
    plate["CORNERS"]["value"] = corners.T.reshape(3, 4, 1)
    plate["ORIGIN"]["value"] = np.zeros((3, 1))
    start_s = (first_frame - 1) / rate
    marks = [start_s + 0.1, start_s + 0.35, start_s + 0.2, start_s + 0.5]
    sides, labels = ["Left", "Right", "Left", "General"], ["Foot Strike", "Foot Strike", "Foot Off", "Event"]
    for when, side, label in zip(marks, sides, labels, strict=True):
        file.add_event([0, when], context=side, label=label)
    file["header"]["points"]["first_frame"] = first_frame - 1
    file.write(str(path))
    return {
        "marker": heel,
        "grf": force,
        "cop": cop,
        "start_s": np.array([start_s]),
        "marks": np.sort(np.array(marks)),
    }
