"""`make fuzz`: damaged files through every reader; each must come to recordings in SI units, or to one line of words.

Found is: any other error, a warning, more than 10 s of processor time, a process that dies, memory beyond ten times the
file and 64 MB. What is found is kept with its files; `--reader NAME --seed N --only NUMBER` makes it again.
The damage is our own (fuzz/damage.py): it knows text, XML, JSON, zip, gzip, FIT, C3D and MATLAB, and keeps checksums
right where a reader would stop at them; it needs nothing that the tests do not. tests/fuzz hands the same edits to
hypothesis, which shrinks what it finds.
"""

import argparse
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from fuzz.crew import Crew
from fuzz.forked import forked
from fuzz.seeds import seeds
from fuzz.tell import kept, table
from fuzz.work import Stretch, Tally, listening, tried
from restride.read import READERS

INPUTS = 1_000_000
STRETCH = 200
TELL_EVERY_S = 300


def main() -> int:
    """Run, print the counts; 1 where anything was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", metavar="N", type=int, default=INPUTS, help=f"of all readers ({INPUTS})")
    parser.add_argument("--minutes", metavar="N", type=float, help="stop after so long")
    parser.add_argument("--reader", metavar="NAME", choices=sorted(READERS), help="one reader alone")
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="another seed: other damage")
    parser.add_argument("--jobs", metavar="N", type=int, default=2, help="processes (2)")
    parser.add_argument("--only", metavar="NUMBER", type=int, help="one input of --reader again, with all it says")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, default=Path("build/fuzz"), help="for what is found")
    asked = parser.parse_args()
    every = {name: seeds(name) for name in ([asked.reader] if asked.reader else READERS)}
    if asked.only is not None:
        return _again(every, asked.seed, asked.only, asked.keep)
    began = time.monotonic()
    tallies = {name: Tally(name) for name in every}
    shares = {name: -(-asked.inputs // len(every)) for name in every}
    until = None if asked.minutes is None else began + 60 * asked.minutes
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with Crew(every, asked.seed, max(1, asked.jobs)) as crew, suppress(KeyboardInterrupt):  # what was done is told
        told = began
        for tally in crew.done(_stretches(shares), until):
            tallies[tally.reader].add(tally)
            if sys.stderr.isatty() or time.monotonic() > told + TELL_EVERY_S:
                told = time.monotonic()
                end = "\r\033[K" if sys.stderr.isatty() else "\n"
                print(f"{_count(tallies):,} inputs, {told - began:.0f} s", end=end, file=sys.stderr, flush=True)
    print("\n".join(table(tallies, every, time.monotonic() - began, asked.seed)))
    found = [one for tally in tallies.values() for one in tally.findings]
    print("\n".join(kept(found, asked.keep, asked.seed)))
    return 1 if found else 0


def _stretches(shares: dict[str, int]) -> list[Stretch]:
    """All readers in turn, so that a run that is stopped has tried them alike."""
    return [
        Stretch(name, first, min(first + STRETCH, share))
        for first in range(0, max(shares.values()), STRETCH)
        for name, share in shares.items()
        if first < share
    ]


def _count(tallies: dict[str, Tally]) -> int:
    return sum(sum(tally.counts.values()) for tally in tallies.values())


def _again(every: dict, seed: int, number: int, keep: Path) -> int:
    """One input, written to the folder and read in this process."""
    listening()
    wrong = False
    for name, kinds in every.items():
        with tempfile.TemporaryDirectory() as folder, forked(True):
            found, path = tried(kinds, name, seed, number, Path(folder))
            keep.mkdir(parents=True, exist_ok=True)
            for one in Path(folder).iterdir():
                (keep / one.name).write_bytes(one.read_bytes())
        print(f"{name} {number}: {found.word} {found.place}\n{found.detail}\nwritten: {keep / path.name}")
        wrong |= found.word == "wrong"
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
