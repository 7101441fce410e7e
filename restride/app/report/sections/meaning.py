"""What the report means and what it does not."""

from restride.app.report.blocks import Block, Pair, Paragraph
from restride.app.report.words import Words


def meaning(say: Words) -> tuple[Block, ...]:
    """The same for everybody."""
    return (
        Pair(
            titles=(say("meaning.is"), say("meaning.is_not")),
            lists=(say.many("meaning.is_points"), say.many("meaning.is_not_points")),
        ),
        Paragraph(text=say("meaning.device"), weight="small"),
    )
