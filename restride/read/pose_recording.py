"""From the frames of a keypoint file to a Recording."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from restride.core.errors import BadSidecar, InputError, UnreadableFile
from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Recording
from restride.core.skeletons import Point, by_count, by_names, skeletons
from restride.read.clock import on_even_clock
from restride.read.pose_json import Parsed, parsed
from restride.read.pose_layout import Frame, Layout, layout_of
from restride.read.pose_people import followed
from restride.read.sidecar import RATE_HZ, Sidecar
from restride.read.source import source_of

LEAST_SCORE = 0.3
"""A point that the estimator is less sure of is missing: the limit below which MMPose does not draw one."""
ONE_A_FRAME = re.compile(r"(.*?)(\d{6,12})(_keypoints\.json)")
MOST_FILES = 200_000
MOST_EMPTY = 4
"""Numbers of frames that leave more than so many times the frames empty are not numbers of frames."""
NORMALISED = 4.0
"""No keypoint in pixels lies so near to the corner in every frame; those in shares of the picture do."""
AXES = ("x", "y", "score")


def build(path: Path, sidecar: Sidecar | None, reader: str, version: str) -> Recording:
    """The recording of the person who is followed. Raises InputError."""
    if sidecar is not None:
        sidecar.refuse_columns(path, ("rate_hz", "image_px"))
    files = _siblings(path)
    read = [parsed(file) for file in files]
    layout = layout_of(read[0].data) if len(files) == 1 else _together(read)
    if not layout.frames:
        raise InputError("keypoints of a person", f"none in {path.name}", "export the estimator's results as JSON")
    points, count = _points(layout, path)
    place, rows = _placed(layout.frames)
    body, others = followed(rows, count)
    body = _in_pixels(body, layout, sidecar, path)
    body, start_s, rate_hz, notes = _timed(body, place, layout, sidecar, path)
    notes = [*_damage(read, layout, len(body), path), *notes]
    if others:
        notes.append(_several(others))
    channels = tuple(
        Channel("keypoint", name, side, "image", "px", rate_hz, start_s, AXES, _scored(body[:, i]))
        for (name, side), i in sorted(points.items())
    )
    if not any(np.isfinite(c.values[:, 0]).any() for c in channels):
        raise InputError(
            f"points with a score of {LEAST_SCORE:g} or more", f"none in {path.name}", "film in more light"
        )
    source = source_of(path, reader, version)
    if len(files) > 1:
        source = replace(source, sha256=_digest(files))
    recording = Recording(channels, source, notes=tuple(notes))
    return sidecar.applied_to(recording) if sidecar else recording


def _siblings(path: Path) -> list[Path]:
    """The file, or all of its folder that belong to the same video where each holds one frame, as OpenPose writes."""
    name = ONE_A_FRAME.fullmatch(path.name)
    if name is None:
        return [path]
    found = [
        (int(other[2]), file)
        for file in path.parent.iterdir()
        if (other := ONE_A_FRAME.fullmatch(file.name)) is not None and other[1] == name[1] and file.is_file()
    ]
    if len(found) > MOST_FILES:
        raise UnreadableFile(f"at most {MOST_FILES} frames", f"{len(found)} beside {path.name}", "cut the video")
    return [file for _, file in sorted(found)]


def _together(read: list[Parsed]) -> Layout:
    """One file a frame, in the order of their numbers."""
    each = [layout_of(one.data) for one in read]
    frames = tuple(f for one in each for f in one.frames)
    return Layout(frames, damaged=sum(not one.frames for one in each), rate_hz=each[0].rate_hz, size_px=each[0].size_px)


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _points(layout: Layout, path: Path) -> tuple[dict[Point, int], int]:
    """Index of each point, and how many an entry must have: by the file's own names, else by their number."""
    counts = [len(p) for f in layout.frames for p in f.people]
    if not counts:
        raise InputError("a person in the video", f"nobody in {len(layout.frames)} frames of {path.name}", "film again")
    count = max(set(counts), key=counts.count)
    if len(layout.names) == count:
        points = by_names(list(layout.names))
    else:
        known = by_count(count)
        points = skeletons()[known].known() if known else {}
    if not any(place in ("ankle", "heel") for place, _ in points):
        known_to = ", ".join(f"{table.count} ({table.title})" for table in skeletons().values())
        found = f"{count} points without names that fit in {path.name}"
        raise InputError(f"keypoint_names, or so many points: {known_to}", found, "export with keypoint_names")
    return points, count


def _placed(frames: tuple[Frame, ...]) -> tuple[list[Frame], list[tuple[Array, ...]]]:
    """Every frame at its number where the file counts them, so that frames without anybody leave a gap."""
    numbers = [f.number for f in frames]
    known = [n for n in numbers if n is not None]
    if len(known) < len(numbers) or len(set(known)) < len(known):
        return list(frames), [f.people for f in frames]
    first, last = min(known), max(known)
    if last - first + 1 > MOST_EMPTY * len(known):
        return list(frames), [f.people for f in frames]
    by_number = dict(zip(known, frames, strict=True))
    whole = [by_number.get(n, Frame(n, None, ())) for n in range(first, last + 1)]
    return whole, [f.people for f in whole]


def _in_pixels(body: Array, layout: Layout, sidecar: Sidecar | None, path: Path) -> Array:
    """x and y in pixels; shares of the picture need its size, since width and height differ."""
    if not np.nanmax(np.abs(body[:, :, :2]), initial=0.0) < NORMALISED:
        return body
    given = None if sidecar is None else sidecar.image_px
    if layout.size_px is not None and given is not None:
        raise BadSidecar("a sidecar without image_px", f"one, though {path.name} says it itself", "remove that")
    size = layout.size_px or given
    if size is None:
        raise InputError(
            "the size of the picture, since these keypoints are shares of it",
            f"none in {path.name}",
            "write image_px = [1920, 1080] (width, height) in a sidecar",
        )
    return np.asarray(body * np.array([size[0], size[1], 1.0]))


def _timed(
    body: Array, place: list[Frame], layout: Layout, sidecar: Sidecar | None, path: Path
) -> tuple[Array, float, float, list[Quality]]:
    """On an even clock: body, start_s, rate_hz. By the sidecar's rate, the file's, else by the frames' times."""
    rate_hz, notes = layout.rate_hz, []
    if sidecar is not None and sidecar.rate_hz is not None:
        if rate_hz is not None and abs(rate_hz - sidecar.rate_hz) > 0.01 * rate_hz:
            notes.append(_slowed(rate_hz, sidecar.rate_hz))
        rate_hz = sidecar.rate_hz
    if rate_hz is None:
        given = [f.time_s for f in place]
        times = list(layout.times_s) if len(layout.times_s) == len(body) else given
        known = np.array([np.nan if t is None else t for t in times], dtype=np.float64)
        if np.isfinite(known).sum() < 2:
            found = f"none in {path.name}"
            raise InputError("how many frames a second", found, "write rate_hz = 60 (or what it was) in a sidecar")
        seen = np.isfinite(known)
        even = on_even_clock(known[seen], body[seen].reshape(int(seen.sum()), -1), path.name)
        return even.values.reshape(len(even.values), -1, 3), even.start_s, even.rate_hz, list(even.notes)
    if not RATE_HZ[0] <= rate_hz <= RATE_HZ[1]:
        raise InputError(f"{RATE_HZ[0]:g} to {RATE_HZ[1]:g} frames a second", f"{rate_hz:g} in {path.name}", "check it")
    if len(body) < 2:
        raise InputError("at least two frames", f"{len(body)} in {path.name}", "export the whole video")
    return body, 0.0, rate_hz, notes


def _scored(values: Array) -> Array:
    """(n, 3) x, y, score; x and y are missing where the score is low or the point lies at the origin."""
    out = values.copy()
    lost = ~(out[:, 2] >= LEAST_SCORE) | (out[:, :2] == 0).all(axis=1) | ~np.isfinite(out[:, :2]).all(axis=1)
    out[lost, :2] = np.nan
    return out


def _damage(read: list[Parsed], layout: Layout, frames: int, path: Path) -> list[Quality]:
    lost, notes = sum(one.lost for one in read), []
    if lost:
        message = f"{path.name} ends early: the last {lost} characters could not be read, {frames} frames could"
        notes.append(Quality(code="truncated", severity="warning", message=message))
    if layout.damaged:
        message = f"{layout.damaged} frames of {path.name} could not be read and are left out"
        notes.append(Quality(code="gap", severity="warning", message=message))
    return notes


def _several(others: int) -> Quality:
    who = "one other person was" if others == 1 else f"{others} other people were"
    message = f"{who} in the video: the one who is largest for longest is followed"
    return Quality(code="one_of_several", severity="info", message=message)


def _slowed(file_hz: float, true_hz: float) -> Quality:
    message = f"the file says {file_hz:g} frames a second, the sidecar {true_hz:g}, which is believed (slow motion)"
    return Quality(code="slow_motion", severity="info", message=message)
