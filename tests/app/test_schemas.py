"""The published JSON schemas are those of the nouns, and what commands write follows them."""

import json
import runpy
import tomllib
from pathlib import Path

import jsonschema
import msgspec
import pytest

from restride.app.files import json_document
from restride.core.assessment import Event, Events, Versions
from tests.app.nouns import assessment

DOCS = Path(__file__).parents[2] / "docs"
PROFILE = """
schema = "restride/profile/1"
as_of = "2026-12-01"
[athlete]
id = "a1"
birth_year = 1990
activity = "running"
[[injury]]
id = "i1"
place = "knee_front"
kind = "patellofemoral_pain"
side = "left"
status = "current"
[tests]
calf_raises = [{ value = 25, side = "left" }]
"""


def published(name: str) -> dict[str, object]:
    schema: dict[str, object] = json.loads((DOCS / "schemas" / f"{name}.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def test_the_committed_schemas_are_the_nouns() -> None:
    generated: dict[str, bytes] = runpy.run_path(str(DOCS / "schemas.py"))["schemas"]()
    committed = {path.name: path.read_bytes() for path in (DOCS / "schemas").iterdir()}
    assert committed == generated, "run: python docs/schemas.py"


def test_an_assessment_follows_its_schema_and_a_field_less_or_more_does_not() -> None:
    document = json.loads(json_document(assessment()))
    jsonschema.validate(document, published("assessment"))
    for wrong in (
        {key: value for key, value in document.items() if key != "quality"},
        document | {"diagnosis": "none"},
        document | {"schema": "restride/assessment/2"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, published("assessment"))


def test_events_follow_their_schema() -> None:
    versions = Versions(restride="0.1.0", vocabulary="1", rules="1", methods={})
    events = Events(versions=versions, events=(Event(side="left", ic_s=1.0, fc_s=None),))
    jsonschema.validate(json.loads(json_document(events)), published("events"))


def test_a_profile_follows_its_schema_and_a_typo_does_not() -> None:
    profile = tomllib.loads(PROFILE)
    jsonschema.validate(profile, published("profile"))
    profile["athlete"]["mass"] = 60
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(profile, published("profile"))


def test_documents_begin_with_their_schema_and_versions() -> None:
    assert list(msgspec.json.decode(json_document(assessment())))[:2] == ["schema", "versions"]
