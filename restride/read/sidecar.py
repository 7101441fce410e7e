"""The sidecar: a TOML file that says about a recording what the recording does not say itself.

It stands beside the file (`run.csv.toml` or `run.toml` for `run.csv`) or is named on the command line. No numpy here.
"""

import difflib
import math
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec
from msgspec import Struct

from restride.core.conditions import Conditions
from restride.core.errors import BadSidecar
from restride.core.tables import all_finite
from restride.core.units import STANDARD_GRAVITY_MPS2, TO_SI

if TYPE_CHECKING:
    from restride.core.recording import Recording

Signal = Literal["acc", "gyro", "grf", "cop", "marker", "angle", "pressure", "analog"]
OfDevices = Literal[
    "cadence", "contact_time", "contact_time_balance", "duty_factor", "double_support", "vertical_oscillation",
    "vertical_ratio", "stride_length", "step_length", "leg_stiffness", "impact_loading_rate", "power", "form_power",
    "air_power", "speed", "distance", "altitude", "grade", "heart_rate", "temperature",
]  # fmt: skip
"""What a watch, a strap or a pod computed itself: one value a second, not a signal."""
Quantity = Literal[Signal, OfDevices]
OF_DEVICES: tuple[str, ...] = get_args(OfDevices)
Task = Literal["walking", "running", "standing", "unknown"]
Side = Literal["left", "right", "none", "unknown"]
Columns = dict[str, str | int]

UNITS: dict[str, tuple[str, float]] = TO_SI | {
    "mg": ("m/s2", STANDARD_GRAVITY_MPS2 / 1000),
    "Pa": ("Pa", 1.0),
    "kPa": ("Pa", 1e3),
    "N/cm2": ("Pa", 1e4),
}
IN_MEMORY: dict[str, tuple[str, ...]] = {
    "acc": ("m/s2",),
    "gyro": ("deg/s",),
    "grf": ("N", "BW"),
    "cop": ("m",),
    "marker": ("m",),
    "angle": ("deg",),
    "pressure": ("Pa",),
}
"""SI unit of each quantity; `analog` stays in the unit that is written."""
OF_COLUMNS = (
    "channel", "row", "time_column", "time_unit", "rate_hz", "counter_column", "counter_bits", "layout", "samples",
    "place", "side", "image_px",
)  # fmt: skip
LIMITS = {"speed_mps": (0.0, 15.0), "grade": (-100.0, 100.0), "slope_deg": (-45.0, 45.0)}
RATE_HZ = (1.0, 100_000.0)
COUNTER_BITS = (4, 32)


class SidecarConditions(Conditions, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Conditions as people write them: the slope also in degrees."""

    slope_deg: float | None = None

    def stated(self) -> dict[str, Any]:
        """What is said, by the names of `Conditions`; the slope becomes a grade in percent."""
        said = {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not None}
        if "slope_deg" in said:
            said["grade"] = 100 * math.tan(math.radians(said.pop("slope_deg")))
        return said


class ChannelColumns(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One quantity at one place, and the columns that hold it: body axes AP V ML, or the sensor's own x y z.

    unit: acceleration and turning rate of a worn device may leave it out, to be told from the signal. What a device
    computed itself has one column, `value`, and `maker` says whose device it was.
    """

    quantity: Quantity
    columns: Columns
    unit: str | None = None
    place: str | None = None
    side: Side | None = None
    maker: str | None = None
    gravity: bool = True


class Sidecar(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that a sidecar may say; what is absent is unknown."""

    task: Task | None = None
    place: str | None = None
    side: Side | None = None
    time_column: str | int | None = None
    time_unit: Literal["s", "ms", "us", "ns"] | None = None
    rate_hz: float | None = None
    counter_column: str | int | None = None
    counter_bits: int | None = None
    layout: Literal["one trial a row"] | None = None
    samples: int | None = None
    image_px: tuple[float, float] | None = None
    channel: tuple[ChannelColumns, ...] = ()
    row: tuple[SidecarConditions, ...] = ()
    conditions: SidecarConditions | None = None

    def conditions_of(self, row: int | None = None) -> Conditions:
        """Conditions of the file, overridden by those of one row."""
        said = self.conditions.stated() if self.conditions else {}
        return Conditions(**said | (self.row[row].stated() if row is not None and self.row else {}))

    def applied_to(self, recording: "Recording") -> "Recording":
        """A recording that brings its own channels, with the task and conditions that this sidecar adds."""
        said = {name: getattr(recording.conditions, name) for name in Conditions.__struct_fields__}
        said |= self.conditions.stated() if self.conditions else {}
        return replace(recording, task=self.task or recording.task, conditions=Conditions(**said))

    def refuse_columns(self, path: Path, may: tuple[str, ...] = ()) -> None:
        """Raises BadSidecar where something is described that the file says itself; `may`: what it does not say."""
        extra = [name for name in OF_COLUMNS if name not in may and getattr(self, name) not in (None, ())]
        if extra:
            allowed = ", ".join(["task", *may])
            raise BadSidecar(
                f"a sidecar with {allowed} and [conditions] only, since {path.name} says the rest itself",
                f"{', '.join(extra)}",
                "remove that",
            )


def is_profile(path: Path) -> bool:
    """Whether a TOML file of the same name is about the person and no sidecar."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False  # `load` says what is wrong with it
    return "athlete" in raw or "schema" in raw


def load(path: Path) -> Sidecar:
    """A sidecar from its TOML file.

    Raises BadSidecar: missing, not TOML, a field or word that does not exist, an impossible number.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadSidecar("a sidecar file", f"{path.name}: {error.strerror}", "check its path") from None
    except (ValueError, RecursionError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise BadSidecar("a sidecar in TOML", f"{path.name}: {str(error)[:150]}", "mend that line") from None
    if not all_finite(raw):
        raise BadSidecar("finite numbers", f"nan or inf in {path.name}", "write the number or leave it out")
    try:
        sidecar = msgspec.convert(raw, Sidecar)
    except msgspec.ValidationError as error:
        raise BadSidecar("a sidecar of known fields", f"{path.name}: {error}", _advice(str(error), raw)) from None
    _check(sidecar, path)
    return sidecar


def _check(sidecar: Sidecar, path: Path) -> None:
    def bad(needed: str, found: str, do: str) -> BadSidecar:
        return BadSidecar(needed, f"{found} in {path.name}", do)

    for said in (sidecar.conditions, *sidecar.row):
        for name, (low, high) in LIMITS.items():
            value = getattr(said, name, None)
            if value is not None and not low <= value <= high:
                raise bad(f"{name} between {low:g} and {high:g}", f"{value:g}", "check its unit")
        if said and said.slope_deg is not None and said.grade is not None:
            raise bad("grade or slope_deg", "both", "keep one")
    if sidecar.rate_hz is not None and not RATE_HZ[0] <= sidecar.rate_hz <= RATE_HZ[1]:
        raise bad(
            f"rate_hz between {RATE_HZ[0]:g} and {RATE_HZ[1]:g}", f"{sidecar.rate_hz:g}", "write samples per second"
        )
    if sidecar.image_px is not None and not all(1 < size < 1e5 for size in sidecar.image_px):
        raise bad("image_px as width and height in pixels", f"{list(sidecar.image_px)}", "write both")
    if sidecar.counter_bits is not None and not COUNTER_BITS[0] <= sidecar.counter_bits <= COUNTER_BITS[1]:
        raise bad(f"counter_bits between {COUNTER_BITS[0]} and {COUNTER_BITS[1]}", f"{sidecar.counter_bits}", "check")
    computed = [channel.quantity in OF_DEVICES for channel in sidecar.channel]
    for channel in sidecar.channel:
        (_check_computed if channel.quantity in OF_DEVICES else _check_channel)(sidecar, channel, bad)
    if not sidecar.channel:
        return
    if any(computed) and not all(computed):
        raise bad("signals, or what devices computed", "both", "describe each in a sidecar of its own")
    if any(computed) and (sidecar.counter_column is not None or sidecar.layout is not None):
        raise bad("time_column or rate_hz for what devices computed", "another clock", "write one of those")
    if sidecar.counter_column is None and sidecar.counter_bits is not None:
        raise bad("counter_column beside counter_bits", "counter_bits alone", "name the column")
    if sidecar.counter_column is not None and (sidecar.rate_hz is None or sidecar.layout is not None):
        raise bad("rate_hz beside counter_column, and no layout", "another", "write samples per second")
    if (sidecar.time_column is None) == (sidecar.rate_hz is None):
        found = "neither" if sidecar.rate_hz is None else "both"
        raise bad("time_column or rate_hz", found, "write the one that the file goes by")
    if sidecar.time_unit and sidecar.time_column is None:
        raise bad("time_column beside time_unit", "time_unit alone", "name the column")
    by_row = sidecar.layout is not None
    if by_row and (sidecar.samples is None or sidecar.samples < 2 or sidecar.rate_hz is None):
        raise bad('samples (2 or more) and rate_hz for layout "one trial a row"', "less", "write both")
    if not by_row and (sidecar.samples is not None or sidecar.row):
        raise bad('layout = "one trial a row" for samples and [[row]]', "no layout", "write the layout")
    if by_row and any(isinstance(c, str) for channel in sidecar.channel for c in channel.columns.values()):
        raise bad("columns by number, where each block starts,", "a name", "count the columns from 0")


def _check_computed(sidecar: Sidecar, channel: ChannelColumns, bad: Any) -> None:
    name = channel.quantity
    if list(channel.columns) != ["value"]:
        raise bad(f"columns = {{ value = ... }} of {name}", " ".join(channel.columns) or "none", "name one column")
    if channel.unit is None:
        raise bad(f"unit of {name}", "none", "add unit")
    if name == "cadence" and channel.unit not in ("steps/min", "strides/min"):
        raise bad("cadence in steps/min or strides/min", channel.unit, "say which of them the device counts")
    if channel.place is None and sidecar.place is None:
        raise bad(f"place of {name}", "none", 'write where the device sat, for example place = "watch"')
    if channel.side is not None or not channel.gravity:
        raise bad(f"no side and no gravity of {name}", "one", "remove it")


def _check_channel(sidecar: Sidecar, channel: ChannelColumns, bad: Any) -> None:
    name, axes = channel.quantity, set(channel.columns)
    if channel.unit is None:
        if name not in ("acc", "gyro") or not channel.gravity or len(axes) < 3:
            raise bad(f"unit of {name}", "none (only a whole accelerometer or gyroscope tells its own)", "add unit")
    elif channel.unit not in UNITS and name != "analog":
        alike = [unit for unit in UNITS if unit.lower() == channel.unit.lower()]
        near = alike or difflib.get_close_matches(channel.unit, UNITS, n=1, cutoff=0.4)
        do = f"did you mean {near[0]}?" if near else "convert it or leave the channel out"
        raise bad(f"a unit of {' '.join(UNITS)}", f"unit {channel.unit[:20]!r}", do)
    elif name != "analog" and UNITS[channel.unit][0] not in IN_MEMORY[name]:
        fit = [u for u, (si, _) in UNITS.items() if si in IN_MEMORY[name]]
        raise bad(f"{name} in {' '.join(fit)}", channel.unit, "check quantity and unit")
    if not axes or not (axes <= {"AP", "V", "ML"} or axes <= {"x", "y", "z"}):
        raise bad(
            "columns by body axes AP V ML or by sensor axes x y z", f"{' '.join(sorted(axes)) or 'none'}", "rename"
        )
    if any(isinstance(c, int) and c < 0 for c in channel.columns.values()):
        raise bad("columns counted from 0", "a negative one", "count from the left")
    if channel.place is None and sidecar.place is None and name not in ("grf", "cop"):
        raise bad(f"place of {name}", "none", 'write it, for example place = "sacrum"')
    if not channel.gravity and name != "acc":
        raise bad("gravity = false for acc only", f"it with {name}", "remove it")
    if channel.maker is not None:
        raise bad("maker for what devices computed only", f"it with {name}", "remove it")


def _advice(message: str, raw: dict[str, Any]) -> str:
    """The nearest right word for a mistyped field or value, if there is one."""
    tables = (Sidecar, ChannelColumns, SidecarConditions)
    if unknown := re.search(r"unknown field `([^`]*)`", message):
        return _nearest(unknown[1], {field for table in tables for field in table.__struct_fields__})
    if wrong := re.search(r"Invalid enum value '([^']*)'(?:.*`\$.*\.(\w+)`)?", message):
        words = {
            "quantity": get_args(Quantity),
            "task": get_args(Task),
            "side": get_args(Side),
            "time_unit": ("s", "ms", "us", "ns"),
            "layout": ("one trial a row",),
            "mode": ("treadmill", "overground"),
        }.get(wrong[2], ())
        return _nearest(wrong[1], set(words))
    if missing := re.search(r"missing required field `(\w+)`", message):
        return f"add {missing[1]}"
    return "mend that field"


def _nearest(word: str, words: set[str]) -> str:
    near = difflib.get_close_matches(word, words, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"it may be {', '.join(sorted(words))}" if 0 < len(words) < 12 else "remove it or check its spelling"
