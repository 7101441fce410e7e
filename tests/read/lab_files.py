"""Text exports of laboratories, made by hand: TRC, and OpenSim storage with forces, angles and moments of a gait."""

from pathlib import Path

import numpy as np

from restride.core.recording import Array, Recording
from restride.read import read

STEP_S, STANCE_S, STRIDE_S = 0.6, 0.72, 1.2
MASS_KG = 70.0
FORCE, POINT, TORQUE = "ground_force_{w}_v{a}", "ground_force_{w}_p{a}", "ground_torque_{w}_{a}"
STYLES = {
    "gait2392": ("", "1_", "{w}ground_force_v{a}", "{w}ground_force_p{a}", "{w}ground_torque_{a}"),
    "numbered": ("1", "2", FORCE, POINT, TORQUE),
    "sided": ("r", "l", FORCE, POINT, TORQUE),
    "prefixed": ("R", "L", "{w}_ground_force_v{a}", "{w}_ground_force_p{a}", "{w}_ground_torque_{a}"),
    "bodies": ("calcn_r", "calcn_l", FORCE, POINT, "ground_force_{w}_m{a}"),
    "moments": ("1", "2", FORCE, POINT, "ground_moment_{w}_m{a}"),
    "short": ("1", "2", "f{w}_{a}", "p{w}_{a}", "m{w}_{a}"),
}
"""How programs name the columns: word for the right plate, for the left, then force, point, moment of axis a."""
SAID = ("sided", "prefixed", "bodies")
"""Styles that say the foot."""


def storage(
    path: Path, columns: dict[str, Array], time_s: Array, *, title: str = "table", degrees: str | None = "no",
    version: int = 1, end: str = "\n",
) -> Path:  # fmt: skip
    """A .mot or .sto file. degrees: what `inDegrees` says, no such line for None. version 0: the header of SIMM."""
    rows = np.column_stack([time_s, *columns.values()])
    if version == 0:
        head = [f"name {title}", f"datacolumns {rows.shape[1]}", f"datarows {len(rows)}", "range 0 1"]
    else:
        head = [title, f"version={version}", f"nRows={len(rows)}", f"nColumns={rows.shape[1]}"]
        head += [f"inDegrees={degrees}"] if degrees else []
        head += ["DataType=double"] if version > 1 else []
    lines = [*head, "endheader", "\t".join(["time", *columns]), *("\t".join(f"{v:.9g}" for v in row) for row in rows)]
    path.write_text(end.join(lines) + end, newline="")
    return path


def trc(path: Path, markers: dict[str, Array], rate_hz: float, *, unit: str = "mm", per_m: float = 1000.0) -> Path:
    """A TRC file of (n, 3) paths in metres, missing ones as empty cells. unit: what the header says."""
    n = len(next(iter(markers.values())))
    names = "\t".join(f"{name}\t\t" for name in markers)
    axes = "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(markers) + 1))
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate_hz:g}\t{rate_hz:g}\t{n}\t{len(markers)}\t{unit}\t{rate_hz:g}\t1\t{n}",
        f"Frame#\tTime\t{names}",
        f"\t\t{axes}",
        "",
    ]
    values = per_m * np.concatenate(list(markers.values()), axis=1)
    for i, row in enumerate(values):
        cells = "\t".join("" if np.isnan(v) else f"{v:.9g}" for v in row)
        lines.append(f"{i + 1}\t{i / rate_hz:.9g}\t{cells}")
    path.write_text("\n".join(lines) + "\n")
    return path


def walk_forces(seconds: float = 12.0, rate_hz: float = 500.0) -> tuple[Array, dict[str, tuple[Array, Array, Array]]]:
    """Times, and force (N), point (m) and moment (Nm) on the right and the left foot: OpenSim's axes, belts at rest."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    feet = {}
    for side, since, lane in (("right", 0.25, 0.12), ("left", 0.25 + STEP_S, -0.11)):
        share = ((t - since) % STRIDE_S) / STANCE_S
        on = (share < 1) & (t >= since)
        s = np.where(on, share, 0.0)
        top = MASS_KG * 9.80665
        up = top * (1.2 * np.sin(np.pi * s) + 0.4 * np.sin(3 * np.pi * s))
        force = np.stack([-0.15 * top * np.sin(2 * np.pi * s), up, 0.04 * top * np.sin(np.pi * s)], axis=1)
        force[:, 2] *= -1 if side == "right" else 1
        point = np.stack([0.25 * s, 0 * s, lane + 0.01 * s], axis=1)
        moment = np.stack([0 * s, 6 * np.sin(2 * np.pi * s), 0 * s], axis=1)
        feet[side] = tuple(np.where(on[:, None], v, 0.0) for v in (force, point, moment))
    return t, feet


def force_columns(style: str, feet: dict[str, tuple[Array, Array, Array]]) -> dict[str, Array]:
    """Columns of both plates, the right one first, in one style of names."""
    out = {}
    words, names = STYLES[style][:2], STYLES[style][2:]
    for side, word in zip(("right", "left"), words, strict=True):
        for name, values in zip(names, feet[side], strict=True):
            out |= {name.format(w=word, a=axis): values[:, i] for i, axis in enumerate("xyz")}
    return out


def walk_model(seconds: float = 12.0, rate_hz: float = 200.0) -> tuple[Array, dict[str, Array], dict[str, Array]]:
    """Times, coordinates (deg, OpenSim's names, knees bend to positive) and moments (Nm) of the walk of walk_forces."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    angles: dict[str, Array] = {}
    moments: dict[str, Array] = {}
    for side, since in (("r", 0.25), ("l", 0.25 + STEP_S)):
        cycle = ((t - since) % STRIDE_S) / STRIDE_S
        stance = np.clip(cycle * STRIDE_S / STANCE_S, 0, 1)
        angles |= {
            f"hip_flexion_{side}": 12 + 20 * np.cos(2 * np.pi * cycle),
            f"hip_adduction_{side}": 6 * np.sin(np.pi * stance),
            f"hip_rotation_{side}": 3 * np.sin(2 * np.pi * cycle),
            f"knee_angle_{side}": 5 + _bump(cycle, 0.15, 0.10, 14) + _bump(cycle, 0.73, 0.14, 58),
            f"ankle_angle_{side}": _bump(cycle, 0.45, 0.2, 12) - _bump(cycle, 0.63, 0.08, 18),
        }
        knee = _bump(cycle, 0.15, 0.10, 49) - _bump(cycle, 0.42, 0.1, 14) - _bump(cycle, 0.93, 0.06, 16)
        moments |= {
            f"hip_flexion_{side}_moment": -30 * np.cos(2 * np.pi * cycle),
            f"knee_angle_{side}_moment": -knee,
            f"ankle_angle_{side}_moment": _bump(cycle, 0.05, 0.04, 8) - _bump(cycle, 0.48, 0.25, 105),
        }
    sway = 2 * np.pi * (t - 0.25) / STRIDE_S
    angles |= {
        "pelvis_tilt": -8 + np.cos(2 * sway),
        "pelvis_list": -4 * np.sin(sway),
        "pelvis_rotation": 5 * np.cos(sway),
        "lumbar_extension": 4 + 0 * t,
        "lumbar_bending": 4 * np.sin(sway),
        "lumbar_rotation": -5 * np.cos(sway),
    }
    angles["lumbar_extension"] = angles["lumbar_extension"] + 0.1 * np.sin(sway)
    return t, angles, moments


def trial(folder: Path) -> dict[str, Path]:
    """Forces, angles and moments of one walk as OpenSim keeps them; the knee's name says that it bends to positive."""
    t, feet = walk_forces()
    model_t, angles, moments = walk_model()
    return {
        "forces": storage(folder / "grf.mot", force_columns("sided", feet), t),
        "angles": storage(folder / "ik.mot", angles, model_t, title="Coordinates", degrees="yes"),
        "moments": storage(folder / "id.sto", moments | {"knee_angle_r_beta_moment": 0 * model_t}, model_t),
    }


def walked(folder: Path) -> Recording:
    """The files of `trial` as one recording."""
    recordings = [read(path)[0] for path in trial(folder).values()]
    return recordings[0].with_channels(tuple(c for r in recordings for c in r.channels))


def _bump(cycle: Array, middle: float, width: float, height: float) -> Array:
    away = np.abs((cycle - middle + 0.5) % 1 - 0.5)
    return np.where(away < width, height * np.cos(0.5 * np.pi * away / width) ** 2, 0.0)
