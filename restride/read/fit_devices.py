"""Which device said what in a FIT file: the recorder, a strap or pod that it lists, an app with fields of its own."""

from dataclasses import dataclass
from typing import Any

from restride.read.device_makers import OTHER, maker_of
from restride.read.fit_fields import CYCLES, Column

PHONES = ("strava",)
STRYD_APPS = ("18fb2cf01a4b430dad66988c847421f4", "660a581e5301460c8f2f034c8b6dc90f")
"""Stryd's data field and its workout app for Garmin watches."""
STRYD_NAMES = ("leg spring stiffness", "form power", "stryd")
RUNNING_DYNAMICS = (30, "running_dynamics")
WAIST_POD = "running_dynamics_pod"
SHORT = "_single_byte_product_id"
STRAPS_WITH_DYNAMICS = ("garmin", "wahoo")
PLAIN_STRAPS = ("hrm1", "hrm2ss", "hrm3ss", "hrm_dual", "hrm_200")
"""Garmin's straps that give heart rate alone; all others give running dynamics too."""
DYNAMICS = frozenset(
    ("vertical_oscillation", "duty_factor", "contact_time", "vertical_ratio", "contact_time_balance", "step_length")
)
OF_POSITION = frozenset(("speed", "distance", "altitude", "grade", "temperature", "latitude", "longitude"))


@dataclass(frozen=True, slots=True)
class Devices:
    """Where each quantity of a file comes from.

    maker: of the recorder. recorder: its place. heart, dynamics: place and maker of the device that heart rate and
    running dynamics come from. apps: place and maker by developer index. own_speed: whether an app brings a speed, so
    that the other one is not of its pod. name: the recorder, for people. inferred: whether a strap is taken to give the
    dynamics because its kind does, and not because the file says so.
    """

    maker: str
    recorder: str
    name: str | None
    heart: tuple[str, str]
    dynamics: tuple[str, str]
    apps: dict[int, tuple[str, str]]
    own_speed: bool
    inferred: bool

    def of(self, column: Column, quantity: str) -> tuple[str, str]:
        """Place and maker for a column of the records."""
        if column.app is not None:
            return self.apps.get(column.app, ("unknown", OTHER))
        if quantity == "heart_rate":
            return self.heart
        if quantity in DYNAMICS or (self.maker == "stryd" and quantity in ("power", CYCLES)):
            return self.dynamics
        if self.maker == "stryd" and self.own_speed and quantity in OF_POSITION:
            return "phone", self.maker
        return self.recorder, self.maker


def devices(
    file_id: dict[str, Any], infos: list[dict[str, Any]], app_ids: dict[Any, str], columns: list[Column]
) -> Devices:
    """From the messages file_id and device_info, the ids of the apps by developer index, and the records' columns."""
    creator = next((i for i in infos if i.get("device_index") in ("creator", 0)), {})
    made_by = file_id.get("manufacturer") or creator.get("manufacturer")
    maker = maker_of(str(made_by))
    product = file_id.get("product_name") or file_id.get("garmin_product") or creator.get("product_name")
    if maker == OTHER:
        maker = maker_of(str(product))
    name = " ".join(str(word).replace("_", " ") for word in (made_by, product) if word) or None
    recorder = "phone" if maker in PHONES else "foot_pod" if maker == "stryd" else "watch"
    heart = dynamics = (recorder, maker)
    if maker == "stryd":
        heart = ("unknown", OTHER)  # its app listens to whatever strap is near
    inferred = False
    for info in infos:
        own = maker_of(str(info.get("manufacturer")))
        what = info.get("garmin_product") or info.get("product_name") or info.get("product")
        kinds = [info.get(key) for key in ("antplus_device_type", "ble_device_type", "device_type")]
        is_heart = "heart_rate" in kinds or 120 in kinds
        if what == WAIST_POD:
            dynamics, inferred = ("waist_pod", own), False
        elif any(kind in RUNNING_DYNAMICS for kind in kinds):
            dynamics, inferred = ("chest_strap", own), False
        if is_heart and info.get("source_type") != "local":
            heart = ("chest_strap", own)
            plain = own not in STRAPS_WITH_DYNAMICS or str(what).removesuffix(SHORT) in PLAIN_STRAPS
            if dynamics == (recorder, maker) and not plain:
                dynamics, inferred = ("chest_strap", own), True
    apps = {index: _app(app_ids.get(index, ""), maker, index, columns) for index in _app_indices(columns)}
    own_speed = any(c.app is not None and c.quantity == "speed" for c in columns)
    return Devices(maker, recorder, name[:60] if name else None, heart, dynamics, apps, own_speed, inferred)


def _app_indices(columns: list[Column]) -> list[int]:
    return sorted({c.app for c in columns if c.app is not None})


def _app(app_id: str, maker: str, index: int, columns: list[Column]) -> tuple[str, str]:
    names = [c.name.lower() for c in columns if c.app == index]
    if app_id in STRYD_APPS or maker == "stryd" or any(known in name for name in names for known in STRYD_NAMES):
        return "foot_pod", "stryd"
    return "unknown", OTHER if index in (0, -1) else f"{OTHER}_{index + 1}"
