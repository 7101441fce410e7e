"""`restride assess`: recordings in, numbers with their doubt out."""

from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path

import typer

from restride.app.cli.documents import check_json, hand_over
from restride.app.cli.screen import show, working
from restride.app.files import folder, json_document
from restride.core.errors import UsageError


class Task(StrEnum):
    """What the person does; `auto` looks."""

    AUTO = "auto"
    RUNNING = "running"
    WALKING = "walking"


def command(
    files: list[str] = typer.Argument(
        help="Recordings of one bout; FILE#NAME picks one of several.", metavar="FILE..."
    ),
    static: str | None = typer.Option(
        None, help="A standing trial: joint centres, zero of the foot angle.", metavar="FILE"
    ),
    sidecar: list[Path] = typer.Option(
        [], help="What a file does not say (in the order of the files).", metavar="S.toml"
    ),
    profile: Path | None = typer.Option(None, help="The person: mass, complaints, goals.", metavar="P.toml"),
    task: Task = typer.Option(Task.AUTO, help="What the person does."),
    out: Path | None = typer.Option(
        None, help="Write assessment.json, strides.csv, report.html, report.pdf here.", metavar="DIR"
    ),
    json: str | None = typer.Option(None, help="Write the assessment as JSON; - is standard output.", metavar="FILE|-"),
) -> None:
    """Measure one bout of walking or running and say what stands out."""
    if len(sidecar) > len(files):
        raise UsageError(f"at most {len(files)} --sidecar", str(len(sidecar)), "give one a file, in the files' order")
    with folder(out) if out else nullcontext() as stage:
        check_json(json)
        with working("reading and measuring"):
            from restride.app import flows
            from restride.core.profile import load_profile

            person = load_profile(profile) if profile else None
            if stage:
                from restride.app.report import start_drawing

                start_drawing()
            assessed = flows.assess(files, static=static, sidecars=sidecar, profile=person, task=task.value)
            document = json_document(assessed.assessment)
        if stage:
            with working("writing the report"):
                from restride.app.outputs import write_outputs

                write_outputs(assessed, person, stage)
    if hand_over(document, json):
        return
    from restride.app.cli.answer import answer, next_step

    show(*answer(assessed.assessment))
    show(*next_step(assessed.assessment, out=out, static=static is not None, profile=person is not None))
