"""Everything that a front-end developer can name in the schema is described."""

from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)
from strawberry import Schema

from gateway.schema import build

ASKING_WORDS = ("What", "Who", "Whose", "Whether", "Which")


def _descriptions(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Each coordinate, such as Member.entries(first:), with its description."""
    for directive in schema.directives:
        yield f"@{directive.name}", directive.description
        for name, argument in directive.args.items():
            yield f"@{directive.name}({name}:)", argument.description
    for name, kind in schema.type_map.items():
        if name.startswith("__"):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            for value, declared in kind.values.items():
                yield f"{name}.{value}", declared.description
        elif isinstance(kind, GraphQLInputObjectType):
            for field, given in kind.fields.items():
                yield f"{name}.{field}", given.description
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, found in kind.fields.items():
                yield from _of_field(f"{name}.{field}", found)


def _of_field(coordinate: str, field: GraphQLField) -> Iterator[tuple[str, str | None]]:
    yield coordinate, field.description
    for name, argument in field.args.items():
        yield f"{coordinate}({name}:)", argument.description


def _sentences() -> Iterator[tuple[str, str]]:
    for coordinate, description in _descriptions(build(Schema)._schema):
        yield coordinate, (description or "").strip()


def test_every_type_field_argument_input_and_enum_value_is_described() -> None:
    bare = [coordinate for coordinate, sentence in _sentences() if not sentence]
    assert not bare, f"without a description: {', '.join(bare)}"


def test_no_description_begins_with_a_word_that_asks() -> None:
    wrong = [
        coordinate
        for coordinate, sentence in _sentences()
        if sentence.startswith(tuple(f"{word} " for word in ASKING_WORDS))
    ]
    assert not wrong, f"begins with a word that asks: {', '.join(wrong)}"


def test_arguments_and_inputs_of_one_name_that_repeat_are_described_alike() -> None:
    """Each of these is declared once, in gateway/schema/core."""
    repeated: dict[str, set[str]] = {"first": set(), "after": set(), "lang": set()}
    request_ids = set()
    for coordinate, sentence in _sentences():
        for name, found in repeated.items():
            if coordinate.endswith(f"({name}:)"):
                found.add(sentence)
        if coordinate.endswith("Input.requestId"):
            request_ids.add(sentence)
    assert [len(found) for found in (*repeated.values(), request_ids)] == [1, 1, 1, 1]
