# %% [markdown]
# # Key points of a video
#
# A pose estimator found 22 joints in each picture of a clip from the side. Thirty pictures a second are enough for
# cadence and for angles that change slowly, and too few for contact times. There is nothing simulated for a camera yet:
# without the clip this page has no numbers.

# %%
import restride as rs

file = rs.sample("video/treadmill_runner_side/male_side.pose.json")
run = rs.read(file) if file else None
run

# %%
run and run.chart("keypoint", place="ankle", side="right", axis="x")

# %%
assessed = rs.assess(run) if run else None
assessed

# %%
assessed and assessed.to_frame().select("name", "side", "value", "unit", "se", "grade")

# %% [markdown]
# ## What it cannot tell
#
# Anything out of the camera's plane: knees that fall inward need a second clip from behind. Contact time: at 30
# pictures a second each contact is known to 33 ms at best. Key points are an estimator's opinion, not markers on skin.
