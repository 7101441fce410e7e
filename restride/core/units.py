"""SI in memory, degrees for angles. What files use is converted on reading, never guessed in silence."""

STANDARD_GRAVITY_MPS2 = 9.80665

TO_SI: dict[str, tuple[str, float]] = {
    # unit in a file: (unit in memory, factor)
    "m": ("m", 1.0),
    "mm": ("m", 1e-3),
    "cm": ("m", 1e-2),
    "s": ("s", 1.0),
    "ms": ("s", 1e-3),
    "ns": ("s", 1e-9),
    "N": ("N", 1.0),
    "kN": ("N", 1e3),
    "BW": ("BW", 1.0),
    "Nm": ("Nm", 1.0),
    "Nmm": ("Nm", 1e-3),
    "g": ("m/s2", STANDARD_GRAVITY_MPS2),
    "m/s2": ("m/s2", 1.0),
    "m/s^2": ("m/s2", 1.0),
    "mm/s2": ("m/s2", 1e-3),
    "deg/s": ("deg/s", 1.0),
    "dps": ("deg/s", 1.0),
    "rad/s": ("deg/s", 57.29577951308232),
    "deg": ("deg", 1.0),
    "rad": ("deg", 57.29577951308232),
}
"""Conversion is `value * factor`; a unit that is not here is an error that lists these."""
IN_MEMORY = frozenset(unit for unit, _ in TO_SI.values()) | {
    "m/s", "Pa", "px", "W", "Nm/kg", "W/kg", "kN/m", "BW/s", "steps/min", "beats/min", "1/min", "degC", "%", "1",
}  # fmt: skip
"""Every unit that a channel may have, but for analog ones, which keep that of their file."""
