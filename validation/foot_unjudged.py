"""Foot recordings without a reference: stairs, a patient, a short walk. They must run, and say what is doubtful."""

from collections import Counter
from dataclasses import replace

from validation.foot_mocap import said
from validation.matching import match, pool
from validation.references import gaitmap
from validation.runs import data
from validation.worn import worn


def lines() -> dict[str, list[str]]:
    """method -> what was found in each recording, and its notes."""
    whole: dict[str, list[str]] = {}
    for path, rate_hz in gaitmap.others(data()):
        side = next((word for word in ("left", "right") if path.stem.endswith(f"_{word}")), None)
        done = worn([(str(path), replace(said(rate_hz), side=side))])
        if done.strides is None:
            whole.setdefault("", []).append(f"{path.stem}: {done.error}")
            continue
        s = done.strides
        out = whole.setdefault(s.method, [])
        codes = ", ".join(
            f"{code} x{n}" if n > 1 else code for code, n in Counter(q.code for q in done.quality).items()
        )
        told = [f"{m.name} {m.value:.3g} {m.unit}" for m in done.metrics if m.side == "both"][:3]
        out.append(
            f"{path.stem}: {s.count('left')} left, {s.count('right')} right, {s.count('unknown')} of unknown side, "
            f"{s.task} ({s.method}, {s.grade}); {'; '.join(told)}; notes: {codes or 'none'}"
        )
        marked = gaitmap.borders(data(), path.stem.removeprefix("imu_"), rate_hz)
        if marked:
            found = pool(match(sorted({*b.ravel()}), done.ic_s(side), 0.1) for side, b in marked.items())
            out.append(
                f"{path.stem}: of {found.references} marked stride borders {found.pairs} have a contact within 100 ms, "
                f"{1000 * found.bias_s:+.0f} ms off on average (marked by others' hand, definition not stated)"
            )
        out += [f"{path.stem}: {q.severity}: {q.code}: {q.message}" for q in done.quality]
    return whole
