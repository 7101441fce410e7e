# %% [markdown]
# # Foot sensors, running
#
# A simulated runner with a sensor on each shoe: no person's data. Because it is simulated, the truth is known.

# %%
import restride as rs

run = rs.simulated("foot", "running", seconds=20)
run

# %%
assessed = rs.assess(run)
assessed

# %%
contacts = assessed.strides.to_frame()
contacts.select("side", "ic_s", "contact_time (s)", "stride_length (m)", "foot_strike_angle (deg)").head()

# %%
assessed.chart("trace")

# %% [markdown]
# ## What it cannot tell
#
# The angle of the foot at landing has an error of several degrees, so that a foot strike near a border between
# rearfoot and midfoot is said to be borderline. A shoe that rolls inward says little about the foot inside it.
