"""TCX and GPX files made here: what makers write, in the units of memory; what an attacker writes, in one line."""

import gzip
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import InputError, UnreadableFile
from restride.core.recording import Recording
from restride.read.gpx import READER as GPX
from restride.read.tcx import READER as TCX
from tests.read.damage import Edit, edited, sound_or_refused
from tests.read.fit_files import values

METRES = 1 / 111_194.93  # degrees of latitude


def tcx(points: str, sport: str = "Running", device: str = "Polar Vantage V2") -> str:
    """A TCX file of one activity."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
 xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2">
<Activities><Activity Sport="{sport}"><Id>2024-05-01T06:00:00Z</Id>
<Lap StartTime="2024-05-01T06:00:00Z"><Cadence>80</Cadence><Track>{points}</Track></Lap>
<Creator><Name>{device}</Name></Creator></Activity></Activities></TrainingCenterDatabase>"""


def point(s: int, *, cadence: str = "<ns3:RunCadence>86</ns3:RunCadence>", more: str = "") -> str:
    """A point at 3 m/s."""
    return f"""<Trackpoint><Time>2024-05-01T06:{s // 60:02d}:{s % 60:02d}.000Z</Time>
<Position><LatitudeDegrees>{50 + 3 * s * METRES:.8f}</LatitudeDegrees><LongitudeDegrees>7</LongitudeDegrees></Position>
<AltitudeMeters>{100 + s / 10}</AltitudeMeters><DistanceMeters>{3 * s}</DistanceMeters>
<HeartRateBpm><Value>{140 + s % 2}</Value></HeartRateBpm>{more}
<Extensions><ns3:TPX><ns3:Speed>3.0</ns3:Speed>{cadence}<ns3:Watts>250</ns3:Watts></ns3:TPX></Extensions></Trackpoint>"""


def gpx(points: str, kind: str = "running", creator: str = "StravaGPX iPhone") -> str:
    """A GPX file of one track."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<gpx creator="{creator}" version="1.1" xmlns="http://www.topografix.com/GPX/1/1"
 xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
<trk><name>Morning</name><type>{kind}</type><trkseg>{points}</trkseg></trk></gpx>"""


def trkpt(s: int, *, cadence: str = "<gpxtpx:cad>87</gpxtpx:cad>", at: float = 0.0) -> str:
    """A point of a track at 3 m/s."""
    return f"""<trkpt lat="{50 + (3 * s + at) * METRES:.8f}" lon="7"><ele>{100 + s / 10}</ele>
<time>2024-05-01T06:{s // 60:02d}:{s % 60:02d}Z</time><extensions><power>260</power>
<gpxtpx:TrackPointExtension><gpxtpx:hr>150</gpxtpx:hr>{cadence}</gpxtpx:TrackPointExtension></extensions></trkpt>"""


def read(folder: Path, text: str | bytes, name: str = "run.tcx", **asked: bool) -> tuple[Recording, ...]:
    """What our reader makes of a text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    reader = GPX if "gpx" in name else TCX
    assert reader.sniff(path.read_bytes()[:4096], path)
    return reader.read(path, None, **asked)


def test_tcx_gives_every_number_in_its_unit(tmp_path: Path) -> None:
    (run,) = read(tmp_path, tcx("".join(map(point, range(0, 100)))))
    assert (run.task, run.conditions.device, run.source.reader) == ("running", "Polar Vantage V2", "tcx")
    for quantity, value in (("speed", 3.0), ("cadence", 172.0), ("power", 250.0)):
        np.testing.assert_allclose(values(run, quantity), value)
    np.testing.assert_allclose(values(run, "distance"), 3.0 * np.arange(100))
    np.testing.assert_allclose(values(run, "altitude"), 100 + np.arange(100) / 10)
    assert {c.place for c in run.channels} == {"watch"}
    assert {c.origin for c in run.channels} == {"polar"}
    assert run.marks[0].time_s == 0.0
    assert {m.name.split()[0] for m in run.marks} == {"lap", "start"}
    assert [(n.code, n.severity) for n in run.notes] == [("unit_inferred", "info")]


@pytest.mark.parametrize(("written", "steps", "word"), [(86, 172.0, "doubled"), (172, 172.0, "both legs")])
def test_cadence_of_one_leg_or_of_both_is_told_by_its_size(
    written: int, steps: float, word: str, tmp_path: Path
) -> None:
    text = tcx("".join(point(s, cadence="", more=f"<Cadence>{written}</Cadence>") for s in range(60)))
    (run,) = read(tmp_path, text)
    assert values(run, "cadence").mean() == steps
    assert word in run.notes[0].message


def test_a_second_track_in_a_lap_is_a_pause(tmp_path: Path) -> None:
    first, second = "".join(map(point, range(30))), "".join(map(point, range(60, 90)))
    (run,) = read(tmp_path, tcx(f"{first}</Track><Track>{second}"))
    assert np.isnan(values(run, "speed")[30:60]).all()
    assert [m.time_s for m in run.marks if m.name in ("pause", "resume")] == [29.0, 60.0]
    assert any("31 s in 1 pause" in n.message for n in run.notes)


def test_cycling_gives_no_steps_and_nothing_that_may_stand_beside_gait(tmp_path: Path) -> None:
    (ride,) = read(tmp_path, tcx("".join(map(point, range(60))), sport="Biking"))
    assert not ride.select("cadence")
    assert any("speed" in n.removes for n in ride.notes)


def test_gpx_has_speed_and_distance_from_positions_that_are_then_dropped(tmp_path: Path) -> None:
    (run,) = read(tmp_path, gpx("".join(map(trkpt, range(0, 120)))), "run.gpx")
    np.testing.assert_allclose(values(run, "distance"), 3.0 * np.arange(120), atol=0.1)
    np.testing.assert_allclose(values(run, "speed")[5:-5], 3.0, atol=0.01)
    assert values(run, "cadence").mean() == 174.0
    assert (values(run, "heart_rate").mean(), values(run, "power").mean()) == (150.0, 260.0)
    assert {(c.place, c.origin) for c in run.channels} == {("phone", "strava")}
    assert not run.select("latitude")
    (asked,) = read(tmp_path, gpx("".join(map(trkpt, range(0, 120)))), "run.gpx", positions=True)
    assert values(asked, "latitude")[0] == 50.0


def test_a_new_segment_is_a_pause_and_the_way_across_it_does_not_count(tmp_path: Path) -> None:
    first = "".join(map(trkpt, range(30)))
    second = "".join(trkpt(s, at=500.0) for s in range(100, 130))
    (run,) = read(tmp_path, gpx(f"{first}</trkseg><trkseg>{second}"), "run.gpx")
    assert np.nanmax(values(run, "distance")) == pytest.approx(2 * 29 * 3.0, abs=0.5)
    assert np.isnan(values(run, "heart_rate")[30:100]).all()


@pytest.mark.parametrize(("kind", "task"), [("9", "running"), ("hiking", "walking"), ("yoga", "unknown")])
def test_words_and_numbers_for_the_sport_are_known(kind: str, task: str, tmp_path: Path) -> None:
    assert read(tmp_path, gpx("".join(map(trkpt, range(30))), kind), "run.gpx")[0].task == task


def test_walking_cadence_of_both_feet_is_not_doubled(tmp_path: Path) -> None:
    slow = "".join(
        f'<trkpt lat="{50 + 1.3 * s * METRES:.8f}" lon="7"><time>2024-05-01T06:{s // 60:02d}:{s % 60:02d}Z</time>'
        "<extensions><cad>112</cad></extensions></trkpt>"
        for s in range(120)
    )
    (walk,) = read(tmp_path, gpx(slow, "walking"), "walk.gpx")
    assert values(walk, "cadence").mean() == 112.0


def test_a_file_cut_short_keeps_its_points_and_says_so(tmp_path: Path) -> None:
    text = tcx("".join(map(point, range(100))))
    (run,) = read(tmp_path, text[: len(text) // 2])
    assert 40 < run.channels[0].n < 60
    assert [n.code for n in run.notes if n.code == "truncated"]
    with pytest.raises(UnreadableFile, match="track points"):
        read(tmp_path, text[:600])


def test_blanks_in_front_other_encodings_and_packing_do_not_matter(tmp_path: Path) -> None:
    text = gpx("".join(map(trkpt, range(30))))
    for raw in (
        b"          " + text.encode(),
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("UTF-8", "UTF-16").encode("utf-16"),
        gzip.compress(text.encode()),
    ):
        assert read(tmp_path, raw, "run.gpx")[0].channels[0].n == 30


def test_a_route_without_times_is_told_so(tmp_path: Path) -> None:
    text = gpx('<trkpt lat="50" lon="7"/><trkpt lat="51" lon="7"/>')
    with pytest.raises(InputError, match="track points"):
        read(tmp_path, text, "run.gpx")


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
BOMBS = {
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>',
    "outside": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://localhost/x"> %a;]>',
    "plain": '<!DOCTYPE x SYSTEM "http://localhost/x.dtd">',
}


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("name", ["run.tcx", "run.gpx"])
def test_a_document_type_with_whatever_in_it_is_refused_in_one_line(name: str, bomb: str, tmp_path: Path) -> None:
    text = tcx(point(0) + point(1) + "&a;&l9;") if "tcx" in name else gpx(trkpt(0) + trkpt(1) + "&a;&l9;")
    first, rest = text.split("\n", 1)
    path = tmp_path / name
    path.write_text(f"{first}\n{BOMBS[bomb]}\n{rest}")
    with pytest.raises(UnreadableFile, match="without a document type and entities") as caught:
        (GPX if "gpx" in name else TCX).read(path, None)
    assert "\n" not in str(caught.value)


def test_a_packed_file_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.gpx.gz"
    path.write_bytes(gzip.compress(b"<gpx>" + b" " * 30_000_000))
    with pytest.raises(UnreadableFile, match="holds more than that"):
        GPX.read(path, None)


def test_many_tracks_of_few_points_far_apart_do_not_become_hours_of_memory(tmp_path: Path) -> None:
    pair = trkpt(0) + trkpt(3000)
    text = gpx(f"{pair}</trkseg></trk><trk><trkseg>" * 300 + pair)
    tracemalloc.start()
    with pytest.raises(InputError):
        read(tmp_path, text, "run.gpx")
    assert tracemalloc.get_traced_memory()[1] < 10 * len(text) + 500_000
    tracemalloc.stop()


WHOLE = {
    "run.tcx": tcx("".join(map(point, range(12)))).encode(),
    "run.gpx": gpx("".join(map(trkpt, range(12)))).encode(),
}
edits = st.lists(
    st.tuples(
        st.sampled_from(["flip", "flip", "insert", "cut"]),
        st.integers(0, 6000),
        st.one_of(st.binary(min_size=1, max_size=6), st.sampled_from([b"<", b"&a;", b"NaN", b"1e999", b"9999", b"-"])),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("xml")


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=150)
@given(changes=edits)
def test_any_damage_gives_a_recording_or_one_line(name: str, folder: Path, changes: list[Edit]) -> None:
    path = folder / name
    path.write_bytes(edited(WHOLE[name], changes))
    sound_or_refused(lambda: (GPX if "gpx" in name else TCX).read(path, None))
