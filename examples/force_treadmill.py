# %% [markdown]
# # Force treadmill
#
# A run on an instrumented treadmill with 33 markers, and a standing trial of the same person, both as C3D. Force gives
# the contacts to a few milliseconds, markers give the sides and the angles. Without the recording a simulated runner
# takes its place.

# %%
import restride as rs

file = rs.sample("rbds_treadmill_running/RBDS001/RBDS001runT35.c3d")
still = rs.sample("rbds_treadmill_running/RBDS001/RBDS001static.c3d")
run = rs.read(file) if file else rs.simulated("treadmill")
static = rs.read(still) if still else rs.simulated("standing")
run

# %% [markdown]
# ## Measure
#
# Every number stands with half of its 95 % interval, which joins the scatter of the steps with the method's error
# against an outside reference.

# %%
assessed = rs.assess(run, static=static)
assessed

# %% [markdown]
# The same as tables: one row a number, and one row a contact with every value behind the averages.

# %%
numbers = assessed.to_frame()
contacts = assessed.strides.to_frame()
contacts.select("side", "ic_s", "contact_time (s)", "vgrf_peak (BW)").head()

# %%
assessed.chart("knee_flexion")

# %% [markdown]
# ## What it cannot tell
#
# A loading rate needs an impact peak; where few stances have one, restride withholds it and says so. An angle is graded
# poor until an outside reference has been tried. None of these numbers says who will be injured.
