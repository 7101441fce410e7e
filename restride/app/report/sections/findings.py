"""What stands out, with the evidence for and against side by side."""

from collections.abc import Mapping

from restride.app.flows import Assessed
from restride.app.report.blocks import Block, Evidence, Findings, Paragraph, Stand
from restride.app.report.numbers import half_width, is_live, style, title
from restride.app.report.words import Words, sentence
from restride.core.assessment import Finding
from restride.core.evidence import evidence
from restride.core.metric import Metric
from restride.faults.rules import rules

CHANCES = (
    (0.99, "almost_certainly"),
    (0.9, "very_likely"),
    (0.66, "likely"),
    (0.33, "even"),
    (0.1, "unlikely"),
    (0.0, "very_unlikely"),
)
"""Words for a probability: from this value on, the word. Steps as the IPCC uses them."""


def stands_out(assessed: Assessed, say: Words) -> tuple[Block, ...]:
    """The summary sentence, then each finding as the rules ranked them, those that matter to this person first."""
    assessment = assessed.assessment
    blocks: list[Block] = [Paragraph(text=assessment.summary, weight="lead")] if assessment.summary else []
    if not assessment.findings:
        return (*blocks, Paragraph(text=say("findings.none")))
    ordered = sorted(assessment.findings, key=lambda f: not f.relevant)
    stands = tuple(_stand(finding, assessment.metrics, say) for finding in ordered)
    return (*blocks, Findings(findings=stands), Paragraph(text=say("findings.chance_note"), weight="small"))


def chance(probability: float, say: Words) -> str:
    """A probability in words and in percent."""
    word = next((word for least, word in CHANCES if probability >= least), CHANCES[-1][1])
    if probability > 0.99:
        percent = say("chance.over")
    elif probability < 0.01:
        percent = say("chance.under")
    else:
        percent = say("chance.percent", percent=round(100 * probability))
    return say("findings.chance", words=say(f"chance.{word}"), percent=percent)


def _stand(finding: Finding, metrics: tuple[Metric, ...], say: Words) -> Stand:
    rule = rules().get(finding.rule)
    against = rule.evidence_against if rule else {}
    basis = say(f"basis.{finding.basis}")
    if rule:
        basis = say("findings.basis_strength", basis=basis, strength=say(f"strengths.{rule.strength}"))
    facts = [
        (say("findings.why"), finding.why),
        (say("findings.fits" if finding.relevant else "findings.fits_not"), sentence(finding.because)),
        (say("findings.point"), " ".join(condition.note for condition in rule.when) if rule else ""),
        (say("findings.basis"), basis),
    ]
    own = [m for name in dict.fromkeys(finding.metrics) for m in _of(name, finding.side, metrics)]
    return Stand(
        title=_sided(finding.title, finding.side, say),
        chance=chance(finding.probability, say),
        facts=tuple((label, text) for label, text in facts if text),
        numbers=tuple(_number(m, say) for m in own),
        for_title=say("findings.for"),
        for_points=_cited(finding.evidence_for, {}, say) or (Evidence(text=say("findings.nothing_for")),),
        against_title=say("findings.against"),
        against_points=_cited(finding.evidence_against, against, say)
        or (Evidence(text=say("findings.nothing_against")),),
    )


def _cited(rows: tuple[str, ...], said: Mapping[str, str], say: Words) -> tuple[Evidence, ...]:
    """Evidence rows as sentences with their source; `said`: the rule's own sentence. What is no row stands as it is."""
    known = evidence()
    return tuple(
        Evidence(
            text=said.get(row, known[row].says), source=say("findings.source", reference=known[row].reference, row=row)
        )
        if row in known
        else Evidence(text=said.get(row, row))
        for row in rows
    )


def _of(name: str, side: str, metrics: tuple[Metric, ...]) -> list[Metric]:
    """The metric on the finding's side; where that side has none, for the whole person."""
    own = [m for m in metrics if m.name == name and not is_live(m)]
    return [m for m in own if m.side == side] or [m for m in own if side == "both" or m.side in ("both", "unknown")]


def _sided(title: str, side: str, say: Words) -> str:
    return say("findings.side", title=title, side=say(f"sides.of_{side}")) if side in ("left", "right") else title


def _number(metric: Metric, say: Words) -> str:
    write = style(metric.name)
    return say(
        "findings.number",
        title=_sided(title(metric.name), metric.side, say),
        value=write.text(metric.value),
        doubt=write.spread(half_width(metric)),
        unit=say.unit(write.unit),
    )
