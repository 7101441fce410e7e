"""The words of the report: one table a language, and the cleaning of text that comes from outside."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from restride.core.tables import load_folder

# Control characters, marks that turn the reading direction round, and halves of characters: they can hide or
# mislead, and some of them no PDF or HTML may hold.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Text of unknown origin, fit for print: white space as single spaces, unfit characters as "?".

    A number keeps its percent sign on its line.
    """
    return re.sub(r"(?<=\d) %", "\u00a0%", _UNFIT.sub("?", re.sub(r"[^\S\u00a0]+", " ", text)))


def sentence(text: str) -> str:
    """A message as a sentence: a capital in front, a full stop behind."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


@dataclass(frozen=True, slots=True)
class Words:
    """One language; `say("who.date")` gives its text, with {places} filled from the keywords."""

    table: dict[str, Any]

    def __call__(self, key: str, **places: object) -> str:
        """The text of `key`; raises ValueError if the table lacks it."""
        text = self._find(key)
        if not isinstance(text, str):
            raise ValueError(f"report words: {key} is no text")
        return text.format(**places)

    def many(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self._find(key))

    def has(self, key: str) -> bool:
        """Whether there are words for `key`."""
        try:
            self._find(key)
        except ValueError:
            return False
        return True

    def day(self, of: date) -> str:
        """A date as people write it."""
        return self("date", day=of.day, month=self.many("months")[of.month - 1], year=of.year)

    def unit(self, unit: str) -> str:
        """A friendly unit; the unit itself where the table has none."""
        return str(self.table["units"].get(unit, unit))

    def _find(self, key: str) -> Any:
        found: Any = self.table
        for part in key.split("."):
            if not isinstance(found, dict) or part not in found:
                raise ValueError(f"report words: nothing for {key}")
            found = found[part]
        return found


@cache
def words(language: str = "en") -> Words:
    """The words of a language, English where there is no such table."""
    tables = load_folder("restride.app.report", "words", dict[str, Any])
    return Words(tables.get(language.lower().split("-")[0], tables["en"]))
