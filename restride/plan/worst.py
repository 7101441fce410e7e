"""Of two answers to one question the worse one: what an edit may never soften."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import structs

from restride.core.diary import CheckIn, Pain, SafetyScreen, Swelling

T = TypeVar("T")
R = TypeVar("R", Pain, Swelling)
ORDERS: dict[str, tuple[str, ...]] = {
    # from mildest to worst; "not asked" lies above "no": missing is never milder than the best answer
    "answer": ("no", "not_asked", "yes"),
    "amount": ("none", "a_little", "clearly", "very"),
    "ill": ("none", "not_asked", "head_cold", "fever_chest_or_whole_body"),
    "pain_medicine_24h": ("none", "not_asked", "paracetamol", "nsaid", "other"),
    "stopped_because": ("none", "time", "tired", "other", "ill", "unsafe", "pain"),
}
ANSWERS = ("pain_elsewhere", "limp", "gave_way_or_locked", "fall", "near_fall", "hit_head", "pelvic")
SCORES = ("before", "worst", "after_60min", "next_morning")
PAIN_ANSWERS = ("at_rest", "at_night", "one_spot", "hop")


def worse(order: str, values: Iterable[str]) -> str:
    """The worst of several words of one order."""
    rank = ORDERS[order].index
    return max(values, key=rank)


def highest(values: Iterable[float | None]) -> float | None:
    """The highest that is known; None where none is."""
    known = [v for v in values if v is not None]
    return max(known) if known else None


def merged(versions: Sequence[CheckIn]) -> CheckIn:
    """Versions of one check-in, oldest first, as one: the newest facts, the worst answers."""
    if len(versions) == 1:
        return versions[0]
    newest = versions[-1]
    changes: dict[str, object] = {
        "id": versions[0].id,
        "pain": _by_place([v.pain for v in versions], worst_pain),
        "swelling": _by_place([v.swelling for v in versions], _worst_swelling),
        "soreness": _union([v.soreness for v in versions]),
        "safety_screen": _worst_screen([v.safety_screen for v in versions]),
        "effort_cr10": highest(v.effort_cr10 for v in versions),
        "moving_min": highest(v.moving_min for v in versions),
        "distance_km": highest(v.distance_km for v in versions),
        "completed_fraction": highest(v.completed_fraction for v in versions),
        "awkward_0_10": highest(v.awkward_0_10 for v in versions),
        "occurred_at": max(v.occurred_at for v in versions),
    }
    for name in ANSWERS:
        changes[name] = worse("answer", (getattr(v, name) for v in versions))
    for name in ("ill", "pain_medicine_24h", "stopped_because"):
        changes[name] = worse(name, (getattr(v, name) for v in versions))
    return structs.replace(newest, **changes)


def _by_place(lists: Sequence[tuple[R, ...] | None], join: Callable[[list[R]], R]) -> tuple[R, ...] | None:
    known = [rows for rows in lists if rows is not None]
    if not known:
        return None
    places: dict[tuple[str, str], list[R]] = {}
    for rows in known:
        for row in rows:
            places.setdefault((row.place, row.side), []).append(row)
    return tuple(join(rows) for rows in places.values())


def worst_pain(rows: list[Pain]) -> Pain:
    """Ratings of one place and side as one: the highest numbers, the worst answers."""
    changes: dict[str, object] = {name: highest(getattr(r, name) for r in rows) for name in SCORES}
    changes |= {name: worse("answer", (getattr(r, name) for r in rows)) for name in PAIN_ANSWERS}
    return structs.replace(rows[-1], **changes)


def _worst_swelling(rows: list[Swelling]) -> Swelling:
    return structs.replace(
        rows[-1],
        amount=worse("amount", (r.amount for r in rows)),
        fast=worse("answer", (r.fast for r in rows)),
    )


def _union(lists: Sequence[tuple[T, ...] | None]) -> tuple[T, ...] | None:
    known = [row for rows in lists if rows is not None for row in rows]
    words = tuple(dict.fromkeys(known))
    bad = tuple(w for w in words if w != "none")
    return bad or words or None


def _worst_screen(screens: Sequence[SafetyScreen | None]) -> SafetyScreen | None:
    known = [s for s in screens if s is not None]
    if not known:
        return None
    asked = tuple(code for code in known[-1].asked if all(code in s.asked for s in known))
    yes = tuple(dict.fromkeys(code for s in known for code in s.yes))
    return SafetyScreen(version=known[-1].version, asked=asked, yes=yes)
