"""A referral as a document: what `plan` writes and prints for somebody who needs to be seen first."""

from typing import Literal

from msgspec import Struct

from restride import __version__
from restride.app.planning import Planned
from restride.core.decision import Urgency
from restride.plan.table import VERSION


class ReferralDocument(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom to see, how soon, why, what to do until then, and the rules that asked for it."""

    schema: Literal["restride/referral/1"] = "restride/referral/1"
    urgency: Urgency
    who: str
    why: str
    until_then: str
    rules: tuple[str, ...]
    notices: tuple[str, ...] = ()
    versions: dict[str, str]


def referral_document(done: Planned) -> ReferralDocument | None:
    """The document; None for somebody who need not be seen."""
    if done.referral is None:
        return None
    own = done.referral
    return ReferralDocument(
        urgency=own.urgency,
        who=own.who,
        why=own.why,
        until_then=own.until_then,
        rules=done.intake.rules,
        notices=done.intake.notices,
        versions={"restride": __version__, "rules": VERSION},
    )
