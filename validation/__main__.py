"""`make validate`: every method against every reference; fails where one falls behind what is committed.

scores.json holds the errors of recordings' means of the last accepted state, figures.json the figures with a target.
A method that is worse by more than a twentieth fails the run, and so does an outside error in core/methods that is
smaller than what is measured here. A target that is not met is printed and does not fail: it never was met.
`--accept` writes new scores (with a changes/N.science.md, since results have moved). `--tables` prints what the
tables may say at best.

People, speeds and trials that lie in the folders of RESTRIDE_DATA beside those of the last accepted state are scored
too; figures are compared with committed ones only where they come from the same recordings.
"""

import math
import re
import sys
from pathlib import Path

import msgspec

from restride.core.methods import methods
from restride.core.vocabulary import entry
from validation import (
    back_indip,
    figures,
    foot_loop,
    foot_mocap,
    foot_treadmill,
    foot_unjudged,
    force,
    kinematics,
    loads,
    loads_walk,
    loads_wearable,
    markers,
    phone,
    sacral,
    virtual,
)
from validation.figures import Figure
from validation.pages import write_pages, write_placements, write_targets
from validation.score import Score, by_reference, over_references

SCORES = Path(__file__).parent / "scores.json"
SLACK = 1.05
YEAR = re.compile(r"\b(19|20)\d\d\b")
"""A table that rests on more people than are here names their study."""


def problems(now: list[Score], before: dict[str, float]) -> list[str]:
    """One line for each method that fell behind, and for each table that promises more than was measured."""
    out = []
    for s in now:
        key = f"{s.method}/{s.metric}"
        method = methods().get(s.method)
        told = method.error.get(s.metric) if method else None
        more = told is not None and (s.people, s.recordings) != (told.people, told.recordings)
        if not more and s.rmse > SLACK * before.get(key, s.rmse) + 1e-9:
            out.append(f"{key}: RMSE {s.rmse:.4g} {s.unit}, was {before[key]:.4g}")
        if told is None:
            out.append(f"{key}: core/methods/{s.method}.toml gives no outside error; measured {s.rmse:.4g} {s.unit}")
        elif told.se < s.rmse:
            out.append(
                f"{key}: the table says {told.se:g} of {told.people} people, measured {s.rmse:.4g} of {s.people}"
            )
        elif s.people < told.people and not YEAR.search(told.against):
            out.append(f"{key}: the table speaks of {told.people} people and names no study; here are {s.people}")
    return out


def main() -> int:
    """Print, compare, write the pages."""
    worn = [*foot_mocap.judged(), *foot_treadmill.judged(), *back_indip.judged(), *virtual.judged(), *phone.judged()]
    older = [
        *force.scores(),
        *kinematics.scores(),
        *markers.scores(),
        *sacral.scores(),
        *loads.scores(),
        *loads_wearable.scores(),
    ]
    found = [*older, *over_references(worn)]
    said = _lines()
    for method, lines in said.items():
        print(f"\n{method or 'no method'}")
        print("\n".join(f"  {line}" for line in lines))
    print("\n" + "\n".join(_errors(found)))
    promised = _figures()
    print("\n" + "\n".join(figures.table(promised)))
    before = msgspec.json.decode(SCORES.read_bytes()) if SCORES.exists() else {}
    earlier = figures.committed()
    if "--accept" in sys.argv:
        before = {f"{s.method}/{s.metric}": round(s.rmse, 6) for s in found}
        SCORES.write_bytes(msgspec.json.format(msgspec.json.encode(before), indent=2) + b"\n")
        figures.commit(promised)
        earlier = figures.committed()
    write_pages([*older, *by_reference(worn)], said)
    write_placements([*older, *by_reference(worn)])
    write_targets(promised)
    if "--tables" in sys.argv:
        print("\n" + "\n".join(_tables(over_references(worn))))
    wrong = [*problems(found, before), *loads.too_sure(), *figures.behind(promised, earlier)]
    print("\n" + ("\n".join(f"BEHIND {line}" for line in wrong) or "no method is behind its committed score"))
    missed = [f for f in promised if f.met is False]
    print(f"{sum(f.met is True for f in promised)} targets met, {len(missed)} not met")
    return 1 if wrong else 0


def _lines() -> dict[str, list[str]]:
    """method -> its recordings in words; "" holds what found no contacts at all."""
    out: dict[str, list[str]] = {"force_20n": force.lines(), "sacral_acc": sacral.lines()}
    out |= {"joint_moments": loads.lines(), "wearable_loads": loads_wearable.lines()}
    parts = (
        foot_mocap.lines(),
        foot_treadmill.lines(),
        foot_loop.lines(),
        foot_unjudged.lines(),
        foot_treadmill.beside_the_feet(),
        back_indip.lines(),
        virtual.lines(),
        markers.lines(),
        phone.lines(),
    )
    for part in parts:
        for method, lines in part.items():
            out.setdefault(method, []).extend(lines)
    return out


def _figures() -> list[Figure]:
    """Every figure, in the order of the data sets."""
    return [
        *foot_mocap.figures(),
        *foot_treadmill.figures(),
        *foot_loop.figures(),
        *back_indip.figures(),
        *sacral_figures(),
        *loads.figures(),
        *loads_walk.figures(),
        *loads_wearable.figures(),
        *markers.figures(),
        *virtual.figures(),
        *phone.figures(),
    ]


def sacral_figures() -> list[Figure]:
    """Those of the sacral sensor, where its comparison has any."""
    return list(sacral.figures()) if hasattr(sacral, "figures") else []


def _tables(found: list[Score]) -> list[str]:
    """What core/methods/METHOD.toml may say at best, as TOML: errors rounded up to two digits."""
    lines = []
    for s in found:
        unit = 10.0 ** (math.floor(math.log10(max(s.rmse, 1e-9))) - 1)
        se = math.ceil(s.rmse / unit - 1e-9) * unit
        lines += [f"# {s.method}", f"[error.{s.metric}]", f"se = {se:.2g}", f"people = {s.people}"]
        lines += [f"recordings = {s.recordings}", f'against = "{s.against}"', ""]
    return lines


def _errors(found: list[Score]) -> list[str]:
    """Method by metric: what is measured beside what core/methods claims."""
    head = "".join(f"{word:>10}" for word in ("mean", "bias", "RMSE", "claim", "worst"))
    lines = [f"{'method':18}{'metric':26}{'people':>7}{'runs':>6}{head}  unit"]
    for s in found:
        d = entry(s.metric).decimals + 1
        method = methods().get(s.method)
        told = method.error.get(s.metric) if method else None
        claim = "none" if told is None else f"{told.se:.{d}f}"
        row = f"{s.reference_mean:10.{d}f}{s.bias:+10.{d}f}{s.rmse:10.{d}f}{claim:>10}{s.worst:10.{d}f}"
        lines.append(f"{s.method:18}{s.metric:26}{s.people:7}{s.recordings:6}{row}  {s.unit}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
