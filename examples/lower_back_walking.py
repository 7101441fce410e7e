# %% [markdown]
# # One sensor on the lower back, walking
#
# One small device on the belt sees every step, tells left from right by how the pelvis turns, and estimates the rest.
# A file of Mobilise-D holds several trials; `FILE#PART` picks one.

# %%
import restride as rs

file = rs.sample("mobgap_lowerback_walking/HA/001/data.mat")
walk = rs.read_all(file)[-1] if file else rs.simulated("lower_back", "walking", seconds=60)
walk

# %%
assessed = rs.assess(walk)
assessed

# %%
contacts = assessed.strides.to_frame()
contacts.group_by("side").len().sort("side")

# %%
assessed.chart("trace")

# %% [markdown]
# ## What it cannot tell
#
# Stride length and speed are estimated from the bounce of the trunk, for an adult of average height if nobody says how
# tall: they may be a sixth off for a person. Final contacts, and with them stance and double support, are not given.
