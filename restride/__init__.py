"""Gait retraining as one closed loop, for walkers and runners, on the user's own machine.

In a notebook: `import restride as rs`, then `rs.read(path)` and `rs.assess(path)`. What stands here is loaded when it
is first used.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from restride.core import version

if TYPE_CHECKING:
    from restride.app.notebook import (
        Assessment,
        Chart,
        Recording,
        Strides,
        assess,
        read_all,
        sample,
        simulated,
    )
    from restride.core.conditions import Conditions
    from restride.core.errors import RestrideError
    from restride.core.recording import Channel, Source

__version__ = version.VERSION
__all__ = [
    "Assessment",
    "Channel",
    "Chart",
    "Conditions",
    "Recording",
    "RestrideError",
    "Source",
    "Strides",
    "__version__",
    "assess",
    "read",
    "read_all",
    "sample",
    "simulated",
]

import_module("restride.read")  # the room of this name, loaded first: the name is then that of the function below
_NOUNS = {
    "Channel": "restride.core.recording",
    "Conditions": "restride.core.conditions",
    "RestrideError": "restride.core.errors",
    "Source": "restride.core.recording",
}


def read(path: str | Path, *, sidecar: str | Path | None = None) -> "Recording":
    """The recording of a file; `FILE#NAME` picks one of several.

    sidecar: a TOML file that says what the file does not (default: the one beside it). Raises InputError, in one line:
    what was needed, what was there and what to do.
    """
    from restride.app import notebook

    return notebook.read(path, sidecar=sidecar)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_NOUNS.get(name, "restride.app.notebook")), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
