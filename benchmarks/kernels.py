"""`python -m benchmarks.kernels`: one hour of force through the causal detector, as JSON on standard output.

Samples a second for the kernel compiled (first call, then the best of three) and interpreted, and for
scipy.signal.lfilter, which does only the filter of it. The force is a made-up row of half sines: speed, not accuracy.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.signal import lfilter

from restride.events import force_live
from restride.signal.filters import butterworth
from restride.signal.kernel import compiled

RATE_HZ = 300.0
SECONDS = 3600


def hour() -> np.ndarray:
    """(n,) N: 160 steps a minute, each 0.25 s on the ground."""
    t = np.arange(int(SECONDS * RATE_HZ)) / RATE_HZ
    phase = t % 0.375
    return np.where(phase < 0.25, 1700 * np.sin(np.pi * phase / 0.25), 0.0)


def contacts(samples: np.ndarray, run: Callable[..., int]) -> int:
    """How many events the detector tells."""
    state = force_live.initial_state(0.0, float(samples[0]))
    params = force_live.parameters(RATE_HZ, 20.0)
    return run(samples, state, params, np.zeros(len(samples)), np.zeros(len(samples)))


def rate(work: Callable[[], object], samples: int, *, times: int = 3) -> float:
    """Samples a second, the best of `times`."""
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return samples / min(spent)


def main() -> None:
    """Measure and print."""
    samples = hour()
    n = len(samples)
    b0, b1, b2, a1, a2 = butterworth(50.0, RATE_HZ)
    done: dict[str, float | int | None] = {"samples": n, "rate_hz": RATE_HZ}
    begin = time.perf_counter()
    fast = compiled(force_live.run)
    found = contacts(samples, fast) if fast else None
    done["first_call_s"] = time.perf_counter() - begin
    done["compiled_per_s"] = rate(lambda: contacts(samples, fast), n) if fast else None
    done["interpreted_per_s"] = rate(lambda: contacts(samples, force_live.run), n, times=1)
    done["lfilter_per_s"] = rate(lambda: lfilter([b0, b1, b2], [1.0, a1, a2], samples), n)
    done["events"] = contacts(samples, force_live.run)
    if found not in (None, done["events"]):
        raise AssertionError(f"compiled tells {found} events, interpreted {done['events']}")
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    main()
