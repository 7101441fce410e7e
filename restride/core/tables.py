"""Knowledge as data: TOML files that ship with the package, read once, checked when read."""

from functools import cache
from importlib import resources
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


@cache
def _files(package: str, folder: str) -> tuple[tuple[str, bytes], ...]:
    root = resources.files(package).joinpath(folder)
    found = sorted((entry for entry in root.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    return tuple((entry.name.removesuffix(".toml"), entry.read_bytes()) for entry in found)


def load_folder(package: str, folder: str, kind: type[T]) -> dict[str, T]:
    """Every `*.toml` of `package/folder` as `kind`, by file name.

    Raises ValueError naming the file and the field: a wrong table is a programmer's mistake and stops at start-up.
    """
    tables: dict[str, T] = {}
    for stem, raw in _files(package, folder):
        try:
            tables[stem] = msgspec.toml.decode(raw, type=kind)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise ValueError(f"{package}/{folder}/{stem}.toml: {error}") from None
    return tables


def all_finite(value: Any) -> bool:
    """Whether no float anywhere in plain data is NaN or infinite (TOML lets both pass)."""
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")
    if isinstance(value, dict):
        return all(all_finite(v) for v in value.values())
    if isinstance(value, (list, tuple)):
        return all(all_finite(v) for v in value)
    return True
