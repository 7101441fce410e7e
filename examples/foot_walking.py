# %% [markdown]
# # Foot sensors, walking
#
# An accelerometer and a gyroscope on each shoe. How they were turned is worked out from gravity and the way the foot
# swings. The file does not say how fast it was sampled: `foot_walking.toml` beside this example does.

# %%
from pathlib import Path

import restride as rs

file = rs.sample("gaitmap_foot_imu_walking/imu_sample.csv")
sidecar = Path(__file__).with_name("foot_walking.toml")
walk = rs.read(file, sidecar=sidecar) if file else rs.simulated("foot", "walking")
walk

# %%
walk.chart("gyro", side="left", axis="y")

# %%
assessed = rs.assess(walk)
assessed

# %% [markdown]
# Stride by stride: turns, and the first and last stride of a stretch, do not count in averages (`steady`).

# %%
contacts = assessed.strides.to_frame()
contacts.select("side", "ic_s", "steady", "stride_length (m)", "foot_clearance (m)").head()

# %%
assessed.chart("foot_pitch_rate")

# %% [markdown]
# ## What it cannot tell
#
# Stance ends when the toes leave, and systems disagree about that moment by tens of milliseconds: compare stance times
# of one system only. Force, knee and hip are out of sight of a shoe.
