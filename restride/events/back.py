"""Contacts from a device on the back."""

from restride.core.recording import Task
from restride.events.found import Found, nothing
from restride.signal.inertial import Sensor


def detect(sensor: Sensor, task: Task) -> Found:
    """Contacts that the device saw."""
    return nothing({"walking": "back_walking", "running": "back_running"}, 2)
