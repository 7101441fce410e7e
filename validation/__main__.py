"""`make validate`: every method against every reference; fails where one falls behind what is committed.

scores.json holds the errors of the last accepted state. A method that is worse by more than a twentieth fails the run,
and so does an outside error in core/methods that is smaller than what is measured here. `--accept` writes new scores
(with a changes/N.science.md, since results have moved).
"""

import sys
from pathlib import Path

import msgspec

from restride.core.methods import methods
from restride.core.vocabulary import entry
from validation import force, kinematics, sacral
from validation.pages import write_pages
from validation.score import Score

SCORES = Path(__file__).parent / "scores.json"
SLACK = 1.05


def problems(now: list[Score], before: dict[str, float]) -> list[str]:
    """One line for each method that fell behind, and for each table that promises more than was measured."""
    out = []
    for s in now:
        key = f"{s.method}/{s.metric}"
        if s.rmse > SLACK * before.get(key, s.rmse) + 1e-9:
            out.append(f"{key}: RMSE {s.rmse:.4g} {s.unit}, was {before[key]:.4g}")
        told = methods()[s.method].error.get(s.metric)
        if told is None:
            out.append(f"{key}: core/methods/{s.method}.toml gives no outside error; measured {s.rmse:.4g} {s.unit}")
        elif told.se < s.rmse or told.people != s.people:
            out.append(
                f"{key}: the table says {told.se:g} of {told.people} people, measured {s.rmse:.4g} of {s.people}"
            )
    return out


def main() -> int:
    """Print, compare, write the pages."""
    found = [*force.scores(), *kinematics.scores(), *sacral.scores()]
    for title, lines in (("Force, trial by trial", force.lines()), ("Sacral accelerometer", sacral.lines())):
        print(f"\n{title}")
        print("\n".join(f"  {line}" for line in lines))
    print(
        f"\n{'method':18}{'metric':26}{'people':>7}{'runs':>6}{'mean':>10}{'bias':>10}{'RMSE':>10}{'worst':>10}  unit"
    )
    for s in found:
        d = entry(s.metric).decimals + 1
        row = f"{s.reference_mean:10.{d}f}{s.bias:+10.{d}f}{s.rmse:10.{d}f}{s.worst:10.{d}f}"
        print(f"{s.method:18}{s.metric:26}{s.people:7}{s.recordings:6}{row}  {s.unit}")
    before = msgspec.json.decode(SCORES.read_bytes()) if SCORES.exists() else {}
    if "--accept" in sys.argv:
        new = {f"{s.method}/{s.metric}": round(s.rmse, 6) for s in found}
        SCORES.write_bytes(msgspec.json.format(msgspec.json.encode(new), indent=2) + b"\n")
        before = new
    write_pages(found, {"force_20n": force.lines(), "sacral_acc": sacral.lines()})
    behind = problems(found, before)
    print("\n" + ("\n".join(f"BEHIND {line}" for line in behind) or "no method is behind its committed score"))
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
