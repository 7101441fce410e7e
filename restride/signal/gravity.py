"""Accelerometers in body axes whose vertical points up and holds gravity once.

A sensor at rest reads 1 g upward. One worn upside down reads the opposite and would put every contact half a step late;
one whose app took gravity off reads zero on average; one in another unit reads something else.
"""

from dataclasses import replace

import numpy as np

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import Channel
from restride.core.units import STANDARD_GRAVITY_MPS2

PLAUSIBLE_G = (0.6, 1.6)
"""Mean vertical reading of a worn sensor; sacral means of 1.1 to 1.25 g have been seen in running."""


def upright(channel: Channel) -> tuple[Channel, tuple[Quality, ...]]:
    """The channel as "acc" with V upward and gravity in it, and what was done to it.

    Raises InputError where the mean vertical reading is no gravity at all.
    """
    if channel.frame != "body" or not channel.has("V") or not np.isfinite(channel.axis("V")).any():
        return channel, ()
    column = channel.axes.index("V")
    values = np.array(channel.values)
    if channel.quantity == "acc_free":
        values[:, column] += STANDARD_GRAVITY_MPS2
        return replace(channel, quantity="acc", values=values), ()
    mean_g = float(np.nanmean(values[:, column])) / STANDARD_GRAVITY_MPS2
    if not PLAUSIBLE_G[0] <= abs(mean_g) <= PLAUSIBLE_G[1]:
        raise InputError(
            f"a mean vertical acceleration near 1 g at the {channel.place}",
            f"{mean_g:.2f} g",
            "check the unit and the axes in the sidecar (gravity = false if the app took gravity off)",
        )
    if mean_g > 0:
        return channel, ()
    values[:, column] *= -1
    message = f"the vertical axis at the {channel.place} pointed down and has been turned up"
    return replace(channel, values=values), (Quality(code="axes_inferred", severity="warning", message=message),)
