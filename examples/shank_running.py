# %% [markdown]
# # Shank sensors, running
#
# A simulated runner with a sensor above each ankle: no person's data. Three seconds of standing before the run give the
# zero of the shank's angle.

# %%
import restride as rs

run = rs.simulated("shank", "running", seconds=20)
run.chart("acc", side="left", axis="y", seconds=2)

# %%
assessed = rs.assess(run)
assessed

# %%
contacts = assessed.strides.to_frame()
contacts.select("side", "ic_s", "peak_tibial_acceleration (g)").head()

# %% [markdown]
# ## What it cannot tell
#
# Peak tibial acceleration is how hard the sensor was shaken, not the force in the bone: the two are hardly related.
# It depends on strap, place and sampling rate, so that it is compared within one person and one way of wearing it.
