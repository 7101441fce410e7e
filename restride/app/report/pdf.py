"""The blocks as a PDF, set by typst. Every text goes in as JSON data, so that none of it can be markup."""

from datetime import UTC, date, datetime, time
from importlib import resources
from typing import Any

import msgspec
import typst

from restride.app.report.blocks import Report
from restride.app.report.draw import for_print
from restride.app.report.words import clean


def pdf(report: Report, drawings: dict[str, str], *, today: date) -> bytes:
    """The PDF: tagged, with an alternative text for every picture; the same input gives the same bytes."""
    made = typst.compile(**sources(report, drawings, today=today))
    assert isinstance(made, bytes)
    return made


def sources(report: Report, drawings: dict[str, str], *, today: date) -> dict[str, Any]:
    """What typst is given: template, data, its own typefaces only, and the report's date for a clock."""
    data = {"report": _cleaned(msgspec.to_builtins(report)), "drawings": {k: for_print(v) for k, v in drawings.items()}}
    return {
        "input": resources.files("restride.app.report").joinpath("report.typ").read_bytes(),
        "format": "pdf",
        "ignore_system_fonts": True,
        "sys_inputs": {"data": msgspec.json.encode(data).decode()},
        "timestamp": datetime.combine(today, time(), tzinfo=UTC),
    }


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case dict():
            return {key: _cleaned(item) for key, item in value.items() if key != "drawing"}
        case list() | tuple():
            return [_cleaned(item) for item in value]
        case _:
            return value
