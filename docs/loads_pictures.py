"""Pictures of docs/loads.md: a leg with the loads of a step, and a ledger of eleven weeks. All of it is simulated."""

import datetime as dt
import math
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from restride.app.files import json_document
from restride.app.flows import assess_recordings
from restride.app.ledger import ledger
from restride.app.report import draw
from restride.app.report.blocks import Gallery
from restride.app.report.ledger_charts import calendar, line
from restride.app.report.ledger_words import tissue, tissues
from restride.app.report.sections.loads import loads
from restride.app.report.words import words
from restride.core.recording import Array, Channel, Mark, Recording, Source
from restride.simulate import Runner, files, simulate_run

CREDIT = "SIMULATED runner, made by restride itself; drawn by restride."
FIRST = dt.datetime(2026, 9, 7, 17, 0, tzinfo=dt.UTC)
WEEKS = 11
DAYS = {1: (35, 2.9, 0.252), 3: (30, 3.3, 0.238), 6: (55, 2.8, 0.256)}
"""Minutes, speed in m/s and contact time in s of each run, by the day of the week."""
MISSED = {(4, 3), (7, 1)}
LONG = (9, 6)
"""Week and day of runs that were left out, and of one that was half as long again."""
APART = 24.0


def pictures() -> dict[str, bytes]:
    """file name -> SVG."""
    return {"loads-leg.svg": leg(), "ledger.svg": book()}


def leg() -> bytes:
    """The peaks of a run on a treadmill with force and markers. SVG."""
    made = simulate_run(Runner.draw(files.DEMO_SEED), seconds=12.0, seed=files.DEMO_SEED)
    done = assess_recordings([made.recording], static=made.static)
    (gallery,) = [block for block in loads(done, words()) if isinstance(block, Gallery)]
    figure = gallery.figures[0]
    svg = draw.drawn((figure.picture,))[figure.picture.name]
    inside = svg.replace("<svg", '<svg x="16" y="42" width="480" height="410"', 1)
    words_of = (
        _text(f"{figure.title}, as a model has it", 16, 28, 15, 600),
        _text(CREDIT, 16, 474, 11),
    )
    return _sheet(512, 490, inside + "".join(words_of))


def book() -> bytes:
    """Calendars and lines of a watch's runs. SVG."""
    say = words()
    with tempfile.TemporaryDirectory() as name:
        stored = []
        for k, run in enumerate(runs()):
            stored.append(str(Path(name) / f"{k:02d}.json"))
            Path(stored[-1]).write_bytes(json_document(assess_recordings([run]).assessment))
        answer = ledger(stored)
    parts, left, bottom = [], 16.0, 0.0
    for one in tissues(answer):
        parts.append(_text(tissue(one, say), left, 28, 15, 600))
        top = 44.0
        for svg in (calendar(answer, one, say, ""), line(answer, one, say, "")):
            wide, high = (float(n) for n in svg.partition('viewBox="0 0 ')[2].partition('"')[0].split())
            parts.append(svg.replace("<svg", f'<svg x="{left:g}" y="{top:g}" width="{wide:g}" height="{high:g}"', 1))
            top += high + APART
        left, bottom = left + wide + APART, top
    return _sheet(left, bottom + 8, "".join(parts) + _text(CREDIT, 16, bottom - 6, 11))


def runs() -> list[Recording]:
    """What a watch with running dynamics would have recorded."""
    chance = np.random.default_rng(3)
    out = []
    for week in range(WEEKS):
        for day, (minutes, mps, contact_s) in DAYS.items():
            if (week, day) not in MISSED:
                longer = 1 + 0.03 * week + chance.uniform(-0.12, 0.12) + (0.6 if (week, day) == LONG else 0.0)
                seconds = math.ceil(60 * minutes * longer)
                own_s = contact_s + chance.normal(0, 0.004) + chance.normal(0, 0.006, seconds)
                out.append(_run(FIRST + dt.timedelta(days=7 * week + day), mps, own_s, 168 + chance.normal(0, 2)))
    return out


def _run(start: dt.datetime, mps: float, contact_s: Array, steps: float) -> Recording:
    values = {
        ("speed", "m/s"): np.full(len(contact_s), mps),
        ("cadence", "steps/min"): np.full(len(contact_s), steps),
        ("contact_time", "s"): contact_s,
    }
    channels = tuple(
        Channel(quantity, "watch", "both", "sensor", unit, 1.0, 0.0, ("value",), column[:, None], "garmin")
        for (quantity, unit), column in values.items()
    )
    source = Source(file="simulated", sha256=start.isoformat(), reader="simulated", version="1")
    return Recording(channels, source, "running", marks=(Mark(f"start {start.isoformat()}", "none", 0.0),))


def _text(text: str, x: float, y: float, size: int, weight: int = 400) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" font-weight="{weight}" fill="#1c232b">{escape(text)}</text>'


def _sheet(wide: float, high: float, inside: str) -> bytes:
    white = '<rect width="100%" height="100%" fill="#fff"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}"'
    return f'{head} font-family="system-ui, sans-serif">{white}{inside}</svg>\n'.encode()
