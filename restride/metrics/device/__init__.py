"""What watches, straps and pods computed themselves: a summary of a run, and its kilometres.

`summary` gives Metrics of basis `device`, one method a device, so that no trend mixes two; `per_kilometre` gives rows
by which alarms and load sums allow for speed, slope and heart rate; `totals` the way, the time and the climb.
"""

from restride.metrics.device.kilometres import Kilometre, Totals, Value, per_kilometre, totals
from restride.metrics.device.summary import is_device, summary

__all__ = ["Kilometre", "Totals", "Value", "is_device", "per_kilometre", "summary", "totals"]
