"""What an assessment leaves in a folder: its document, the report, and a table of strides or of kilometres."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from restride.app.files import json_document

if TYPE_CHECKING:
    from restride.app.flows import Assessed
    from restride.core.profile import Profile


def write_outputs(assessed: "Assessed", person: "Profile | None", out: Path) -> None:
    """The files into the folder `out`: strides.csv where contacts were found, kilometres.csv for a run of devices.

    Raises UsageError where they cannot be written.
    """
    from restride.app.kilometres_table import kilometres_table
    from restride.app.report import write_report
    from restride.app.strides_table import strides_table
    from restride.metrics.device import is_device

    document = json_document(assessed.assessment)
    write_report(assessed, person, out, today=dt.date.today())
    (out / "assessment.json").write_bytes(document)
    if assessed.strides.n:
        (out / "strides.csv").write_bytes(strides_table(assessed))
    rows = kilometres_table(assessed.prepared) if is_device(assessed.prepared) else None
    if rows is not None:
        (out / "kilometres.csv").write_bytes(rows)
