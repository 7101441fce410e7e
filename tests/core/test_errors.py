"""Errors that people see: one line, three parts, one exit code, through a process boundary."""

import pickle

import pytest

from restride.core import errors
from restride.core.errors import RestrideError


def all_kinds() -> list[type[RestrideError]]:
    """The whole tree."""
    found, waiting = [], [RestrideError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += kind.__subclasses__()
    return [kind for kind in found if kind.__module__ == errors.__name__]


@pytest.mark.parametrize("kind", all_kinds())
def test_an_error_is_one_line_of_three_parts(kind: type[RestrideError]) -> None:
    error = kind("a\n b", "c  d", "e\tf")
    assert str(error) == "needed a b; found c d; e f"
    assert (error.needed, error.found, error.do) == ("a b", "c d", "e f")


@pytest.mark.parametrize("kind", all_kinds())
def test_an_error_survives_a_process_boundary(kind: type[RestrideError]) -> None:
    error = kind("vertical force", "markers", "switch the plate on")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert str(back) == str(error)
    assert back.exit_code == error.exit_code


def test_usage_ends_with_2_and_input_with_3() -> None:
    assert errors.UsageError("a", "b", "c").exit_code == 2
    assert {kind.exit_code for kind in all_kinds() if issubclass(kind, errors.InputError)} == {3}


@pytest.mark.parametrize("kind", all_kinds())
def test_the_tree_in_the_docstring_is_the_tree(kind: type[RestrideError]) -> None:
    assert errors.__doc__ is not None
    assert kind.__name__ in errors.__doc__


def test_what_a_file_holds_cannot_make_an_error_long_or_command_a_terminal() -> None:
    error = RestrideError("x" * 5000, "a\x1b[2Jb\u202ec", "do")
    assert str(error).isprintable()
    assert len(error.needed) == errors.LONGEST
    assert error.found == "a?[2Jb?c"
