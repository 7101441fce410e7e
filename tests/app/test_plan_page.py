"""The page of a plan: load first, every line with its source, the right number to call, and nothing from outside."""

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import pytest

from restride.app.planning import Planned
from restride.app.referral import referral_document
from restride.app.report.emergency import emergency_number, numbers
from restride.app.report.html import POLICY
from restride.app.report.planned.page import ORDER, plan_page, referral_page
from restride.app.report.planned.schedule import session_table
from restride.app.report.planned.wording import cited, reader, row
from restride.core.plan import Line
from restride.core.profile import Profile
from restride.plan.knowledge import cues, exercises, protocols
from restride.plan.table import table
from tests.app.plans import NASTY, planned
from tests.app.reading import Page

EVERYBODY = ("runner_pfp", "runner_achilles", "runner_bsi", "walker_oa", "novice", "walker_old")
NEVER = re.compile(r"\byou are safe\b|\bno red flags\b|\b(fault|wrong|damage|abnormal)\w*", re.IGNORECASE)


def page_of(done: Planned) -> str:
    assert done.plan is not None
    return plan_page(done.plan, done.referral)


def words(language: str) -> dict[str, Any]:
    path = resources.files("restride.app.report.planned").joinpath("words", f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def keys(values: dict[str, Any], before: str = "") -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in values.items():
        out |= keys(value, f"{before}{key}.") if isinstance(value, dict) else {f"{before}{key}": value}
    return out


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_page_parses_and_its_sections_stand_in_order(tmp_path: Path, name: str) -> None:
    source = page_of(planned(tmp_path, name))
    seen = Page(source)
    assert seen.open == []
    assert seen.headings[0] == 1
    assert seen.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    ids = [attrs["id"] for _, attrs in seen.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    order = [name for name, _ in ORDER]
    assert [i for i in ids if i in order] == [name for name in order if name in ids]
    assert order.index("load") < order.index("target")
    assert not NEVER.search(seen.text)


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_small_print_leads_to_a_row_and_every_row_has_a_sentence(tmp_path: Path, name: str) -> None:
    done = planned(tmp_path, name)
    assert done.plan is not None
    seen = Page(page_of(done))
    ids = {attrs["id"] for _, attrs in seen.tags if "id" in attrs}
    links = {str(attrs["href"]).removeprefix("#") for tag, attrs in seen.tags if tag == "a"}
    assert links <= ids
    assert {f"row-{one}" for one in cited(done.plan)} == {i for i in ids if str(i).startswith("row-")}
    assert [one for one in cited(done.plan) if row(one) is None] == []


def test_the_page_asks_for_nothing_from_outside_and_runs_nothing(tmp_path: Path) -> None:
    source = page_of(planned(tmp_path, "runner_pfp"))
    assert f'content="{POLICY.replace(chr(39), "&#x27;")}"' in source
    assert "default-src &#x27;none&#x27;" in source
    tags = {tag for tag, _ in Page(source).tags}
    assert not {"script", "link", "img", "iframe", "object", "image", "use", "form"} & tags
    assert "http" not in source.replace("http-equiv", "")
    assert "url(" not in source
    assert "@import" not in source


def test_what_people_type_never_becomes_markup(tmp_path: Path) -> None:
    done = planned(tmp_path, "runner_pfp", athlete={"id": NASTY}, care={"clinician": NASTY})
    assert done.plan is not None
    line = Line(text={"en": NASTY}, basis="practice", evidence=(NASTY,))
    forged = msgspec.structs.replace(done.plan, load=(line,), notices=(NASTY,), summary={"en": NASTY})
    seen = Page(plan_page(forged, done.referral))
    assert "script" not in {tag for tag, _ in seen.tags}
    assert "<script>alert(1)</script>" in seen.text
    assert "\x1b" not in seen.text
    assert not any(name.startswith("on") for _, attrs in seen.tags for name in attrs)


def test_the_target_shows_its_band_baseline_and_cap_in_words_too(tmp_path: Path) -> None:
    done = planned(tmp_path, "runner_pfp")
    seen = Page(page_of(done))
    picture = next(attrs for tag, attrs in seen.tags if tag == "svg")
    assert picture["role"] == "img"
    assert all(number in str(picture["aria-label"]) for number in ("158", "163", "169", "173"))
    for said in ("Never above", "Your first number", "heuristic", "Nobody at the clinic watches this in real time."):
        assert said in seen.text
    assert "C-42" in seen.text
    assert "Look after sessions 1 and 4." in seen.text


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_session_stands_in_the_table_on_its_day(tmp_path: Path, name: str) -> None:
    """Sessions that are alike share a row, so each day is looked for by its weekday and number."""
    done = planned(tmp_path, name)
    assert done.plan is not None
    to = reader(done.plan.profile)
    rows = [row[0] for group in session_table(done.plan, to).groups for row in group.rows]
    days = [day for row in rows for day in re.findall(r"(?:, |: )(\w{3})\w* (\d+)", row)]
    assert days == [(f"{s.date:%a}", str(s.date.day)) for s in done.plan.sessions]


def test_without_a_target_the_page_says_why(tmp_path: Path) -> None:
    text = Page(page_of(planned(tmp_path, "novice"))).text
    assert "This plan changes nothing in how you move." in text
    assert "how fast you build up matters more" in text
    assert "Does the cue help you?" not in text


def test_what_it_refuses_stands_with_why_and_what_instead(tmp_path: Path) -> None:
    done = planned(tmp_path, "runner_pfp")
    assert done.plan is not None
    text = Page(page_of(done)).text
    for refused in done.plan.refused:
        assert refused.why["en"] in text
        assert refused.instead["en"] in text
    assert "Landing on the forefoot" in text


def test_a_clearance_typed_by_hand_is_said_in_the_head_of_the_page(tmp_path: Path) -> None:
    text = Page(page_of(planned(tmp_path, "runner_bsi"))).text
    said = text.lower().index("clearance not verified: typed by hand")
    assert said < text.index("How much, how fast, where")


def test_a_referral_stands_above_the_plan_that_it_holds_with(tmp_path: Path) -> None:
    done = planned(tmp_path, "novice", health={"periods": "irregular_or_absent"})
    text = Page(page_of(done)).text
    assert done.referral is not None
    assert text.index(done.referral.who) < text.index("How much, how fast, where")


def test_the_referral_page_says_whom_why_what_until_then_and_the_number(tmp_path: Path) -> None:
    done = planned(tmp_path, "runner_pfp", health={"heart_or_lung": "yes"}, athlete={"country": "US"})
    document = referral_document(done)
    assert document is not None
    seen = Page(referral_page(document, done.profile, on=done.start, planned=False))
    assert seen.open == []
    for said in (document.who, document.why, document.until_then, "911", "lock.health", "No plan has been made."):
        assert said in seen.text


def test_spanish_is_spanish_and_waits_for_a_native_review(tmp_path: Path) -> None:
    source = page_of(planned(tmp_path, "runner_pfp", athlete={"language": "es", "country": "ES"}))
    text = Page(source).text
    assert '<html lang="es">' in source
    assert "native review pending" in text
    assert "martes 1 de diciembre de 2026" in text
    assert "Nadie en la clínica ve esto en tiempo real." in text
    assert "The beep" not in text


def test_a_language_without_words_is_english(tmp_path: Path) -> None:
    assert '<html lang="en-GB">' in page_of(planned(tmp_path, "novice", athlete={"language": "xx"}))


def test_both_languages_have_the_same_keys_and_places() -> None:
    english, spanish = keys(words("en")), keys(words("es"))
    assert english.keys() == spanish.keys()
    for key, text in english.items():
        if isinstance(text, str):
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", spanish[key])), key


def test_everything_that_plans_name_has_words_in_both_languages() -> None:
    named = {r.what for p in protocols().values() for r in p.refused} | {"cadence_target"}
    named |= {g.what for p in protocols().values() for g in p.guards}
    known = words("en")["what"].keys() | words("en")["metrics"].keys()
    assert sorted(named - known) == []


def test_every_row_that_plans_and_the_gate_cite_can_be_read() -> None:
    names = {one for entry in table().values() for one in entry.evidence}
    for protocol in protocols().values():
        for part in (protocol.load, protocol.expect, protocol.stop, protocol.refused, protocol.guards, protocol.ends):
            names |= {one for line in part for one in line.evidence}
    for cards in (cues(), exercises()):
        names |= {one for card in cards.values() for one in card.evidence}
    assert sorted(one for one in names if row(one) is None) == []


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("GB", "999"), ("us", "911"), ("ES", "112"), ("DE", "112"), ("AU", "000"), ("NZ", "111"), ("CH", "144 or 112"),
        ("ZA", "10177 or 112"), ("JP", "119"), ("BR", "192"), ("", "112, or your local emergency number"),
        ("XX", "112, or your local emergency number"),
    ],
)  # fmt: skip
def test_each_country_has_its_number_and_an_unknown_one_the_widest(country: str, number: str) -> None:
    own = msgspec.convert(
        {
            "schema": "restride/profile/1",
            "athlete": {"id": "a", "birth_year": 1990, "activity": "running", "country": country},
        },
        Profile,
    )
    assert reader(own).number == number
    assert emergency_number(country, reader(own).say) == number


def test_every_country_of_the_union_is_in_the_table() -> None:
    union = "ATBEBGHRCYCZDKEEFIFRDEGRHUIEITLVLTLUMTNLPLPTROSKSIESSE"
    assert {numbers().number.get(union[i : i + 2]) for i in range(0, len(union), 2)} == {"112"}
