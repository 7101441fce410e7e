"""Keypoint files as pose estimators write them, all of the same made-up movement."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from restride.core.recording import Array
from restride.core.skeletons import skeletons

FPS = 60.0
SIZE_PX = (1280.0, 720.0)


def moving(skeleton: str = "halpe26", frames: int = 40) -> Array:
    """(n, points, 3) x, y in pixels and a score; no two points of a frame alike."""
    count = skeletons()[skeleton].count
    t, k = np.arange(frames)[:, None] / FPS, np.arange(count)[None, :]
    x = 400 + 10 * k + 60 * np.sin(4 * t + k)
    y = 200 + 4 * k + 30 * np.cos(7 * t + 2 * k)
    score = 0.7 + 0.2 * np.sin(3 * k + t)
    return np.stack([x, y, np.broadcast_to(score, x.shape)], axis=-1)


def named(body: Array, **more: Any) -> Any:
    """Frames of named points, as people write by hand."""
    names = [name.replace(" ", "_") or f"unused_{i}" for i, name in enumerate(skeletons()["halpe26"].points)]
    return {"fps": FPS, "width": SIZE_PX[0], "keypoint_names": names, "frames": body.tolist(), **more}


def openpose(body: Array) -> list[Any]:
    """One document a frame."""
    return [{"version": 1.3, "people": [{"person_id": [-1], "pose_keypoints_2d": f.ravel().tolist()}]} for f in body]


def mmpose(body: Array) -> list[Any]:
    """Predictions of MMPose for a video."""
    return [
        {"frame_id": i, "instances": [{"keypoints": f[:, :2].tolist(), "keypoint_scores": f[:, 2].tolist()}]}
        for i, f in enumerate(body)
    ]


def mmpose_demo(body: Array) -> Any:
    """The same as its older demonstration writes it, with the names of the points."""
    names = {str(i): name.replace(" ", "_") for i, name in enumerate(skeletons()["halpe26"].points)}
    return {"meta_info": {"dataset_name": "halpe26", "keypoint_id2name": names}, "instance_info": mmpose(body)}


def alphapose(body: Array) -> list[Any]:
    """Results of AlphaPose: one entry a person."""
    return [
        {"image_id": f"{i}.jpg", "category_id": 1, "keypoints": f.ravel().tolist(), "score": 2.9, "box": [1, 2, 3, 4]}
        for i, f in enumerate(body)
    ]


def mediapipe(body: Array) -> Any:
    """Landmarks as shares of the picture, with the time of each frame in milliseconds."""
    frames = []
    for i, f in enumerate(body):
        points = [
            {"x": x / SIZE_PX[0], "y": y / SIZE_PX[1], "z": 0.1, "visibility": score} for x, y, score in f.tolist()
        ]
        frames.append({"timestamp_ms": 1000 * i / FPS, "landmarks": points})
    return {"width": SIZE_PX[0], "height": SIZE_PX[1], "frames": frames}


def written(path: Path, document: Any) -> Path:
    """The document as a file."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
