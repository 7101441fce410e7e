"""The page of a plan: load first, every line with its source, the right number to call, and nothing from outside."""

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import pytest

from restride.app.planning import Planned, make_plan_of
from restride.app.referral import referral_document
from restride.app.report.emergency import emergency_number, numbers
from restride.app.report.html import POLICY
from restride.app.report.planned.chain import chain
from restride.app.report.planned.page import ORDER, plan_page, referral_page
from restride.app.report.planned.rows import cited, groups
from restride.app.report.planned.schedule import session_table
from restride.app.report.planned.wording import FOLDERS, Reader, reader
from restride.core.evidence import evidence
from restride.core.plan import Line, Plan
from restride.core.profile import Profile
from restride.faults.rules import rules
from restride.plan.knowledge import cues, exercises
from restride.plan.lessons import tissues
from restride.plan.protocols import Words, aims, blocks, phases, protocols
from restride.plan.table import table
from restride.plan.tradeoffs import interventions
from tests.app.plans import NASTY, planned, profile
from tests.app.reading import Page
from tests.plan import yardsticks
from tests.plan.measured import run
from tests.plan.somebody import START, both_legs, somebody

EVERYBODY = ("runner_pfp", "runner_achilles", "runner_bsi", "walker_oa", "novice", "walker_old")
NEVER = re.compile(
    r"\byou are safe\b|\bno red flags\b|\binjury risk score\b|\bbad\b|\b(fault|wrong|damage|abnormal|weak)\w*",
    re.IGNORECASE,
)


def page_of(done: Planned) -> str:
    assert done.plan is not None
    return plan_page(done.plan, done.referral)


def words(language: str) -> dict[str, Any]:
    """Every text of a language, from all folders."""
    out: dict[str, Any] = {}
    for folder in FOLDERS:
        path = resources.files("restride.app.report.planned").joinpath(folder, f"{language}.toml")
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        assert not out.keys() & found.keys(), "a section stands in one file only"
        out |= found
    return out


YARDSTICKS = ("kneecap", "achilles", "bone", "oa", "novice", "old")


def yardstick(name: str) -> Plan:
    """One of the six plans of tests/plan."""
    made: Plan = getattr(yardsticks, name)()
    return made


def text_of(plan: Plan, **athlete: str) -> str:
    """What the page of a plan says, to somebody else if need be."""
    own = msgspec.structs.replace(plan.profile.athlete, **athlete)
    profile = msgspec.structs.replace(plan.profile, athlete=own)
    return Page(plan_page(msgspec.structs.replace(plan, profile=profile), None)).text


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
    assert order.index("summary") < order.index("first_week") < order.index("load") < order.index("target")
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
    assert [one for one in cited(done.plan) if one not in evidence()] == []


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
    picture = next(attrs for tag, attrs in seen.tags if tag == "svg" and "158" in str(attrs["aria-label"]))
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


def named() -> set[str]:
    """Everything that plans name by its id."""
    cards: list[Words] = [*protocols().values(), *aims().values(), *blocks().values()]
    found = {row.what for card in cards for row in (*card.refused, *card.guards)}
    return found | {f"{aim.metric}_target" for aim in aims().values() if aim.metric} | {*cues(), *aims(), *tissues()}


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_that_plans_name_has_words_in_both_languages(tmp_path: Path, language: str) -> None:
    to = reader(profile(tmp_path, "novice", athlete={"language": language}))
    titled = {*cues(), *aims(), *tissues()}
    bare = [
        name for name in named() - titled if not (has_words(name, to) or has_words(name.removesuffix("_target"), to))
    ]
    assert sorted(bare) == []
    assert [name for name in titled if "_" in to.what(name)] == []


def has_words(name: str, to: Reader) -> bool:
    """A target may go by the words of its metric."""
    own = (f"what.{name}", f"metrics.{name}", f"metrics.{name.removesuffix('_target')}")
    return any(to.say.has(key) for key in own)


def test_every_pattern_that_can_stand_out_has_words() -> None:
    assert sorted(rules().keys() - words("en")["patterns"].keys()) == []


def test_every_row_that_plans_and_the_gate_cite_can_be_read() -> None:
    names = {one for entry in table().values() for one in entry.evidence}
    cards: list[Words] = [*protocols().values(), *aims().values(), *blocks().values()]
    for card in cards:
        for part in (card.load, card.conditions, card.expect, card.stop, card.refused, card.guards, card.ends):
            names |= {one for line in part for one in line.evidence}
    for library in (cues(), exercises()):
        names |= {one for card in library.values() for one in card.evidence}
    names |= {one for card in interventions().values() for cell in card.cell for one in cell.evidence}
    for phase in phases().values():
        names |= {one for line in (*phase.lines, *phase.gate) for one in line.evidence}
    assert sorted(one for one in names if one not in evidence()) == []


@pytest.mark.parametrize("name", YARDSTICKS)
def test_every_part_of_a_plan_stands_on_its_page(name: str) -> None:
    """What the person is to do, expect and read, word for word; nothing that the planner made is dropped."""
    plan = yardstick(name)
    seen = text_of(plan)
    lines = [*plan.load, *plan.conditions, *plan.expect, *plan.stop, *plan.ends]
    lines += [line for phase in plan.phases for line in (*phase.lines, *phase.gate)]
    lines += [line for milestone in plan.milestones for line in milestone.reached]
    lines += [line for page in plan.pages for line in page.lines]
    texts = [line.text["en"] for line in lines]
    texts += [text["en"] for e in plan.exercises for text in (e.title, e.how, e.stop)]
    texts += [text["en"] for cue in (*plan.cues, *plan.offered) for text in (cue.words, cue.sound, cue.haptic)]
    texts += [side.text["en"] for part in (*plan.cues, *plan.offered, *plan.pages) for side in part.sides]
    texts += [guard.text["en"] for guard in plan.guards]
    texts += [step.text["en"] for routine in plan.routines for step in routine.steps]
    squeezed = {" ".join(text.replace("{emergency}", "999").split()).replace("\u00a0", " ") for text in texts}
    assert [text for text in squeezed if text not in seen.replace("\u00a0", " ")] == []


@pytest.mark.parametrize("name", YARDSTICKS)
def test_the_first_week_says_what_to_do_on_each_day(name: str) -> None:
    """Before anything else: each session of week 1 with its minutes, the words to think of, the exercises, the stop."""
    plan = yardstick(name)
    source = plan_page(plan, None)
    card = re.sub(r"<[^>]+>", "", source.split('id="first_week"')[1].split("<section")[0])
    for session in plan.sessions:
        if session.number in plan.weeks[0].sessions:
            assert f"{session.date:%a} {session.date.day} {session.date:%B}: {session.minutes} min" in card
    for exercise in plan.exercises:
        assert (exercise.title["en"] in card) == (exercise.from_week == 1)
    assert all(cue.words["en"] in card for cue in plan.cues[:1])
    assert plan.stop[0].text["en"] in card


@pytest.mark.parametrize("name", YARDSTICKS)
def test_every_week_has_its_row_and_names_the_one_new_thing(name: str) -> None:
    plan = yardstick(name)
    source = plan_page(plan, None)
    table_ = source.split('id="weeks"')[1].split("</table>")[0]
    shown = {number for first, last in re.findall(r"Weeks? (\d+)(?: to (\d+))?", table_)
             for number in range(int(first), int(last or first) + 1)}  # fmt: skip
    assert shown == {week.number for week in plan.weeks}
    to = reader(plan.profile)
    for week in plan.weeks:
        if week.change == "strength":
            assert to.what(week.what)[1:] in table_


def test_a_walkers_speed_is_a_band_in_metres_a_second_without_hurry() -> None:
    text = text_of(yardstick("old"))
    assert "Speed: 0.85 to 0.9 m/s" in text
    assert "0.05 m/s above your own first number" in text
    assert "by week 10" in text


def test_a_cue_without_a_number_is_only_words() -> None:
    text = text_of(yardstick("oa"))
    assert "Only words to think of: there is no number to reach." in text
    assert "Never above" not in text


def test_the_cue_says_what_it_spares_and_loads_with_the_upper_end() -> None:
    plan = yardstick("kneecap")
    text = text_of(plan)
    shift = next(s for s in plan.cues[0].shifts if s.tissue == "patellofemoral" and s.per == "step")
    assert shift.percent is not None
    assert f"{round(abs(shift.percent))} % less load, at the upper end" in text.replace("\u00a0", " ")
    assert "over each kilometre" in text
    assert "you have or had trouble here" in text


def test_a_choice_stands_with_both_sides_and_is_nobodys_task() -> None:
    healthy = somebody("running", tests={"calf_raises": both_legs(30, "incline")}, goals=("prevent",))
    plan = make_plan_of(run(165.0), healthy, START).plan
    assert plan is not None
    assert plan.offered
    source = plan_page(plan, None)
    text = Page(source).text
    assert "Nobody asks you to. Read both sides first, then choose." in text
    for cue in plan.offered:
        assert {side.says for side in cue.sides} == {"for", "against"}
        assert all(side.text["en"] in text for side in cue.sides)
        assert cue.words["en"] not in re.sub(r"<[^>]+>", "", source.split('id="first_week"')[1].split("<section")[0])


def test_words_without_a_number_are_judged_by_pain_alone() -> None:
    plan = msgspec.structs.replace(yardstick("oa"), responder_after=(1, 4))
    text = text_of(plan)
    assert "Keep the cue only if this is true:" in text
    assert "less than that is noise" not in text


def test_what_somebody_asked_for_and_does_not_get_stands_first_and_says_so() -> None:
    plan = yardstick("kneecap")
    last = msgspec.structs.replace(plan.refused[-1], asked=True)
    text = text_of(msgspec.structs.replace(plan, refused=(*plan.refused[:-1], last)))
    assert text.index(last.why["en"]) < text.index(plan.refused[0].why["en"])
    assert "you asked for this" in text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", YARDSTICKS)
def test_every_link_of_the_chain_is_a_sentence(name: str, language: str) -> None:
    plan = yardstick(name)
    own = msgspec.structs.replace(plan.profile.athlete, language=language)
    to = reader(msgspec.structs.replace(plan.profile, athlete=own))
    links = chain(plan, to)
    assert [link.evidence for link in links] == [own.evidence for own in plan.reasoning]
    assert all(to.say.has(f"steps.{own.step}") for own in plan.reasoning)
    assert [link.says for link in links if "_" in link.says or not link.says.endswith(".")] == []


def test_the_chain_shows_the_arithmetic_of_the_target() -> None:
    text = text_of(yardstick("kneecap"))
    assert "158 steps a minute (force plates) + 5 % = 165.9. That makes the band 163 to 169" in text.replace(
        "\u00a0", " "
    )


@pytest.mark.parametrize("name", YARDSTICKS)
def test_the_groups_hold_every_row_that_a_plans_sentences_cite(name: str) -> None:
    plan = yardstick(name)
    told = {row for _, _, rows in groups(plan) for row in rows}
    links = {row for link in plan.reasoning for row in link.evidence}
    own = {"C-23", "C-42", "C-32", "C-34", "E-01", "A-55", "A-61"}
    assert {*cited(plan)} <= told | links | own


def test_the_number_of_the_country_stands_in_the_pages_to_read() -> None:
    text = text_of(yardstick("kneecap"), country="US")
    assert "{emergency}" not in text
    assert "call 911" in text


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
