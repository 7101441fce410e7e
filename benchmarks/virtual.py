"""`python -m benchmarks.virtual FOLDER`: the virtual runner's run.c3d, static.c3d and sacral.csv."""

import sys
from pathlib import Path

import numpy as np

from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.simulate import files
from restride.simulate.run import simulate_run
from restride.simulate.runner import Runner


def write(folder: Path) -> None:
    """Thirty seconds of each; the CSV holds one trial a row, vertical samples and then those along AP, in g."""
    made = simulate_run(Runner.draw(files.DEMO_SEED), seconds=files.DEMO_SECONDS, seed=files.DEMO_SEED)
    files.write_c3d(made.recording, folder / "run.c3d")
    files.write_c3d(made.static, folder / "static.c3d")
    acc = made.sacral.select("acc", "sacrum")[0]
    row = np.concatenate([acc.axis("V"), acc.axis("AP")]) / STANDARD_GRAVITY_MPS2
    np.savetxt(folder / "sacral.csv", row[None], delimiter=",", fmt="%.6f")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
