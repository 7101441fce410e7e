"""Every error that a person can cause, as one tree.

RestrideError
├── UsageError          the command or its options make no sense             exit 2
└── InputError          the input cannot be used                             exit 3
    ├── UnreadableFile  the file is empty, cut short, damaged or not a file
    ├── UnknownFormat   no reader knows this content
    ├── BadSidecar      the sidecar does not describe the file
    ├── BadProfile      the profile has a typo or an impossible value
    ├── BadLog          a line of the log cannot be read
    ├── BadPlan         the plan, or the assessment it starts from, cannot be read
    ├── MissingChannel  a quantity that this needs is not in the recording
    ├── NothingToMeasure  the recording holds no gait of the kind asked for
    └── MissingData     a sample recording or an optional package is not here

A message says what was needed, what was there and what to do, in one line. It never holds a person's name.
Mistakes of programmers (a metric name that the vocabulary lacks) are plain ValueErrors: they are not for users.
"""

from typing import ClassVar

LONGEST = 400
"""Letters of each of the three parts."""


class RestrideError(Exception):
    """An error with its three parts; `str(error)` is the one line that a person reads."""

    exit_code: ClassVar[int] = 3

    def __init__(self, needed: str, found: str, do: str) -> None:
        self.needed, self.found, self.do = (_one_line(part) for part in (needed, found, do))
        super().__init__(self.needed, self.found, self.do)

    def __str__(self) -> str:
        return f"needed {self.needed}; found {self.found}; {self.do}"

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:
        return type(self), (self.needed, self.found, self.do)


def _one_line(text: str) -> str:
    """Words that may quote a file: on one line, of a length that can be read, without signs that command a terminal."""
    line = " ".join(text.split())
    line = line if len(line) <= LONGEST else f"{line[: LONGEST - 3]}..."
    return "".join(letter if letter.isprintable() else "?" for letter in line)


class UsageError(RestrideError):
    """The command line is wrong."""

    exit_code = 2


class InputError(RestrideError):
    """The input cannot be used."""


class UnreadableFile(InputError):
    """Empty, truncated, damaged, or not a file at all."""


class UnknownFormat(InputError):
    """No reader knows this content."""


class BadSidecar(InputError):
    """The sidecar does not describe the file beside it."""


class BadProfile(InputError):
    """The profile has a typo or an impossible value."""


class MissingChannel(InputError):
    """The recording lacks a quantity that this step needs."""


class NothingToMeasure(InputError):
    """The recording can be read but holds no gait of the kind asked for."""


class MissingData(InputError):
    """A sample recording or an optional package is not on this machine."""


class BadLog(InputError):
    """A line of the log cannot be read: do not run until this is sorted out."""


class BadPlan(InputError):
    """The plan or the assessment that it is made from cannot be read."""
