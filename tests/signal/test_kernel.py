"""One source, two ways to run it, the same bits; and a cache that is never stale and never needed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import restride
from restride.events import force_live, sacral_live
from restride.signal import kernel
from tests.bouts import hops
from tests.tree import ROOT


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The kernel module with nothing remembered, before and after."""
    for remembered in (kernel.cache_folder, kernel._digest, kernel.compiled):
        remembered.cache_clear()
    monkeypatch.delenv("RESTRIDE_INTERPRET", raising=False)
    yield monkeypatch
    for remembered in (kernel.cache_folder, kernel._digest, kernel.compiled):
        remembered.cache_clear()


def told(run: object, module: object, samples: np.ndarray, *params: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(times, kinds, state) after all samples, a kernel run in one way."""
    state = module.initial_state(0.25, float(samples[0]))
    times, kinds = np.zeros(len(samples)), np.zeros(len(samples))
    count = run(samples, state, module.parameters(300.0, *params), times, kinds)
    return times[:count], kinds[:count], state


@pytest.mark.parametrize(
    ("module", "samples", "params"),
    [
        (force_live, hops(steps=40), (20.0,)),
        (sacral_live, 9.80665 * hops(steps=40) / 686.0, ()),
    ],
    ids=["force", "sacral"],
)
def test_compiled_and_interpreted_agree_to_the_last_bit(
    fresh: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, module: object, samples: np.ndarray,
    params: tuple[float, ...],
) -> None:  # fmt: skip
    pytest.importorskip("numba")
    samples = samples + np.random.default_rng(5).normal(0, 0.02 * samples.max(), len(samples))
    fresh.setenv("RESTRIDE_CACHE", str(tmp_path_factory.getbasetemp() / "kernels"))
    fast = kernel.compiled(module.run)
    assert fast is not None
    assert fast is not module.run
    here = told(module.run, module, samples, *params)
    there = told(fast, module, samples, *params)
    assert len(here[0]) > 40
    for a, b in zip(here, there, strict=True):
        assert a.tobytes() == b.tobytes()


def test_the_cache_lies_where_restride_cache_says_by_version_and_digest(
    fresh: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fresh.setenv("RESTRIDE_CACHE", str(tmp_path))
    folder = kernel.cache_folder()
    assert folder == tmp_path / "restride" / f"kernels-{restride.__version__}-{kernel._digest()}"
    assert folder.is_dir()
    assert list(folder.iterdir()) == []


def test_without_it_the_cache_lies_in_the_users_own_folder(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh.delenv("RESTRIDE_CACHE", raising=False)
    fresh.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert kernel.cache_folder().is_relative_to(tmp_path / "xdg" / "restride")


def test_where_nothing_can_be_written_it_is_interpreted(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    fresh.setenv("RESTRIDE_CACHE", str(tmp_path / "file" / "below"))
    assert kernel.cache_folder() is None
    assert kernel.compiled(force_live.run) is None
    assert kernel.fastest(force_live.run, 10**9) is force_live.run


def test_a_changed_source_gets_a_cache_of_its_own(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "restride"
    copy.mkdir()
    (copy / "__init__.py").write_text("")
    (copy / "a.py").write_text("x = 1\n")
    fresh.setattr(kernel, "PACKAGE", copy)
    first = kernel._digest()
    kernel._digest.cache_clear()
    assert kernel._digest() == first
    kernel._digest.cache_clear()
    (copy / "a.py").write_text("x = 2\n")
    assert kernel._digest() != first


def test_it_can_be_asked_to_interpret(fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv("RESTRIDE_INTERPRET", "1")
    assert kernel.compiled(force_live.run) is None


def test_short_recordings_are_interpreted() -> None:
    assert kernel.fastest(force_live.run, kernel.SHORT_SAMPLES) is force_live.run


def test_numba_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, restride.events.detect, restride.metrics.measure; print('numba' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
