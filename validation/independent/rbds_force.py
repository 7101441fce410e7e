"""Independent reference for the force measures of treadmill running (RBDS, subjects 001, 010, 014).

Written from the definitions only: the author has not seen, run or read the detector that these numbers
check, nor any other code of the project. How it differs from "zero the flight, Butterworth, threshold":
* plate forces: raw analog channels, calibration matrix and plate corners by hand (the largest difference
  from the reader's own force platform output is in the JSON);
* stances come from the step period (FFT autocorrelation): one top per step in a force smoothed with a
  Gaussian of 12 % of the step. The threshold only dates their ends: the 20 N crossings nearest to the top;
* flight level, flight by flight: a robust mode (median of the densest 15 % of the raw samples between two
  tops) for provisional crossings, then the median of the middle 40 % of the flight (the mode leans up to
  5 N towards the slow tail of toe-off), running median over 9 flights, interpolated in time; crossings
  dated again. Horizontal offset: the same middles;
* filter: scipy butter(2) + filtfilt, 50 Hz NOT corrected for the double pass (-6 dB at 50 Hz). Everything
  is then read from a cubic spline through the filtered force (crossings, peaks, slopes), not from samples.

Side (one belt): three votes by markers at mid stance, majority wins: the lower ankle (distal shank markers),
the foot moving backward faster (heel markers), the ankle laterally nearer to the centre of pressure.
Alternation is tested, never imposed.

Choices where the wording leaves freedom:
* impact peak: first local maximum of the spline, any prominence, 10 ms < t - onset < 30 % of contact time,
  before the highest peak. Window of VALR (mean slope) and VILR (steepest slope) = 20 to 80 % of the TIME from
  contact to impact peak. Their means are null where under 60 % of the stances of that row have a peak;
* braking peak: largest backward force of the first half of contact; propulsive: largest forward force of the
  second half (forward = where the toes point). Braking / propulsive impulse: integral of the negative /
  positive part over the contact; the "net" pair splits at the lowest point of the running integral instead;
* step time of a contact: from the previous onset (other foot); flight time: from the previous end; cadence =
  60 / mean step time; mean force: over the longest even number of steps. Times: sample / rate.
Usage: RESTRIDE_DATA=<folder with participants.csv, or its parent> python rbds_force.py > rbds_force.json
"""

import csv
import json
import os
from itertools import pairwise
from pathlib import Path

import ezc3d
import numpy as np
from scipy.interpolate import CubicSpline
from scipy.ndimage import gaussian_filter1d, median_filter
from scipy.signal import butter, filtfilt, find_peaks

G, CUTOFF_HZ, THRESHOLD_N, MIN_SHARE = 9.80665, 50.0, 20.0, 0.60
PEAKS = ("vgrf_peak_n", "braking_peak_n", "propulsive_peak_n")


def read_trial(path):
    """Forces (3, n) in lab axes, lateral centre of pressure, markers {label: (3, m)} in metres, the two rates."""
    c3d = ezc3d.c3d(str(path), extract_forceplat_data=True)
    par = c3d["parameters"]
    labels, unit = par["POINT"]["LABELS"]["value"], par["POINT"]["UNITS"]["value"][0]
    points = c3d["data"]["points"][:3] * (1e-3 if unit == "mm" else 1.0)
    points[:, np.all(points == 0.0, axis=0)] = np.nan  # a lost marker is stored as exact zeros
    matrix, corner = (par["FORCE_PLATFORM"][key]["value"][:, :, 0] for key in ("CAL_MATRIX", "CORNERS"))
    wrench = matrix @ c3d["data"]["analogs"][0][:6]
    x_axis, y_axis = corner[:, 0] - corner[:, 1], corner[:, 0] - corner[:, 3]
    x_axis, y_axis = x_axis / np.linalg.norm(x_axis), y_axis / np.linalg.norm(y_axis)
    axes = np.column_stack([x_axis, y_axis, np.cross(x_axis, y_axis)])
    reader = c3d["data"]["platform"][0]
    return {
        "force": axes @ wrench[:3],
        "cop_z": reader["center_of_pressure"][2] * 1e-3,
        "reader_difference_n": float(np.max(np.abs(axes @ wrench[:3] - reader["force"]))),
        "markers": {name: points[:, i] for i, name in enumerate(labels)},
        "rate": float(par["ANALOG"]["RATE"]["value"][0]),
        "marker_rate": float(par["POINT"]["RATE"]["value"][0]),
    }


def step_period(vertical, rate):
    """Step period (samples): highest autocorrelation peak between 0.25 and 0.55 s."""
    x = vertical - vertical.mean()
    power = np.abs(np.fft.rfft(x, 2 * x.size)) ** 2
    auto = np.fft.irfft(power)[: x.size] / np.arange(x.size, 0, -1)
    low, high = int(0.25 * rate), int(0.55 * rate)
    return low + int(np.argmax(auto[low:high]))


def stance_peaks(vertical, period):
    """One sample per step, the top of the strongly smoothed force."""
    smooth = gaussian_filter1d(vertical, 0.12 * period)
    return find_peaks(smooth, distance=int(0.6 * period), height=0.5 * np.mean(vertical))[0]


def densest_median(values, share=0.15):
    """Robust mode: median of the narrowest interval that holds this share of the values."""
    ordered = np.sort(values)
    k = max(5, round(share * ordered.size))
    start = int(np.argmin(ordered[k - 1 :] - ordered[: ordered.size - k + 1]))
    return float(np.median(ordered[start : start + k]))


def baseline(centres, levels, n):
    """Slow offset for every sample: running median of the flights, linear between them, flat outside."""
    return np.interp(np.arange(n), centres, median_filter(np.asarray(levels), size=9, mode="nearest"))


def filtered(signal, rate):
    """Cubic spline (time in seconds) through the 50 Hz zero-lag filtered signal."""
    b, a = butter(2, CUTOFF_HZ, fs=rate)
    return CubicSpline(np.arange(signal.size) / rate, filtfilt(b, a, signal))


def impact(spline, start, end, top):
    """(impact peak time, mean slope, steepest slope) of the filtered vertical force in N/s, or None."""
    flat = spline.derivative().solve(0.0, extrapolate=False)
    times = flat[(flat > start + 0.010) & (flat < min(start + 0.30 * (end - start), top - 1e-4))]
    times = times[spline(times, 2) < 0.0]
    if times.size == 0:
        return None
    window = np.linspace(start + 0.2 * (times[0] - start), start + 0.8 * (times[0] - start), 501)
    mean_slope = (spline(window[-1]) - spline(window[0])) / (window[-1] - window[0])
    return float(times[0]), float(mean_slope), float(spline(window, 1).max())


def bracket(spline, tops):
    """(onset, end) of every whole contact: the threshold crossings nearest to its top on either side."""
    crossings = spline.solve(THRESHOLD_N, extrapolate=False)
    pairs = [(crossings[crossings < top], crossings[crossings > top]) for top in tops]
    return [(float(before[-1]), float(after[0])) for before, after in pairs if before.size and after.size]


def cores(signal, bounds, rate):
    """Middle sample and median of the middle 40 % of every flight."""
    flights = [(end * rate, (start - end) * rate) for (_, end), (start, _) in pairwise(bounds)]
    spans = [(at + 0.3 * length, at + 0.7 * length) for at, length in flights]
    levels = [float(np.median(signal[int(np.ceil(a)) : int(b) + 1])) for a, b in spans]
    return [(a + b) / 2 for a, b in spans], levels


def foot_votes(trial, start, end, forward):
    """Three votes (+1 right, -1 left) at mid stance and the backward speed of either heel (m/s)."""
    rate, tracks, low, speed, lateral = trial["marker_rate"], trial["markers"], {}, {}, {}
    a, b = (round((start + part * (end - start)) * rate) for part in (0.35, 0.65))
    for side in "LR":
        shank = [tracks[f"{side}.Shank.Bottom.{w}"][:, a : b + 1] for w in ("Lateral", "Medial")]
        ankle = np.nanmean(shank, axis=(0, 2))
        heel = np.nanmean([tracks[f"{side}.Heel.{w}"][0, a : b + 1] for w in ("Top", "Bottom", "Lateral")], axis=0)
        low[side], lateral[side] = ankle[1], ankle[2]
        speed[side] = -forward * (heel[-1] - heel[0]) * rate / (b - a)
    c, d = int(a * trial["rate"] / rate), int(b * trial["rate"] / rate)
    cop = float(np.median(trial["cop_z"][c : d + 1]))
    votes = (low["L"] - low["R"], speed["R"] - speed["L"], abs(cop - lateral["L"]) - abs(cop - lateral["R"]))
    return [1 if v > 0 else -1 for v in votes], max(speed.values())


def analyse(trial, mass):
    """All measures of one trial."""
    rate, (raw_x, raw_y) = trial["rate"], trial["force"][:2]
    n, weight = raw_y.size, mass * G
    toe = [np.nanmean(trial["markers"][f"{s}.MT5"][0] - trial["markers"][f"{s}.Heel.Top"][0]) for s in "LR"]
    forward = 1.0 if np.mean(toe) > 0 else -1.0
    period = step_period(raw_y, rate)
    tops = stance_peaks(raw_y, period)
    modes = [densest_median(raw_y[p:q]) for p, q in pairwise(tops)]
    rough = filtered(raw_y - baseline((tops[:-1] + tops[1:]) / 2, modes, n), rate)
    provisional = bracket(rough, tops / rate)
    centres, levels = cores(raw_y, provisional, rate)
    vertical_zero = baseline(centres, levels, n)
    vertical = filtered(raw_y - vertical_zero, rate)
    bounds = bracket(vertical, tops / rate)
    offsets = cores(raw_x, provisional, rate)[1]
    along = filtered(forward * (raw_x - baseline(centres, offsets, n)), rate)
    feet = [foot_votes(trial, start, end, forward) for start, end in bounds]
    contacts, area = [], along.antiderivative()
    for i, (start, end) in enumerate(bounds):
        grid = np.linspace(start, end, 2001)
        fore, up, running = along(grid), vertical(grid), area(grid) - area(start)
        hit = impact(vertical, start, end, grid[np.argmax(up)])
        push = float(np.trapezoid(np.maximum(fore, 0.0), grid))
        contacts.append({
            "side": "R" if sum(feet[i][0]) > 0 else "L", "ic_s": start, "fc_s": end, "vgrf_peak_n": up.max(),
            "braking_peak_n": -fore[:1001].min(), "propulsive_peak_n": fore[1000:].max(),
            "braking_impulse_bw_s": (push - running[-1]) / weight, "propulsive_impulse_bw_s": push / weight,
            "net_braking_bw_s": -running.min() / weight, "net_propulsive_bw_s": (running[-1] - running.min()) / weight,
            "impact_peak_s": hit[0] if hit else None,
            "valr_bw_s": hit[1] / weight if hit else None, "vilr_bw_s": hit[2] / weight if hit else None,
            "step_s": start - bounds[i - 1][0] if i else None, "flight_s": start - bounds[i - 1][1] if i else None,
        })  # fmt: skip
    even = (len(bounds) - 1) // 2 * 2
    mean_force = float(vertical.integrate(bounds[0][0], bounds[even][0])) / (bounds[even][0] - bounds[0][0])
    sides = [c["side"] for c in contacts]
    same = np.mean(np.array([votes for votes, _ in feet]) == np.array([[1 if s == "R" else -1] for s in sides]), axis=0)
    agreement = dict(zip(("lower_ankle", "backward_heel", "nearest_centre_of_pressure"), same.tolist(), strict=True))
    rows = {k: [c for c in contacts if k in ("both", c["side"])] for k in ("both", "L", "R")}
    keep = [k for k in contacts[0] if k not in ("net_braking_bw_s", "net_propulsive_bw_s", "step_s", "flight_s")]
    return {
        "mass_kg": mass, "body_weight_n": weight, "mean_force_n": mean_force, "mean_force_bw": mean_force / weight,
        "rate_hz": rate, "samples": n, "forward_axis_sign": forward, "step_period_autocorrelation_s": period / rate,
        "vertical_flight_level_n": float(np.median(levels)),
        "vertical_flight_level_range_n": [float(vertical_zero.min()), float(vertical_zero.max())],
        "horizontal_flight_level_n": float(np.median(offsets)),
        "belt_speed_m_s": float(np.median([v for _, v in feet])),
        "reader_force_difference_n": trial["reader_difference_n"],
        "sides_alternate": all(p != q for p, q in pairwise(sides)),
        "side_votes_agree_share": agreement,
        "means": {k: summarise(row, weight, mean_force) for k, row in rows.items()},
        "contacts": [{k: c[k] for k in keep} for c in contacts],
    }  # fmt: skip


def summarise(contacts, weight, mean_force):
    """Means over contacts (values that exist), loading rates withheld below the required share."""

    def mean(key):
        values = [c[key] for c in contacts if c[key] is not None]
        return float(np.mean(values)) if values else None

    share = float(np.mean([c["impact_peak_s"] is not None for c in contacts]))
    out = {"n_contacts": len(contacts), "impact_peak_share": share, "n_impact_peaks": round(share * len(contacts))}
    out |= {"contact_s": float(np.mean([c["fc_s"] - c["ic_s"] for c in contacts])), "flight_s": mean("flight_s")}
    out |= {"step_s": mean("step_s"), "cadence_per_min": 60.0 / mean("step_s")}
    for key in PEAKS:
        out |= {key: mean(key), key[:-1] + "bw": mean(key) / weight, key[:-1] + "mean_force": mean(key) / mean_force}
    for key in ("braking_impulse_bw_s", "propulsive_impulse_bw_s", "net_braking_bw_s", "net_propulsive_bw_s"):
        out[key] = mean(key)
    return out | {k: mean(k) if share >= MIN_SHARE else None for k in ("valr_bw_s", "vilr_bw_s")}


def rounded(value):
    """The same structure with every float at 5 decimals."""
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return round(value, 5) if isinstance(value, float) else value


def main():
    """Print the JSON of every running trial, one contact a line."""
    folder = Path(os.environ["RESTRIDE_DATA"])
    folder = folder if (folder / "participants.csv").exists() else folder / "rbds_treadmill_running"
    with open(folder / "participants.csv", newline="", encoding="utf-8") as stream:
        masses = {row["FileName"]: float(row["Mass"]) for row in csv.DictReader(stream)}
    paths = sorted(folder.glob("RBDS*/RBDS*runT*.c3d"))
    text = json.dumps({p.stem: rounded(analyse(read_trial(p), masses[p.name])) for p in paths}, separators=(",", ":"))
    print(text.replace('{"side"', '\n{"side"').replace('"RBDS', '\n"RBDS'))


if __name__ == "__main__":
    main()
