"""Simulated recordings as files, so that they come back through the door that everybody's files come through.

Beside each file lies a sidecar (`NAME.toml`) that calls it simulated: its device is "simulated".
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from restride.core.recording import Array, Channel, Recording
from restride.simulate.run import simulate_run
from restride.simulate.runner import Runner

DEMO_SECONDS, DEMO_SEED = 30.0, 7
IN_CSV = ("acc", "acc_free", "gyro", "grf", "cop", "marker", "angle", "pressure")


def write_csv(recording: Recording, path: Path) -> Path:
    """The channels of a recording as one CSV with its sidecar `PATH.toml`, which is returned.

    Raises ValueError for channels of several rates or lengths (write them apart) and for quantities that a sidecar
    cannot name.
    """
    channels = recording.channels
    if len({(c.rate_hz, c.n, c.start_s) for c in channels}) != 1:
        raise ValueError("a CSV has one clock: write channels of different rates to files of their own")
    if strange := {c.quantity for c in channels} - set(IN_CSV):
        raise ValueError(f"a sidecar cannot describe {', '.join(sorted(strange))}")
    names = [[f"{c.quantity}_{c.place}_{c.side}_{axis}" for axis in c.axes] for c in channels]
    columns = np.column_stack([c.values for c in channels])
    header = [name for group in names for name in group]
    first = channels[0]
    if first.start_s != 0:
        columns, header = np.column_stack([first.time_s, columns]), ["time_s", *header]
    lines = [",".join(header), *(",".join(map(_cell, row)) for row in columns.tolist())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = ['time_column = "time_s"', 'time_unit = "s"'] if first.start_s != 0 else [f"rate_hz = {first.rate_hz!r}"]
    for channel, group in zip(channels, names, strict=True):
        told += _about(channel, group)
    return _sidecar(recording, path, told)


def write_devices(recording: Recording, folder: Path) -> list[Path]:
    """Each device of a recording as a CSV of its own, `PLACE_SIDE.csv` (the files of one bout), with its sidecar."""
    worn = dict.fromkeys((c.place, c.side) for c in recording.channels)
    paths = []
    for place, side in worn:
        path = folder / f"{place if side == 'none' else f'{place}_{side}'}.csv"
        mine = tuple(c for c in recording.channels if (c.place, c.side) == (place, side))
        write_csv(recording.with_channels(mine), path)
        paths.append(path)
    return paths


def write_c3d(recording: Recording, path: Path) -> Path:
    """Markers and force plates of a recording as a C3D file with its sidecar `PATH.toml`, which is returned.

    Plates are of type 2, with their centre of pressure in the moments. Numbers are 32-bit, in mm, N and Nmm.
    Raises ValueError where force is not sampled a whole number of times a frame, or without markers.
    """
    import ezc3d

    markers, plates = recording.select("marker"), recording.select("grf")
    if not markers:
        raise ValueError("a C3D file needs markers")
    per_frame = round(plates[0].rate_hz / markers[0].rate_hz) if plates else 1
    if any(p.rate_hz != per_frame * markers[0].rate_hz or p.n < per_frame * markers[0].n for p in plates):
        raise ValueError(f"plates must be sampled a whole number of times in each frame of {markers[0].rate_hz:g} Hz")
    file = ezc3d.c3d()
    point = file["parameters"]["POINT"]
    point["RATE"]["value"] = [markers[0].rate_hz]
    point["UNITS"]["value"] = ["mm"]
    point["LABELS"]["value"] = [m.place for m in markers]
    points = np.ones((4, len(markers), markers[0].n))
    points[:3] = 1000 * np.stack([m.values for m in markers], axis=1).transpose(2, 1, 0)
    file["data"]["points"] = points
    file["data"]["meta_points"]["residuals"] = np.where(np.isnan(points[:1]).any(axis=0, keepdims=True), -1.0, 0.0)
    if plates:
        _write_plates(file, recording, plates, per_frame * markers[0].n)
    file["header"]["points"]["first_frame"] = round(markers[0].start_s * markers[0].rate_hz)
    file.add_parameter("MANUFACTURER", "SOFTWARE", ["restride, simulated"])
    file.write(str(path))
    return _sidecar(recording, path, [])


def write_demo(folder: Path) -> tuple[Path, Path]:
    """A simulated run and its standing trial as C3D files in `folder`."""
    made = simulate_run(Runner.draw(DEMO_SEED), seconds=DEMO_SECONDS, seed=DEMO_SEED)
    run, static = folder / "simulated_runner.c3d", folder / "simulated_runner_static.c3d"
    write_c3d(made.recording, run)
    write_c3d(made.static, static)
    return run, static


def _write_plates(file: Any, recording: Recording, plates: tuple[Channel, ...], samples: int) -> None:
    analog, platform = file["parameters"]["ANALOG"], file["parameters"]["FORCE_PLATFORM"]
    analog["RATE"]["value"] = [plates[0].rate_hz]
    analog["LABELS"]["value"] = [f"{part}{k}" for k in range(1, len(plates) + 1) for part in _PARTS]
    analog["UNITS"]["value"] = [unit for _ in plates for unit in ("N", "N", "N", "Nmm", "Nmm", "Nmm")]
    series, corners = [], []
    for plate in plates:
        corner = recording.corners[plate.place]
        axes = _plate_axes(corner)
        force = plate.values[:samples] @ axes
        (centre,) = recording.select("cop", plate.place)
        arm = np.nan_to_num((centre.values[:samples] - corner.mean(axis=0)) @ axes)
        series += [force.T, 1000 * np.cross(arm, force).T]
        corners.append(1000 * corner.T)
    file["data"]["analogs"] = np.concatenate(series)[None]
    platform["USED"]["value"] = [len(plates)]
    platform["TYPE"]["value"] = [2] * len(plates)
    platform["CHANNEL"]["value"] = np.arange(1, 6 * len(plates) + 1).reshape(len(plates), 6).T
    platform["CORNERS"]["value"] = np.stack(corners, axis=2)
    platform["ORIGIN"]["value"] = np.zeros((3, len(plates)))


_PARTS = ("Fx", "Fy", "Fz", "Mx", "My", "Mz")


def _plate_axes(corner: Array) -> Array:
    """Columns: the plate's x, y and z (into the ground), as C3D takes them from the corners (4, 3)."""
    x, y = corner[0] - corner[1], corner[0] - corner[3]
    x, y = x / np.linalg.norm(x), y / np.linalg.norm(y)
    return np.stack([x, y, np.cross(x, y)], axis=1)


def _cell(value: float) -> str:
    return "" if value != value else f"{value:.9g}"


def _about(channel: Channel, names: list[str]) -> list[str]:
    columns = ", ".join(f"{axis} = {json.dumps(name)}" for axis, name in zip(channel.axes, names, strict=True))
    return [
        "",
        "[[channel]]",
        f"quantity = {json.dumps(channel.quantity.removesuffix('_free'))}",
        *(["gravity = false"] if channel.quantity == "acc_free" else []),
        f"place = {json.dumps(channel.place)}",
        f"side = {json.dumps(channel.side)}",
        f"unit = {json.dumps(channel.unit)}",
        f"columns = {{ {columns} }}",
    ]


def _sidecar(recording: Recording, path: Path, told: list[str]) -> Path:
    about = recording.conditions
    said = {name: value for name in about.__struct_fields__ if (value := getattr(about, name)) is not None}
    conditions = [f"{name} = {json.dumps(value)}" for name, value in said.items()]
    task = [] if recording.task == "unknown" else [f'task = "{recording.task}"']
    sidecar = path.with_name(f"{path.name}.toml")
    lines = ["# Simulated by restride: no person's data", *task, *told, "", "[conditions]", *conditions]
    sidecar.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sidecar
