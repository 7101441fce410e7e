"""Charts to SVG by vl-convert, in a process of its own: no browser, no network, and no waiting for it to start."""

import atexit
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer

import msgspec

from restride.app.report.drawings import Chart, Leg, Picture
from restride.app.report.leg import Shade, leg

PRINT_FONT = "Libertinus Serif"
"""The PDF's typeface; it has no others."""
WORKER = Path(__file__).with_name("_draw_worker.py")
TIMEOUT_S = 60.0


class Engine:
    """The process that draws; it ends with this one."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        spec = importlib.util.find_spec("vl_convert")
        folder = Path(spec.origin).parent.parent if spec and spec.origin else Path()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(WORKER), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, chart: bytes) -> None:
        """Hands over a chart; the answer must be taken before the next. Raises OSError where the process has ended."""
        assert self._process.stdin
        self._process.stdin.write(chart + b"\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        """The SVG of the chart asked for; raises OSError where there is none."""
        assert self._process.stdout
        limit = Timer(TIMEOUT_S, self._process.kill)
        limit.start()
        try:
            size = self._process.stdout.readline()
            svg = self._process.stdout.read(int(size or 0))
        finally:
            limit.cancel()
        if not svg:
            raise OSError("the drawing process has ended")
        return svg.decode()

    def close(self) -> None:
        """Ends the process, if it is this one's and not that of the process that this one was forked from."""
        if self.owner == os.getpid():
            self._process.kill()
            self._process.communicate()


_engine: Engine | None = None
_lock = Lock()


def start() -> None:
    """Starts the drawing process beside other work, if it does not run yet and can be had."""
    global _engine
    with _lock, suppress(OSError):
        if _engine is None or _engine.owner != os.getpid():
            _engine = None
            _engine = Engine()
            atexit.register(_engine.close)


def _stop() -> None:
    global _engine
    if _engine is not None:
        atexit.unregister(_engine.close)
        _engine.close()
        _engine = None


def drawn(pictures: tuple[Picture, ...]) -> dict[str, str]:
    """Each picture's SVG by its name, as elements that can stand together on one page.

    Where a second process cannot be had, or ends, this one draws.
    """
    charts = {p.name: p.drawing for p in pictures if not isinstance(p.drawing, Leg)}
    made = {p.name: _leg(p.name, p.drawing) for p in pictures if isinstance(p.drawing, Leg)}
    start()
    with _lock:
        try:
            svgs = list(_by_engine(charts.values()))
        except OSError:
            _stop()
            svgs = list(_here(charts.values()))
        except BaseException:
            _stop()  # an answer that nobody took must not become the next picture
            raise
    made |= {name: _own_ids(svg, name) for name, svg in zip(charts, svgs, strict=True)}
    return {picture.name: made[picture.name] for picture in pictures}


def _leg(name: str, drawing: Leg) -> str:
    return leg({s.tissue: Shade(s.title, s.text, s.direction) for s in drawing.structures}, name)


def _charts(charts: Iterable[Chart]) -> Iterator[bytes]:
    # altair takes a quarter of a second to import: only what draws pays for it.
    from restride.app.report.charts import specification

    for chart in charts:
        yield msgspec.json.encode(specification(chart))


def _by_engine(charts: Iterable[Chart]) -> Iterator[str]:
    """One chart is drawn there while the next is put together here."""
    if _engine is None:
        raise OSError("no drawing process")
    waiting = False
    for chart in _charts(charts):
        if waiting:
            yield _engine.answer()
        _engine.ask(chart)
        waiting = True
    if waiting:
        yield _engine.answer()


def _here(charts: Iterable[Chart]) -> Iterator[str]:
    import vl_convert

    for chart in _charts(charts):
        yield vl_convert.vegalite_to_svg(chart.decode(), allowed_base_urls=[])


def _own_ids(svg: str, name: str) -> str:
    """Ids carry the picture's name: "clip0" of two pictures on one page would otherwise be one."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)


def for_page(svg: str, alt: str) -> str:
    """An SVG to stand inside HTML: its size left to the page, one image with a name. `alt` is escaped already."""
    start, rest = svg.split(">", 1)
    start = re.sub(r'\s(?:xmlns(?::\w+)?|version|width|height|class)="[^"]*"', "", start)
    return f'{start} role="img" aria-label="{alt}">{rest}'


def for_print(svg: str) -> str:
    """An SVG for the PDF, in its typeface."""
    return re.sub(r'font-family="[^"]*"', f'font-family="{PRINT_FONT}"', svg)
