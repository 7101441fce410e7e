"""Contacts of one bout with every value behind the averages, as a notebook shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from restride.app.notebook import html
from restride.app.notebook.frames import strides_frame
from restride.core import strides as core

if TYPE_CHECKING:
    import polars as pl

    from restride.app.flows import Assessed
    from restride.metrics.bout import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Strides(core.Strides):
    """`restride.core.strides.Strides`, and `values`: one value a contact for each metric, NaN where it has none."""

    values: "tuple[Rows, ...]" = ()

    def to_frame(self) -> "pl.DataFrame":
        """One row a contact: side, ic_s, fc_s, next_ic_s, steady, then `name (unit)` of every metric.

        Raises MissingData where polars is not installed.
        """
        return strides_frame(self)

    def _repr_html_(self) -> str:
        return html.strides(self, self.values)


def strides_of(assessed: "Assessed") -> Strides:
    """The contacts of an assessment; metrics that it left out for their quality have no values here either."""
    gone = {name for note in assessed.assessment.quality for name in note.removes}
    rows = tuple(row for row in assessed.rows if row.name not in gone)
    own = {name: getattr(assessed.strides, name) for name in cast(Sequence[str], core.Strides.__slots__)}
    return Strides(**own, values=rows)
