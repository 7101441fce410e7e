# %% [markdown]
# # A chest strap and a foot pod on one run
#
# One value a second in a CSV, of two devices that do not know each other. `watch_and_pod.toml` says which column is
# which device's. They stay apart: each has a method of its own. Without the file two devices are made up.

# %%
import tempfile
from pathlib import Path

import restride as rs

course = "V01_course_run_2023_03_08_processed_with_turn_rate_and_incline.csv"
file = rs.sample(f"davis_outdoor_run_watch/{course}")
sidecar = Path(__file__).with_name("watch_and_pod.toml")
if file is None:
    folder = Path(tempfile.mkdtemp())
    head = "elapsed_seconds,enhanced_speed,hrm_heart_rate,hrm_cadence_sum,hrm_step_length,"
    head += "hrm_stance_time,hrm_vertical_oscillation,"
    head += "stryd_cadence,stryd_stance_time,stryd_vertical_oscillation"
    rows = [f"{t},3.5,150,82.0,1280,255,113,82.1,256,8.2" for t in range(900)]
    file, told = folder / "made_up.csv", sidecar.read_text() + 'device = "simulated"\n'
    sidecar = folder / "made_up.toml"
    file.write_text("\n".join([head, *rows]))
    sidecar.write_text(told)
run = rs.read(file, sidecar=sidecar)
run

# %%
assessed = rs.assess(run)
assessed

# %% [markdown]
# ## Do they agree?
#
# Stride length times stride rate must be the speed. The devices agree on cadence and contact time, and not on vertical
# oscillation: one moves with the chest, the other with the foot.

# %%
value = {(m.name, m.method): m.value for m in assessed.metrics}
strap, pod = "chest_strap_garmin", "foot_pod_stryd"
by_steps = value["stride_length", strap] * value["cadence", strap] / 120
by_satellite = value["speed", "watch_garmin"]
print(f"speed: {by_satellite:.2f} m/s by satellite, {by_steps:.2f} m/s by steps")
units = {"cadence": ("steps/min", 1), "contact_time": ("ms", 1000)}
for name, (unit, scale) in (units | {"vertical_oscillation": ("cm", 100)}).items():
    ours, theirs = scale * value[name, strap], scale * value[name, pod]
    print(f"{name}: strap {ours:.1f}, pod {theirs:.1f} {unit}")

# %%
run.chart("contact_time", place="chest_strap")

# %% [markdown]
# ## What it cannot tell
#
# Which of two devices is right. Neither saw single steps here, and both smooth what they show.
