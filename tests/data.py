"""Where the tests find real recordings, which are never part of the project.

RESTRIDE_DATA names the folder that holds them. Without it the tests that need one are skipped and say why;
with RESTRIDE_DATA_REQUIRED=1 a missing recording is a failure, so that nothing is skipped unseen.
"""

import os
from pathlib import Path
from typing import NoReturn

import pytest

HOW_TO = "set RESTRIDE_DATA to a folder of recordings (`restride samples list` says which exist, and where)"


def data_root() -> Path:
    """The folder of recordings; skips (or fails) the calling test where there is none."""
    named = os.environ.get("RESTRIDE_DATA", "")
    if not named:
        _missing(f"needs a real recording: {HOW_TO}")
    root = Path(named).resolve()
    if not root.is_dir():
        _missing(f"RESTRIDE_DATA is not a folder: {HOW_TO}")
    return root


def recording(relative: str) -> Path:
    """The path of one recording, such as `recording("rbds_treadmill_running/participants.csv")`."""
    path = data_root() / relative
    if not path.exists():
        _missing(f"RESTRIDE_DATA holds no {relative}: {HOW_TO}")
    return path


def _missing(why: str) -> NoReturn:
    if os.environ.get("RESTRIDE_DATA_REQUIRED") == "1":
        pytest.fail(why, pytrace=False)
    pytest.skip(why, allow_module_level=True)
