"""A long recording from pieces: standing, sitting, walking and running, one after another, made when asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

import numpy as np

from restride.core.strides import concatenated
from restride.simulate.device import Device
from restride.simulate.idle import simulate_worn_idle
from restride.simulate.pace import Pace
from restride.simulate.route import Go, Pause, Route
from restride.simulate.run_sensors import simulate_worn_run
from restride.simulate.runner import Runner
from restride.simulate.sensors import FEET, SHANKS, Site
from restride.simulate.truth import Truth, no_gait
from restride.simulate.walk_sensors import DEVICE, LOWER_BACK, simulate_worn_walk
from restride.simulate.worn import Worn

STANDS_S = 2.0
"""A runner stands so long before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One piece of a day. seconds: about how long (a walk ends with a whole step). times: so often on end, the same
    movement again (which is what makes a long day cheap). mps: speed of walking or running, None for the typical."""

    kind: Literal["standing", "sitting", "restless", "walking", "running"]
    seconds: float
    times: int = 1
    mps: float | None = None


SHORT_DAY: tuple[Activity, ...] = (
    Activity(kind="sitting", seconds=60),
    Activity(kind="walking", seconds=60, mps=1.3),
    Activity(kind="standing", seconds=20),
    Activity(kind="walking", seconds=40, mps=0.7),
    Activity(kind="restless", seconds=60),
    Activity(kind="running", seconds=60, mps=2.8),
    Activity(kind="walking", seconds=30, mps=1.6),
    Activity(kind="sitting", seconds=30),
)
"""Six minutes of everything."""


def worn_day(
    plan: Iterable[Activity] = SHORT_DAY,
    *,
    sites: Sequence[Site] = (*FEET, *SHANKS, *LOWER_BACK),
    device: Device = DEVICE,
    seed: int = 0,
) -> Iterator[Worn]:
    """The pieces in order, each on the clock of the whole day, next to each other without a gap.

    One person, devices that stay where they are. Lazy: a piece is made when it is asked for, and one is held at a time.
    """
    start_s = 0.0
    for number, activity in enumerate(plan):
        piece = _piece(activity, sites, device, 1000 * seed + number)
        channel = piece.recording.channels[0]
        for _ in range(activity.times):
            yield piece.shifted(start_s)
            start_s += channel.n / channel.rate_hz


def joined(pieces: Iterable[Worn]) -> Worn:
    """Pieces in order as one recording; truth.strides of task unknown where the pieces differ; no metrics.

    Raises ValueError without a piece and where the pieces have other sensors.
    """
    parts = list(pieces)
    if not parts:
        raise ValueError("a recording needs a piece")
    first = parts[0].recording
    keys = [[(c.quantity, c.place, c.side, c.rate_hz) for c in p.recording.channels] for p in parts]
    if any(key != keys[0] for key in keys):
        raise ValueError("the pieces were not recorded by the same sensors")
    channels = tuple(
        replace(channel, values=np.concatenate([p.recording.channels[k].values for p in parts]))
        for k, channel in enumerate(first.channels)
    )
    tasks = {p.truth.strides.task for p in parts if p.truth.strides.n}
    task = tasks.pop() if len(tasks) == 1 else "unknown"
    found = concatenated([p.truth.strides for p in parts if p.truth.strides.n] or [no_gait().strides])
    return Worn(
        replace(first, channels=channels, task=task),
        Truth(replace(found, task=task)),
        (),
        tuple(chain.from_iterable(p.stretches for p in parts)),
        tuple(chain.from_iterable(p.rests for p in parts)),
    )


def _piece(activity: Activity, sites: Sequence[Site], device: Device, seed: int) -> Worn:
    if activity.kind == "walking":
        pace = Pace.typical(*([activity.mps] if activity.mps else []))
        return simulate_worn_walk(pace, _there_and_back(pace, activity.seconds), sites=sites, device=device, seed=seed)
    if activity.kind == "running":
        runner = Runner.typical(*([activity.mps] if activity.mps else []))
        on_back = [replace(site, place="sacrum") if site.place == "lower_back" else site for site in sites]
        run = simulate_worn_run(
            runner,
            sites=on_back,
            device=device,
            overground=True,
            stands_s=STANDS_S,
            seconds=activity.seconds,
            seed=seed,
        )
        return _placed(run, sites)
    return simulate_worn_idle(activity.kind, sites=sites, device=device, seconds=activity.seconds, seed=seed)


def _placed(run: Worn, sites: Sequence[Site]) -> Worn:
    """The device on the back is the same in all pieces, whatever it is called."""
    names = [site.place for site in sites for _ in range(2)]
    channels = tuple(replace(c, place=name) for c, name in zip(run.recording.channels, names, strict=True))
    return replace(run, recording=run.recording.with_channels(channels))


def _there_and_back(pace: Pace, seconds: float) -> Route:
    """As long as asked for: lengths of 20 steps with a turn after each, and a pause in the middle."""
    steps = max(3, int((seconds - 6) * pace.cadence_spm / 60))
    out: list[Go | Pause] = []
    half = steps // 2
    while steps >= 3:
        straight = min(20, steps)
        out.append(Go(straight))
        steps -= straight
        if steps >= 10:
            out.append(Go(5, turn_deg=180.0 if len(out) % 4 == 1 else -90.0))
            steps -= 5
        if steps < half:
            out.append(Pause(2.0))
            half = 0
    return out
