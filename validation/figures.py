"""One figure of one comparison: what was promised, what others reach, what restride reaches, and whether that holds."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

FIGURES = Path(__file__).parent / "figures.json"
SLACK = 1.05
"""A figure of which less is better may be so much worse than the committed one before it counts as behind."""
SLACK_F1 = 0.01
"""A share of which more is better may lie so much below the committed one."""
Better = Literal["more", "less", "near zero", "none"]


@dataclass(frozen=True)
class Figure:
    """A number with its target.

    key: `data set/what`, under which it is committed. better: more, less, near zero (its size counts), or none where
    it is only printed. target: the promise, in `unit`. peer: the best of others, peer_from where that was taken from.
    seen: what was scored, for a figure that is only compared with one of the same recordings.
    """

    key: str
    on: str
    what: str
    value: float
    unit: str
    better: Better = "none"
    target: float | None = None
    peer: float | None = None
    peer_from: str = ""
    decimals: int = 2
    seen: str = ""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is kept; None where there is none. A value that cannot be had keeps no target."""
        if self.target is None or self.better == "none":
            return None
        if not math.isfinite(self.value):
            return False
        size = abs(self.value) if self.better == "near zero" else self.value
        edge = 1e-9
        return size >= self.target - edge if self.better == "more" else size <= self.target + edge

    def behind(self, before: Mapping[str, Any]) -> str:
        """A line if the figure is worse than the committed one of the same recordings, else ""."""
        old = before.get(self.key)
        if old is None or self.better == "none" or old["seen"] != self.seen:
            return ""
        was = old["value"]
        if was is None:
            return ""
        if not math.isfinite(self.value):
            return f"{self.key}: nothing any more, was {was:.4g} {self.unit}"
        if self.better == "more":
            worse = self.value < was - SLACK_F1
        else:
            now, then = (abs(self.value), abs(was)) if self.better == "near zero" else (self.value, was)
            worse = now > SLACK * then + 10**-self.decimals
        return f"{self.key}: {self.value:.4g} {self.unit}, was {was:.4g}" if worse else ""

    def cells(self) -> tuple[str, str, str, str, str, str]:
        """on, what, peer, target, restride, met?"""
        peer = "-" if self.peer is None else f"{self._text(self.peer)} ({self.peer_from})"
        sign = {"more": "≥ ", "less": "≤ ", "near zero": "within ", "none": ""}[self.better]
        target = "printed" if self.target is None else f"{sign}{self._text(self.target)}"
        if not math.isfinite(self.value):
            ours = "nothing"
        elif self.better == "near zero" or self.key.endswith("bias"):
            ours = f"{self.value:+.{self.decimals}f} {self.unit}".strip()
        else:
            ours = self._text(self.value)
        met = {True: "met", False: "NOT MET", None: ""}[self.met]
        return self.on, self.what, peer, target, ours + (f" ({self.note})" if self.note else ""), met

    def _text(self, value: float) -> str:
        return f"{value:.{self.decimals}f} {self.unit}".strip()


def committed() -> dict[str, Any]:
    """The figures of the last accepted state, by key."""
    return dict(json.loads(FIGURES.read_text(encoding="utf-8"))) if FIGURES.exists() else {}


def commit(figures: list[Figure]) -> None:
    """Accept these."""
    held = {
        f.key: {"value": round(f.value, 6) if math.isfinite(f.value) else None, "seen": f.seen}
        for f in figures
        if f.better != "none"
    }
    FIGURES.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def behind(figures: list[Figure], before: Mapping[str, Any]) -> list[str]:
    """One line for each figure that fell behind."""
    return [line for f in figures if (line := f.behind(before))]


def table(figures: list[Figure]) -> list[str]:
    """The targets as lines of a Markdown table, readable on a terminal too."""
    head = ("on", "what", "peer's best", "target", "restride", "met?")
    rows = [head, *(f.cells() for f in figures)]
    wide = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)) + " |" for row in rows]
    return [lines[0], "|" + "|".join("-" * (w + 2) for w in wide) + "|", *lines[1:]]
