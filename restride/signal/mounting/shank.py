"""A device on a shank: how it sits, from gravity and the way it turns."""

from restride.signal.inertial import Mounted, Sensor


def solve(sensor: Sensor) -> Mounted | None:
    """The turn into body axes, or None where the recording does not tell."""
    return None
