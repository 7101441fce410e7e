"""The elements of a GPX file -> points of its tracks."""

from collections.abc import Mapping

from restride.read.device_points import Points, number_of, seconds_of

VALUES = {
    "ele": "altitude", "hr": "heart_rate", "heartrate": "heart_rate", "cad": "cycles", "cadence": "cycles",
    "runcadence": "cycles", "speed": "speed", "power": "power", "watts": "power", "powerinwatts": "power",
    "distance": "distance", "atemp": "temperature", "temp": "temperature",
}  # fmt: skip


class Tracks:
    """Takes the elements of a GPX file; the names of extensions in any case, as makers write them."""

    texts = frozenset((*VALUES, "time", "type"))

    def __init__(self) -> None:
        self.found: list[Points] = []
        self._creator = ""
        self._point: dict[str, float] | None = None
        self._segment = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "trkpt":
            self._point = {
                "segment": float(self._segment),
                "latitude": number_of(attributes.get("lat")),
                "longitude": number_of(attributes.get("lon")),
            }
        elif name == "trkseg":
            self._segment += 1
        elif name == "trk":
            self.found.append(Points(device=self._creator))
        elif name == "gpx":
            self._creator = attributes.get("creator", "")

    def end(self, name: str, text: str) -> None:
        """An element ends."""
        if self._point is not None:
            if name == "time":
                self._point["time"] = seconds_of(text)
            elif name == "trkpt":
                if self.found and "time" in self._point:
                    self.found[-1].add(self._point)
                self._point = None
            elif text and (key := VALUES.get(name.lower())):
                self._point[key] = number_of(text)
        elif name == "type" and self.found:
            self.found[-1].sport = text
