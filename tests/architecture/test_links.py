"""Every relative link in a markdown file leads to a file that is there, and to a heading or anchor in it."""

import re
from pathlib import Path

import pytest

from tests.tree import ROOT, project_files

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
ANCHOR = re.compile(r'\bid="([^"]+)"')
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def slug(heading: str) -> str:
    """The anchor that a heading gets: small letters and hyphens."""
    plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return plain.replace(" ", "-")


def anchors(text: str) -> set[str]:
    """Every place in a page that can be linked to."""
    return {slug(heading) for heading in HEADING.findall(text)} | set(ANCHOR.findall(text))


def broken(page: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    found = []
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        where, _, anchor = link.partition("#")
        target = (page.parent / where) if where else page
        if not target.exists():
            found.append(link)
            continue
        if anchor and target.suffix == ".md" and anchor not in anchors(target.read_text(encoding="utf-8")):
            found.append(link)
    return found


def test_every_relative_link_leads_somewhere() -> None:
    pages = [path for path in project_files() if path.suffix == ".md"]
    assert len(pages) > 20
    found = {str(path.relative_to(ROOT)): links for path in pages if (links := broken(path))}
    assert not found


@pytest.mark.parametrize("link", ["gone.md", "page.md#no-such-place", "#nowhere", "folder/"])
def test_a_broken_link_is_found(link: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f'# A place\n\n<a id="here"></a>\n[good](#a-place), [too](page.md#here), [bad]({link})\n')
    assert broken(page) == [link]
