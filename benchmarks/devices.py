"""`python -m benchmarks.devices FOLDER`: short recordings of worn sensors, kept to be tiled for hours.

feet, back: walking, real where RESTRIDE_DATA names recordings, else a simulated runner. run-feet, run-shanks,
run-sacrum: sensors on the markers of the simulated runner, which bring in the kernels of running.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from restride.core.recording import Recording
from restride.read import read
from restride.read.own_write import write_recording
from restride.simulate import FEET, SACRUM, SHANKS, Device, Runner, files, from_markers, simulate_run

FEET_FILE = "gaitmap_foot_imu_walking/imu_sample.csv"
BACK_FILE = "mobgap_lowerback_walking/HA/001/data.mat#Test11/Trial1"
SAID = 'place = "foot"\nrate_hz = 204.8\n'
RATE_HZ = {"run-feet": 204.8, "run-shanks": 204.8, "run-sacrum": 100.0}


def simulated() -> dict[str, Recording]:
    """Sensors on a simulated runner."""
    made = simulate_run(Runner.draw(files.DEMO_SEED), seconds=files.DEMO_SECONDS, seed=files.DEMO_SEED)
    sites = {"run-feet": FEET, "run-shanks": SHANKS, "run-sacrum": SACRUM}
    return {
        name: from_markers(made.recording, site, standing=made.static, device=Device(rate_hz=RATE_HZ[name]))
        for name, site in sites.items()
    }


def recorded(data: Path) -> dict[str, Recording]:
    """Two feet and a lower back, walking."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "feet.toml"
        said.write_text(SAID, encoding="utf-8")
        (feet,) = read(data / FEET_FILE, sidecar=said)
    (back,) = read(f"{data / BACK_FILE}")
    return {"feet": feet, "back": back}


def main() -> None:
    """Write them, and print what they are."""
    folder, data = Path(sys.argv[1]), os.environ.get("RESTRIDE_DATA")
    found = simulated()
    if data:
        found |= recorded(Path(data).resolve())
        words = "REAL walks, tiled (gaitmap's example, 2 x 20 m; Mobilise-D HA/001, daily activities)"
    else:
        found |= {"feet": found["run-feet"], "back": found["run-sacrum"]}
        words = "a SIMULATED runner, tiled: RESTRIDE_DATA names no folder of recordings"
    for name, recording in found.items():
        write_recording(folder / f"{name}.restride", recording)
    json.dump({"words": words}, sys.stdout)


if __name__ == "__main__":
    main()
