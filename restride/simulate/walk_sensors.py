"""Inertial sensors on the feet, shanks and lower back of a virtual walker, with the truth of what they feel.

For laws and false alarms, not for claims of accuracy: the shapes are ours (see footwork, trunk), the numbers stand in
`walker.toml`. Every sensor feels the shock of its landings (`shock_m`).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import structs

from restride.core.recording import Array, Recording
from restride.core.strides import Stretch, Strides, strides
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.core.vocabulary import vocabulary
from restride.simulate.body import body_of
from restride.simulate.channels import SIMULATED, clock, source_of
from restride.simulate.device import Device
from restride.simulate.footwork import Feet
from restride.simulate.motion import motion
from restride.simulate.pace import Pace
from restride.simulate.route import PLAIN, Footfalls, Route, footfalls
from restride.simulate.run_sensors import POCKET_HZ, foot_place, pocket_place
from restride.simulate.sensors import ABOVE_ANKLE_M, FEET, LEG, SHANKS, Site
from restride.simulate.trunk import Trunk, trunk_of
from restride.simulate.truth import Truth, summary, timing
from restride.simulate.worn import EDGE_S, Path, Rest, Worn, channels_of, shank_peaks, shock_m, strapped

LOWER_BACK = (Site(place="lower_back", side="none"),)
DEVICE = Device(rate_hz=200.0)
FINE_HZ = 500.0
"""Poses are sampled this finely before they are splined."""
STRAP_HZ = {"foot": 100.0, "shank": 80.0, "thigh": POCKET_HZ, "lower_back": 30.0, "sacrum": 30.0}
"""Where strap and soft tissue halve power, shocks apart (heuristic)."""
SHOCK_S = {"foot": 0.03, "shank": 0.05, "thigh": 0.08, "lower_back": 0.1, "sacrum": 0.1}
"""How long a shock of landing lasts (heuristic); it tops in the middle."""
TURNING_DEG = 5.0
"""A stride that turns by more is no steady one."""


def simulate_worn_walk(
    pace: Pace | None = None,
    route: Route = PLAIN,
    *,
    sites: Sequence[Site] = (*FEET, *SHANKS, *LOWER_BACK),
    device: Device = DEVICE,
    seed: int = 0,
    first: int = 0,
) -> Worn:
    """A walk along `route`, overground, with an equal device at each site, all on one clock. `first`: see `footfalls`.

    truth.strides: every landing; fc_s is NaN where the foot stays; not steady: the first and last stride of a bout,
    turns of more than TURNING_DEG, stairs. truth.per_stance, of the stride that begins with a row: stride_length (from
    footprint to footprint of the flat foot, 3D), speed, foot_strike_angle (pitch at initial contact, toes up, to the
    ground), toe_off_angle (at final contact, toes down positive), foot_progression_angle (toes outward, to the heading
    of the step that lands), toe_clearance, turn (deg, left positive), rise, peak_tibial_acceleration and
    peak_tibial_acceleration_resultant (g, gravity included). Sites are foot, shank, thigh (in a trouser pocket),
    lower_back and sacrum (the same place). Raises ValueError for other sites and for a walk without overlap of the
    feet.
    """
    pace = pace or Pace.typical()
    body = body_of(pace.sized(), 0.0, np.random.default_rng(0))
    feet = Feet(pace, body, footfalls(pace, route, np.random.default_rng([seed, 8]), first))
    trunk = trunk_of(feet)
    seconds = feet.falls.duration_s
    fine = clock(seconds + 2 * EDGE_S, FINE_HZ) - EDGE_S
    paths = [_path(feet, trunk, site, fine) for site in sites]
    at = clock(seconds, device.rate_hz or FINE_HZ)
    seen = tuple(motion(*path, at) for path in paths)
    source = source_of("worn walk", pace, tuple(route), sites, device, seed, first)
    known = structs.replace(SIMULATED, mode="overground")
    made = Recording(channels_of(sites, seen, device, seed), source("worn_walk"), task="walking", conditions=known)
    truth = truth_of_walk(feet, sites, paths)
    return Worn(made, truth, seen, _stretches(feet.falls), _rests(feet))


def _path(feet: Feet, trunk: Trunk, site: Site, t: Array) -> Path:
    place, side = site.place, int(site.side == "right")
    if place not in STRAP_HZ or (place in LEG) != (site.side in ("left", "right")):
        fit = f"{', '.join(LEG)} (left, right) or lower_back"
        raise ValueError(f"no sensor can be put on the {site.side} {place}: {fit}")
    offset, body = np.array(site.offset_m), feet.body
    if place == "foot":
        origin, turn = feet.pose(t, side)
        local, height = foot_place(body, side), feet.pace.foot_shock_g
    elif place == "shank":
        origin, turn = trunk.shank(t, side)
        local, height = np.array([0.0, ABOVE_ANKLE_M, 0.0]), feet.pace.shank_shock_g
    elif place == "thigh":
        origin, turn = trunk.thigh(t, side)
        local, height = pocket_place(side), feet.pace.back_shock_g
    else:
        origin, turn, _ = trunk.pelvis(t)
        back = np.mean([body.markers[one, "PSIS"][1] - body.hip(one) for one in (0, 1)], axis=0)
        local, height = back, feet.pace.back_shock_g
    point = origin + turn @ (local + offset)
    _, point, turn = strapped((t, point, turn), FINE_HZ, site.cutoff_hz or STRAP_HZ[place])
    return t, point + _shocks(feet.falls, t, place, side, height), turn


def _shocks(falls: Footfalls, t: Array, place: str, side: int, height_g: float) -> Array:
    """(m, 3) upward, as high as the step is fast: the foot's own landings, at the back those of both."""
    mine = falls.real & ((falls.side == side) if place in LEG else True)
    starts = falls.ic_s[mine]
    if not len(starts):
        return np.zeros((len(t), 3))
    gentle = np.where(falls.order[mine] == falls.last[mine], 0.4, 1.0)
    risen = shock_m(t, starts, np.full(len(starts), SHOCK_S[place]), height_g * G * gentle)
    return np.asarray(risen[:, None] * np.array([0.0, 1.0, 0.0]))


def _stretches(falls: Footfalls) -> tuple[Stretch, ...]:
    """From the first foot off the ground to the last landing of each bout."""
    out = []
    for bout in range(int(falls.bout.max()) + 1):
        rows = np.flatnonzero(falls.bout == bout)
        if len(rows):
            out.append(Stretch(float(falls.fc_s[rows[0] - 2]), float(falls.ic_s[rows[-1]]), "walking"))
    return tuple(out)


def _rests(feet: Feet) -> tuple[Rest, ...]:
    falls = feet.falls
    begin, end = feet.rests_s()
    begin, end = np.maximum(begin, 0.0), np.minimum(end, falls.duration_s)
    sides = np.where(falls.side == 0, "left", "right")
    order = np.argsort(begin, kind="stable")
    return tuple(Rest(str(sides[i]), float(begin[i]), float(end[i])) for i in order if end[i] > begin[i])


def truth_of_walk(feet: Feet, sites: Sequence[Site], paths: Sequence[Path]) -> Truth:
    """Contacts and what is true of each; peaks of the shank where devices sit there."""
    falls = feet.falls
    rows = np.flatnonzero(falls.real)
    stays = falls.order >= falls.last - 1  # the last two landings of a bout
    later = np.minimum(rows + 2, len(falls.side) - 1)
    goes = ~stays[rows]
    ic, fc = falls.ic_s[rows], np.where(goes, falls.fc_s[rows], np.nan)
    found = _strides(falls, rows, ic, fc, goes)
    turn = np.where(goes, falls.heading_deg[later] - falls.heading_deg[rows], np.nan)
    outward = np.where(falls.side[rows] == 0, 1.0, -1.0)
    length = np.where(goes, np.linalg.norm(falls.at_m[later] - falls.at_m[rows], axis=1), np.nan)
    values = timing(found)
    del values["flight_time"]
    starts = falls.order[rows] == 0
    values["step_time"] = np.where(starts, np.nan, values["step_time"])
    values |= {
        "double_support": _double_support(found, starts),
        "stance_time": found.stance_s,
        "stride_length": length,
        "speed": length / found.stride_s,
        "foot_strike_angle": feet.strike_deg[rows],
        "toe_off_angle": np.where(goes, falls.toe_off_deg[rows], np.nan),
        "foot_progression_angle": outward * (falls.yaw_deg[rows] - falls.heading_deg[rows]),
        "toe_clearance": np.where(goes, falls.toe_clearance_m[rows], np.nan),
        "turn": turn,
        "rise": np.where(goes, falls.at_m[later, 1] - falls.at_m[rows, 1], np.nan),
    }
    values |= shank_peaks(found, sites, [motion(*path, path[0][1:-1]) for path in paths])
    words = {n: np.where(found.steady, v, np.nan) for n, v in values.items() if n in vocabulary() and n != "speed"}
    return Truth(found, summary(words, found), values)


def _double_support(found: Strides, starts: npt.NDArray[np.bool_]) -> Array:
    """(n,) percent of the stride that begins with each contact, where both steps of it were walked."""
    both = np.full(found.n, np.nan)
    early = found.fc_s[:-1] - found.ic_s[1:]
    both[1:-1] = 100 * (early[:-1] + early[1:]) / found.stride_s[1:-1]
    return np.where(starts, np.nan, both)


def _strides(
    falls: Footfalls, rows: npt.NDArray[np.intp], ic: Array, fc: Array, goes: npt.NDArray[np.bool_]
) -> Strides:
    steady = np.zeros(len(rows), dtype=bool)
    for k, i in enumerate(rows):
        if goes[k] and 0 < falls.order[i] < falls.last[i] - 2:
            turned = abs(float(falls.turn_deg[i + 1] + falls.turn_deg[i + 2])) > TURNING_DEG
            stairs = np.ptp(falls.rise_m[i : i + 3]) > 0.02
            steady[k] = not turned and not stairs
    side = np.where(falls.side[rows] == 0, "left", "right")
    following = np.where(goes, falls.ic_s[np.minimum(rows + 2, len(falls.side) - 1)], np.nan)
    made = strides(side, ic, fc, task="walking", method="simulated", grade="good", steady=steady)
    return Strides(made.side, made.ic_s, made.fc_s, following, made.steady, "walking", "simulated", "good")
