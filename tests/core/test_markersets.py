"""Marker sets are data: each is known by its own labels, however they are spelt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.markersets import SIDES, MarkerSet, marker_sets, recognise

SETS = marker_sets()
NAMED = {name: kind for name, kind in SETS.items() if not name.startswith("common_")}
HALPE26 = [
    "Nose", "Head", "Neck", "Hip",
    *(s + n for s in "RL" for n in ("Hip", "Knee", "Ankle", "Heel", "BigToe", "SmallToe", "Shoulder", "Wrist")),
]  # fmt: skip
QUALISYS = [
    f"{s}_{n}" for s in "RL" for n in ("IAS", "IPS", "FLE", "FME", "TTC", "FAL", "TAM", "FCC", "FM1", "FM2", "FM5")
]
CORTEX = [f"{s}.{n}" for s in "RL" for n in ("ASIS", "Thigh", "Knee", "Shank", "Ankle", "Heel", "Toe")] + ["V.Sacral"]
NEXUS = [s + n for s in "RL" for n in ("ASI", "PSI", "THI", "KNE", "TIB", "ANK", "HEE", "TOE", "SHO")] + ["C7", "CLAV"]
FIRST_AND_FIFTH = [f"{s}_{n}" for s in "RL" for n in ("ASIS", "PSIS", "HEEL", "MTH1", "MTH5", "NOBODYS")]
OTHER = [f"{s}{n}" for s in "RL" for n in ("ASIS", "PSIS", "CALC", "MTP2", "MTP5", "NOBODYS")]


def everything(kind: MarkerSet) -> list[str]:
    """Every label of a set."""
    sided = (kind.pelvis, kind.thigh, kind.shank, kind.foot, kind.heel, kind.toe, kind.knee, kind.ankle, kind.shoulder)
    return list(dict.fromkeys([*kind.both([n for names in sided for n in names]), kind.neck, kind.clavicle]))


@pytest.mark.parametrize("name", NAMED)
def test_a_set_is_known_by_its_own_labels(name: str) -> None:
    assert recognise(everything(SETS[name])) is SETS[name]


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        (HALPE26, "halpe26"),
        (QUALISYS, "ior"),
        (CORTEX, "helen_hayes"),
        (NEXUS, "plugin_gait"),
        (OTHER, "common_names"),
        (FIRST_AND_FIFTH, "common_metatarsals"),
    ],
)
def test_labels_as_files_have_them_are_known(labels: list[str], name: str) -> None:
    assert recognise(labels) is SETS[name]


@given(st.sampled_from(sorted(SETS)), st.sampled_from(["", "Somebody:", "a:b:"]), st.sampled_from(["", "_", ".", " "]))
def test_subject_case_and_joints_of_a_label_do_not_matter(name: str, subject: str, between: str) -> None:
    kind = SETS[name]
    for label in kind.moving():
        spelt = subject + between.join([label[0], label[1:].lstrip("."), ""]).swapcase()
        assert kind.named([spelt]) == {spelt: label}


@pytest.mark.parametrize("name", SETS)
def test_no_point_is_two_labels_and_no_label_two_points(name: str) -> None:
    kind = SETS[name]
    spelt = [*everything(kind), *(f"x:{label.lower()}" for label in everything(kind))]
    named = kind.named(spelt)
    assert len(set(named.values())) == len(named)
    assert all(named[label] == label for label in everything(kind) if label)


@pytest.mark.parametrize("name", SETS)
def test_what_a_set_names_elsewhere_is_a_name_of_its_own(name: str) -> None:
    kind = SETS[name]
    middle = {*kind.sacrum, kind.neck, kind.back, kind.clavicle, kind.sternum}
    for here in kind.others:
        assert here in middle or kind.label("left", here) in everything(kind)


def test_what_a_set_lacks_has_no_label() -> None:
    kind = SETS["halpe26"]
    assert kind.psis == ""
    assert [kind.label(side, kind.psis) for side in SIDES] == ["", ""]


def test_strangers_are_not_known() -> None:
    assert recognise(["A1", "A2", "LHEE"]) is None
    assert recognise([]) is None
