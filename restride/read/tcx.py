"""TCX -> Recording: the training centre format that Garmin, Polar, Suunto, Strava and others export.

It has no running dynamics: speed, cadence, heart rate, power where it was measured, height and distance.
"""

from typing import TYPE_CHECKING

from restride.read.track_file import TrackReader

if TYPE_CHECKING:
    from restride.read.tcx_points import Activities

VERSION = "1"


def _activities() -> "Activities":
    from restride.read.tcx_points import Activities

    return Activities()


READER = TrackReader("tcx", VERSION, "TrainingCenterDatabase", _activities)
