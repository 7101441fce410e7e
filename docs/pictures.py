"""`make pictures`: the pictures of the README and of docs/placement/, drawn from results as restride shows them.

From recordings where RESTRIDE_DATA names them, else from the virtual runner; each picture says which. A picture holds
a result and no recording; the day in it is fixed, so that the same result gives the same picture.
"""

import datetime as dt
import io
import re
import tempfile
import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

import insole_pictures
import loads_pictures
import marker_pictures
import notebook_picture
import phone_pictures
import plan_pictures
import pose_pictures
import typst
import worn_pictures
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from restride.app import flows, samples
from restride.app.cli import answer, demo
from restride.app.files import write_atomically
from restride.app.flows import Assessed
from restride.app.report import content, draw, pdf
from restride.app.report.blocks import Figure, Gallery, Key
from restride.simulate import files
from restride.simulate.run import simulate_run
from restride.simulate.runner import Runner

FOLDER = Path(__file__).parent / "pictures"
DAY = dt.date(2026, 1, 1)
RUN, BACK = demo.SAMPLE, "alcantara_sacral_running"
SACRAL, ROW = "Accelerometer_one_sub.csv", 3
SIDECAR = """task = "running"
layout = "one trial a row"
samples = 2480
rate_hz = 500.0
place = "sacrum"
[[channel]]
quantity = "acc"
unit = "g"
columns = { V = 0, AP = 2480 }
"""
SHEETS = """
#set page(width: auto, height: auto, margin: 5mm, fill: rgb("#e4e8ed"))
#let sheet(file) = box(clip: true, width: 210mm, height: 250mm, place(top, image(file, width: 210mm, height: 297mm)))
#stack(dir: ltr, spacing: 5mm, sheet("first.png"), sheet("curves.png"))
"""
COLOURS = {"left": "#1d4e89", "right": "#b3470d"}
DASHES = {"right": "6 3"}
INK, SOFT = (28, 35, 43), (82, 92, 104)
LIGHT = TerminalTheme(
    (248, 250, 252),
    INK,
    [INK, (163, 38, 28), (22, 110, 60), (140, 90, 0), (29, 78, 137), (115, 60, 130), (20, 105, 115), SOFT],
)


def main() -> None:
    """Draw all of them."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        stage = Path(name)
        trial = demo.real(stage) or demo.simulated(stage)
        run = flows.assess(
            [str(trial.run)],
            static=str(trial.static) if trial.static else None,
            sidecars=[trial.sidecar] if trial.sidecar else [],
        )
        back = sacral(stage)
    command = f"restride assess {trial.run.name}" + (f" --static {trial.static.name}" if trial.static else "")
    made = {
        "report.png": report(run),
        "terminal.svg": terminal(run, command),
        "curves.svg": framed(run, RUN, "curve-vertical_force-stance", "curve-knee_flexion-stance"),
        "force-plate.svg": framed(run, RUN, "trace"),
        "sacrum.svg": framed(back, BACK, "trace"),
        "sacrum-worn.svg": worn(),
        **worn_pictures.pictures(),
        **phone_pictures.pictures(),
        **pose_pictures.pictures(),
        **insole_pictures.pictures(),
        **marker_pictures.pictures(),
        **loads_pictures.pictures(),
        **plan_pictures.pictures(),
        **notebook_picture.pictures(run, in_python(trial)),
    }
    for picture, image in made.items():
        write_atomically(FOLDER / picture, image)
        print(f"docs/pictures/{picture}  {len(image) / 1e3:.0f} kB")
    print(origin(run, RUN), origin(back, BACK), sep="\n")


def in_python(trial: demo.Trial) -> str:
    """The cell whose answer is pictured."""
    static = f', static="{trial.static.name}"' if trial.static else ""
    return f'import restride as rs\n\nrs.assess("{trial.run.name}"{static})'


def sacral(stage: Path) -> Assessed:
    """A run as a sensor at the sacrum felt it."""
    place, sidecar = samples.find(BACK, SACRAL), stage / "sacrum.toml"
    if place is not None:
        sidecar.write_text(SIDECAR, encoding="utf-8")
        return flows.assess([f"{place / SACRAL}#{ROW}"], sidecars=[sidecar])
    made = simulate_run(Runner.draw(files.DEMO_SEED), seconds=files.DEMO_SECONDS, seed=files.DEMO_SEED)
    said = files.write_csv(made.sacral, stage / "sacrum.csv")
    return flows.assess([str(stage / "sacrum.csv")], sidecars=[said])


def origin(assessed: Assessed, sample: str) -> str:
    """One line under a picture: a simulated runner, or whose data it is drawn from."""
    if content.is_simulated(assessed):
        return "SIMULATED runner, made by restride itself."
    about = samples.sample(sample)
    authors, _, rest = about.citation.partition(". ")
    journal = rest.rpartition(". ")[2]
    return (
        f"{assessed.assessment.recordings[0].file}: data by {authors}, {journal} ({about.licence}); drawn by restride."
    )


def report(assessed: Assessed) -> bytes:
    """The report's first page beside the one with the most curves. PNG."""
    blocks = content.report(assessed, None, today=DAY)
    sources = pdf.sources(blocks, draw.drawn(blocks.pictures()), today=DAY)
    charts = [page.count(b"<image") for page in typst.compile(**sources | {"format": "svg"})]
    pages = typst.compile(**sources | {"format": "png", "ppi": 110})
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "first.png").write_bytes(pages[0])
        (Path(name) / "curves.png").write_bytes(pages[charts.index(max(charts[1:]), 1)])
        (Path(name) / "sheets.typ").write_text(SHEETS, encoding="utf-8")
        image = typst.compile(str(Path(name) / "sheets.typ"), format="png", ppi=96)
    assert isinstance(image, bytes)
    return image


def terminal(assessed: Assessed, command: str) -> bytes:
    """What the terminal answers, in the reader's own monospaced typeface. SVG."""
    console = Console(record=True, width=104, force_terminal=True, file=io.StringIO(), highlight=False)
    console.print(f"$ {command}\n", style="bold")
    for part in answer.answer(assessed.assessment):
        console.print(part)
    image = console.export_svg(title="restride", theme=LIGHT, unique_id="restride")
    return re.sub(r"@font-face \{.*?\}\s*", "", image, flags=re.DOTALL).encode()  # nothing from the network


def framed(assessed: Assessed, sample: str, *names: str) -> bytes:
    """Charts of the report beside each other on white, with their titles and keys and what they are drawn from. SVG."""
    figures = figures_of(assessed)
    drawings = draw.drawn(tuple(figures[name].picture for name in names))
    parts, left, bottom = [], 16.0, 0.0
    for name in names:
        svg = drawings[name]
        wide, high = (float(svg.partition(f' {size}="')[2].partition('"')[0]) for size in ("width", "height"))
        parts.append(_text(figures[name].title, left, 28, size=15, weight=600))
        parts += [_key(key, left + 170 * place, 50) for place, key in enumerate(figures[name].keys)]
        top = 64 if figures[name].keys else 42
        parts.append(svg.replace("<svg", f'<svg x="{left}" y="{top}"', 1))
        left, bottom = left + wide + 24, max(bottom, top + high)
    for line in textwrap.wrap(origin(assessed, sample), int(left / 6.2)):
        bottom += 18
        parts.append(_text(line, 16, bottom, size=11))
    return _svg(left - 8, bottom + 12, "".join(parts))


def _svg(width: float, height: float, inside: str) -> bytes:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
    white = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'{head} font-family="system-ui, sans-serif">{white}{inside}</svg>\n'.encode()


def worn() -> bytes:
    """Where the sensor sits on the back, and its body axes; a sketch of ours. SVG."""
    body = (
        '<g fill="none" stroke="#525c68" stroke-width="2.5" stroke-linecap="round">'
        '<path d="M122 20C96 70 98 122 120 166 124 188 98 204 94 240 92 268 114 278 124 304L132 350"/>'
        '<path d="M206 20C226 84 210 132 207 170 211 204 208 236 198 264L182 350"/>'
        '<path d="M121 170Q165 184 207 170M121 190Q165 204 208 190" stroke="#9aa4b0" stroke-width="1.5"/></g>'
        '<rect x="97" y="163" width="20" height="32" rx="4" fill="#1d4e89" transform="rotate(-6 107 179)"/>'
    )
    arrows = (
        '<g stroke="#b3470d" stroke-width="2.5" fill="none"><path d="M107 158V92m-6 9 6-10 6 10"/>'
        '<path d="M122 179H262m-9-6 10 6-10 6"/><circle cx="72" cy="179" r="8"/></g>'
        '<circle cx="72" cy="179" r="3" fill="#b3470d"/>'
    )
    words = (
        (56, 96, "V: up"),
        (270, 176, "AP: forward,"),
        (270, 192, "where the runner faces"),
        (8, 214, "ML: right,"),
        (8, 230, "towards you"),
    )
    lines = "".join(_text(text, x, y, size=13) for x, y, text in words)
    return _svg(430, 364, body + arrows + lines)


def figures_of(assessed: Assessed) -> dict[str, Figure]:
    """Every figure of the report by the name of its picture."""
    blocks = (block for section in content.report(assessed, None, today=DAY).sections for block in section.blocks)
    return {figure.picture.name: figure for block in blocks if isinstance(block, Gallery) for figure in block.figures}


def _text(words: str, x: float, y: float, *, size: int, weight: int = 400) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="#1c232b">{escape(words)}</text>'


def _key(key: Key, x: float, y: float) -> str:
    colour, dash = COLOURS.get(key.side, "#3d4650"), DASHES.get(key.side, "none")
    line = f'<path d="M{x} {y - 4}h28" stroke="{colour}" stroke-width="2.2" stroke-dasharray="{dash}"/>'
    return line + _text(key.text, x + 34, y, size=12)


if __name__ == "__main__":
    main()
