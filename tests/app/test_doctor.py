"""`restride doctor FILE`: what it says of every kind of file, in words that a person of twelve can read."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from restride.app.cli import doctor_file, doctor_holds, doctor_more
from restride.app.cli.doctor_file import doctor_words, of_file, plain
from restride.app.cli.doctor_guess import looks_like
from restride.app.cli.doctor_seen import seen
from restride.core.conditions import Conditions
from restride.core.profile import Athlete, Profile
from restride.core.recording import Channel, Recording, Source
from restride.read import READERS
from tests.app.command import restride
from tests.conformance.test_readers import SAMPLES

JARGON = re.compile(r"\w@\w|\bgrf\b(?!\.mot)|\bacc\b|\bgyro\b|\bNaN\b|_free|plate_\d|\[\[(?!channel)")
LONG_WORDS = 0.12
SAY = doctor_words()
SCHEMA: Literal["restride/profile/1"] = "restride/profile/1"


@cache
def told(name: str, folder: Path) -> tuple[list[str], bool]:
    path, _, _ = SAMPLES[name](folder)
    return of_file(str(path), None, None)


def channel(quantity: str, place: str = "foot", side: str = "left", rate_hz: float = 200.0, **more: object) -> Channel:
    axes = more.get("axes", ("x", "y", "score") if quantity == "keypoint" else ("x", "y", "z"))
    values = np.zeros((int(30 * rate_hz), len(axes)))
    unit = str(more.get("unit", "m/s2"))
    return Channel(quantity, place, side, "sensor", unit, rate_hz, 0.0, axes, values, str(more.get("origin", "")))


def recording(*channels: Channel, reader: str = "csv", **said: object) -> Recording:
    return Recording(channels, Source("run.csv", "0" * 64, reader, "1"), "running", Conditions(**said))


def missing(one: Recording, profile: Profile | None = None) -> set[str]:
    """The keys of the sentences on what would tell more."""
    sentences = list(doctor_more.more(seen(one), profile, SAY))
    patterns = {key: re.escape(text) for key, text in SAY.table["more"].items()}
    patterns = {key: re.sub(r"\\\{\w+\\\}", ".+", text) for key, text in patterns.items()}
    return {key for key, pattern in patterns.items() if any(re.fullmatch(pattern, line) for line in sentences)}


@pytest.mark.parametrize("name", READERS)
def test_every_kind_of_file_is_told_in_four_parts_without_jargon(name: str, tmp_path: Path) -> None:
    lines, readable = told(name, tmp_path)
    assert readable
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads[-4].startswith("What is in ")
    assert heads[-3:] == ["What you can have from it", "What to know about it", "What would tell you more"]
    assert all(len(line) <= doctor_file.WIDTH for line in lines)
    found = [line for line in lines if JARGON.search(line)]
    assert not found


def test_the_sentences_are_short_of_long_words() -> None:
    def texts(table: object) -> list[str]:
        return [table] if isinstance(table, str) else [t for one in table.values() for t in texts(one)]

    words = re.findall(r"[a-z]{2,}", " ".join(texts(SAY.table)).lower())
    assert sum(len(word) > 9 for word in words) < LONG_WORDS * len(words)


def test_every_sentence_has_a_place_in_the_code() -> None:
    code = "".join(Path(m.__file__ or "").read_text() for m in (doctor_file, doctor_holds, doctor_more))
    for part in ("head", "can", "know", "more"):
        for key in SAY.table[part]:
            assert f'"{part}.{key}"' in code or f"{part}.side_{{" in code, f"{part}.{key}"


@pytest.mark.parametrize(
    ("one", "asked", "not_asked"),
    [
        (recording(channel("acc"), channel("gyro")), {"other_foot"}, {"gyro", "place", "side"}),
        (recording(channel("acc"), channel("gyro"), channel("acc", side="right"), channel("gyro", side="right")),
         {"speed", "profile"}, {"other_foot", "gyro"}),
        (recording(channel("acc", "shank", rate_hz=100.0)), {"shank_rate", "gyro", "other_foot"}, {"foot_rate"}),
        (recording(channel("acc", "shank")), {"gyro"}, {"shank_rate"}),
        (recording(channel("acc", "sacrum", "none", 50.0)), {"back_rate", "gyro_back"}, {"other_foot"}),
        (recording(channel("gyro")), {"acc"}, {"gyro"}),
        (recording(channel("acc_free", "lower_back", "none")), {"free"}, {"acc"}),
        (recording(channel("acc", "unknown", "unknown")), {"place"}, {"other_foot"}),
        (recording(channel("acc", "unknown", "unknown"), reader="phyphox"), {"place_phone", "phone_place"}, {"place"}),
        (recording(channel("acc", "foot", "unknown")), {"side", "other_unsaid"}, {"place"}),
        (recording(channel("marker", "LHEE", "none")), {"force", "legs", "static"}, {"feet", "mass"}),
        (recording(channel("grf", "plate_1", "none", unit="N")), {"markers", "mass"}, {"static", "force"}),
        (recording(channel("marker", "C7", "none"), channel("grf", "plate_1", "none", unit="N")),
         {"feet", "legs", "static", "mass"}, {"force", "markers"}),
        (recording(channel("keypoint", "ankle", rate_hz=30.0)), {"slow_motion", "toes", "view_both"}, {"speed"}),
        (recording(channel("keypoint", "heel", rate_hz=240.0), channel("keypoint", "big_toe", rate_hz=240.0)),
         {"view_both"}, {"slow_motion", "toes"}),
        (recording(channel("pressure", "insole")), {"insole_other", "insole_force", "mass"}, {"place"}),
        (recording(channel("angle", "knee")), {"joint_source", "joint_force"}, {"force"}),
        (recording(channel("joint_moment", "knee")), {"joint_angles"}, {"joint_force"}),
        (recording(channel("speed", "watch", "none", 1.0, axes=("value",)), reader="gpx"),
         {"dynamics", "fit", "heart", "balance", "raw"}, {"workout", "speed"}),
        (recording(channel("contact_time", "watch", "both", 1.0, axes=("value",)), reader="fit"),
         {"raw", "heart"}, {"dynamics", "fit"}),
    ],
)  # fmt: skip
def test_what_is_missing_is_that_of_the_file_at_hand(one: Recording, asked: set[str], not_asked: set[str]) -> None:
    found = missing(one)
    assert asked <= found
    assert not found & not_asked


def test_a_profile_with_a_mass_is_not_asked_for_again() -> None:
    one = recording(channel("grf", "plate_1", "none", unit="N"), speed_mps=2.8)
    athlete = Athlete(id="A1", birth_year=1990, activity="running")
    heavy = Athlete(id="A1", birth_year=1990, activity="running", mass_kg=70.0)
    assert {"mass", "profile"} <= missing(one)
    assert {"mass"} == missing(one, Profile(schema=SCHEMA, athlete=athlete)) & {"mass", "profile"}
    assert not missing(one, Profile(schema=SCHEMA, athlete=heavy)) & {"mass", "profile", "speed"}


def test_a_short_recording_asks_for_more_seconds() -> None:
    whole = recording(channel("acc"))
    assert "short" not in missing(whole)
    assert "short" in missing(whole.between(0.0, 5.0))


def test_what_was_worked_out_of_the_place_is_used(tmp_path: Path) -> None:
    one = recording(channel("acc", "unknown", "unknown"), channel("gyro", "unknown", "unknown"))
    lines = list(doctor_more.more(seen(one), None, SAY, sat="foot"))
    assert any("on the other foot" in line for line in lines)
    assert any(line.startswith("Where the sensor sat.") for line in lines)


def test_gaps_and_empty_signals_are_told_apart() -> None:
    holed, empty = np.zeros((100, 1)), np.full((100, 1), np.nan)
    holed[:25] = np.nan
    some = [
        Channel("marker", f"M{i}", "none", "lab", "m", 100.0, 0.0, ("x",), values)
        for i, values in enumerate((holed, empty, np.zeros((100, 1))))
    ]
    lines = list(doctor_holds.holds(seen(recording(*some)), SAY))
    assert "Missing in between: 25.0 % at most, in 1 of 3 signals." in lines
    assert "1 of 3 signals hold nothing at all." in lines


def test_messages_lose_the_names_of_signals() -> None:
    assert plain("9.9 N in grf@plate_1 of a.c3d, acc_free@lower_back") == "9.9 N in plate 1 of a.c3d, lower back"


UNREADABLE: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "run.fit", "empty"),
    "letter": (b"Dear Sir,\nMr Smith has a sore knee.\nRegards\n", "letter.txt", "words"),
    "table": (b"time;a;b\n1;2;3\n2;3;4\n3;4;5\n", "run.csv", "text"),
    "json": (b'{"weight": [70, 71]}', "a.json", "json"),
    "xml": (b"<?xml version='1.0'?><note>Smith</note>", "a.xml", "xml"),
    "zip": (b"PK\x03\x04" + bytes(40), "a.zip", "zip"),
    "sheet": (b"PK\x03\x04....[Content_Types].xml", "a.xlsx", "sheet"),
    "gzip": (b"\x1f\x8b\x08" + bytes(40), "a.gz", "gzip"),
    "pdf": (b"%PDF-1.7 Smith", "a.pdf", "pdf"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), "a.png", "picture"),
    "video": (b"\0\0\0\x18ftypmp42" + bytes(40), "a.mp4", "video"),
    "binary": (b"\0\1\2\3Smith", "a.dat", "binary"),
    "utf16": ("Dear Smith".encode("utf-16"), "a.txt", "words"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_nobody_can_read_is_guessed_at_and_never_quoted(kind: str, tmp_path: Path) -> None:
    content, name, guess = UNREADABLE[kind]
    path = tmp_path / name
    path.write_bytes(content)
    assert looks_like(path) == guess
    lines, readable = of_file(str(path), None, None)
    assert not readable
    assert lines[0] == f"restride cannot read {name}"
    words = SAY(f"unread.{guess}", beside=path.with_suffix(".toml").name)
    assert words in " ".join(" ".join(lines[1:]).split()).replace("- ", "")
    assert "Smith" not in " ".join(lines)


def test_a_damaged_file_of_a_known_kind_is_called_by_it_and_the_command_fails(tmp_path: Path) -> None:
    path, _, _ = SAMPLES["c3d"](tmp_path)
    path.write_bytes(path.read_bytes()[:3000])
    ran = restride("doctor", path)
    assert (ran.code, ran.err) == (3, "")
    assert "restride reads (C3D), but something in it is missing or wrong" in " ".join(ran.text.split())
    assert "it is cut short" in " ".join(ran.text.split())


def test_several_recordings_in_a_file_are_named_and_the_first_is_told(tmp_path: Path) -> None:
    from tests.read import device_files

    acc, gyro = device_files.swinging()
    trials = {f"TimeMeasure1/Test5/Trial{i}": {"LowerBack": (acc, gyro)} for i in range(1, 10)}
    path = device_files.mobilised(tmp_path / "data.mat", trials)
    lines, _ = of_file(str(path), None, None)
    text = " ".join(lines)
    assert "holds 9 recordings" in text
    assert "and 3 more" in text
    assert "restride doctor data.mat#Test5/Trial2" in text
    assert "What is in data.mat#Test5/Trial1" in lines


@pytest.mark.parametrize("words", [lambda: doctor_words("fr"), lambda: doctor_words("en")])
def test_a_language_without_words_is_english(words: Callable[[], object]) -> None:
    assert words() == SAY
