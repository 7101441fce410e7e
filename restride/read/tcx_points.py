"""The elements of a TCX file -> points of its activities."""

from collections.abc import Mapping

from restride.read.device_points import Points, number_of, seconds_of

VALUES = {
    "AltitudeMeters": "altitude", "DistanceMeters": "distance", "Speed": "speed", "Watts": "power",
    "Cadence": "cycles", "RunCadence": "cycles", "LatitudeDegrees": "latitude", "LongitudeDegrees": "longitude",
}  # fmt: skip


class Activities:
    """Takes the elements of a TCX file."""

    texts = frozenset(name.lower() for name in (*VALUES, "Time", "Value", "Name"))

    def __init__(self) -> None:
        self.found: list[Points] = []
        self._point: dict[str, float] | None = None
        self._heart = self._creator = False
        self._track = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "Trackpoint":
            self._point = {"segment": float(self._track)}
        elif name == "HeartRateBpm":
            self._heart = True
        elif name == "Activity":
            self.found.append(Points(sport=attributes.get("Sport", "")))
        elif name == "Lap" and self.found:
            self.found[-1].laps.append(seconds_of(attributes.get("StartTime", "")))
        elif name == "Track":
            self._track += 1
        elif name == "Creator":
            self._creator = True

    def end(self, name: str, text: str) -> None:
        """An element ends."""
        if self._point is not None:
            if name == "Time":
                self._point["time"] = seconds_of(text)
            elif name == "Value":
                if self._heart:
                    self._point["heart_rate"] = number_of(text)
            elif name == "Trackpoint":
                if self.found:
                    self.found[-1].add(self._point)
                self._point = None
            elif name in VALUES:
                self._point[VALUES[name]] = number_of(text)
        elif name == "Name" and self._creator and self.found:
            self.found[-1].device = text
        if name == "HeartRateBpm":
            self._heart = False
        elif name == "Creator":
            self._creator = False
