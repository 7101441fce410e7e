"""Measuring from a notebook: files or recordings in, numbers with their doubt out."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from restride.app import flows
from restride.app.flows import Assessed
from restride.app.notebook import html
from restride.app.notebook.chart import Chart
from restride.app.notebook.frames import metrics_frame
from restride.app.notebook.reading import read
from restride.app.notebook.strides import Strides, strides_of
from restride.app.report.blocks import Figure, Gallery
from restride.app.report.drawings import Leg
from restride.app.report.sections.curves import curves as curve_blocks
from restride.app.report.sections.loads import loads as load_blocks
from restride.app.report.words import words
from restride.core import recording as core
from restride.core.assessment import Assessment as Document
from restride.core.assessment import Finding
from restride.core.curve import Curve
from restride.core.errors import UsageError
from restride.core.metric import Metric, MetricSide
from restride.core.profile import Profile, load_profile
from restride.core.quality import Quality

if TYPE_CHECKING:
    import polars as pl

Given = str | Path | core.Recording


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """One bout measured. assessed: all that was measured; document: what `restride assess --json` writes."""

    assessed: Assessed
    profile: Profile | None = None

    @property
    def document(self) -> Document:
        """The answer as one document."""
        return self.assessed.assessment

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Every number with its standard error, grade and method."""
        return self.document.metrics

    @property
    def quality(self) -> tuple[Quality, ...]:
        """What the recording did to its numbers."""
        return self.document.quality

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stands out, with what speaks for and against acting on it."""
        return self.document.findings

    @property
    def summary(self) -> str:
        """What stands out, in one line."""
        return self.document.summary

    @property
    def curves(self) -> tuple[Curve, ...]:
        """Means over stance or stride, one a side."""
        return self.assessed.curves

    @property
    def strides(self) -> Strides:
        """One row a contact."""
        return strides_of(self.assessed)

    def metric(self, name: str, side: MetricSide | None = None, *, method: str | None = None) -> Metric:
        """One number: of both feet unless a side is named, of the first method unless one is named.

        Raises UsageError where the recording did not give it.
        """
        found = [m for m in self.metrics if m.name == name and method in (None, m.method)]
        wanted = (side,) if side else ("both", "unknown", "left", "right")
        chosen = next((m for one in wanted for m in found if m.side == one), None)
        if chosen is None:
            names = list(dict.fromkeys(m.name for m in self.metrics))
            near = ", ".join(difflib.get_close_matches(name, names, n=3) or names[:6])
            raise UsageError(f"{name}{f' of {side}' if side else ''}", "none in this assessment", f"there is {near}")
        return chosen

    def to_frame(self) -> "pl.DataFrame":
        """One row a metric: name, side, value, unit, se, low, high, n, grade, basis, method, source, title.

        low and high: ends of the 95 % interval. Raises MissingData where polars is not installed.
        """
        return metrics_frame(self.metrics)

    def chart(self, name: str | None = None) -> Chart:
        """A curve over stance or stride by its name, or `trace`, a piece of the recording; by default the first.

        Raises UsageError where there is no such curve.
        """
        figures = _figures(self.assessed)
        if not figures or (name is not None and name not in figures):
            have = f"choose one of {', '.join(figures)}" if figures else "this recording gave no curves"
            raise UsageError("a curve of the assessment", name or "none", have)
        return Chart(figures[name] if name else next(iter(figures.values())))

    def save(self, folder: str | Path) -> Path:
        """Writes report.html, report.pdf, assessment.json and strides.csv, all or none; returns report.html's path.

        Raises UsageError where the folder cannot be written.
        """
        from restride.app.files import folder as filled
        from restride.app.outputs import write_outputs

        with filled(Path(folder)) as stage:
            write_outputs(self.assessed, self.profile, stage)
        return Path(folder) / "report.html"

    def _repr_html_(self) -> str:
        figures = _figures(self.assessed)
        first = self.chart() if figures else None
        return html.assessment(self.document, first._repr_html_() if first else "")


def assess(
    *given: Given,
    static: Given | None = None,
    sidecars: Sequence[str | Path] = (),
    profile: str | Path | Profile | None = None,
    task: Literal["auto", "running", "walking"] = "auto",
) -> Assessment:
    """Measure one bout of walking or running.

    given: files (`FILE#NAME` picks one recording of several) or recordings in memory, of one bout. static: a standing
    trial. sidecars: for the files, in their order. profile: the person (mass, complaints, goals). task: what the
    recordings say counts where it is auto. Raises RestrideError, in one line: what was needed, found, and what to do.
    """
    if not given:
        raise UsageError("a file or a recording", "none", 'for example rs.assess("run.c3d")')
    files = [one for one in given if not isinstance(one, core.Recording)]
    if len(sidecars) > len(files):
        raise UsageError(f"at most {len(files)} sidecars", str(len(sidecars)), "give one a file, in the files' order")
    waiting = iter(sidecars)
    recordings = [one if isinstance(one, core.Recording) else read(one, sidecar=next(waiting, None)) for one in given]
    person = profile if isinstance(profile, Profile) or profile is None else load_profile(Path(profile))
    still = static if static is None or isinstance(static, core.Recording) else read(static)
    return Assessment(flows.assess_recordings(recordings, static=still, profile=person, task=task), person)


def _figures(assessed: Assessed) -> dict[str, Figure]:
    """Every figure by the name of its curve, over the stride `NAME_cycle` where stance has that name already."""
    found: dict[str, Figure] = {}
    for block in (*curve_blocks(assessed, words("en")), *load_blocks(assessed, words("en"))):
        for figure in block.figures if isinstance(block, Gallery) else ():
            if isinstance(figure.picture.drawing, Leg):
                continue
            name, _, over = figure.picture.name.removeprefix("curve-").partition("-")
            found[name if name not in found else f"{name}_{over}"] = figure
    return found
