"""Picture of docs/placement/video.md: somebody running, as keypoints alone have him; never a picture of a video.

The real clip where RESTRIDE_DATA holds it, else a simulated runner; the picture says which.
"""

import os
import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from restride.app.measuring import find_strides
from restride.core.recording import Array, Recording
from restride.core.strides import Strides
from restride.read import read
from restride.signal.leg_swaps import unswapped
from restride.signal.pose import Pose, pose_of
from restride.simulate import Camera, Runner, film_run

CLIP = "video/treadmill_runner_side/male_side.pose.json"
CREDIT = "A real runner on a treadmill: keypoints of the clip of zzzhushi/running-gait-analysis (MIT)"
COLOURS = {"left": "#1d4e89", "right": "#b3470d", "none": "#525c68"}
BONES = (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "big_toe"),
         ("big_toe", "ankle"))  # fmt: skip
SHARES = (("contact", 0.0), ("mid-stance", 0.16), ("toe-off", 0.34), ("in the air", 0.42))
HIGH, APART = 300.0, 190.0


def pictures() -> dict[str, bytes]:
    """file name -> SVG."""
    path = Path(os.environ.get("RESTRIDE_DATA", "")) / CLIP
    real = bool(os.environ.get("RESTRIDE_DATA")) and path.exists()
    one = read(path)[0] if real else film_run(Runner.typical(3.0), Camera(sees="left", rate_hz=60.0)).recording
    return {"video-stick.svg": sticks(one, find_strides(one, "running"), real)}


def sticks(one: Recording, found: Strides, real: bool) -> bytes:
    """Four moments of a step of the left foot, with the person's left side solid. SVG."""
    pose = pose_of(unswapped(one)[0])
    assert pose is not None
    row = int(found.where("left")[3])
    ic_s, stride_s = float(found.ic_s[row]), float(found.stride_s[row])
    parts = [_text("A step of the left foot, as keypoints have it", 16, 28, size=15, weight=600)]
    for k, (name, share) in enumerate(SHARES):
        i = round((ic_s + share * stride_s - pose.start_s) * pose.rate_hz)
        parts.append(_stick(pose, i, 30 + APART * k))
        parts.append(_text(name, 70 + APART * k, 66 + HIGH, size=13))
    credit = CREDIT if real else "SIMULATED runner, made by restride itself"
    wide = 30 + APART * len(SHARES)
    words = f"{credit}; drawn by restride. Blue and solid: left; orange and dashed: right."
    lines = textwrap.wrap(words, int(wide / 6.2))
    parts += [_text(line, 16, 92 + HIGH + 18 * n, size=11) for n, line in enumerate(lines)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {86 + HIGH + 18 * len(lines):.0f}"'
    white = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'{head} font-family="system-ui, sans-serif">{white}{"".join(parts)}</svg>\n'.encode()


def _stick(pose: Pose, i: int, left: float) -> str:
    """The bones of one picture, to the same scale and on the same ground as the others."""
    all_y = np.concatenate([path[:, 1] for path in pose.paths.values()])
    low, high = np.nanpercentile(all_y, [0.1, 99.9])
    scale = HIGH / (high - low)
    hips = pose.middle("hip")
    assert hips is not None
    middle = float(np.nanmedian(hips[:, 0]))

    def at(point: Array) -> str:
        return f"{left + 80 + (point[0] - middle) * scale:.1f} {52 + (high - point[1]) * scale:.1f}"

    lines = []
    for side in ("right", "left"):
        dash = ' stroke-dasharray="6 4"' if side == "right" else ""
        for a, b in BONES:
            ends = [pose.paths[point, side][i] for point in (a, b) if (point, side) in pose.paths]
            if len(ends) == 2 and np.isfinite(ends).all():
                style = f'stroke="{COLOURS[side]}" stroke-width="3" stroke-linecap="round"{dash}'
                lines.append(f'<path d="M{at(ends[0])}L{at(ends[1])}" {style}/>')
    nose = pose.paths.get(("nose", "none"))
    if nose is not None and np.isfinite(nose[i]).all():
        x, y = at(nose[i]).split()
        lines.append(f'<circle cx="{float(x) + 8:.1f}" cy="{y}" r="11" stroke="{COLOURS["none"]}" stroke-width="3"/>')
    return f'<g fill="none">{"".join(lines)}</g>'


def _text(words: str, x: float, y: float, *, size: int, weight: int = 400) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="#1c232b">{escape(words)}</text>'
