"""Somebody who walks or runs on insoles, made up: force, pressure and centre of pressure with their truth, as files."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from restride.read.opengo_recording import LAYOUT

Values = npt.NDArray[np.float64]
ALONG = (
    0.10, 0.08, 0.24, 0.21, 0.38, 0.35, 0.58, 0.49, 0.76, 0.74, 0.73, 0.71, 0.67, 0.91, 0.91, 0.86,
)  # fmt: skip
INWARD = (
    0.11, -0.17, 0.09, -0.23, 0.06, -0.27, 0.24, -0.39, 0.27, 0.06, -0.12, -0.29, -0.46, 0.18, -0.08, -0.31,
)  # fmt: skip
AREA = np.array([area for _, _, area in LAYOUT])
CM2 = 205.0


@dataclass(frozen=True, slots=True, eq=False)
class Gait:
    """A made-up bout. force: (n,) N a foot. ic_s, fc_s: by foot, whole contacts only. cop: (n, 2) AP and inward."""

    time_s: Values
    force: dict[str, Values]
    pressure: dict[str, Values]
    cop: dict[str, Values]
    ic_s: dict[str, Values]
    fc_s: dict[str, Values]

    def changed(self, **force: Values) -> "Gait":
        """The same with another force of a foot."""
        return Gait(self.time_s, self.force | force, self.pressure, self.cop, self.ic_s, self.fc_s)


def gait(
    *,
    stride_s: float = 1.1,
    duty: float = 0.62,
    strides: int = 14,
    rate_hz: float = 100.0,
    weight_n: float = 700.0,
    stands_s: float = 2.0,
    noise_n: float = 2.0,
    seed: int = 0,
) -> Gait:
    """Standing, then strides: two bumps a stance for a duty factor of a half and more, one for less, then standing."""
    draw = np.random.default_rng(seed)
    first = {"left": stands_s, "right": stands_s + stride_s / 2}
    end_s = stands_s + (strides + 0.5) * stride_s + stands_s
    t = np.arange(int(end_s * rate_hz)) / rate_hz
    force, pressure, cop, ics, fcs = {}, {}, {}, {}, {}
    for side, begins in first.items():
        ic = begins + stride_s * np.arange(strides) + draw.normal(scale=0.004, size=strides)
        fc = ic + duty * stride_s
        part = np.full(len(t), np.nan)
        for a, b in zip(ic, fc, strict=True):
            inside = (t >= a) & (t <= b)
            part[inside] = (t[inside] - a) / (b - a)
        stance = np.nan_to_num(np.clip(part, 0, 1))
        shape = np.sin(np.pi * stance) ** 0.7
        if duty >= 0.5:
            shape -= 0.28 * np.exp(-(((stance - 0.5) / 0.16) ** 2))
        shape[np.isnan(part)] = 0.0
        # the mean force of both feet over a stride is the weight
        whole = (t >= ic[0]) & (t < ic[-1])
        f = shape * (weight_n / 2) / shape[whole].mean()
        still = (t < begins - 0.4) | (t > fc[-1] + 0.3)
        f[still] = weight_n / 2
        loaded = f > 20
        f = np.maximum(f + draw.normal(scale=noise_n, size=len(t)), 0)
        ap = np.where(still, 0.4, 0.12 + 0.72 * stance)
        spread = np.exp(-(((np.array(ALONG)[None] - ap[:, None]) / 0.14) ** 2)) * (1 + 0.3 * np.array(INWARD))
        share = spread * AREA
        p = np.where(loaded[:, None], spread / share.sum(axis=1, keepdims=True) * f[:, None] / CM2, 0.0)
        load = p * AREA
        sums = np.maximum(load.sum(axis=1), 1e-9)
        centre = np.stack([load @ ALONG / sums, load @ INWARD / sums], axis=1)
        centre[~loaded] = np.nan
        force[side], pressure[side], cop[side], ics[side], fcs[side] = f, p, centre, ic, fc
    return Gait(t, force, pressure, cop, ics, fcs)


def walking(strides: int = 14, stands_s: float = 2.0) -> Gait:
    """Ordinary walking."""
    return gait(strides=strides, stands_s=stands_s)


def running(stride_s: float = 0.72, duty: float = 0.36, strides: int = 30) -> Gait:
    """Ordinary running."""
    return gait(stride_s=stride_s, duty=duty, strides=strides)


def opengo(
    path: Path, made: Gait, *, acc: Values | None = None, gyro: Values | None = None, steps: bool = True
) -> Path:
    """An OpenGo export; a number that is missing is an empty cell."""
    names = ["time"]
    columns: list[Values] = [made.time_s]
    for side in ("left", "right"):
        names += [f"{side} pressure {k}[N/cm²]" for k in range(1, 17)]
        columns += list(np.where(np.isnan(made.force[side])[:, None], np.nan, made.pressure[side]).T)
        if acc is not None and gyro is not None:
            names += [f"{side} acceleration {a}[g]" for a in "XYZ"] + [f"{side} angular {a}[dps]" for a in "XYZ"]
            columns += [*acc.T, *gyro.T]
        names += [f"{side} total force[N]", *(f"{side} center of pressure {a}[-0.5...+0.5]" for a in "XY")]
        gone = np.isnan(made.force[side])
        none = np.isnan(made.cop[side]).any(axis=1)
        centre = np.where(none[:, None], 0.0, made.cop[side] - [0.5, 0.0])
        columns += [made.force[side], *np.where(gone[:, None], np.nan, centre).T]
    rows = [[f"{v:.6f}" if v == v else "" for v in row] for row in np.column_stack(columns).tolist()]
    for row, time_s in zip(rows, made.time_s.tolist(), strict=True):
        row[0] = f"{time_s:.3f}"
    if steps:
        names += ["right steps[]", "left steps[]"]
        marks: dict[tuple[int, int], str] = {}
        for k, (side, codes) in enumerate((("right", (21, 25)), ("left", (11, 15)))):
            for code, times in zip(codes, (made.ic_s[side], made.fc_s[side]), strict=True):
                marks |= {(int(np.argmin(np.abs(made.time_s - s))), k): f"{code}.00" for s in times}
        for i, row in enumerate(rows):
            row += [marks.get((i, 0), ""), marks.get((i, 1), "")]
    head = ["# Start time: 01.01.2026 00:00:00.000", "# Size: 5", "# Recording type: normal", "# Notes: made up"]
    text = "\n".join([*head, "# " + "\t".join(names), *("\t".join(row) for row in rows)])
    path.write_text(text + "\n", encoding="utf-8")
    return path


def loadsol(
    path: Path,
    made: Gait,
    *,
    parts: bool = True,
    lost: tuple[int, ...] = (),
    feet: tuple[str, ...] = ("left", "right"),
    device: Values | None = None,
) -> Path:
    """A loadsol export; `lost`: rows whose left packet did not come. device: (n, 6) acc in g and gyro in rad/s."""
    names, kinds, columns = [], [], []
    order = {"left": ("heel", "medial", "lateral"), "right": ("lateral", "medial", "heel")}
    for side, letter in ((foot, foot[0].upper()) for foot in feet):
        f = made.force[side]
        share = {"heel": 0.5 * f, "medial": 0.2 * f, "lateral": 0.3 * f}
        names.append("")
        kinds.append("Time[secs]")
        columns.append([f"{v:.3f}" for v in made.time_s])
        cells = [*((f"P1-{letter}::{p}", share[p]) for p in order[side]), (f"P1-{letter}", f)] if parts else []
        for name, values in cells or [(f"P1-{letter}", f)]:
            text = [f"{v:.6f}" for v in values]
            if side == "left":
                for i in lost:
                    text[i] = "0.000" if name.endswith("-L") else "-1.000"
            names.append(name)
            kinds.append("Force[N]")
            columns.append(text)
        if device is not None:
            names += ["", *(f"P1-{letter}::{axis}{what}" for what in ("Acc", "Gyro") for axis in "xyz")]
            kinds += ["Time[secs]", *["[g]"] * 3, *["[rad/s]"] * 3]
            columns.append([f"{v:.3f}" for v in made.time_s])
            away = set(lost) if side == "left" else set()
            columns += [["-" if i in away else f"{v:.6f}" for i, v in enumerate(axis)] for axis in device.T]
    rows = ["\t".join(row) + "\t\t" for row in zip(*columns, strict=True)]
    head = ["loadapp_2026_01_01.loadflux", "comment made up", "\t".join(names) + "\t\t", "\t".join(kinds) + "\t"]
    path.write_text("\n".join([*head, *rows]) + "\n")
    return path


def optogait(path: Path, made: Gait) -> Path:
    """An OptoGait table as pandas writes it."""
    contacts = [
        (ic, fc, letter)
        for side, letter in (("left", "L"), ("right", "R"))
        for ic, fc in zip(made.ic_s[side].tolist(), made.fc_s[side].tolist(), strict=True)
    ]
    rows = [",#,L/R,External,TFlight,TContact,TStep,Split", "0,External trigger,START,,,,,"]
    rows += [f"{i},{i},{s},,,{b - a:.3f},,{a:.3f}" for i, (a, b, s) in enumerate(sorted(contacts), start=1)]
    path.write_text("\n".join(rows) + "\n")
    return path
