"""What commands leave behind is whole or not there: made beside its final name, then moved there in one step."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from restride.core.errors import UsageError
from restride.core.tables import all_finite


def json_document(noun: Any) -> bytes:
    """One JSON document with a stable order of fields, indented, ending in a newline.

    Raises ValueError where a float is not finite and TypeError for a type that JSON does not know (numpy's too): both
    are mistakes of ours, not of the person.
    """
    import msgspec

    if not all_finite(msgspec.to_builtins(noun)):
        raise ValueError(f"a {type(noun).__name__} holds a number that is not finite")
    return msgspec.json.format(msgspec.json.encode(noun), indent=2) + b"\n"


def write_atomically(path: Path, content: bytes) -> None:
    """Writes `content` to `path`, whole or not at all; what stood there before stays until then.

    A device or a pipe is written to as it is. Raises UsageError where nothing can be written.
    """
    if path.exists() and not path.is_file():
        with _writing(path):
            path.write_bytes(content)
        return
    target = path.resolve()  # a link stays a link, and what it points to is replaced
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    with _writing(path):
        try:
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, part)
            os.replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def check_file(path: Path, option: str) -> None:
    """Raises UsageError, before anything is computed, if no file can be written at `path`."""
    if path.is_dir():
        raise UsageError(f"a file for {option}", f"the folder {path.name or path}", f"name a file in it: {option} FILE")
    parent = path.parent
    if not parent.is_dir():
        raise UsageError(f"a folder to put {path.name} in", f"no folder {parent.name or parent}", "make it first")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise UsageError(f"a folder to put {path.name} in", f"{parent.name or parent}, read-only", "name another place")


@contextmanager
def folder(out: Path) -> Iterator[Path]:
    """An empty folder to fill; when the block ends well its files move to `out`, otherwise nothing is left of it.

    Made at once, so that an `out` that cannot be made is a UsageError before anything is computed. Folders above `out`
    that had to be made go again too.
    """
    made = [p for p in (out, *out.parents) if not p.exists()]
    stage = out / f".part-{secrets.token_hex(4)}"
    try:
        with _writing(out):
            stage.mkdir(parents=True)
        yield stage
        with _writing(out):
            for file in sorted(stage.iterdir()):
                os.replace(file, out / file.name)
            stage.rmdir()
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        for empty in made:
            with suppress(OSError):
                empty.rmdir()
        raise


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise UsageError(f"a place to write {path.name or path}", found, "name another place or make room") from None
