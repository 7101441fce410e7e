"""What each step asks of kneecap, Achilles tendon and shin bone: a leg with the peaks, and the curves over stance."""

from restride.app.flows import Assessed
from restride.app.ledger_run import too_unsure
from restride.app.report.blocks import Block, Figure, Gallery, Paragraph
from restride.app.report.drawings import Leg, Picture, Structure
from restride.app.report.numbers import style
from restride.app.report.sections.curves import LOADS, drawn, is_load
from restride.app.report.words import Words
from restride.app.whatif import PREFIX
from restride.core.metric import Metric
from restride.core.tradeoff import Tissue


def loads(assessed: Assessed, say: Words) -> tuple[Block, ...]:
    """Nothing where the recording gave no load. Sides stand together: they must not be compared."""
    peaks = {tissue: metric for tissue, prefix in PREFIX.items() if (metric := _peak(assessed, prefix)) is not None}
    figures = drawn([c for c in assessed.curves if is_load(c)], LOADS, say)
    if not peaks and not figures:
        return ()
    first = (_leg(peaks, say),) if peaks else ()
    blocks: list[Block] = [Paragraph(text=say("loads.intro")), Gallery(figures=(*first, *figures))]
    if figures:
        blocks.append(Paragraph(text=say("loads.together"), weight="small"))
    return tuple(blocks)


def _peak(assessed: Assessed, prefix: str) -> Metric | None:
    """Of both sides, or of one where that is all there is."""
    found = {m.side: m for m in assessed.assessment.metrics if m.name == f"{prefix}_force_peak"}
    return found.get("both") or next(iter(found.values()), None)


def _leg(peaks: dict[Tissue, Metric], say: Words) -> Figure:
    structures = tuple(_structure(tissue, metric, say) for tissue, metric in peaks.items())
    parts = " ".join(say("loads.part", title=s.title, text=s.text) for s in structures)
    return Figure(
        title=say("loads.leg"),
        keys=(),
        caption=say("loads.leg_note"),
        picture=Picture(name="loads-leg", alt=say("loads.leg_alt", parts=parts), drawing=Leg(structures=structures)),
    )


def _structure(tissue: Tissue, metric: Metric, say: Words) -> Structure:
    title = say(f"ledger.tissues.{tissue}")
    if too_unsure(metric):
        return Structure(tissue=tissue, title=title, text=say("loads.too_unsure"), direction="unknown")
    write = style(metric.name)
    # without ±: how far the level of the model lies off is not known
    text = say("loads.peak", value=write.text(metric.value), unit=say.unit(write.unit))
    return Structure(tissue=tissue, title=title, text=text, direction="")
