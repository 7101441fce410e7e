# %% [markdown]
# # Recordings made in memory: mean cycles
#
# Published mean curves of one runner's cycle, a hundred samples each: vertical force of the right foot, and sensors on
# the feet and the pelvis. No reader is needed: channels are put together here, by laying the cycle end to end forty
# times. Without the file a half sine of force takes its place.

# %%
import json

import numpy as np

import restride as rs

file = rs.sample("biomac_mean_cycles/P01_normrunning.json")
curves = json.loads(file.read_text())["variables"] if file else []
cycle_s = next((c["mean"][0] for c in curves if c["name"] == "dur"), 0.72)
about = rs.Conditions(mode="treadmill", device=None if file else "simulated")


def mean(kind: str, name: str) -> np.ndarray:
    """(100, k) of a quantity, one column an axis: forward, up, right."""
    found = [c["mean"] for c in curves if c["type"] == kind and c["name"] == name]
    return np.stack(found, axis=1)


def channel(quantity: str, place: str, side: str, unit: str, cycle: np.ndarray):
    """Forty cycles on end."""
    force = quantity == "grf"
    frame, axes = ("body", ("V",)) if force else ("sensor", ("x", "y", "z"))
    values, rate_hz = np.tile(cycle, (40, 1)), 100 / cycle_s
    return rs.Channel(quantity, place, side, frame, unit, rate_hz, 0.0, axes, values)


def recording(*channels: rs.Channel) -> rs.Recording:
    """A run in memory."""
    return rs.Recording(channels, task="running", conditions=about)


# %%
phase = (np.arange(100) / 100 - 0.15) / 0.33
half_sine = 2.5 * np.clip(np.sin(np.pi * phase), 0, None)[:, None]
right_bw = mean("GRF", "GRF_y_r") if file else half_sine
left_bw = np.roll(right_bw, 50, axis=0)  # the other foot lands half a cycle later
force = recording(channel("grf", "plate_1", "none", "BW", right_bw + left_bw))
force.chart("grf", seconds=2)


# %%
def sensor(name: str, place: str, side: str) -> tuple[rs.Channel, rs.Channel]:
    """What was mounted on a segment."""
    turning = np.degrees(mean("gyro", name))
    return (
        channel("acc", place, side, "m/s2", mean("acc", name)),
        channel("gyro", place, side, "deg/s", turning),
    )


bouts = {"force": force}
if file:
    left, right = sensor("foot_l", "foot", "left"), sensor("foot_r", "foot", "right")
    bouts["feet"] = recording(*left, *right)
    bouts["pelvis"] = recording(*sensor("pelvis", "sacrum", "none"))
measured = {name: rs.assess(bout) for name, bout in bouts.items()}
assessed = measured["force"]
assessed

# %% [markdown]
# ## Three ways to see one run
#
# Contact by force, by the feet and by the pelvis, and the speed of the feet against that of the treadmill.

# %%
for name, one in measured.items():
    given = {m.name: m.value for m in reversed(one.metrics) if m.side == "both"}
    steps, contact = given["cadence"], 1000 * given["contact_time"]
    speed = f", {given['speed']:.2f} m/s" if "speed" in given else ""
    print(f"{name}: {steps:.1f} steps/min, contact {contact:.0f} ms{speed}")
if file:
    print(f"the treadmill ran at {mean('speed', 'speed')[0, 0]:.2f} m/s")

# %% [markdown]
# ## What it cannot tell
#
# A mean cycle has no step that differs from another: the doubt here is that of the methods alone, and variation means
# nothing. Averaging has rounded the peaks. The force of the left foot is a copy of the right: nothing is known of
# asymmetry.
