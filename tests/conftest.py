"""Fixtures and settings that every test may use."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import data

# "ci" gives the same examples each time; "search" looks for new ones: HYPOTHESIS_PROFILE=search
_slow_is_fine = [HealthCheck.too_slow]
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=60, suppress_health_check=_slow_is_fine)
settings.register_profile("search", deadline=None, max_examples=1000, suppress_health_check=_slow_is_fine)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def data_root() -> Path:
    """The folder of real recordings; the test is skipped where there is none (see tests/data.py)."""
    return data.data_root()


@pytest.fixture
def recording_path() -> Callable[[str], Path]:
    """`recording_path("rbds_treadmill_running/participants.csv")`: one real recording, or a skip."""
    return data.recording
