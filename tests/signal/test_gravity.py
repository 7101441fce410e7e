"""However a sensor is worn and whatever its app took off, the vertical points up and holds gravity once."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from restride.core.errors import InputError
from restride.core.recording import Channel
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.events.detect import detect
from restride.signal.gravity import upright
from restride.signal.prepare import prepare
from restride.simulate import Runner
from tests.bouts import LAB, recorded, simulated

ACC = simulated(Runner.draw(2), LAB, 8.0).sacral.select("acc")[0]
V = ACC.axes.index("V")


def with_vertical(values: np.ndarray, quantity: str = "acc") -> Channel:
    """The same sensor with another vertical."""
    all_axes = ACC.values.copy()
    all_axes[:, V] = values
    return replace(ACC, quantity=quantity, values=all_axes)


def test_what_is_right_passes_as_it_is() -> None:
    assert upright(ACC) == (ACC, ())


def test_upside_down_is_turned_and_said() -> None:
    turned, (note,) = upright(with_vertical(-ACC.axis("V")))
    assert_allclose(turned.values, ACC.values)
    assert note.code == "axes_inferred"
    assert "sacrum" in note.message


def test_gravity_that_was_taken_off_is_put_back() -> None:
    whole, notes = upright(with_vertical(ACC.axis("V") - G, "acc_free"))
    assert (whole.quantity, notes) == ("acc", ())
    assert_allclose(whole.values, ACC.values)


@pytest.mark.parametrize("factor", [0.0, 0.1, 9.80665, -9.80665])
def test_what_is_no_gravity_is_refused(factor: float) -> None:
    with pytest.raises(InputError, match="near 1 g at the sacrum"):
        upright(with_vertical(factor * ACC.axis("V")))


def test_other_axes_are_none_of_its_business() -> None:
    raw = replace(ACC, frame="sensor", axes=("x", "y", "z")[: len(ACC.axes)])
    assert upright(raw) == (raw, ())


@pytest.mark.parametrize(
    "worn", [with_vertical(-ACC.axis("V")), with_vertical(ACC.axis("V") - G, "acc_free")], ids=["upside down", "free"]
)
def test_contacts_do_not_depend_on_how_it_is_worn(worn: Channel) -> None:
    here, there = (detect(prepare(recorded(c)).recording, None).strides for c in (ACC, worn))
    assert_allclose(there.ic_s, here.ic_s, atol=1e-9)
    assert_allclose(there.fc_s, here.fc_s, atol=1e-9)
