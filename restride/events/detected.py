"""What a recording's contacts are, with the notes on what their finder met."""

from collections.abc import Callable
from dataclasses import dataclass

from restride.core.markersets import MarkerSet
from restride.core.quality import Quality
from restride.core.recording import Recording, Task
from restride.core.strides import Stretch, Strides


@dataclass(frozen=True, slots=True, eq=False)
class Detected:
    """Contacts and notes; `crossed`: rows during which the other foot also pressed on this contact's plate."""

    strides: Strides
    quality: tuple[Quality, ...]
    crossed: frozenset[int] = frozenset()
    stretches: tuple[Stretch, ...] = ()


Finder = Callable[[Recording, MarkerSet | None, Task], tuple[Detected, ...]]
"""Contacts of a prepared recording, one Detected for each kind of gait, the one with more contacts first.

Empty where the recording holds nothing that this finder reads. Raises NothingToMeasure where it does, but nobody takes
steps in it.
"""
