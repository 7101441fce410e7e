"""Which file a recording came from, by name and content."""

import hashlib
from pathlib import Path

from restride.core.errors import UnreadableFile
from restride.core.recording import Source


def source_of(path: Path, reader: str, version: str, part: str = "") -> Source:
    """Name (without folder) and SHA-256 of the file. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile("a readable file", f"{path.name}: {error.strerror}", "check the file") from None
    return Source(file=path.name, sha256=digest, reader=reader, version=version, part=part)
