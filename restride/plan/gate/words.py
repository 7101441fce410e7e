"""A rule's two sentences, with the values that fired it in human words."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from restride.core.profile import Profile
from restride.plan.gate.view import Fired


@cache
def places() -> dict[str, dict[str, str]]:
    """Human words of places and sides, by language."""
    raw = resources.files("restride.plan").joinpath("places.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


class _Values(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def language_of(profile: Profile, text: dict[str, str]) -> str:
    """The person's language among those of a text, whatever its country (`es-AR` reads `es`); else English."""
    own = profile.athlete.language.replace("_", "-").split("-")[0].lower()
    return own if own in text else "en"


def said(text: dict[str, str], fired: Fired, profile: Profile) -> str:
    """The sentences in the person's language, English where it has none."""
    language = language_of(profile, text)
    words = places().get(language, {})
    values = {key: _human(value, words) for key, value in fired.values.items()}
    return " ".join(text[language].format_map(_Values(values)).split())


def _human(value: Any, words: dict[str, str]) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return words.get(str(value), str(value)) if isinstance(value, str) else str(value)
