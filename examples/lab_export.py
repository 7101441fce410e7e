# %% [markdown]
# # Exports of a laboratory
#
# Markers as TRC and force plates as MOT, as OpenSim reads and writes them: two files of one bout, on one clock. Without
# them a simulated treadmill takes their place.

# %%
import restride as rs

markers = rs.sample("opensim_example3dwalking/markers_walk.trc")
force = rs.sample("opensim_example3dwalking/grf_walk.mot")
bout = [rs.read(file) for file in (markers, force) if file] or [rs.simulated("treadmill")]
bout[-1]

# %%
assessed = rs.assess(*bout)
assessed

# %%
assessed.strides.to_frame().select("side", "ic_s", "fc_s").head()

# %%
assessed.chart()

# %% [markdown]
# ## What it cannot tell
#
# Two or three contacts on plates in the floor are not how a person walks: averages need 20 to 30 s of steady gait.
# Without a standing trial the angles that start from standing are left out.
