"""What `plan` leaves behind: a plan as JSON, calendar, page and print, with a letter to the clinician; a referral."""

from pathlib import Path

from restride.app.files import json_document
from restride.app.planning import Planned
from restride.app.referral import referral_document

PLAN = ("plan.json", "plan.ics", "plan.html", "plan.pdf", "letter.html", "letter.pdf")
REFERRAL = ("referral.json", "referral.html")


def write_plan(done: Planned, stage: Path) -> tuple[str, ...]:
    """Writes into `stage`, which exists, and returns the names of the files.

    Somebody who is locked gets only the referral; a plan that holds together with a referral gets both.
    """
    from restride.app.report.html import page as report_page
    from restride.app.report.pdf import pdf
    from restride.app.report.planned.calendar import calendar
    from restride.app.report.planned.letter import letter_of
    from restride.app.report.planned.page import plan_page, referral_page
    from restride.app.report.planned.printed import printed

    files: dict[str, bytes] = {}
    if done.plan is not None:
        letter = letter_of(done.plan, done)
        documents = (
            json_document(done.plan),
            calendar(done.plan, done.before),
            plan_page(done.plan, done.referral).encode(),
            printed(done.plan, done.referral),
            report_page(letter, {}).encode(),
            pdf(letter, {}, today=done.start),
        )
        files |= dict(zip(PLAN, documents, strict=True))
    if (own := referral_document(done)) is not None:
        page = referral_page(own, done.profile, on=done.start, planned=done.plan is not None)
        files |= dict(zip(REFERRAL, (json_document(own), page.encode()), strict=True))
    for name, content in files.items():
        (stage / name).write_bytes(content)
    return tuple(files)


def withdraw(written: tuple[str, ...], out: Path) -> tuple[str, ...]:
    """Renames what an earlier `plan` left in `out` and this one did not write; returns the new names.

    An old plan beside a new lock would still be followed, and an old referral beside a new plan would still be feared.
    """
    old = [out / name for name in (*PLAN, *REFERRAL) if name not in written and (out / name).is_file()]
    return tuple(path.replace(path.with_name(f"withdrawn-{path.name}")).name for path in old)
