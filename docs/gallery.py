"""`make docs`, first half: the scripts of examples/ are run, and each becomes a page with its results.

A percent script is cut into cells. Of a cell's code, what it prints and the value of its last line are kept, as a
notebook would show them. Pages are written to docs/gallery/, which is not part of the repository.
"""

import ast
import contextlib
import html
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EXAMPLES, PAGES = HERE.parent / "examples", HERE / "gallery"
ORDER = (
    "force_treadmill", "foot_walking", "foot_running", "shank_running", "lower_back_walking", "sacrum_running",
    "insole", "phone", "pose", "lab_export", "watch", "watch_and_pod", "mean_cycles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a percent script."""

    text: str
    is_code: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What a cell printed, and the value of its last line."""

    printed: str
    value: Any


def cells(script: str) -> Iterator[Cell]:
    """The cells of a percent script, in order; what stands before the first mark is left out."""
    for part in f"\n{script}".split("\n# %%")[1:]:
        mark, _, body = part.partition("\n")
        if mark.strip() == "[markdown]":
            lines = (line.removeprefix("#").removeprefix(" ") for line in body.strip().splitlines())
            yield Cell("\n".join(lines), is_code=False)
        elif body.strip():
            yield Cell(body.strip(), is_code=True)


def run(code: str, names: dict[str, Any]) -> Result:
    """Runs a cell's code among `names`, as a notebook does."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None
    return Result(printed.getvalue(), value)


def page(script: Path) -> str:
    """The script with its results, as markdown."""
    names: dict[str, Any] = {"__name__": "__main__", "__file__": str(script)}
    parts = []
    for cell in cells(script.read_text(encoding="utf-8")):
        if not cell.is_code:
            parts.append(cell.text)
            continue
        parts.append(f"```python\n{cell.text}\n```")
        parts += list(shown(run(cell.text, names)))
    said = script.with_suffix(".toml")
    if said.exists():
        parts.append(f"## {said.name}\n\n```toml\n{said.read_text(encoding='utf-8').rstrip()}\n```")
    parts.append(f"---\n\n{{download}}`{script.name} <../../examples/{script.name}>`")
    return "\n\n".join(parts) + "\n"


def shown(result: Result) -> Iterator[str]:
    """A result as markdown: rich where the value knows how."""
    if result.printed:
        yield f"```text\n{result.printed.rstrip()}\n```"
    if result.value is not None:
        rich = getattr(result.value, "_repr_html_", None)
        text = rich() if rich else f"<pre>{html.escape(repr(result.value))}</pre>"
        yield f'````{{raw}} html\n<div class="output">{text}</div>\n````'


def main() -> None:
    """Write all pages and their index."""
    sys.path.insert(0, str(HERE.parent))
    PAGES.mkdir(exist_ok=True)
    for name in ORDER:
        (PAGES / f"{name}.md").write_text(page(EXAMPLES / f"{name}.py"), encoding="utf-8")
    made = "Made with the recordings at hand." if os.environ.get("RESTRIDE_DATA") else "Made from simulated recordings."
    index = ["# Examples", f"One sensor a page: read, look, measure, and what it cannot tell. {made}"]
    index.append("```{toctree}\n:maxdepth: 1\n\n" + "\n".join(ORDER) + "\n```")
    (PAGES / "index.md").write_text("\n\n".join(index) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
