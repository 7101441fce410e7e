"""The hazard log is true: what it calls built has a test, and what it calls planned is not shipped."""

import ast
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.tree import ROOT

SAFETY = ROOT / "docs" / "safety"
LOG: dict[str, Any] = tomllib.loads((SAFETY / "hazard-log.toml").read_text(encoding="utf-8"))
HAZARDS: list[dict[str, Any]] = LOG["hazard"]
FIELDS = {"id", "title", "cause", "hazard", "harm", "severity", "likelihood", "control", "residual"}
NOT_SHIPPED = "not yet built, so the feature is not shipped"

each_hazard = pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard["id"])


def names_a_test(node: str, root: Path) -> bool:
    """Whether `tests/file.py::name` (or `::Class::name`) names a test function, read from the source."""
    file, *names = node.split("::")
    path = root / file
    if not (names and names[-1].startswith("test_") and file.startswith("tests/") and path.is_file()):
        return False
    node_found: ast.AST = ast.parse(path.read_text(encoding="utf-8"))
    for name in names:
        inside = getattr(node_found, "body", [])
        named = [child for child in inside if getattr(child, "name", None) == name]
        if not named:
            return False
        node_found = named[-1]
    return isinstance(node_found, ast.FunctionDef | ast.AsyncFunctionDef)


def test_ids_are_unique_and_in_order() -> None:
    ids = [hazard["id"] for hazard in HAZARDS]
    assert ids == [f"H{number:02}" for number in range(1, len(ids) + 1)]


def test_the_log_is_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert LOG["version"] == project["version"]


@each_hazard
def test_a_hazard_is_complete(hazard: dict[str, Any]) -> None:
    assert set(hazard) == FIELDS
    assert hazard["severity"] in range(1, 6)
    assert hazard["likelihood"] in range(1, 6)
    assert hazard["control"], "a hazard without a control"
    for control in hazard["control"]:
        assert set(control) in ({"text", "test"}, {"text", "status"})
        assert control.get("status", "planned") == "planned"


@pytest.mark.parametrize("node", sorted({c["test"] for hazard in HAZARDS for c in hazard["control"] if "test" in c}))
def test_a_control_that_is_called_built_names_an_existing_test(node: str) -> None:
    assert names_a_test(node, ROOT), f"no such test: {node}"


@each_hazard
def test_a_hazard_with_planned_controls_only_belongs_to_a_feature_that_is_not_shipped(hazard: dict[str, Any]) -> None:
    only_planned = all("test" not in control for control in hazard["control"])
    assert hazard["residual"].startswith(NOT_SHIPPED) == only_planned


def test_the_page_shows_what_the_log_says() -> None:
    render = runpy.run_path(str(SAFETY / "render.py"))["render"]
    page = (SAFETY / "hazard-log.md").read_text(encoding="utf-8")
    assert page == render(LOG), "run: python docs/safety/render.py"


def test_a_made_up_test_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(
        "def test_a(): ...\nclass TestB:\n    def test_c(self): ...\n", encoding="utf-8"
    )
    assert names_a_test("tests/test_x.py::test_a", tmp_path)
    assert names_a_test("tests/test_x.py::TestB::test_c", tmp_path)
    for node in (
        "tests/test_x.py::test_z",
        "tests/test_y.py::test_a",
        "tests/test_x.py::TestB",
        "tests/test_x.py",
        "tests/test_x.py::TestB::test_a",
    ):
        assert not names_a_test(node, tmp_path)
