"""What an assessment leaves in a folder: assessment.json, strides.csv, report.html and report.pdf."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from restride.app.files import json_document

if TYPE_CHECKING:
    from restride.app.flows import Assessed
    from restride.core.profile import Profile


def write_outputs(assessed: "Assessed", person: "Profile | None", out: Path) -> None:
    """The four files into the folder `out`. Raises UsageError where they cannot be written."""
    from restride.app.report import write_report
    from restride.app.strides_table import strides_table

    document = json_document(assessed.assessment)
    write_report(assessed, person, out, today=dt.date.today())
    (out / "assessment.json").write_bytes(document)
    (out / "strides.csv").write_bytes(strides_table(assessed))
