"""The method of a channel, by where its device sat and who made it: one a family, never shared between two."""

from restride.core.methods import methods
from restride.core.recording import Channel, Recording

OTHER = "other"


def method_of(channel: Channel) -> str:
    """`foot_pod_stryd` for a Stryd pod; `watch_other` for a watch whose maker has no method of its own."""
    known = methods()
    for name in (f"{channel.place}_{channel.origin}", f"{channel.place}_{OTHER}"):
        if name in known:
            return name
    return f"device_{OTHER}"


def source_of(recording: Recording) -> str:
    """What a metric calls its file."""
    s = recording.source
    return f"{s.file}#{s.part}" if s.part else s.file
