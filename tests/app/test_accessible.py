"""Plan, referral and letter can be read by everybody: order, names, tables, places, contrast, a narrow screen."""

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from restride.app.referral import referral_document
from restride.app.report.html import page
from restride.app.report.planned.letter import letter_of
from restride.app.report.planned.page import plan_page, referral_page
from tests.app.accessible import CONTRAST, contrast, faults, text_colours
from tests.app.plans import planned

PEOPLE = ("runner_pfp", "runner_achilles", "runner_bsi", "walker_oa", "novice", "walker_old")
LANGUAGES = ("en", "es")


def plan_of(folder: Path, name: str, language: str) -> str:
    done = planned(folder, name, athlete={"language": language})
    assert done.plan is not None
    return plan_page(done.plan, done.referral)


def letter(folder: Path, name: str, language: str) -> str:
    done = planned(folder, name, athlete={"language": language})
    assert done.plan is not None
    return page(letter_of(done.plan, done), {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("make", [plan_of, letter])
def test_everybody_can_read_the_page(
    tmp_path: Path, make: Callable[[Path, str, str], str], name: str, language: str
) -> None:
    assert faults(make(tmp_path, name, language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_can_read_the_referral(tmp_path: Path, language: str) -> None:
    done = planned(tmp_path, "runner_pfp", athlete={"language": language}, health={"clot_ever": "yes"})
    own = referral_document(done)
    assert own is not None
    assert faults(referral_page(own, done.profile, on=done.start, planned=False)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("<h2 ", "<h4 "), "h4 after h1"),
        ((' role="img"', ""), "a picture without a name"),
        ((' scope="col"', ""), "a header cell without scope"),
        (('lang="en-GB"', 'lang=""'), "the page's language"),
        (("<main>", "<div>"), "there is not one main part"),
        (('id="load"', 'id="stop"'), "id stop twice"),
        (('href="#stop"', 'href="#nowhere"'), "leads to #nowhere"),
        (("<caption>", "<div>"), "a table without a caption"),
        ((' aria-label="On this page"', ""), "a part without a name"),
    ],
)
def test_a_page_that_somebody_cannot_read_is_told(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    source = plan_of(tmp_path, "runner_pfp", "en")
    broken = source.replace(*change)
    assert broken != source
    closed = {"<main>": ("</main>", "</div>"), "<caption>": ("</caption>", "</div>"), "<h2 ": ("</h2>", "</h4>")}
    broken = broken.replace(*closed[change[0]]) if change[0] in closed else broken
    assert [fault for fault in faults(broken) if said in fault]


def css(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", resources.files("restride.app.report").joinpath(name).read_text(encoding="utf-8"))


def test_text_stands_out_from_what_is_behind_it() -> None:
    """Every colour of text on the white page, and ink on the band of a target."""
    colours = text_colours(css("page.css") + css("plan.css"))
    assert {"body", ".basis", "dt", ".range text"} <= {*colours}
    weak = {where: colour for where, colour in colours.items() if contrast(colour, "#ffffff") < CONTRAST}
    assert weak == {}
    behind = re.search(r"\.range \.band \{ fill: (#\w+)", css("plan.css"))
    assert behind is not None
    assert contrast(colours[".range text"], behind[1]) >= CONTRAST


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_nothing_is_wider_than_a_narrow_screen() -> None:
    """No fixed width above 320 px outside a box of its own: 20 rem."""
    own = re.sub(r"@media print \{.*", "", css("plan.css"), flags=re.S)
    widths = [(name, float(size)) for name, size in re.findall(r"(?<!max-)\b(min-width|width):\s*([\d.]+)rem", own)]
    narrow = own.split("@media screen and (max-width: 44rem)")[1]
    for name, size in widths:
        assert size <= 17.0, name
    assert "min-width: 0" in narrow
