"""A small share of `make fuzz` for every reader, the same edits in the hands of hypothesis, the laws of the harness."""

import gzip
import io
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz import judge
from fuzz.crew import Crew
from fuzz.damage import EDITS, damaged, members, packed
from fuzz.fit_records import records, sealed
from fuzz.forked import forked
from fuzz.judge import outcome, recordings_wrong
from fuzz.seeds import kind_of, seeds, written
from fuzz.tell import kept, table
from fuzz.work import IN_A_PROCESS, Finding, Stretch, Tally, listening, made, stretch
from restride.core.errors import InputError, UnknownFormat
from restride.core.recording import Channel, Recording, Source
from restride.read import READERS, read
from tests.read.fit_files import run_bytes

INPUTS = 100
INPUTS_OF_A_PROCESS = 50
each_reader = pytest.mark.parametrize("name", READERS)
kinds_of = cache(seeds)


@pytest.fixture(autouse=True)
def _stops_what_is_slow() -> None:
    listening()


@each_reader
def test_damaged_files_give_recordings_or_one_line(name: str, tmp_path: Path) -> None:
    inputs = INPUTS_OF_A_PROCESS if name in IN_A_PROCESS else INPUTS
    tally = stretch(kinds_of(name), Stretch(name, 1, 1 + inputs), 7, tmp_path)
    assert not tally.findings, [(one.number, one.detail[-600:]) for one in tally.findings]
    assert sum(tally.counts.values()) == inputs


@each_reader
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_the_same_edits_in_the_hands_of_hypothesis(name: str, chance: Random, tmp_path: Path) -> None:
    one = kinds_of(name)[0]
    raw = damaged(one.raw, one.kind, chance)
    with forked(True):
        found = outcome(lambda: read(written(one, tmp_path, raw)), len(raw), stored=name == "restride")
    assert found.word != "wrong", found.detail


@each_reader
def test_every_reader_has_a_small_seed_and_every_seed_is_read(name: str, tmp_path: Path) -> None:
    found = kinds_of(name)
    assert min(len(one.raw) for one in found) < 30_000
    for number, one in enumerate(found):
        (tmp_path / str(number)).mkdir()
        with forked(True):
            assert read(written(one, tmp_path / str(number)))


@each_reader
def test_a_number_makes_the_same_input_each_time_and_another_number_another(name: str) -> None:
    inputs = [made(kinds_of(name), name, 3, number)[1] for number in (*range(30), *range(30))]
    assert inputs[:30] == inputs[30:]
    assert len(set(inputs[:30])) > 20


@pytest.mark.parametrize("kind", EDITS)
@given(raw=st.binary(max_size=300), chance=st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_no_edit_fails_on_any_bytes(kind: str, raw: bytes, chance: Random) -> None:
    assert isinstance(damaged(raw, kind, chance), bytes)


def test_a_zip_file_keeps_right_sums_around_its_damage() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("a.csv", "1,2\n3,4\n" * 20)
    found = {members(whole.getvalue(), Random(number)) for number in range(50)}
    sound = [zipfile.ZipFile(io.BytesIO(raw)).testzip() for raw in found]
    assert len(found) > 20
    assert not any(sound)
    assert b"1,2" in gzip.decompress(gzip.compress(b"1,2", mtime=0))
    assert gzip.decompress(packed(gzip.compress(b"1,2\n3,4\n" * 9, mtime=0), Random(2))) != b"1,2\n3,4\n" * 9


def test_a_fit_file_is_followed_record_by_record_and_sealed_again() -> None:
    raw = run_bytes(30)
    found = records(raw)
    assert (found[0][0], found[-1][1]) == (raw[0], len(raw) - 2)
    assert sum(not is_definition for _, _, is_definition in found) >= 30
    assert sealed(raw) == raw
    assert sealed(raw[:-2] + b"\1\2") == raw


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(b"1,2\n", "text"), (b" <a/>", "xml"), (b'{"a": 1}', "json"), (b"{a", "text"), (b"\0\1", "bytes"), (b"", "text")],
)
def test_kinds_are_told_by_content(raw: bytes, kind: str) -> None:
    assert kind_of(raw) == kind


def recording(values: np.ndarray, unit: str = "m/s2", start_s: float = 0.0) -> Recording:
    channel = Channel("acc", "foot", "left", "sensor", unit, 100.0, start_s, ("x",), values)
    return Recording((channel,), Source("a.csv", "0" * 64, "csv", "1"))


def raising(error: BaseException) -> Callable[[], tuple[Recording, ...]]:
    def read() -> tuple[Recording, ...]:
        raise error

    return read


def busy() -> tuple[Recording, ...]:
    memory = bytearray(judge.peak_bytes() + (judge.BASE_BYTES * 3))
    memory[:: 1 << 12] = b"1" * len(memory[:: 1 << 12])
    raise InputError("a", "b", "c")


SOUND = np.zeros((5, 1))


class Odd(InputError):
    """An error that says what it was given as it was given."""

    def __str__(self) -> str:
        return str(self.args[0])

    def __init__(self, needed: str, found: str, do: str) -> None:
        super().__init__(needed, found, do)
        self.args = (needed, found, do)


def test_the_judge_lets_recordings_and_one_line_pass() -> None:
    assert outcome(lambda: (recording(SOUND),), 10).word == "read"
    assert outcome(raising(InputError("a", "b", "c")), 10).word == "refused"
    assert outcome(raising(UnknownFormat("a", "b", "c")), 10).word == "unknown"


@pytest.mark.parametrize(
    ("error", "place"),
    [
        (ValueError("x"), "ValueError"),
        (MemoryError(), "MemoryError"),
        (RecursionError(), "RecursionError"),
        (Odd("a\x1b[2J", "b", "c"), "line"),
        (Odd("a" * 800, "b", "c"), "line"),
        (InputError("", "b", "c"), "line"),
    ],
)
def test_any_other_error_is_found(error: BaseException, place: str) -> None:
    found = outcome(raising(error), 10)
    assert (found.word, found.place.split()[0]) == ("wrong", place)


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        ((), "no recordings"),
        ((recording(np.full((5, 1), np.inf)),), "infinite"),
        ((recording(SOUND, "g"),), "not SI"),
        ((recording(SOUND[:0]),), "without samples"),
        ((recording(SOUND, start_s=1e300),), "stands still"),
    ],
)
def test_recordings_that_cannot_be_trusted_are_found(found: tuple[Recording, ...], wrong: str) -> None:
    assert wrong in recordings_wrong(found)


def test_memory_beyond_the_bound_a_warning_and_a_hang_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert outcome(busy, 1000).place == "memory"
    assert "divide" in outcome(lambda: (recording(np.nan_to_num(np.ones((5, 1)) / SOUND)),), 9).detail
    monkeypatch.setattr("fuzz.work.CPU_S", 0.05)
    monkeypatch.setattr("fuzz.work.tried", lambda *_: (outcome(_for_ever, 9), tmp_path / "x"))
    (found,) = stretch(kinds_of("csv"), Stretch("csv", 1, 2), 1, tmp_path).findings
    assert found.place.startswith("TooSlow")


def _for_ever() -> tuple[Recording, ...]:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        pass
    return ()


def test_findings_are_kept_with_their_files_and_how_to_make_them_again(tmp_path: Path) -> None:
    one = Finding(
        "csv", 12, "ValueError read/x.py:3", "ValueError: x", "run.csv", (("run.csv", b"1"), ("run.toml", b"2"))
    )
    said = "\n".join(kept([one, one], tmp_path, 5))
    assert "2 times" in said
    assert "--reader csv --seed 5 --only 12" in said
    assert (tmp_path / "csv-5-12" / "run.csv").read_bytes() == b"1"
    lines = table({"csv": Tally("csv", {"read": 3, "wrong": 1})}, {"csv": ()}, 2.0, 5)
    assert any(line.startswith("4 inputs in 0.0 min, 2 a second, seed 5") for line in lines)


def test_a_process_that_dies_is_a_finding_and_the_rest_goes_on() -> None:
    found: list[Tally] = []
    with Crew({"csv": kinds_of("csv")}, 1, 1) as crew:
        for tally in crew.done([Stretch("csv", 0, 20), Stretch("csv", 20, 3000)], None):
            found.append(tally)
            if len(found) == 1:
                crew._members[0].process.kill()
            elif len(found) == 2:
                break
    assert found[0].counts.get("wrong", 0) == 0
    assert "ended with -9" in found[1].findings[0].detail
