"""The report as two files, whole or not at all."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from restride.app.report import draw
from restride.core.errors import UsageError

if TYPE_CHECKING:
    from restride.app.flows import Assessed
    from restride.core.profile import Profile


def start_drawing() -> None:
    """Starts the drawing process beside other work; worth calling before the recording is read."""
    draw.start()


def write_report(assessed: "Assessed", profile: "Profile | None", out_dir: Path, *, today: date) -> tuple[Path, Path]:
    """Writes report.html and report.pdf into `out_dir`, which is made if need be, and returns their paths.

    Each file appears under its name only when both are whole. Raises UsageError where the folder cannot be written.
    """
    draw.start()
    # The process takes half a second to start: what else the report needs is imported meanwhile.
    from restride.app.report.content import report
    from restride.app.report.html import page
    from restride.app.report.pdf import pdf

    blocks = report(assessed, profile, today=today)
    drawings = draw.drawn(blocks.pictures())
    files = {
        out_dir / "report.html": page(blocks, drawings).encode(),
        out_dir / "report.pdf": pdf(blocks, drawings, today=today),
    }
    try:
        _write_all(files)
    except OSError as error:
        found = error.strerror or "one that cannot be used"
        raise UsageError("a folder that the report can be written to", found, "choose another --out") from None
    html_path, pdf_path = files
    return html_path, pdf_path


def _write_all(files: dict[Path, bytes]) -> None:
    """All files under temporary names first, then each to its own name in one step."""
    waiting: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting[path] = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
            with waiting[path].open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, part in waiting.items():
            os.replace(part, path)
    finally:
        for part in waiting.values():
            part.unlink(missing_ok=True)
