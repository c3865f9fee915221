"""The schema as front ends can count on it."""

from typing import Any

from graphql import GraphQLObjectType
from strawberry import Schema

from gateway.schema import build
from gateway.schema.core.fields import Rule, Stream, spec_of
from gateway.tools import export


def test_the_committed_schema_is_current() -> None:
    assert export.main(["--check"]) == 0


def test_every_field_has_a_rule_and_no_root_field_inherits_one() -> None:
    schema = build(Schema)._schema
    roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name.startswith("__"):
            continue
        for field in kind.fields.values():
            rule = spec_of(field.extensions["strawberry-definition"]).rule
            if kind in roots:
                named = (Rule.SIGNED_IN, Rule.MEMBERS, Rule.OPERATORS, Rule.PUBLIC)
                assert rule in (*named, Rule.UNNAMED)
            else:
                assert rule in (Rule.INHERITED, Rule.HIDDEN_FROM_MEMBERS)


WITHOUT_ID = {"readReveal", "revealMember", "useExperiment"}
"""A repeat of a look is another look, which the audit log has to know; of an exposure none is."""


def test_every_mutation_takes_a_request_id_and_has_user_errors() -> None:
    schema = build(Schema)._schema
    assert schema.mutation_type is not None
    for name, field in schema.mutation_type.fields.items():
        given: Any = schema.type_map[field.args["input"].type.of_type.name]
        if name in WITHOUT_ID:
            assert "requestId" not in given.fields
            continue
        assert str(given.fields["requestId"].type) == "ID!"
        payload: Any = schema.type_map[str(field.type)]
        assert str(payload.fields["replayed"].type) == "Boolean!"
        assert str(payload.fields["userErrors"].type) == "[UserError!]!"


def test_every_subscription_is_a_stream() -> None:
    schema = build(Schema)._schema
    assert schema.subscription_type is not None
    for field in schema.subscription_type.fields.values():
        assert isinstance(spec_of(field.extensions["strawberry-definition"]), Stream)
