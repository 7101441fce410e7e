"""Files into recordings that show themselves, and where the files of public data sets lie on this machine."""

from pathlib import Path

from restride.app import flows, samples
from restride.app.notebook.recording import Recording, shown
from restride.read import start


def read(path: str | Path, *, sidecar: str | Path | None = None) -> Recording:
    """The recording of a file; see `restride.read`."""
    return shown(flows.only(start(path, sidecar=sidecar), str(path)))


def read_all(path: str | Path, *, sidecar: str | Path | None = None) -> tuple[Recording, ...]:
    """All recordings of a file that holds several: trials, activities, rows. Raises InputError."""
    return tuple(shown(recording) for recording in start(path, sidecar=sidecar).result())


def sample(path: str) -> Path | None:
    """Where a file of a public data set lies (`"rbds_treadmill_running/RBDS001/RBDS001runT25.c3d"`), None if not here.

    Looked for under the folder that RESTRIDE_DATA names, then in the user's cache (`restride samples fetch`).
    """
    name, _, rest = path.partition("/")
    return next((found for place in samples.places(name) if (found := place / rest).is_file()), None)
