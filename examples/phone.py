# %% [markdown]
# # A phone as a logger
#
# Accelerations of a phone that was carried, as logging apps export them (phyphox, Sensor Logger, Physics Toolbox). Name
# your own file here: `rs.read("export.csv")`. This page shows a simulated walker with the phone at the belt.

# %%
from dataclasses import replace

import restride as rs

walker = rs.simulated("lower_back", "walking", seconds=60)
carried = tuple(replace(channel, place="belt") for channel in walker.select("acc"))
walk = replace(walker, channels=carried, conditions=rs.Conditions(device="phone"))
walk

# %%
walk.chart("acc", axis="x")

# %%
assessed = rs.assess(walk)
assessed

# %%
assessed.to_frame().select("name", "value", "unit", "se", "n", "grade")

# %% [markdown]
# ## What it cannot tell
#
# Left from right, when a foot leaves the ground, how long a stride is: none of it from a phone that may lie anyhow in a
# pocket. Steps, cadence, regularity, and whether somebody walks or runs: that is what a phone is good for.
