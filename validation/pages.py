"""docs/validation/METHOD.md: what a method is, how far it lay from which reference, and what that does not show."""

from pathlib import Path

from restride.core.methods import methods
from restride.core.vocabulary import entry
from validation.score import Score

DOCS = Path(__file__).parent.parent / "docs" / "validation"


def page(name: str, scores: list[Score], lines: list[str]) -> str:
    """One method's page in Markdown."""
    m = methods()[name]
    out = [f"# {m.title}", "", f"Method `{name}`, version {m.version}, {m.basis}. Made by `make validate`.", ""]
    out += ["Sources: " + "; ".join(m.sources) + ".", "", f"What differs from them: {m.deviations or 'nothing'}", ""]
    for against in dict.fromkeys(s.against for s in scores):
        rows = [s for s in scores if s.against == against]
        out += [
            f"## Against {against}",
            "",
            "| metric | people | recordings | reference mean | bias | RMSE | worst | unit |",
        ]
        out.append("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for s in rows:
            d = entry(s.metric).decimals + 1
            out.append(
                f"| {s.metric} | {s.people} | {s.recordings} | {s.reference_mean:.{d}f} | {s.bias:+.{d}f} "
                f"| {s.rmse:.{d}f} | {s.worst:.{d}f} | {s.unit} |"
            )
        out.append("")
    if lines:
        out += ["## Recording by recording", "", *(f"- {line}" for line in lines), ""]
    few = min(s.people for s in scores)
    out.append(
        f"Read these as orders of magnitude: {few} {'person is' if few == 1 else 'people are'} behind them. Metrics of "
        "this method that are not listed have no outside error yet: they are graded poor and no rule reads them."
    )
    return "\n".join(out) + "\n"


def write_pages(scores: list[Score], lines: dict[str, list[str]]) -> None:
    """Write the page of each method that was scored."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name in dict.fromkeys(s.method for s in scores):
        (DOCS / f"{name}.md").write_text(page(name, [s for s in scores if s.method == name], lines.get(name, [])))
