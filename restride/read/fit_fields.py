"""What the fields of a FIT record are: those of Garmin's profile by number, those of other makers' apps by name."""

import re
from array import array
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from restride.core.recording import Array
from restride.read.fit_sound import TIMESTAMP

NAN = float("nan")
LATITUDE, LONGITUDE, CADENCE, CADENCE_256, FRACTION, BALANCE = 0, 1, 4, 52, 53, 30
CYCLES = "cycles"
"""What a file calls cadence, before it is known whether it counts one leg or both."""
PROFILE: dict[int, tuple[str, str]] = {
    73: ("speed", "m/s"), 6: ("speed", "m/s"), 5: ("distance", "m"),
    78: ("altitude", "m"), 2: ("altitude", "m"), 9: ("grade", "%"),
    3: ("heart_rate", "bpm"), 108: ("respiration_rate", "1/min"), 99: ("respiration_rate", "1/min"),
    7: ("power", "W"), 13: ("temperature", "degC"),
    39: ("vertical_oscillation", "mm"), 40: ("duty_factor", "%"), 41: ("contact_time", "ms"),
    83: ("vertical_ratio", "%"), 84: ("contact_time_balance", "%"), 85: ("step_length", "mm"),
}  # fmt: skip
"""Number in the profile's record message -> quantity and unit, the better of two ways to store it first.

stance_time_percent is of the stride, so the duty factor. stance_time_balance is the share of the left foot, as the
makers' own screens show it. step_length is of one step.
"""
SPECIAL = frozenset((LATITUDE, LONGITUDE, CADENCE, CADENCE_256, FRACTION, BALANCE, TIMESTAMP))
NAMED: dict[str, str] = {
    "power": "power", "runpower": "power", "runningpower": "power", "rppower": "power",
    "formpower": "form_power", "airpower": "air_power",
    "cadence": CYCLES, "runcadence": CYCLES, "runningcadence": CYCLES,
    "groundtime": "contact_time", "groundcontacttime": "contact_time", "stancetime": "contact_time",
    "contacttime": "contact_time", "gct": "contact_time",
    "groundtimebalance": "contact_time_balance", "groundcontacttimebalance": "contact_time_balance",
    "stancetimebalance": "contact_time_balance", "gctbalance": "contact_time_balance",
    "groundcontactbalance": "contact_time_balance",
    "verticaloscillation": "vertical_oscillation", "verticalratio": "vertical_ratio",
    "verticaloscillationbalance": "vertical_oscillation_balance",
    "legspringstiffness": "leg_stiffness", "legspringstifness": "leg_stiffness", "legstiffness": "leg_stiffness",
    "legspringstiffnessbalance": "leg_stiffness_balance", "legspringstifnessbalance": "leg_stiffness_balance",
    "impactloadingrate": "impact_loading_rate", "impact": "impact_loading_rate",
    "impactloadingratebalance": "impact_loading_rate_balance",
    "speed": "speed", "distance": "distance", "elevation": "altitude", "heartrate": "heart_rate",
    "steplength": "step_length",
}  # fmt: skip
"""Developer fields by name without case, spaces and the maker's own name in front."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the records. app: index of the developer that it belongs to, None for the profile's own."""

    number: int
    app: int | None = None
    name: str = ""
    unit: str | None = None
    native: int | None = None

    @property
    def quantity(self) -> str | None:
        """What it is; None for what is not used. An app may say which field of the profile its own replaces."""
        if self.app is None:
            return PROFILE[self.number][0] if self.number in PROFILE else None
        plain = re.sub(r"[^a-z0-9]", "", self.name.lower()).removeprefix("stryd")
        if plain in NAMED:
            return NAMED[plain]
        if self.native == CADENCE:
            return CYCLES
        return PROFILE[self.native][0] if self.native in PROFILE else None

    @property
    def says(self) -> str | None:
        """The unit that the file or the profile states."""
        if self.app is None:
            return PROFILE[self.number][1] if self.number in PROFILE else None
        return self.unit or (PROFILE[self.native][1] if self.native in PROFILE else None)

    @property
    def used(self) -> bool:
        """Whether anything is made of it."""
        return self.quantity is not None or (self.app is None and self.number in SPECIAL)


@dataclass(slots=True)
class Records:
    """The records of a file, column by column, as they come: NaN where a record lacks a field.

    positions: whether latitude and longitude are kept. placed: whether there were any.
    """

    positions: bool = False
    placed: bool = False
    count: int = 0
    _slots: dict[Any, "array[float] | None"] = field(default_factory=dict)
    _columns: dict[Column, "array[float]"] = field(default_factory=dict)

    def add(self, frame: Any) -> None:
        """One record message more."""
        slots, row = self._slots, self.count
        for data in frame.fields:
            key = data.field
            column = slots[key] if key in slots else self._slot(key)
            if column is not None:
                value = data.value
                if value.__class__ is float or value.__class__ is int:
                    missing = row - len(column)
                    if missing > 0:
                        column.extend([NAN] * missing)
                    if missing >= 0:  # else the record has this field twice
                        column.append(value)
        self.count += 1

    def _slot(self, key: Any) -> "array[float] | None":
        values = None
        if key is not None:
            column = _column(key)
            position = column.app is None and column.number in (LATITUDE, LONGITUDE)
            self.placed |= position
            if column.used and (self.positions or not position):
                values = self._columns.setdefault(column, array("d"))
        self._slots[key] = values
        return values

    def columns(self) -> list[Column]:
        """All used columns that hold a number."""
        return [column for column, values in self._columns.items() if values]

    def values(self, column: Column) -> Array:
        """(count,) of a column, NaN where a record lacks it."""
        values = self._columns.setdefault(column, array("d"))
        if len(values) < self.count:
            values.extend([NAN] * (self.count - len(values)))
        return np.frombuffer(values, dtype=np.float64)

    def drop(self, column: Column) -> None:
        """Forget the values of a column; nothing can be added after that."""
        self._slots.clear()
        self._columns.pop(column, None)


def _column(key: Any) -> Column:
    if key.field_type != "devfield":
        return Column(key.def_num)
    name, unit = (text if isinstance(text, str) else "" for text in (key.name, key.units))
    native = key.native_field_num if isinstance(key.native_field_num, int) else None
    index = key.dev_data_index if isinstance(key.dev_data_index, int) else -1
    return Column(key.def_num, index, name[:64], unit[:32] or None, native)
