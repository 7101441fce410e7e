"""Contacts from a device on the shank."""

from restride.core.recording import Task
from restride.events.found import Found, nothing
from restride.signal.inertial import Sensor


def detect(sensor: Sensor, task: Task) -> Found:
    """Contacts that the device saw."""
    return nothing({"walking": "shank_walking", "running": "shank_running"}, 1)
