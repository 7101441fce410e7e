"""The answer on the terminal: which file, the numbers with their doubt, what stands out, what could not be told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from restride.app.cli.screen import printable
from restride.app.report import numbers
from restride.core.assessment import Assessment, Finding, RecordingInfo, StridesInfo
from restride.core.evidence import evidence
from restride.core.metric import GRADES, Metric
from restride.core.quality import Quality
from restride.faults.rules import rules

FAMILIES = {
    "timing": "Timing",
    "kinematics": "Movement",
    "force": "Force",
    "foot": "Foot",
    "shank": "Shank",
    "back": "Trunk and pelvis",
    "pressure": "Pressure under the foot",
    "device": "The device's own numbers",
    "loads": "Loads in the leg (modelled)",
}
NARROW = 66
GRADE_STYLE = {"good": "green", "fair": "yellow", "poor": "dim"}
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a metric with its sides, as text. `doubt`: the widest half width (95 %) of them."""

    family: str
    title: str
    left: str
    right: str
    both: str
    doubt: str
    n: int
    grade: str
    checked: bool

    @property
    def doubt_marked(self) -> str:
        """With a star where no outside check stands behind it."""
        return self.doubt if self.checked else f"{self.doubt}*"


def answer(assessment: Assessment) -> Iterator[RenderableType]:
    """Everything but the next step."""
    for recording in assessment.recordings:
        yield header(recording, assessment)
    shown = rows(assessment.metrics)
    if shown:
        yield Text()
        yield Numbers(shown)
    if not all(row.checked for row in shown):
        yield Text("* holds the spread of the steps only: no outside check of this number yet", style="dim")
    if more := len(assessment.metrics) - sum(bool(cell) for row in shown for cell in (row.left, row.right, row.both)):
        said = f"{more} more number{'s' * (more > 1)} (asymmetry, variation, live values) with --json FILE or --out DIR"
        yield Text(said, style="dim")
    yield Text(f"\n{printable(assessment.summary)}", style="bold")
    for finding in sorted(assessment.findings, key=lambda f: not f.relevant):
        yield Padding(stands_out(finding), (0, 0, 0, 2))
    if assessment.quality:
        yield Text("\nWhat to know about the recording, and what it could not tell", style="bold")
        yield Padding(remarks(assessment.quality), (0, 0, 0, 2))


def header(recording: RecordingInfo, assessment: Assessment) -> Text:
    """File, task, speed and contacts in one line."""
    conditions = recording.conditions
    parts: list[str] = ["task unknown" if recording.task == "unknown" else recording.task]
    if (speed := conditions.speed_mps) is not None:
        pace = f" ({_pace(speed)} min/km)" if recording.task == "running" and speed > 0.5 else ""
        parts.append(f"{speed:.2f} m/s{pace}")
    if conditions.grade:
        parts.append(f"slope {conditions.grade:+.1f} %")
    parts += [printable(word) for word in (conditions.mode, conditions.shoe) if word]
    parts += [f"{recording.duration_s:.1f} s", counted(assessment.strides)]
    line = Text(printable(f"{recording.file}#{recording.part}" if recording.part else recording.file), style="bold")
    if any(note.code == "simulated" for note in assessment.quality):
        line.append("  SIMULATED", style="yellow")
    return line.append("  " + ", ".join(parts), style="not bold")


def counted(strides: StridesInfo) -> str:
    """`81 contacts (40 left, 41 right)`."""
    sides = {"left": strides.left, "right": strides.right, "of unknown side": strides.unknown}
    each = ", ".join(f"{count} {side}" for side, count in sides.items() if count)
    return f"{sum(sides.values())} contacts ({each})" if each else "the device's own numbers, no contacts"


def rows(metrics: Iterable[Metric]) -> tuple[Row, ...]:
    """One row a metric and method, family by family; without asymmetry, variation and the live methods' values."""
    origins = numbers.origins()
    place = {name: number for number, name in enumerate(origins)}
    shown = [m for m in metrics if origins[m.name].kind == "base" and not numbers.is_live(m)]
    shown.sort(key=lambda m: place[m.name])
    groups = [list(row.values()) for row in numbers.by_row(shown)]
    named = [group[0].name for group in groups]
    found = [_row(group, named.count(group[0].name) > 1) for group in groups]
    order = [*FAMILIES, *sorted({row.family for row in found} - set(FAMILIES))]
    return tuple(sorted(found, key=lambda row: order.index(row.family)))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The rows as a table; where there is little room, each as two lines."""

    rows: tuple[Row, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        doubt = "±95 %" if console.is_terminal else "+/-95 %"
        yield self.stack(doubt) if options.max_width < NARROW else self.table(doubt, lines=console.is_terminal)

    def table(self, doubt: str, *, lines: bool) -> Table:
        """A column for each side."""
        table = Table(box=box.SIMPLE_HEAD if lines else None, pad_edge=False, padding=(0, 1))
        table.add_column("", overflow="fold")
        for name in ("left", "right", "both", doubt, "n"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("grade", no_wrap=True)
        for family, group in groupby(self.rows, key=lambda row: row.family):
            table.add_row(Text(_family(family), style="bold"))
            for row in group:
                cells = (f"  {row.title}", row.left, row.right, row.both, row.doubt_marked, str(row.n))
                table.add_row(*map(Text, cells), Text(row.grade, style=GRADE_STYLE[row.grade]))
        return table

    def stack(self, doubt: str) -> Text:
        """Title, then its sides in words."""
        text = Text()
        for family, group in groupby(self.rows, key=lambda row: row.family):
            text.append(f"{_family(family)}\n", style="bold")
            for row in group:
                sides = {"left": row.left, "right": row.right, "both": row.both, doubt: row.doubt_marked}
                text.append(f"{row.title}\n  {' '.join(f'{side} {value}' for side, value in sides.items() if value)} ")
                text.append(f"{row.grade}\n", style=GRADE_STYLE[row.grade])
        return text


def stands_out(finding: Finding) -> Group:
    """A finding, with a line for and a line against acting on it where it matters to this person."""
    side = f", {finding.side}" if finding.side in ("left", "right") else ""
    head = Text(f"{finding.title}{side}: ", style="bold" if finding.relevant else "")
    head.append(finding.because, style="not bold")
    if not finding.relevant:
        return Group(head)
    against = rules()[finding.rule].evidence_against
    lines = _grid()
    lines.add_row(Text("why", style="dim"), Text(finding.why))
    for word, ids, says in (
        ("for", finding.evidence_for, [evidence()[row].says for row in finding.evidence_for]),
        ("against", finding.evidence_against, [against[row] for row in finding.evidence_against]),
    ):
        more = f" and {len(ids) - 1} more in the report" if len(ids) > 1 else ""
        lines.add_row(Text(word, style="dim"), Text(f"{says[0]} ({ids[0]}{more})" if ids else "Nothing on record."))
    return Group(head, Padding(lines, (0, 0, 0, 2)))


def remarks(notes: Iterable[Quality]) -> Table:
    """Notes on the recording, the worst first, with the metrics that they cost."""
    lines = _grid()
    for note in sorted(notes, key=lambda note: SEVERITIES.index(note.severity)):
        mild = note.severity == "info"
        line = Text(printable(note.message))
        if left_out := dict.fromkeys(numbers.title(numbers.origins()[name].base) for name in note.removes):
            line.append(f" (left out: {'; '.join(left_out)})", style="dim")
        lines.add_row(Text("-" if mild else "!", style="" if mild else "bold yellow"), line)
    return lines


def next_step(assessment: Assessment, *, out: Path | None, static: bool, profile: bool) -> Iterator[Text]:
    """Where the report lies, and what would tell more."""
    steps = []
    if out:
        yield Text(f"\nReport: {out / 'report.html'}  {out / 'report.pdf'}  {out / 'assessment.json'}")
    else:
        steps.append("--out DIR writes the report")
    if not static and any("marker" in recording.channels for recording in assessment.recordings):
        steps.append("--static FILE (a standing trial) adds joint and foot angles")
    if not profile:
        steps.append("--profile P.toml reads the numbers by complaints and goals")
    if steps:
        yield Text(("" if out else "\n") + f"Next: {'; '.join(steps)}")


def _grid() -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _family(stem: str) -> str:
    return FAMILIES.get(stem, stem.capitalize())


def _row(group: list[Metric], with_method: bool) -> Row:
    first = group[0]
    write = numbers.style(first.name)
    unit = "" if write.unit == "1" else f" ({write.unit})"
    method = f", {numbers.method_title(first.method)}" if with_method else ""
    by_side = {metric.side: write.text(metric.value) for metric in group}
    whole = [metric for metric in group if metric.side in ("both", "unknown")]
    return Row(
        family=numbers.origins()[first.name].family,
        title=f"{numbers.title(first.name)}{unit}{method}",
        left=by_side.get("left", ""),
        right=by_side.get("right", ""),
        both=by_side.get("both", by_side.get("unknown", "")),
        doubt=write.spread(max(numbers.half_width(metric) for metric in group)),
        n=whole[0].n if whole else sum(metric.n for metric in group),
        grade=max((metric.grade for metric in group), key=GRADES.index),
        checked=all(numbers.checked(metric) for metric in group),
    )


def _pace(speed_mps: float) -> str:
    seconds = round(1000 / speed_mps)
    return f"{seconds // 60}:{seconds % 60:02d}"
