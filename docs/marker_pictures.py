"""The picture of docs/placement/markers.md: how fast heel and toe move against the ground, and the contacts in it."""

import os
from pathlib import Path

import numpy as np
from worn_pictures import sheet, worded

from restride.core.recording import Recording
from restride.events.detect import detect
from restride.events.markers import LANDS, LEAVES
from restride.read import read
from restride.signal.footing import footing
from restride.signal.prepare import prepare
from restride.simulate import Runner, simulate_run

RUN = "rbds_treadmill_running/RBDS014/RBDS014runT35.c3d"
FROM_S, SECONDS, TOP, FOOT, LEFT, RIGHT, HIGHEST = 10.0, 1.8, 64.0, 264.0, 56.0, 720.0, 2.6
COLOURS = {"heel": "#1d4e89", "toe": "#b3470d"}


def pictures() -> dict[str, bytes]:
    """file name -> SVG, from a real run where RESTRIDE_DATA holds it."""
    path = Path(os.environ.get("RESTRIDE_DATA", "")) / RUN
    if os.environ.get("RESTRIDE_DATA") and path.exists():
        (trial,) = read(path)
        return {"markers-signal.svg": speeds(trial, "A real run at 3.5 m/s. Data: Fukuchi et al. 2017 (CC BY 4.0).")}
    made = simulate_run(Runner.typical(3.5), seconds=FROM_S + 3).recording
    return {"markers-signal.svg": speeds(made, "SIMULATED runner, made by restride itself.")}


def speeds(trial: Recording, words: str) -> bytes:
    """Speed of the left heel and toe over the body's, against the belt, with the shares that make contacts. SVG."""
    ready = prepare(trial.with_channels(tuple(c for c in trial.channels if c.quantity == "marker")))
    if ready.kind is None or (seen := footing(ready.recording, ready.kind)) is None:
        raise SystemExit("the picture of the markers needs a run with heels and toes")
    s = detect(ready.recording, ready.kind).strides
    t = seen.start_s + np.arange(len(seen.body_mps)) / seen.rate_hz
    inside = (t >= FROM_S) & (t < FROM_S + SECONDS)
    parts = [worded("Speed of the left foot against the belt, in shares of the body's", 16, 28, size=15, weight=600)]
    for i in s.where("left"):
        if s.ic_s[i] > FROM_S and s.fc_s[i] < FROM_S + SECONDS:
            a, b = _x(s.ic_s[i]), _x(s.fc_s[i])
            parts.append(f'<rect x="{a:.1f}" y="{TOP}" width="{b - a:.1f}" height="{FOOT - TOP}" fill="#e4e8ed"/>')
            parts.append(worded("on the ground", a + 6, TOP + 16, size=12))
    for share in (LANDS, LEAVES["running"]):
        y = _y(share)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="#9aa4b0" stroke-width="1" stroke-dasharray="4 4"/>')
    for share in (0.0, 1.0, 2.0):
        parts.append(worded(f"{share:g}", LEFT - 22, _y(share) + 4, size=12))
    for (name, colour), speed in zip(COLOURS.items(), seen.feet["left"], strict=True):
        line = " ".join(f"{_x(a):.1f},{_y(b):.1f}" for a, b in zip(t[inside], speed[inside], strict=True))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<rect x="{LEFT + (90 if name == "toe" else 0)}" y="45" width="18" height="4" fill="{colour}"/>')
        parts.append(worded(name, LEFT + 24 + (90 if name == "toe" else 0), 50, size=12))
    parts.append(worded(words, 16, FOOT + 24, size=12))
    return sheet(744, FOOT + 36, "".join(parts))


def _x(time_s: float) -> float:
    return LEFT + (time_s - FROM_S) / SECONDS * (RIGHT - LEFT)


def _y(share: float) -> float:
    return FOOT - share / HIGHEST * (FOOT - TOP)
