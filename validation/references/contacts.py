"""Contacts of a reference, and the times that follow from them by plain arithmetic."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Contacts:
    """One row a contact, by initial contact.

    side: (n,) left or right. ic_s, fc_s, next_ic_s: (n,) s on the recording's clock, NaN where the reference has none.
    values: metric name -> (n,) what else the reference says of the stride that begins with this contact.
    """

    side: npt.NDArray[np.str_]
    ic_s: Array
    fc_s: Array
    next_ic_s: Array
    values: dict[str, Array] = field(default_factory=dict)

    def rows(self, kept: npt.NDArray[np.bool_]) -> "Contacts":
        """Some of the contacts, each as it is."""
        arrays = (x[kept] for x in (self.side, self.ic_s, self.fc_s, self.next_ic_s))
        return Contacts(*arrays, {name: x[kept] for name, x in self.values.items()})

    def shifted(self, shift_s: float) -> "Contacts":
        """The same on a clock that reads `shift_s` more."""
        return replace(self, ic_s=self.ic_s + shift_s, fc_s=self.fc_s + shift_s, next_ic_s=self.next_ic_s + shift_s)

    def timing(self) -> dict[str, Array]:
        """metric name -> (n,), with what `values` holds.

        step_time: from the other foot's initial contact to this one. double_support: both overlaps in percent of the
        stride: from this contact to the other foot's lift-off, and from the other foot's landing to this lift-off.
        """
        stride = self.next_ic_s - self.ic_s
        out = {
            "stride_time": stride,
            "stance_time": self.fc_s - self.ic_s,
            "swing_time": self.next_ic_s - self.fc_s,
            "duty_factor": (self.fc_s - self.ic_s) / stride,
            "step_time": np.full(len(stride), np.nan),
            "double_support": np.full(len(stride), np.nan),
        }
        longest = 0.8 * np.nanmedian(stride) if np.isfinite(stride).any() else np.inf
        for i in range(len(stride)):
            before, after = i - 1, i + 1
            led = i > 0 and self.side[before] != self.side[i] and self.ic_s[i] - self.ic_s[before] < longest
            if led:
                out["step_time"][i] = self.ic_s[i] - self.ic_s[before]
            if led and after < len(stride) and self.side[after] != self.side[i]:
                overlap = (self.fc_s[before] - self.ic_s[i]) + (self.fc_s[i] - self.ic_s[after])
                out["double_support"][i] = 100 * overlap / stride[i]
        return out | self.values


def ordered(
    side: npt.ArrayLike, ic_s: npt.ArrayLike, fc_s: npt.ArrayLike, next_ic_s: npt.ArrayLike, **values: npt.ArrayLike
) -> Contacts:
    """Contacts by initial contact."""
    ic = np.asarray(ic_s, dtype=np.float64)
    order = np.argsort(ic, kind="stable")
    fc, following = (np.asarray(x, dtype=np.float64)[order] for x in (fc_s, next_ic_s))
    held = {name: np.asarray(x, dtype=np.float64)[order] for name, x in values.items()}
    return Contacts(np.asarray(side, dtype="<U7")[order], ic[order], fc, following, held)
