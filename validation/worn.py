"""Worn sensors as the commands see them: read, brought together, prepared, detected and measured.

Nothing here knows a reference. What a file does not say (where the sensor sat, its side, its rate) is said in a
sidecar, written into a folder of its own.
"""

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from restride.app.measuring import measure_bout, pieces, together
from restride.core.errors import RestrideError
from restride.core.metric import Metric
from restride.core.quality import Quality
from restride.core.recording import Recording, Task
from restride.core.strides import Stretch, Strides
from restride.events.detect import detect_each
from restride.metrics.bout import Person, Rows
from restride.read import read
from restride.signal.prepare import prepare

Array = npt.NDArray[np.float64]
NOBODY = Person()


@dataclass(frozen=True)
class Said:
    """What a sidecar says of a file; a number or word that is None is left out."""

    place: str | None = None
    side: str | None = None
    rate_hz: float | None = None
    task: str | None = None

    def toml(self) -> str:
        """The sidecar."""
        words = {"task": self.task, "place": self.place, "side": self.side}
        lines = [f'{name} = "{word}"' for name, word in words.items() if word]
        return "\n".join([*lines, *([f"rate_hz = {self.rate_hz}"] if self.rate_hz else [])]) + "\n"


@dataclass(frozen=True, eq=False)
class Worn:
    """What was measured: contacts, metric name -> values one a contact, averages, notes. error: why nothing was."""

    strides: Strides | None
    rows: dict[str, Rows]
    metrics: tuple[Metric, ...]
    quality: tuple[Quality, ...]
    recording: Recording | None = None
    error: str = ""

    @property
    def n(self) -> int:
        """Contacts."""
        return self.strides.n if self.strides is not None else 0

    def ic_s(self, side: str = "both") -> Array:
        """(k,) initial contacts of a side."""
        return np.empty(0) if self.strides is None else self.strides.ic_s[self.strides.where(side)]

    def fc_s(self, side: str = "both") -> Array:
        """(k,) final contacts of a side; NaN where unknown."""
        return np.empty(0) if self.strides is None else self.strides.fc_s[self.strides.where(side)]

    def values(self, name: str) -> Array:
        """(n,) a metric's values, one a contact; NaN where there are none or a note removes it."""
        gone = {m for q in self.quality for m in q.removes}
        if self.strides is None or name not in self.rows or name in gone:
            return np.full(self.n, np.nan)
        return self.rows[name].values

    def method(self, name: str) -> str:
        """Which method a metric comes from, or ""."""
        return self.rows[name].method if name in self.rows else ""

    def mean(self, name: str, side: str = "both") -> Metric | None:
        """A metric as users see it; those of causal kernels are left out."""
        fit = (m for m in self.metrics if m.name == name and m.side == side and not m.method.endswith("_live"))
        return next(fit, None)


def recordings(files: Sequence[tuple[str, Said]]) -> list[Recording]:
    """One recording for each file (`FILE#PART`). Raises RestrideError."""
    found = []
    for file, said in files:
        text = said.toml()
        several = read(file, sidecar=_sidecar(text) if text.strip() else None)
        if len(several) != 1:
            raise RestrideError("one recording", f"{len(several)} in {Path(file).name}", "name its part")
        found.append(several[0])
    return found


def worn(
    files: Sequence[tuple[str, Said]], *, task: Task = "unknown", person: Person = NOBODY, turns: Sequence[Array] = ()
) -> Worn:
    """Files of one bout, measured. turns: (3, 3) for each device, in file order, by which it is turned before."""
    try:
        read_in = [turned(r, turns) for r in recordings(files)]
        return measured(read_in, task=task, person=person)
    except RestrideError as error:
        return Worn(None, {}, (), (), error=str(error))


def measured(read_in: Sequence[Recording], *, task: Task = "unknown", person: Person = NOBODY) -> Worn:
    """Recordings of one bout, measured as `restride assess` does. Raises RestrideError where nothing can be."""
    groups = together(read_in, task)
    first = measure_bout(groups[0], None, task, person)
    quality = tuple(dict.fromkeys((*first.quality, *first.measured.quality)))
    rows = {r.name: r for r in reversed(first.gathered.rows)}
    return Worn(first.strides, rows, first.measured.metrics, quality, first.prepared)


def stretches(recording: Recording, task: Task = "unknown") -> list[Stretch]:
    """Runs of gait that the detectors saw; none where they found nothing."""
    found: list[Stretch] = []
    for piece, start_s, end_s in pieces(recording):
        ready = prepare(piece)
        try:
            for one in detect_each(ready.recording, ready.kind, task):
                found += [s for s in one.stretches if start_s <= s.start_s < end_s]
        except RestrideError:
            continue
    return sorted(dict.fromkeys(found), key=lambda s: s.start_s)


def turned(recording: Recording, turns: Sequence[Array]) -> Recording:
    """The same recording from devices that were put on otherwise: device k turned by turns[k], all of its channels."""
    if not len(turns):
        return recording
    devices: dict[tuple[str, str, str], Array] = {}
    channels = []
    for c in recording.channels:
        if c.quantity not in ("acc", "gyro") or c.frame != "sensor":
            channels.append(c)
            continue
        turn = devices.setdefault((c.place, c.side, c.origin), turns[len(devices) % len(turns)])
        channels.append(replace(c, values=c.values @ turn.T))
    return recording.with_channels(tuple(channels))


def any_turn(seed: int, device: int = 0) -> Array:
    """(3, 3) a rotation, all equally likely."""
    q, r = np.linalg.qr(np.random.default_rng([seed, device]).standard_normal((3, 3)))
    q = q * np.sign(np.diag(r))
    return q if np.linalg.det(q) > 0 else q[:, [1, 0, 2]]


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="restride-validation-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _sidecar(text: str) -> Path:
    path = _folder() / f"said_{abs(hash(text))}.toml"
    path.write_text(text, encoding="utf-8")
    return path
