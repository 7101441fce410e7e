"""How the tests read a report: the page taken apart, the PDF as text."""

import re
import shutil
import subprocess
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from restride.app.flows import Assessed
from restride.app.report import draw, pdf
from restride.app.report.content import report
from restride.app.report.html import page
from restride.core.profile import Profile
from tests.app import fixtures

TODAY = date(2026, 12, 1)
VOID = {"meta", "br", "link", "img"}


class Page(HTMLParser):
    """A page taken apart: text that people see, tags with their attributes, headings in order."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.pieces: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        labels = [attrs.get("aria-label") or "" for _, attrs in self.tags]
        return flat(" ".join([*self.pieces, *labels]))


def flat(text: str) -> str:
    """Text without the places where it breaks."""
    return " ".join(text.replace("\u200b", "").split())


def html_of(assessed: Assessed, profile: Profile | None = fixtures.PROFILE) -> str:
    blocks = report(assessed, profile, today=TODAY)
    return page(blocks, draw.drawn(blocks.pictures()))


def pdf_of(assessed: Assessed, profile: Profile | None = fixtures.PROFILE) -> bytes:
    blocks = report(assessed, profile, today=TODAY)
    return pdf.pdf(blocks, draw.drawn(blocks.pictures()), today=TODAY)


def pdf_text(content: bytes, folder: Path) -> str:
    """The PDF's text without any space: lines break where the page ends them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("reading a PDF's text needs pdftotext (poppler-utils)")
    path = folder / "report.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    return bare(done.stdout.decode())


def bare(text: str) -> str:
    """Text without spaces and without the hyphens that lines may end with."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]+", "", text)
