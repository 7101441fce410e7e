# %% [markdown]
# # One sensor over the sacrum, running
#
# Sixteen trials of one runner stand in one CSV, a trial a row; `sacrum_running.toml` says so. Two speeds are compared,
# each number with its doubt.

# %%
from pathlib import Path

import restride as rs

file = rs.sample("alcantara_sacral_running/Accelerometer_one_sub.csv")
sidecar = Path(__file__).with_name("sacrum_running.toml")
if file:
    first, *_, last = rs.read_all(file, sidecar=sidecar)
else:
    first, last = rs.simulated("sacrum"), rs.simulated("sacrum", seed=8)
first

# %%
assessed = rs.assess(first)
assessed

# %%
import polars as pl

names = ["cadence", "contact_time", "vgrf_peak"]
trials = {"first": assessed, "last": rs.assess(last)}
table = pl.concat(one.to_frame().with_columns(trial=pl.lit(name)) for name, one in trials.items())
wanted = table.filter(pl.col("name").is_in(names), pl.col("side") == "both")
wanted.select("trial", "name", "value", "se", "unit", "grade", "method")

# %%
assessed.chart("sacral_vertical_acc")

# %% [markdown]
# ## What it cannot tell
#
# Peak force is estimated from the shape of the bounce: good to a tenth of body weight or two between people, better
# from day to day in one. Left and right are given only where the pelvis turns plainly enough.
