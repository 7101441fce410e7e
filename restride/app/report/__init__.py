"""The report for people: one HTML page that needs nothing else, and the same as PDF.

`content` makes blocks of plain text and numbers (`blocks`, `drawings`), `html` and `pdf` set the same blocks, `charts`
defines every chart once. All words of our own stand in words/.
"""

from restride.app.report.write import start_drawing, write_report

__all__ = ["start_drawing", "write_report"]
