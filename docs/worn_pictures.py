"""Pictures of docs/placement for sensors on feet, shanks and back: where they sit, a signal with its contacts.

A recording where RESTRIDE_DATA holds one, else a simulated runner; each picture says which. A picture holds three
seconds of one signal as a line, and no recording.
"""

import os
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from restride.app.measuring import MeasuredBout, measure_bout, together
from restride.app.report import draw
from restride.app.report.drawings import Contact, Picture, Trace
from restride.core.recording import Recording
from restride.core.strides import Strides
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.metrics.bout import Person
from restride.read import read
from restride.simulate import FEET, SACRUM, SHANKS, Device, Runner, files, from_markers, simulate_run

SECONDS = 3.0
LETTER = {"left": "L", "right": "R"}
STYLE = 'font-family="system-ui, sans-serif"'


@dataclass(frozen=True)
class Shown:
    """A picture: the files with what their sidecars say, the channel that is drawn, and whose data it is."""

    name: str
    title: str
    files: tuple[tuple[str, str], ...]
    quantity: str
    place: str
    side: str
    axis: str
    scale: float
    credit: str
    start_s: float


FOOT = 'place = "foot"\n'
SHOWN = (
    Shown(
        "foot-signal", "Turning of the left foot, degrees per second (toes up positive)",
        (("gaitmap_foot_imu_walking/imu_sample.csv", FOOT + "rate_hz = 204.8\n"),), "gyro", "foot", "left", "ML", 1.0,
        "A real walk: imu_sample.csv of gaitmap's example data (MIT, (c) its authors)", 8.0,
    ),
    Shown(
        "shank-signal", "Turning of the left shank about its side-to-side axis, degrees per second",
        tuple((f"tripod_treadmill_walking/Sub_FZ/PWS/IMU/{s}S.csv", f'place = "shank"\nside = "{w}"\n')
              for s, w in (("L", "left"), ("R", "right"))), "gyro", "shank", "left", "ML", 1.0,
        "A real walk on a treadmill: TRIPOD excerpt, subject FZ (MIT, (c) 2021 Justin Trautmann)", 60.0,
    ),
    Shown(
        "back-signal", "Vertical acceleration of the lower back in g (bars: initial contacts, left filled)",
        (("mobgap_lowerback_walking/HA/001/data.mat#Test5/Trial1", ""),), "acc", "lower_back", "none", "V",
        STANDARD_GRAVITY_MPS2, "A real walk: Mobilise-D example data of mobgap, HA/001 (Apache-2.0)", 5.5,
    ),
)  # fmt: skip


def pictures() -> dict[str, bytes]:
    """file name -> SVG."""
    made = {"leg-worn.svg": leg()}
    for shown in SHOWN:
        recordings, real = _recordings(shown)
        done = measure_bout(together(recordings, "unknown")[0], None, "unknown", Person())
        made[f"{shown.name}.svg"] = signal(shown, done, real)
    return made


def _recordings(shown: Shown) -> tuple[list[Recording], bool]:
    """The files of a picture and whether they are real."""
    data = os.environ.get("RESTRIDE_DATA")
    found = []
    if data and all((Path(data) / file.partition("#")[0]).exists() for file, _ in shown.files):
        with tempfile.TemporaryDirectory() as folder:
            for k, (file, words) in enumerate(shown.files):
                said = Path(folder) / f"{k}.toml"
                said.write_text(words, encoding="utf-8")
                found += read(f"{Path(data) / file}", sidecar=said)
        return found, True
    made = simulate_run(Runner.draw(files.DEMO_SEED), seconds=files.DEMO_SECONDS, seed=files.DEMO_SEED)
    sites = {"foot": FEET, "shank": SHANKS}.get(shown.place, SACRUM)
    return [from_markers(made.recording, sites, standing=made.static, device=Device(rate_hz=200.0))], False


def signal(shown: Shown, done: MeasuredBout, real: bool) -> bytes:
    """Three seconds of the channel with the contacts of its foot (of both feet for the back), and the credit. SVG."""
    places = (shown.place, "sacrum") if shown.place == "lower_back" else (shown.place,)
    (channel,) = [
        c
        for c in done.prepared.select(shown.quantity)
        if c.place in places and c.side == shown.side and c.has(shown.axis)
    ]
    start = shown.start_s if real else channel.start_s + 8.0
    piece = channel.between(start, start + SECONDS)

    contacts = _contacts(done.strides, shown.side, start, start + SECONDS)
    values = np.round(piece.axis(shown.axis) / shown.scale, 3)
    trace = Trace(
        time_s=tuple(np.round(piece.time_s, 4).tolist()),
        signals=(tuple(None if v != v else v for v in values.tolist()),),
        contacts=contacts,
        axis="time (s)",
    )
    svg = draw.drawn((Picture(name=shown.name, alt=shown.title, drawing=trace),))[shown.name]
    wide, high = (float(svg.partition(f' {size}="')[2].partition('"')[0]) for size in ("width", "height"))
    credit = shown.credit if real else "SIMULATED runner, made by restride itself"
    lines = textwrap.wrap(f"{credit}; drawn by restride.", int(wide / 6.2))
    words = [worded(shown.title, 16, 28, size=15, weight=600), svg.replace("<svg", '<svg x="16" y="42"', 1)]
    words += [worded(line, 16, 42 + high + 18 * (i + 1), size=11) for i, line in enumerate(lines)]
    return sheet(wide + 24, 42 + high + 18 * len(lines) + 12, "".join(words))


def _contacts(s: Strides, side: str, start_s: float, end_s: float) -> tuple[Contact, ...]:
    """Contacts of one side, of both for "none", that lie in the piece by 50 ms or more, cut to it."""
    found = []
    for foot, ic, fc in zip(s.side.tolist(), s.ic_s.tolist(), s.fc_s.tolist(), strict=True):
        last = fc if np.isfinite(fc) else ic
        if side in ("none", foot) and ic < end_s - 0.05 and last > start_s + 0.05:
            end = min(fc, end_s) if np.isfinite(fc) else None
            letter = LETTER.get(foot, "?") if end is not None and end - max(ic, start_s) > 0.1 else ""
            found.append(Contact(side=foot, letter=letter, start_s=max(ic, start_s), end_s=end))
    return tuple(found)


def leg() -> bytes:
    """Where a sensor sits on shank and foot; a sketch of ours. SVG."""
    limb = (
        '<g fill="none" stroke="#525c68" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">'
        '<path d="M96 14C92 90 100 150 108 214 96 226 96 244 112 248L232 248"/>'
        '<path d="M232 248C232 230 190 222 166 208 154 150 158 84 152 14"/>'
        '<path d="M112 248L232 248" stroke="#9aa4b0"/></g>'
        '<rect x="120" y="166" width="22" height="34" rx="4" fill="#1d4e89"/>'
        '<rect x="160" y="208" width="34" height="16" rx="4" fill="#1d4e89" transform="rotate(24 177 216)"/>'
    )
    words = (
        (214, 176, "shank: on the flat inner face of the shin,"),
        (214, 192, "a hand's breadth above the ankle"),
        (262, 216, "foot: on the laces or the side of the shoe,"),
        (262, 232, "where it cannot swing"),
    )
    arrows = '<path d="M206 178H148M254 218H204" stroke="#b3470d" stroke-width="2" fill="none"/>'
    return sheet(560, 268, limb + arrows + "".join(worded(text, x, y, size=13) for x, y, text in words))


def worded(words: str, x: float, y: float, *, size: int, weight: int = 400) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="#1c232b">{escape(words)}</text>'


def sheet(width: float, height: float, inside: str) -> bytes:
    white = '<rect width="100%" height="100%" fill="#fff"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" {STYLE}>'
    return f"{head}{white}{inside}</svg>\n".encode()
