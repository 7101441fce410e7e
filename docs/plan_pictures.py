"""Pictures of docs/plans.md: the two pages to print, the page on a phone, and the figures. The people are made up."""

import datetime as dt
import tempfile
from html import escape
from pathlib import Path

import notebook_picture
import typst

from restride.app.planning import make_plan_of
from restride.app.report.figure import figure
from restride.app.report.planned import page, printed
from restride.core.conditions import Conditions
from restride.core.metric import Metric
from restride.core.plan import Plan
from restride.core.profile import load_profile
from restride.plan.knowledge import exercises

PEOPLE = Path(__file__).parent.parent / "tests" / "vignettes" / "bases"
START = dt.date(2026, 12, 1)
PHONE = (360, 1500)
SHEETS = """
#set page(width: auto, height: auto, margin: 5mm, fill: rgb("#e4e8ed"))
#stack(dir: ltr, spacing: 5mm, ..("1.png", "2.png").map(it => image(it, width: 150mm)))
"""
SHOWN = ("sit_to_stand", "step_down_10cm", "heavy_calf_raise", "tandem_balance_at_rail", "towel_calf_raise", "bridge",
         "side_lying_hip_abduction", "foot_core_single_leg")  # fmt: skip


def pictures() -> dict[str, bytes]:
    """By file name; the phone only where there is a browser to set its page."""
    found = {"plan-print.png": print_of(plan("walker_old", "speed", 0.8, "m/s")), "plan-figures.svg": figures()}
    # a frame of the phone's width, as a browser's own window is never so narrow
    inside = escape(page.plan_page(plan("runner_pfp", "cadence", 158.0, "steps/min"), None), quote=True)
    frame = f'<body style="margin:0"><iframe srcdoc="{inside}" width="{PHONE[0]}" height="{PHONE[1]}" style="border:0">'
    phone = notebook_picture.shot(f"<!doctype html>{frame}</iframe>", (PHONE[0], PHONE[1]))
    return found if phone is None else found | {"plan-phone.png": phone}


def plan(name: str, metric: str, value: float, unit: str) -> Plan:
    """The plan of a made-up person of the tests."""
    profile = load_profile(PEOPLE / f"{name}.toml")
    own = Metric(
        name=metric, value=value, unit=unit, se=value / 400, n=80, side="both", basis="measured", grade="good",
        method="force_20n" if metric == "cadence" else "foot_walking", source="made up",
        conditions=Conditions(speed_mps=2.8 if metric == "cadence" else value),
    )  # fmt: skip
    made = make_plan_of([own], profile, START).plan
    assert made is not None
    return made


def print_of(own: Plan) -> bytes:
    """Both pages side by side. PNG."""
    pages = typst.compile(**printed.sources(own) | {"format": "png", "ppi": 110})
    with tempfile.TemporaryDirectory() as name:
        for number, image in enumerate(pages, 1):
            (Path(name) / f"{number}.png").write_bytes(image)
        (Path(name) / "sheets.typ").write_text(SHEETS, encoding="utf-8")
        image = typst.compile(str(Path(name) / "sheets.typ"), format="png", ppi=90)
    assert isinstance(image, bytes)
    return image


def figures() -> bytes:
    """Some of the exercises, four in a row. SVG."""
    parts = []
    for number, name in enumerate(SHOWN):
        x, y = 230 * (number % 4), 230 * (number // 4)
        drawn = figure(exercises()[name].figure, title=exercises()[name].title["en"])
        parts.append(drawn.replace("<svg ", f'<svg x="{x + 5}" y="{y + 5}" width="220" height="220" ', 1))
    box = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 920 460" width="920" height="460"'
    return f'<svg {box}><rect width="920" height="460" fill="#fff"/>{"".join(parts)}</svg>'.encode()
