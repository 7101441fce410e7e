"""GPX -> Recording: tracks with the extensions for heart rate, cadence and power that Garmin, Strava and others write.

Speed and distance come from the positions, which are then dropped.
"""

from typing import TYPE_CHECKING

from restride.read.track_file import TrackReader

if TYPE_CHECKING:
    from restride.read.gpx_points import Tracks

VERSION = "1"


def _tracks() -> "Tracks":
    from restride.read.gpx_points import Tracks

    return Tracks()


READER = TrackReader("gpx", VERSION, "gpx", _tracks)
