"""How each number was made: methods with their errors and sources, definitions, files and versions."""

from restride.app.flows import Assessed
from restride.app.report.blocks import Block, Fold, Heading, Paragraph, Point, Points, Table
from restride.app.report.numbers import method_title, origins, style, title
from restride.app.report.words import Words
from restride.core.assessment import Assessment
from restride.core.methods import Method, methods
from restride.core.vocabulary import entry, vocabulary


def making(assessed: Assessed, say: Words) -> tuple[Block, ...]:
    """Methods under the letters that the tables use, then what each measure is, then files and versions."""
    assessment = assessed.assessment
    made = assessment.versions.methods
    described = tuple(_method(name, letter, made.get(name), say) for name, letter in letters(assessed).items())
    names = {origins()[m.name].base for m in assessment.metrics}
    blocks: list[Paragraph | Heading | Table | Points] = [Points(points=described)]
    if names:
        defined = tuple(Point(title=title(name), lines=(_definition(name),)) for name in vocabulary() if name in names)
        blocks += [Heading(text=say("making.definitions")), Points(points=defined, compact=True)]
    blocks += [Heading(text=say("making.record")), Points(points=_record(assessment, say), compact=True)]
    return Paragraph(text=say("making.intro")), Fold(title=say("making.all"), blocks=tuple(blocks))


def letters(assessed: Assessed) -> dict[str, str]:
    """A letter for each method behind the numbers, curves and contacts, in the order in which they appear."""
    assessment = assessed.assessment
    used = [m.method for m in assessment.metrics] + [c.method for c in assessed.curves] + [assessment.strides.method]
    names = dict.fromkeys(name for name in used if name)
    return {name: chr(ord("A") + i % 26) + (str(i // 26) if i > 25 else "") for i, name in enumerate(names)}


def _definition(name: str) -> str:
    word = entry(name)
    return word.definition + ("." if word.sign == "positive" else f"; {word.sign}.")


def _record(assessment: Assessment, say: Words) -> tuple[Point, ...]:
    found, made = assessment.strides, assessment.versions
    contacts = say(
        "making.contacts_text",
        method=method_title(found.method) or "-",
        left=found.left,
        right=found.right,
        unknown=found.unknown,
    )
    files = tuple(
        say("making.file_text", file=r.file, reader=r.reader, channels=r.channels, sha256=r.sha256)
        for r in assessment.recordings
    )
    versions = say(
        "making.versions_text",
        restride=made.restride,
        vocabulary=made.vocabulary,
        rules=made.rules,
        methods=", ".join(f"{name} {number}" for name, number in sorted(made.methods.items())) or "-",
    )
    return (
        Point(title=say("making.contacts"), lines=(contacts,)),
        Point(title=say("making.files"), lines=files),
        Point(title=say("making.versions"), lines=(versions,)),
    )


def _method(name: str, letter: str, version: int | None, say: Words) -> Point:
    known = methods().get(name)
    named = say("making.title", letter=letter, title=method_title(name))
    if known is None:
        mark = say("making.version_only", version=version) if version is not None else ""
        return Point(title=named, mark=mark, lines=(say("making.undescribed"),))
    lines = []
    if known.sources:
        lines.append(say("making.sources", sources="; ".join(known.sources)))
    if known.deviations:
        lines.append(say("making.deviations", deviations=known.deviations))
    lines += _checks(known, say)
    mark = say("making.version", version=known.version, basis=say(f"basis.{known.basis}"))
    return Point(title=named, mark=mark, lines=tuple(lines))


def _checks(method: Method, say: Words) -> list[str]:
    """The method's errors, one line a reference."""
    if not method.error:
        return [say("making.unchecked")]
    found: dict[tuple[str, int, int], list[str]] = {}
    for name, error in method.error.items():
        write = style(name)
        item = say("making.checked_item", title=title(name), error=write.spread(error.se), unit=say.unit(write.unit))
        found.setdefault((error.against, error.people, error.recordings), []).append(item)
    return [
        say("making.checked", people=people, recordings=recordings, against=against, items="; ".join(items))
        for (against, people, recordings), items in found.items()
    ]
