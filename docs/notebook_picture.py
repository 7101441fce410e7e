"""The picture of a notebook in the README: a cell and what restride shows below it, as a browser sets it."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from restride.app.flows import Assessed
from restride.app.notebook import Assessment
from restride.app.report.html import Html, tag

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SIZE = (1060, 800)
STYLE = """
body { margin: 0; padding: 18px 22px; background: #fff; color: #1c232b; font: 14px/1.45 system-ui, sans-serif; }
.cell { display: grid; grid-template-columns: 4.2em 1fr; gap: 0.6em; margin-bottom: 10px; }
.mark { color: #525c68; font-family: monospace; padding-top: 8px; }
pre { margin: 0; padding: 8px 12px; background: #f4f6f8; border: 1px solid #d5dae1; font: 13px/1.5 monospace; }
"""


def pictures(run: Assessed, code: str) -> dict[str, bytes]:
    """The picture by its file name; none where there is no browser to set it."""
    image = shot(_page(run, code), SIZE)
    return {} if image is None else {"notebook.png": image}


def shot(page: str, size: tuple[int, int]) -> bytes | None:
    """A page as a browser sets it, PNG; None where there is no browser."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        source, image = Path(name) / "page.html", Path(name) / "page.png"
        source.write_text(page, encoding="utf-8")
        asked = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={name}"]
        asked += [f"--screenshot={image}", f"--window-size={size[0]},{size[1]}", source.as_uri()]
        subprocess.run(asked, check=True, capture_output=True, timeout=60)
        return image.read_bytes()


def _page(run: Assessed, code: str) -> str:
    shown = Html(Assessment(run)._repr_html_())
    rows = (tag("span", "[1]:", class_="mark"), tag("pre", Html(code))), (tag("span", "[1]:", class_="mark"), shown)
    head = tag("head", tag("meta", charset="utf-8"), tag("style", Html(STYLE)))
    body = tag("body", (tag("div", mark, tag("div", inside), class_="cell") for mark, inside in rows))
    return f"<!doctype html>{head}{body}"
