"""Keypoints of a video as JSON, from a pose estimator that ran elsewhere. No picture is read.

Layouts: frames of named points; OpenPose (`people[].pose_keypoints_2d`, one file a frame in a folder, or all in one);
MMPose (`instances[]` with `keypoints` and `keypoint_scores`); COCO and AlphaPose results (a list of `image_id` and
`keypoints`); MediaPipe landmarks. Which point is which stands in core/skeletons/.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
TOLD_BY = re.compile(rb'"(?:\w*keypoint\w*|pose_?landmarks|landmarks|instance_info|people)"\s*:', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PoseReader:
    """One person of one video: the one who is largest for longest."""

    name: str = "pose"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """JSON that begins with keypoints, landmarks or people."""
        text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        return text[:1] in (b"{", b"[") and TOLD_BY.search(text) is not None

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The one recording. A sidecar gives rate_hz (frames a second) and image_px where the file lacks them.

        Raises InputError.
        """
        from restride.read.pose_recording import build

        return (build(path, sidecar, self.name, self.version),)


READER = PoseReader()
