"""Beats of a phone: are they steps, or strides of the leg that carries it, and of walking or of running?

On the trunk every step pushes the phone alike. In a pocket or at an ankle the own leg's steps are felt more than the
other's, so that the beats of its acceleration may be strides. What is told from is how much the acceleration repeats
itself after one and after two beats (unbiased autocorrelation; Moe-Nilssen & Helbostad 2004, J Biomech 37:121, call it
step and stride regularity), taken over the three axes together, which no turn of the phone changes:

- two beats repeat it better than one: left and right alternate, and beats are steps;
- one repeats it as well as two: steps of a trunk that both feet push alike, or strides. Then the rate decides, as steps
  of people come at 70 to 140 a minute in walking and 140 to 210 in running: beats below SLOWEST a minute are strides,
  beats above FASTEST are steps, and between them hard ones are the strides of a run (steps as slow are soft).

Running has flight, so that the reading swings wide, and on a leg wider than on a trunk. Below WALKS steps a minute
nobody runs, above RUNS nobody walks; between them the swing decides. Vigorous walking is at 130 steps a minute
(Tudor-Locke et al. 2019, Int J Behav Nutr Phys Act 16:8). The limits are ours, set on thighs, shanks, feet and backs of
nine people walking and running (worn sensors, and some simulated from markers), none of which was a phone.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array, Task
from restride.core.units import STANDARD_GRAVITY_MPS2 as G

UNLIKE = 0.12
"""Beats of which two repeat the movement better than one by so much are steps."""
SLOWEST, SLOW, FASTEST = 62.0, 75.0, 118.0
"""Per minute: beats that are all alike."""
SOFTEST_G, SOFT_G, HARD_G, HARDEST_G = 0.6, 0.8, 1.6, 3.2
"""Swing above which beats cannot be steps: those below SLOWEST, alike ones below SLOW, alike ones below FASTEST, any
below FASTEST."""
THIRDS = 0.3
"""A leg that swings may give three beats in a stride: only three beats repeat it, so much better than one or two."""
ONE_HUMP = -0.25
"""Half a beat later the opposite is felt where a beat is a step; two steps in it leave it nearer zero."""
WALKS, RUNS = 135.0, 150.0
FLIGHT_G: dict[str, float] = {"trunk": 1.65, "leg": 2.0, "ankle": 3.2}
LEAST_FLIGHT_G = 1.3
"""A run whose flight takes the weight off and whose landing puts it back swings by more at any place."""
LEANS: dict[Task, float] = {"unknown": 1.0, "standing": 1.0, "walking": 1.2, "running": 0.8}
"""What was said of the task moves the limit between walking and running."""
NEAR = 0.06
"""A repetition is looked for within so much of the lag."""
LIKE = 0.3
"""Movement that repeats itself less is no gait."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Of some beats: steps in a beat (1 or 2), whether they are of running, whether that is sure, how much they repeat
    themselves. gait: not so where they come as fast as only a run's do, without its flight (a knee that bounces), and
    where three of them are a stride."""

    steps: int
    running: bool
    gait: bool
    sure: bool
    alike: float


def rhythm(acc: Array, hz: float, beat_s: float, swing_mps2: float, place: str, task: Task) -> Rhythm:
    """acc: (n, 3) m/s2 over some beats, gravity included, at hz. beat_s, swing_mps2: a usual beat."""
    moves = acc - acc.mean(axis=0)
    lag = beat_s * hz
    half, one, two, three = (_repeats(moves, lag * k) for k in (0.5, 1.0, 2.0, 3.0))
    per_min, swing_g = 60 / beat_s, swing_mps2 / G
    unlike = two - one > UNLIKE
    steps, sure = 1, True
    if per_min < SLOWEST:
        steps = 1 if swing_g < SOFTEST_G and (unlike or half < ONE_HUMP) else 2
        sure = steps == 2
    elif per_min < FASTEST:
        limit = HARDEST_G if unlike else SOFT_G if per_min < SLOW else HARD_G
        steps = 2 if swing_g > limit else 1
        sure = not (per_min < SLOW and not unlike) and not _near(swing_g, limit)
    rate = steps * per_min
    running = rate > RUNS
    if WALKS <= rate <= RUNS:
        part = "ankle" if place == "ankle" else "leg" if unlike or steps == 2 else "trunk"
        limit = FLIGHT_G[part] * LEANS[task]
        running = swing_g > limit
        sure = sure and not _near(swing_g, limit)
    thirds = three > max(one, two, 0.0) + THIRDS
    gait = not thirds and (not running or swing_g > LEAST_FLIGHT_G)
    return Rhythm(steps, running, gait, sure, max(one, two))


def _near(value: float, limit: float) -> bool:
    return 0.8 * limit < value < 1.25 * limit


def _repeats(moves: Array, lag: float) -> float:
    """Highest correlation of (n, 3) movements with themselves within NEAR of a lag (samples); 0 if too short for it."""
    best = -1.0
    for k in range(max(1, round(lag * (1 - NEAR))), round(lag * (1 + NEAR)) + 1):
        if len(moves) - k < max(lag, 4) / 2:
            return max(best, 0.0)
        a, b = moves[:-k], moves[k:]
        size = np.sqrt(np.sum(a * a) * np.sum(b * b))
        best = max(best, float(np.sum(a * b) / size) if size > 0 else 0.0)
    return best
