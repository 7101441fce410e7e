"""Plain data of a keypoint file -> frames of people, whatever the estimator called them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from restride.core.recording import Array

FRAMES = ("frames", "instance_info", "results", "data", "predictions", "annotations", "images")
PEOPLE = ("people", "instances", "persons", "poses", "bodies", "detections", "pose_landmarks", "poseLandmarks",
          "landmarks")  # fmt: skip
POINTS = ("pose_keypoints_2d", "keypoints", "pose_landmarks", "poseLandmarks", "landmarks", "points")
SCORES = ("keypoint_scores", "keypoints_scores", "scores", "confidences")
NAMES = ("keypoint_names", "keypoints_names", "joint_names", "landmark_names")
NUMBER = ("frame_id", "frame", "frame_index", "frame_number", "image_id", "index", "id")
TIMES = {
    "timestamp_ms": 1e-3, "time_ms": 1e-3, "timestampMs": 1e-3, "timestamp_s": 1.0, "time_s": 1.0, "timestamp": 1.0,
    "time": 1.0, "t": 1.0,
}  # fmt: skip
RATES = ("fps", "frame_rate", "framerate", "frameRate", "rate_hz", "avg_frame_rate")
ABOUT = ("meta", "metadata", "meta_info", "info", "video", "video_info")
WIDTHS, HEIGHTS = ("width", "image_width", "frame_width", "w"), ("height", "image_height", "frame_height", "h")
SIZES = ("image_size", "resolution", "size", "video_size")
MOST_PEOPLE = 20
"""The largest of a frame; a crowd behind a treadmill is not followed."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture. number: as the file counts them, if it does. time_s: if the file says. people: (points, 3) each.

    Columns are x, y and score; scores are 1 where the file has none.
    """

    number: int | None
    time_s: float | None
    people: tuple[Array, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """frames: in file order. damaged: how many could not be read. names: of the points, if the file says.

    rate_hz, size_px: what the file says of the video.
    """

    frames: tuple[Frame, ...]
    damaged: int = 0
    names: tuple[str, ...] = ()
    rate_hz: float | None = None
    size_px: tuple[float, float] | None = None
    times_s: tuple[float, ...] = field(default=())


def layout_of(data: Any) -> Layout:
    """Everything that the file holds. No frames where it holds no keypoints."""
    rows, about = _rows(data), _about(data)
    frames = [_frame(row) for row in _grouped(rows)]
    kept = tuple(f or Frame(None, None, ()) for f in frames) if any(frames) else ()
    times = data.get("timestamps") if isinstance(data, Mapping) else None
    return Layout(
        frames=kept,
        damaged=sum(f is None for f in frames),
        names=_names(about),
        rate_hz=next((r for r in map(_rate, _values(about, RATES)) if r), None),
        size_px=_size(about),
        times_s=tuple(times) if isinstance(times, list) and all(isinstance(t, float) for t in times) else (),
    )


def _rows(data: Any) -> list[Any]:
    """One entry a frame, or a result (a person of a frame)."""
    if isinstance(data, list):
        return data
    if not isinstance(data, Mapping):
        return []
    for key in FRAMES:
        if isinstance(data.get(key), list):
            return list(data[key])
        if isinstance(data.get(key), Mapping):  # {"0": frame, "1": frame}
            return [_numbered(key, row) for key, row in data[key].items()]
    if any(key in data for key in ("people", "instances")):
        return [data]
    numbered = [_numbered(key, row) for key, row in data.items() if _number(key) is not None]
    if numbered:
        return numbered
    flat = data.get("keypoints")
    return flat if isinstance(flat, list) else []


def _numbered(key: str, row: Any) -> Any:
    """A frame that stands under its number, with the number in it."""
    number = _number(key)
    if number is None:
        return row
    return {**row, "frame_id": number} if isinstance(row, Mapping) else {"frame_id": number, "people": row}


def _grouped(rows: list[Any]) -> Iterator[Any]:
    """Results of one picture together: a list of people, each with the picture that it is in."""
    if not (rows and isinstance(rows[0], Mapping) and "image_id" in rows[0] and _first(rows[0], PEOPLE) is None):
        yield from rows
        return
    pictures: dict[Any, list[Any]] = {}
    for row in rows:
        picture = row.get("image_id") if isinstance(row, Mapping) else None
        pictures.setdefault(picture if isinstance(picture, (str, float)) else None, []).append(row)
    for picture, people in pictures.items():
        yield {"frame_id": picture, "people": people} if picture is not None else None


def _frame(row: Any) -> Frame | None:
    """A picture with its people; None where the entry cannot be read. A picture without anybody is a frame."""
    if isinstance(row, Mapping):
        number = next((n for n in (_number(row.get(key)) for key in NUMBER if key in row) if n is not None), None)
        seen = next(((row[k], f) for k, f in TIMES.items() if isinstance(row.get(k), float)), None)
        time_s = None if seen is None else seen[0] * seen[1]
        people = _first(row, PEOPLE)
        if people is None or _is_points(people):
            people = [row] if _first(row, POINTS) is not None else []
    elif isinstance(row, list):
        number, time_s, people = None, None, [row] if _is_points(row) else row
    else:
        return None
    if not isinstance(people, list):
        return None
    found = tuple(p for p in map(_person, people) if p is not None)
    if people and not found:
        return None
    if len(found) > MOST_PEOPLE:
        found = tuple(sorted(found, key=lambda p: -_tall(p))[:MOST_PEOPLE])
    return Frame(number, time_s, found)


def _tall(points: Array) -> float:
    return float(np.ptp(points[:, 1]))


def _is_points(value: Any) -> bool:
    """Whether a list is one person's points: numbers, pairs or triples of numbers, or landmarks."""
    if not isinstance(value, list) or not value:
        return False
    first = value[0]
    if isinstance(first, Mapping):
        return "x" in first and "y" in first
    return isinstance(first, float) or (
        isinstance(first, list) and bool(first) and not isinstance(first[0], (list, dict))
    )


def _person(value: Any) -> Array | None:
    """(points, 3) x, y, score with NaN for what is missing; None where these are no points."""
    scores = None
    if isinstance(value, Mapping):
        scores = _first(value, SCORES)
        value = _first(value, POINTS)
    if not _is_points(value):
        return None
    if isinstance(value[0], Mapping):
        rows = [_landmark(row) for row in value]
    elif isinstance(value[0], float):
        rows = [value[i : i + 3] for i in range(0, len(value), 3)] if len(value) % 3 == 0 else []
    else:
        rows = value
    width = max((len(row) for row in rows if isinstance(row, list)), default=0)
    if width not in (2, 3, 4) or len(rows) > 1000:
        return None
    points = np.full((len(rows), 3), np.nan)
    for i, row in enumerate(rows):
        if isinstance(row, list) and len(row) == width:
            cells = [row[0], row[1], row[-1] if width > 2 else 1.0]
            points[i] = [cell if isinstance(cell, float) else np.nan for cell in cells]
    if isinstance(scores, list) and len(scores) == len(rows):
        points[:, 2] = [score if isinstance(score, float) else np.nan for score in scores]
    points[~np.isfinite(points)] = np.nan
    return points


def _landmark(row: Any) -> list[Any]:
    if not isinstance(row, Mapping):
        return []
    score = _first(row, ("visibility", "score", "confidence"))
    return [row.get("x"), row.get("y"), 1.0 if score is None else score]


def _number(value: Any) -> int | None:
    """The number of a picture: 12, "12", "0012.jpg", "clip_000000000012_keypoints"."""
    if isinstance(value, float):
        return int(value) if value == value and abs(value) < 1e9 else None
    if not isinstance(value, str):
        return None
    found = re.findall(r"\d+", value.rpartition("/")[2].removesuffix(".mp4"))
    return int(found[-1]) if found and len(found[-1]) < 13 and int(found[-1]) < 1e9 else None


def _about(data: Any) -> list[Mapping[str, Any]]:
    """Tables that may speak of the video or of the points."""
    if not isinstance(data, Mapping):
        return []
    return [data, *(data[key] for key in ABOUT if isinstance(data.get(key), Mapping))]


def _values(about: list[Mapping[str, Any]], keys: tuple[str, ...]) -> Iterator[Any]:
    return (table[key] for table in about for key in keys if key in table)


def _rate(value: Any) -> float | None:
    """Frames a second: 30, "30", "30000/1001"."""
    if isinstance(value, str) and (found := re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,9})?)(?:/(\d{1,9}))?\s*", value)):
        value = float(found[1]) / max(float(found[2] or 1), 1.0)
    return value if isinstance(value, float) and np.isfinite(value) and value > 0 else None


def _names(about: list[Mapping[str, Any]]) -> tuple[str, ...]:
    for value in _values(about, NAMES):
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return tuple(value)
    for value in _values(about, ("keypoint_id2name",)):
        if isinstance(value, Mapping) and all(k.isdigit() and isinstance(n, str) for k, n in value.items()):
            return tuple(value.get(str(i), "") for i in range(len(value)))
    return ()


def _size(about: list[Mapping[str, Any]]) -> tuple[float, float] | None:
    wide = next((v for v in _values(about, WIDTHS) if isinstance(v, float)), None)
    high = next((v for v in _values(about, HEIGHTS) if isinstance(v, float)), None)
    if wide is None or high is None:
        both = next((v for v in _values(about, SIZES) if isinstance(v, list) and len(v) == 2), [None, None])
        wide, high = both
    if isinstance(wide, float) and isinstance(high, float) and 1 < wide < 1e5 and 1 < high < 1e5:
        return wide, high
    return None


def _first(table: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((table[key] for key in keys if table.get(key) is not None), None)
