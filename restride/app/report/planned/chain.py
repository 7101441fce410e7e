"""Why a plan is as it is: the links of its chain, from what was measured to the exercises, as sentences."""

from dataclasses import dataclass
from typing import Literal

from restride.app.report.html import Html, tag
from restride.app.report.planned import small
from restride.app.report.planned.change import loads
from restride.app.report.planned.wording import Reader, capital, lower
from restride.core.plan import Basis, Plan, Reasoning, Values
from restride.faults.rules import rules
from restride.plan.aim import reasons, refusal
from restride.plan.guard import Against
from restride.plan.protocols import protocols

CHANCES = ((0.99, "almost_sure"), (0.9, "very_likely"), (0.0, "likely"))
"""How sure a finding is, in words: it speaks from 0.8 on at the earliest."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link: the kind of step in a word or two, the sentence, what it rests on."""

    step: str
    says: str
    basis: Basis | Literal["measured"]
    evidence: tuple[str, ...]


def chain(plan: Plan, to: Reader) -> tuple[Link, ...]:
    """Every link in its order."""
    return tuple(
        Link(_step(own, to), _says(own, plan, to), "measured" if own.step == "measured" else own.basis, own.evidence)
        for own in plan.reasoning
    )


def reasoning(plan: Plan, to: Reader) -> list[Html]:
    """The chain for the page, to open."""
    links = chain(plan, to)
    if not links:
        return []
    points = (
        tag("li", tag("strong", link.step), ": ", link.says, " ", small.basis(link.basis, link.evidence, to))
        for link in links
    )
    return [tag("details", tag("summary", to.say("chain.open", count=len(links))), tag("ol", points))]


def chance(probability: float, to: Reader) -> str:
    """`very likely (97 %)`, never above 99 %."""
    word = next(word for least, word in CHANCES if probability >= least)
    return to.say(f"chain.{word}", percent=min(99, round(100 * probability)))


def pattern(rule: str, to: Reader) -> str:
    """What a rule of findings points out, in the reader's language; its own title where that has no words for it."""
    return to.say(f"patterns.{rule}") if to.say.has(f"patterns.{rule}") else rules()[rule].title


def reason(why: str, to: Reader) -> str:
    """Why a cue is not given: `id about, id about` as sentences."""
    said = []
    for part in filter(None, why.split(", ")):
        name, _, about = part.partition(" ")
        known = name in reasons()
        said.append(to.text(refusal("", Against(name, about), asked=False).why) if known else to.what(name))
    return " ".join(dict.fromkeys(said))


def left_out(why: str, to: Reader) -> str:
    """Why an exercise is not there: an injury or a state, or a test that is not known or not passed yet."""
    name, _, result = why.partition(" ")
    return to.say(f"chain.not_for_{result or 'state'}", what=lower(to.what(name)))


def _step(own: Reasoning, to: Reader) -> str:
    return to.say(f"steps.{own.step}") if to.say.has(f"steps.{own.step}") else capital(own.step.replace("_", " "))


def _says(own: Reasoning, plan: Plan, to: Reader) -> str:
    values = own.values
    match own.step:
        case "measured":
            return _measured(values, to)
        case "finding":
            concerns = to.say("chain.fits" if values.get("relevant") else "chain.fits_not")
            title = sided(pattern(_text(values, "rule"), to), values, to)
            return to.say("chain.finding", title=title,
                          chance=chance(_number(values, "probability"), to), fits=concerns)  # fmt: skip
        case "protocol":
            fits = protocols()[plan.protocol].fits
            names = [name for name in _text(values, "because").split(", ") if name in (*fits.kinds, *fits.states)]
            because = ", ".join(lower(to.what(name)) for name in names) or to.say("chain.everybody")
            return to.say("chain.protocol", title=to.text(plan.title), because=because)
        case "aim_none":
            return reason(_text(values, "why"), to)
        case "aim_no_pattern":
            return to.say("chain.aim_no_pattern", aim=to.what(_text(values, "aim")))
        case "aim_no_number":
            aim = to.what(_text(values, "aim"))
            return to.say("chain.aim_no_number", aim=aim, why=reason(_text(values, "why"), to))
        case "cue_refused":
            cue = to.what(_text(values, "cue"))
            return to.say("chain.cue_refused", cue=cue, why=reason(_text(values, "why"), to))
        case "cue_allowed":
            return _allowed(_text(values, "cue"), plan, to)
        case "target":
            return _aimed(values, to)
        case "aim":
            text = to.say("chain.aim", aim=to.what(_text(values, "aim")), cue=to.what(_text(values, "cue")))
            fired = [lower(pattern(name, to)) for name in _text(values, "patterns").split(", ") if name]
            return text + (" " + to.say("chain.aim_because", patterns="; ".join(fired)) if fired else "")
        case "dose":
            return to.say("chain.dose", count=values["sessions"], first=values["from"], last=values["to"],
                          level=values["level"])  # fmt: skip
        case "exercise_left_out":
            name = to.what(_text(values, "exercise"))
            return to.say("chain.exercise_left_out", exercise=name, why=left_out(_text(values, "why"), to))
    return ", ".join(f"{capital(name.replace('_', ' '))} {value}" for name, value in values.items())


def sided(text: str, values: Values, to: Reader) -> str:
    """With the leg that it is about, where it is about one."""
    side = str(values.get("side", ""))
    return f"{text} ({to.say(f'letter.side.{side}')})" if side in ("left", "right") else text


def _measured(values: Values, to: Reader) -> str:
    metric = _text(values, "metric")
    return to.say(
        "chain.measured",
        metric=sided(to.what(metric), values, to),
        value=to.number_of(metric, _number(values, "value")),
        error=to.number_of(metric, _number(values, "error")),
        unit=to.unit_of(metric),
        method=to.method(_text(values, "method")),
        source=_text(values, "source"),
    )


def _aimed(values: Values, to: Reader) -> str:
    """The arithmetic: baseline and amount, what that makes, the band, how far at most."""
    metric, size, base = _text(values, "metric"), _number(values, "amount"), _number(values, "baseline")
    percent = values["unit"] == "%"
    goal = base * (1 + size / 100) if percent else base + size
    shown = f"{to.plain(abs(size))} %" if percent else f"{to.number_of(metric, abs(size))} {to.unit_of(metric)}"
    numbers = {name: to.number_of(metric, _number(values, name)) for name in ("baseline", "low", "high", "ceiling")}
    return to.say(
        "chain.target", metric=to.what(metric), unit=to.unit_of(metric), sign="+" if size >= 0 else "\N{MINUS SIGN}",
        amount=shown, goal=to.number_of(metric, goal), method=to.method(_text(values, "method")), **numbers,
    )  # fmt: skip


def _allowed(name: str, plan: Plan, to: Reader) -> str:
    cue = next((c for c in (*plan.cues, *plan.offered) if c.id == name), None)
    risky = [s for s in cue.shifts if s.at_risk] if cue else []
    told = "; ".join(f"{tissue}: {said}" for tissue, said in loads(tuple(risky), to, marked=False))
    text = to.say("chain.cue_allowed", cue=to.what(name))
    return f"{text} {to.say('chain.looked_at', loads=told)}" if told else text


def _text(values: Values, name: str) -> str:
    return str(values.get(name, ""))


def _number(values: Values, name: str) -> float:
    found = values.get(name, 0.0)
    return float(found)
