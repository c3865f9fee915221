"""The schema: a frame and one file a section, which says itself where conditions stand."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from services.common.condition_facts import declared
from services.members.programme.commands import schema

CONDITION = "common.schema.json#/$defs/condition"


def parts(form: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping of a file, one within another."""
    if isinstance(form, Mapping):
        yield form
    inside = form.values() if isinstance(form, Mapping) else form if isinstance(form, list) else ()
    for part in inside:
        yield from parts(part)


def test_each_section_of_the_frame_is_a_file_of_its_own() -> None:
    sections = {
        key: part["$ref"]
        for key, part in schema.files()[schema.FRAME]["properties"].items()
        if part.get("$ref", "").endswith(".schema.json")
    }
    assert sections == {key: f"{key}.schema.json" for key in sections}
    others = {schema.FRAME, "common.schema.json"}
    assert set(sections.values()) == schema.files().keys() - others
    assert {"assets", "ladders", "earning", "refunds", "rewards", "ledger", "feedback"} <= set(
        sections
    )


def registry() -> Registry[Any]:
    return Registry().with_resources(
        (file, DRAFT202012.create_resource(body)) for file, body in schema.files().items()
    )


@pytest.mark.parametrize("name", sorted(schema.files()))
def test_each_file_is_a_schema_whose_references_stand_beside_it(name: str) -> None:
    Draft202012Validator.check_schema(schema.files()[name])
    for part in parts(schema.files()[name]):
        if "$ref" in part:
            assert registry().resolver(name).lookup(part["$ref"]).contents


def test_a_file_that_is_not_here_is_not_looked_for_elsewhere() -> None:
    away = schema.validator().evolve(schema={"$ref": "https://json-schema.org/schema"})
    with pytest.raises(Unresolvable):
        away.is_valid({})


def test_each_kind_of_condition_stands_somewhere_and_is_declared() -> None:
    named = {
        part[schema.CONDITION]
        for body in schema.files().values()
        for part in parts(body)
        if isinstance(part.get(schema.CONDITION), str)
    }
    assert named == declared().keys()


def paths_of_conditions(document: Mapping[str, Any]) -> dict[str, str]:
    return {
        ".".join(map(str, error.absolute_path)): str(error.validator_value)
        for error in schema.validator().iter_errors(document)
        if error.validator == schema.CONDITION
    }


def test_conditions_are_found_with_their_kind_wherever_the_schema_has_one() -> None:
    document = {
        "earning": {
            "rules": [
                {"when": "true"},
                {"when": "true", "each": "activity"},
                {"when": "true", "each": "line"},
                {"when": "true", "each": "item"},
                {"each": "line"},
            ],
            "campaigns": [{"when": "true"}, {"when": 5}],
        },
        "feedback": {"routing": [{"when": "true"}]},
    }
    assert paths_of_conditions(document) == {
        "earning.rules.0.when": "earning.activity",
        "earning.rules.1.when": "earning.activity",
        "earning.rules.2.when": "earning.line",
        "earning.rules.3.when": "earning.line",
        "earning.campaigns.0.when": "earning.campaign",
        "feedback.routing.0.when": "feedback.routing",
    }


def test_nothing_is_a_condition_without_a_kind() -> None:
    """Each property that refers to `condition` is one in which a text is found as a condition."""
    places = [
        (name, key)
        for name, body in schema.files().items()
        for part in parts(body)
        for key, form in part.get("properties", {}).items()
        if isinstance(form, Mapping) and form.get("$ref") == CONDITION
    ]
    assert len(places) >= 17
    for name, body in schema.files().items():
        for part in parts(body):
            for key, form in part.get("properties", {}).items():
                if not (isinstance(form, Mapping) and form.get("$ref") == CONDITION):
                    continue
                alone = {**part, "$defs": body.get("$defs", {})}
                judge = type(schema.validator())(alone, registry=registry())
                found = judge.iter_errors({key: "true"})
                assert schema.CONDITION in {error.validator for error in found}, (name, key)
