# %% [markdown]
# # Pressure insoles
#
# Two insoles that weigh every step and hold a motion sensor each. Contacts come from the force under the foot; samples
# that the radio lost are missing, and no contact may touch them.

# %%
import restride as rs

file = rs.sample("moticon_opengo_walking/230927_102114.txt")
walk = rs.read(file) if file else rs.simulated("foot", "walking")
walk

# %%
assessed = rs.assess(walk)
assessed

# %%
contacts = assessed.strides.to_frame()
contacts.select("side", "ic_s", "fc_s", "stance_time (s)").head()

# %%
assessed.chart()

# %% [markdown]
# ## What it cannot tell
#
# Insoles feel what presses on them: force forward and sideways is out of their sight, and so is what the shoe itself
# carries. Without the recording this page shows simulated motion sensors on the shoes, and no pressure.
