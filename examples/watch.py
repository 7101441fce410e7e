# %% [markdown]
# # A watch
#
# A FIT file as a watch writes it. What a watch computed itself is passed on as the device's word, a method of its own
# for each kind of device. Positions are never kept. Without the file a recording is made up here, one value a second.

# %%
import numpy as np

import restride as rs

file = rs.sample("watch/fitdecode/garmin-fenix-5-run.fit")


def made_up(quantity: str, unit: str, mean: float) -> rs.Channel:
    """Ten minutes of one quantity of a watch that never was."""
    values = mean * (1 + 0.02 * np.sin(np.arange(600) / 40))[:, None]
    where, axes = ("watch", "both", "sensor"), ("value",)
    return rs.Channel(quantity, *where, unit, 1.0, 0.0, axes, values, "garmin")


if file:
    run = rs.read(file)
else:
    speed, cadence = made_up("speed", "m/s", 3.0), made_up("cadence", "steps/min", 168.0)
    heart = made_up("heart_rate", "beats/min", 150.0)
    about = rs.Conditions(device="simulated")
    run = rs.Recording((speed, cadence, heart), task="running", conditions=about)
run

# %%
run.chart("heart_rate")

# %%
assessed = rs.assess(run)
assessed

# %%
assessed.to_frame().select("name", "value", "unit", "se", "n", "method")

# %% [markdown]
# ## What it cannot tell
#
# How a watch computes is not published, so that no number is graded better than fair, and none is compared with another
# device's. There are no contacts, so that nothing is known of a single step, or of left and right beyond a balance.
