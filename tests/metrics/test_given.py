"""Metrics from angles and moments that other programs computed: on our contacts, once, and never beside our own."""

from dataclasses import replace

import numpy as np
import pytest

from restride.core.metric import Metric
from restride.core.recording import Array, Recording
from restride.metrics.bout import Bout, Measures, Person, Rows, Waves
from restride.metrics.kinematics.given import lab_angles
from restride.metrics.loading.given_moments import lab_moments
from restride.metrics.measure import measure
from tests.bouts import channel, recorded
from tests.metrics.bout_of import bout_of
from tests.read.lab_files import MASS_KG, walked

SOMEBODY = Person(MASS_KG, 1.75)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Forces, angles and moments of one walk as one recording."""
    return walked(tmp_path_factory.mktemp("walk"))


def bout(one: Recording, person: Person = SOMEBODY) -> Bout:
    """With its contacts."""
    return bout_of(one, None, person)


def value(rows: tuple[Metric, ...], name: str, side: str) -> float:
    """The one metric."""
    (metric,) = [m for m in rows if (m.name, m.side) == (name, side)]
    return metric.value


def test_angles_of_a_walk_are_those_of_its_stances(walk: Recording) -> None:
    metrics = measure(bout(walk)).metrics
    for side in ("left", "right"):
        assert value(metrics, "knee_flexion_at_contact", side) == pytest.approx(5, abs=2)
        assert value(metrics, "hip_adduction_peak", side) == pytest.approx(6, abs=0.3)
        assert value(metrics, "ankle_dorsiflexion_peak", side) == pytest.approx(12, abs=0.3)
        assert 14 < value(metrics, "knee_flexion_peak", side) < 50  # the swing's 63 degrees lie outside
        assert value(metrics, "pelvic_drop", side) == pytest.approx(4, abs=0.3)
        assert value(metrics, "trunk_flexion", side) == pytest.approx(4, abs=0.5)
        assert abs(value(metrics, "trunk_lean", side)) < 0.5
    given = [m for m in metrics if m.method in ("lab_angles", "lab_moments")]
    assert {(m.basis, m.grade) for m in given} == {("modelled", "poor")}


def test_moments_of_a_walk_are_divided_by_the_mass(walk: Recording) -> None:
    metrics = measure(bout(walk)).metrics
    for side in ("left", "right"):
        assert value(metrics, "knee_extension_moment_peak", side) == pytest.approx(49 / MASS_KG, rel=0.02)
        assert value(metrics, "ankle_plantarflexion_moment_peak", side) == pytest.approx(105 / MASS_KG, rel=0.02)


def test_moments_for_each_kilogram_need_no_mass(walk: Recording) -> None:
    per_kg = replace_channels(walk, "joint_moment", lambda v: v / MASS_KG, unit="Nm/kg")
    heavy = measure(bout(per_kg, Person(2 * MASS_KG))).metrics
    assert value(heavy, "knee_extension_moment_peak", "left") == pytest.approx(49 / MASS_KG, rel=0.02)


def test_moments_in_nm_without_any_mass_are_said_to_need_one(walk: Recording) -> None:
    seen = bout(walk, Person())
    alone = replace(seen, recording=walk.with_channels(walk.select("joint_moment")))
    found = lab_moments(alone)
    assert not found.rows
    assert [q.code for q in found.quality] == ["mass_unknown"]
    assert lab_moments(seen).rows  # the plates carried a mass


def test_a_mirrored_walk_gives_mirrored_sides(walk: Recording) -> None:
    other = {"left": "right", "right": "left"}
    turned = []
    for c in walk.channels:
        mirrored = replace(c, side=other.get(c.side, c.side))
        if c.frame == "lab":
            across = [1, 1, -1] if c.quantity != "moment" else [-1, -1, 1]
            mirrored = replace(mirrored, values=c.values * across)
        elif c.place in ("pelvis", "trunk"):
            signs = [-1 if axis in ("obliquity", "rotation", "lean") else 1 for axis in c.axes]
            mirrored = replace(mirrored, values=c.values * signs)
        turned.append(mirrored)
    ours = {(m.name, m.side): m.value for m in measure(bout(walk)).metrics if m.method.startswith("lab_")}
    mirror = measure(bout(walk.with_channels(tuple(turned)))).metrics
    theirs = {(m.name, other.get(m.side, m.side)): m.value for m in mirror if m.method.startswith("lab_")}
    assert set(ours) == set(theirs)
    for (name, side), number in ours.items():
        sign = -1 if name.endswith("_difference") else 1
        assert sign * theirs[name, side] == pytest.approx(number, abs=1e-6)


def test_a_shift_of_the_clock_changes_no_value(walk: Recording) -> None:
    ours = {(m.name, m.side): m.value for m in measure(bout(walk)).metrics}
    later = {(m.name, m.side): m.value for m in measure(bout(walk.shifted(100.0))).metrics}
    assert later == pytest.approx(ours, abs=1e-9)


def test_curves_are_drawn_over_stance_and_over_the_stride(walk: Recording) -> None:
    curves = {(c.name, c.over, c.side): c for c in measure(bout(walk)).curves}
    knee = curves["knee_flexion", "cycle", "left"]
    assert knee.mean.max() == pytest.approx(63, abs=2)
    assert curves["knee_flexion", "stance", "left"].mean.max() < 50
    assert curves["ankle_plantarflexion_moment", "stance", "right"].unit == "Nm/kg"


def test_what_ours_measured_is_not_given_twice_and_what_ours_missed_is_not_taken_away() -> None:
    from restride.core.quality import Quality
    from restride.metrics.measure import _with_given

    def rows(name: str, method: str, values: Array) -> Rows:
        return Rows(name, method, values)

    one, none = np.ones(4), np.full(4, np.nan)
    note = Quality(
        code="no_static", severity="info", message="x", removes=("knee_flexion_peak", "foot_strike_angle")
    )  # fmt: skip
    ours = Measures(
        (rows("pelvic_drop", "markers_segments", one), rows("trunk_lean", "markers_segments", none)),
        (Waves("pelvic_obliquity", "deg", "markers_segments", np.ones((4, 101))),),
        (note,),
    )
    given = Measures(
        tuple(rows(name, "lab_angles", one) for name in ("pelvic_drop", "trunk_lean", "knee_flexion_peak")),
        tuple(Waves(name, "deg", "lab_angles", np.ones((4, 101))) for name in ("pelvic_obliquity", "knee_flexion")),
    )
    kept, added = _with_given([ours], [given])
    assert [r.name for r in added.rows] == ["trunk_lean", "knee_flexion_peak"]
    assert [w.name for w in added.waves] == ["knee_flexion"]
    assert kept.quality[0].removes == ("foot_strike_angle",)


def test_angles_by_other_axes_are_left_alone() -> None:
    force = channel(np.zeros((10, 1)))
    other = channel(np.zeros((10, 3)), quantity="angle", place="knee", unit="deg", axes=("x", "y", "z"), side="left")
    empty = bout_of_nothing(recorded(force, other))
    assert lab_angles(empty).rows == ()


def bout_of_nothing(one: Recording) -> Bout:
    """A bout with one contact."""
    from restride.core.strides import strides

    contacts = strides(["left"], [0.001], [0.02], task="walking", method="force_20n", grade="good")
    return Bout(one, None, None, frozenset(), contacts, frozenset(), Person())


def replace_channels(one: Recording, quantity: str, change: object, **rest: object) -> Recording:
    """The same with `change(values)` in all channels of a quantity."""
    return one.with_channels(
        tuple(replace(c, values=change(c.values), **rest) if c.quantity == quantity else c for c in one.channels)
    )
