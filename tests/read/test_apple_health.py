"""Apple Health exports made here, after the format as documented: no real export was at hand."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import InputError, UnreadableFile
from restride.core.recording import Recording
from restride.read.apple_health import READER
from tests.read.damage import Edit, edited, sound_or_refused
from tests.read.fit_files import values

DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ATTLIST VisionPrescription
  brand            CDATA #IMPLIED
<!ELEMENT RightEye EMPTY>
]>"""
WATCH = ("Ada’s Apple&#160;Watch", "&lt;&lt;HKDevice: 0x1&gt;, name:Apple Watch, manufacturer:Apple Inc.&gt;")
PHONE = ("Ada’s iPhone", "&lt;&lt;HKDevice: 0x2&gt;, name:iPhone, model:iPhone&gt;")


def when(s: float, day: int = 1) -> str:
    """A moment of the run, two hours east of Greenwich."""
    s = int(s)
    return f"2024-05-{day:02d} {7 + s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d} +0200"


def record(kind: str, unit: str, value: float, start: float, end: float, source=WATCH, day: int = 1) -> str:
    """One sample."""
    name, device = source
    return (
        f'<Record type="HKQuantityTypeIdentifier{kind}" sourceName="{name}" sourceVersion="10.1" device="{device}" '
        f'unit="{unit}" creationDate="{when(end, day)}" startDate="{when(start, day)}" endDate="{when(end, day)}" '
        f'value="{value}"/>'
    )


def run_records(seconds: int = 300) -> str:
    """A run at 3 m/s with what a watch writes, and a phone that counts steps too."""
    out = []
    for s in range(0, seconds, 3):
        out += [
            record("RunningGroundContactTime", "ms", 250, s, s),
            record("RunningVerticalOscillation", "cm", 8.5, s, s),
            record("RunningStrideLength", "m", 1.05, s, s),
            record("RunningSpeed", "km/hr", 10.8, s, s + 3),
            record("RunningPower", "W", 260, s, s + 3),
            record("StepCount", "count", 8.5, s, s + 3),
            record("DistanceWalkingRunning", "km", 0.009, s, s + 3),
        ]
    for s in range(0, seconds, 5):
        out.append(record("HeartRate", "count/min", 150, s, s))
    for s in range(0, seconds, 30):
        out.append(record("StepCount", "count", 80, s, s + 30, PHONE))
    out.append(record("BodyMass", "kg", 70, 0, 0))
    return "\n".join(out)


def walking_days() -> str:
    """Three days of walking as a phone sees it."""
    out = []
    for day, speed in ((1, 4.5), (2, 5.4), (4, 4.86)):
        out += [
            record("WalkingSpeed", "km/hr", speed, 10, 40, PHONE, day),
            record("WalkingStepLength", "cm", 70, 10, 40, PHONE, day),
            record("WalkingDoubleSupportPercentage", "%", 0.28, 10, 40, PHONE, day),
            record("WalkingAsymmetryPercentage", "%", 0.02, 10, 40, PHONE, day),
        ]
    return "\n".join(out)


def workout(inner: str = "", kind: str = "Running", seconds: int = 300) -> str:
    """A workout that encloses the run."""
    return (
        f'<Workout workoutActivityType="HKWorkoutActivityType{kind}" duration="5" durationUnit="min" '
        f'sourceName="Ada’s Apple Watch" startDate="{when(0)}" endDate="{when(seconds - 1)}">{inner}'
        '<WorkoutStatistics type="HKQuantityTypeIdentifierHeartRate" average="150" unit="count/min"/></Workout>'
    )


def export(*parts: str) -> bytes:
    """export.xml, with a document type that is not well-formed, as some versions of the phone write it."""
    body = "\n".join(parts)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{DTD}\n<HealthData locale="en_GB">\n{body}\n</HealthData>\n'
    return text.encode()


def packed(xml: bytes, name: str = "apple_health_export/export.xml") -> bytes:
    """export.zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>" * 50)
        file.writestr("apple_health_export/workout-routes/route_1.gpx", "<gpx/>")
        file.writestr(name, xml)
    return out.getvalue()


def read(folder: Path, raw: bytes, name: str = "export.zip") -> tuple[Recording, ...]:
    """What our reader makes of it."""
    path = folder / name
    path.write_bytes(raw)
    assert READER.sniff(raw[:4096], path)
    return READER.read(path, None)


def test_a_workout_has_all_running_dynamics_in_units_of_memory(tmp_path: Path) -> None:
    (run,) = read(tmp_path, packed(export(run_records(), workout())))
    assert (run.task, run.source.part, run.source.reader) == ("running", "2024-05-01T0700", "apple_health")
    for quantity, value in (
        ("contact_time", 0.250), ("vertical_oscillation", 0.085), ("speed", 3.0), ("power", 260.0),
        ("heart_rate", 150.0), ("stride_length", 2.1),
    ):  # fmt: skip
        found = values(run, quantity)
        np.testing.assert_allclose(found[np.isfinite(found)], value)
        assert np.isfinite(found).sum() > 280, quantity
    assert np.nanmedian(values(run, "cadence", "watch")) == pytest.approx(170.0)
    assert np.nanmedian(values(run, "cadence", "phone")) == pytest.approx(160.0)
    assert np.nanmax(values(run, "distance")) == pytest.approx(900.0, abs=10)
    assert run.marks[0].name == "start 2024-05-01T07:00:00+02:00"
    assert any("doubled" in n.message for n in run.notes)


def test_nobodys_name_is_kept(tmp_path: Path) -> None:
    for one in read(tmp_path, packed(export(run_records(), walking_days(), workout()))):
        assert "Ada" not in f"{one.source} {one.conditions} {one.notes} {[c.origin for c in one.channels]}"


def test_a_pause_is_empty_also_where_every_event_stands_twice(tmp_path: Path) -> None:
    events = "".join(
        f'<WorkoutEvent type="HKWorkoutEventType{kind}" date="{when(s)}"/>' * 2
        for kind, s in (("Pause", 100), ("Resume", 160))
    )
    (run,) = read(tmp_path, packed(export(run_records(), workout(events))))
    assert np.isnan(values(run, "speed")[101:160]).all()
    assert np.isfinite(values(run, "speed")[170:280]).all()
    assert any("60 s in 1 pause" in n.message for n in run.notes)


def test_daily_walking_is_one_recording_with_a_sample_a_day(tmp_path: Path) -> None:
    (days,) = read(tmp_path, export(walking_days()), "export.xml")
    assert (days.source.part, days.task) == ("walking_days", "walking")
    assert {c.rate_hz for c in days.channels} == {1 / 86400}
    np.testing.assert_allclose(values(days, "speed"), [1.25, 1.5, np.nan, 1.35])
    np.testing.assert_allclose(np.nanmean(values(days, "stride_length")), 1.4)
    np.testing.assert_allclose(np.nanmean(values(days, "double_support")), 28.0)
    np.testing.assert_allclose(np.nanmean(values(days, "asymmetric_steps")), 2.0)
    assert {c.place for c in days.channels} == {"phone"}


def test_the_export_is_found_under_the_name_of_the_phones_language(tmp_path: Path) -> None:
    name = "apple_health_export/Exportación.xml"
    assert len(read(tmp_path, packed(export(run_records(), workout()), name))) == 1


def test_other_workouts_and_other_zip_files_are_left_alone(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="workouts on foot"):
        read(tmp_path, packed(export(run_records(), workout(kind="Cycling"))))
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("data.csv", "1,2")
    assert not READER.sniff(path.read_bytes()[:4096], path)
    assert not READER.sniff(b"PK\x03\x04 cut short", tmp_path / "no such file")


def test_an_export_cut_short_keeps_what_stands_before(tmp_path: Path) -> None:
    xml = export(run_records(), workout(), run_records())
    (run,) = read(tmp_path, xml[: int(0.7 * len(xml))], "export.xml")
    assert run.notes[0].code == "truncated"
    zipped = packed(xml)
    with pytest.raises(UnreadableFile):
        read(tmp_path, zipped[: len(zipped) // 2])


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = export(run_records(), workout()).replace(b"<!ELEMENT RightEye EMPTY>", b'<!ENTITY a "haha">')
    with pytest.raises(UnreadableFile, match="without entities"):
        read(tmp_path, bomb, "export.xml")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("apple_health_export/export.xml", b"<HealthData>" + bytes(60_000_000))
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match="200 times its size"):
        READER.read(path, None)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_control_characters_do_not_stop_it(tmp_path: Path) -> None:
    xml = export(run_records(), workout()).replace(b"sourceVersion", b"\x0b sourceVersion", 3)
    assert len(read(tmp_path, xml, "export.xml")) == 1


SMALL = export(run_records(30), walking_days(), workout(seconds=30))
edits = st.lists(
    st.tuples(
        st.sampled_from(["flip", "flip", "insert", "cut"]),
        st.integers(0, len(SMALL)),
        st.one_of(st.binary(min_size=1, max_size=6), st.sampled_from([b"9999", b"NaN", b"-1e300", b"<", b"]>"])),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("apple")


@settings(max_examples=150)
@given(changes=edits, zipped=st.booleans())
def test_any_damage_gives_a_recording_or_one_line(folder: Path, changes: list[Edit], zipped: bool) -> None:
    path = folder / "export.zip"
    path.write_bytes(edited(packed(SMALL), changes) if zipped else edited(SMALL, changes))
    sound_or_refused(lambda: READER.read(path, None))
