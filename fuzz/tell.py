"""What a run prints: counts a reader, how fast, and what was found."""

from pathlib import Path

from fuzz.judge import BASE_BYTES, TIMES_FILE
from fuzz.seeds import Seed
from fuzz.work import KEPT_OF_EACH, REAL_EVERY, Finding, Tally


def table(tallies: dict[str, Tally], every: dict[str, tuple[Seed, ...]], wall_s: float, seed: int) -> list[str]:
    """One line a reader, and the sum."""
    head = f"{'reader':<18}{'seeds':>6}{'inputs':>10}{'read':>10}{'refused':>10}{'not known':>10}{'found':>7}"
    out = [head + f"{'ms each':>9}{'slowest s':>11}"]
    whole = Tally("all")
    for name, tally in tallies.items():
        out.append(_row(name, len(every[name]), tally))
        whole.add(tally)
    out.append(_row("all", sum(map(len, every.values())), whole))
    count = sum(whole.counts.values())
    out += [
        f"{count:,} inputs in {wall_s / 60:.1f} min, {count / wall_s:.0f} a second, seed {seed}; "
        f"{whole.real:,} of those of C3D and MATLAB through a started process (1 in {REAL_EVERY}), the rest in a fork",
        f"memory: a process had {whole.peak >> 20} MB at most; an input may add {TIMES_FILE} times its file "
        f"and {BASE_BYTES >> 20} MB",
        f"found: {len(whole.findings)}",
    ]
    return out


def _row(name: str, seeds: int, tally: Tally) -> str:
    count = sum(tally.counts.values())
    words = "".join(f"{tally.counts.get(word, 0):>10,}" for word in ("read", "refused", "unknown"))
    each = f"{1000 * tally.cpu_s / max(count, 1):>9.1f}{tally.slowest_s:>11.2f}"
    return f"{name:<18}{seeds:>6}{count:>10,}{words}{tally.counts.get('wrong', 0):>7}{each}"


def kept(found: list[Finding], folder: Path, seed: int) -> list[str]:
    """Each kind of finding once, with how often it came and where its first few files are."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        kinds.setdefault((one.reader, one.place), []).append(one)
    out = []
    for (reader, place), all_of_it in kinds.items():
        out.append(f"\n{reader}: {place}, {len(all_of_it)} times")
        for one in all_of_it[:KEPT_OF_EACH]:
            here = folder / f"{reader}-{seed}-{one.number}"
            here.mkdir(parents=True, exist_ok=True)
            for name, raw in one.files:
                (here / name).write_bytes(raw)
            (here / "why.txt").write_text(one.detail, encoding="utf-8", errors="replace")
            out.append(f"  {here / one.name}: python -m fuzz --reader {reader} --seed {seed} --only {one.number}")
        out += [f"    {line}" for line in all_of_it[0].detail.strip().splitlines()[-6:]]
    return out
