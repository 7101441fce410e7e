"""The peer beside restride: gaitmap on the same file in the same run where it is installed, else its published run.

RESTRIDE_PEER_PYTHON names the interpreter of an environment that holds `gaitmap` and `gaitmap_mad` (AGPL: a process of
its own, nothing of it is imported here), RESTRIDE_PEER_BENCH the folder of its script `peer_gaitmap.py`.
"""

import json
import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PUBLISHED, SAME = "published run", "same run"
LIMIT_S = 900.0


@dataclass(frozen=True)
class Peer:
    """The best of five pipelines on gaitmap's own walk. ic_bias_s belongs to the pipeline with the best ic_f1."""

    ic_f1: float
    ic_bias_s: float
    fc_f1: float
    stride_length_mae_m: float
    where: str


@cache
def foot_walking() -> Peer:
    """gaitmap on its own walk; its recall counts the whole recording, which its misses do not change."""
    told = run("accuracy")
    found = list(told.values()) if told else []
    if not found:
        return Peer(0.257, 0.0269, 0.954, 0.038, PUBLISHED)
    best = max(found, key=lambda r: r["ic@20ms"]["f1"])
    return Peer(
        ic_f1=best["ic@20ms"]["f1"],
        ic_bias_s=best["ic@50ms"]["err_mean_ms"] / 1000,
        fc_f1=max(r["tc@20ms"]["f1"] for r in found),
        stride_length_mae_m=min(r["stride_length_vs_FCC_at_ref_events"]["mae_cm"] for r in found) / 100,
        where=SAME,
    )


def run(*what: str) -> dict[str, Any] | None:
    """What the peer's script prints last, as JSON; None where it is not here or fails."""
    python, bench = os.environ.get("RESTRIDE_PEER_PYTHON"), os.environ.get("RESTRIDE_PEER_BENCH")
    if not python or not bench:
        return None
    script = Path(bench) / "peer_gaitmap.py"
    try:
        done = subprocess.run([python, str(script), *what], capture_output=True, text=True, timeout=LIMIT_S, check=True)
        return dict(json.loads(done.stdout.strip().splitlines()[-1]))
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        print(f"the peer could not be run ({type(error).__name__}): its published figures stand in")
        return None
