"""The variables of an operation: a fast path for plain types, graphql-core for the others."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLSchema,
    ListTypeNode,
    NamedTypeNode,
    Node,
    NonNullTypeNode,
    OperationDefinitionNode,
    TypeNode,
    VariableNode,
)
from graphql.execution.values import get_variable_values

from gateway.execution.plan import Unplanned, Variables

_PLAIN: Mapping[str, type] = {"ID": str, "String": str, "Boolean": bool}
_ABSENT = object()

Plain = Callable[[Any], bool]


def variables_in(node: Node) -> list[str]:
    """The variables in the arguments of a field or directive, each once."""
    names: dict[str, None] = {}
    for argument in getattr(node, "arguments", None) or ():
        names.update(dict.fromkeys(_named(argument.value)))
    return list(names)


def _named(node: Node) -> Iterator[str]:
    if isinstance(node, VariableNode):
        yield node.name.value
        return
    for key in node.keys:
        child = getattr(node, key, None)
        for each in child if isinstance(child, tuple | list) else (child,):
            if isinstance(each, Node):
                yield from _named(each)


def conditions(document: Node, operation: OperationDefinitionNode) -> list[str]:
    """The operation's variables that stand in @skip and @include anywhere in the document.

    Another operation may have a variable of the same name and another type, with endless values.
    """
    names: dict[str, None] = {}
    for node in _under(document):
        for directive in getattr(node, "directives", None) or ():
            names.update(dict.fromkeys(variables_in(directive)))
    definitions = operation.variable_definitions or ()
    own = {each.variable.name.value for each in definitions if _is_boolean(each.type)}
    return [name for name in names if name in own]


def _is_boolean(kind: TypeNode) -> bool:
    of = kind.type if isinstance(kind, NonNullTypeNode) else kind
    return isinstance(of, NamedTypeNode) and of.name.value == "Boolean"


def _under(node: Node) -> Iterator[Node]:
    yield node
    for key in node.keys:
        child = getattr(node, key, None)
        for each in child if isinstance(child, tuple | list) else (child,):
            if isinstance(each, Node):
                yield from _under(each)


def coercer(
    schema: GraphQLSchema, operation: OperationDefinitionNode
) -> Callable[[Variables], Variables]:
    """A function that gives variables their types; it raises Unplanned where they do not fit."""
    definitions = operation.variable_definitions or ()
    plain: list[tuple[str, Plain]] = []
    all_plain = True
    for definition in definitions:
        check = _plain(definition.type)
        all_plain = all_plain and check is not None
        if check is not None:
            plain.append((definition.variable.name.value, check))

    def carefully(given: Variables) -> Variables:
        coerced = get_variable_values(schema, definitions, dict(given))
        if isinstance(coerced, list):
            raise Unplanned("variables of the wrong type")
        return coerced.coerced

    def quickly(given: Variables) -> Variables:
        coerced = {}
        for name, fits in plain:
            value = given.get(name, _ABSENT)
            if not fits(value):
                return carefully(given)
            coerced[name] = value
        return coerced

    return quickly if all_plain else carefully


def _plain(kind: TypeNode) -> Plain | None:
    """A check that a value needs no coercion to the type; None for types without a simple check."""
    of = kind.type if isinstance(kind, NonNullTypeNode) else kind
    if isinstance(of, ListTypeNode):
        item = of.type.type if isinstance(of.type, NonNullTypeNode) else of.type
        within = _PLAIN.get(getattr(getattr(item, "name", None), "value", ""))
        if within is None:
            return None
        return lambda value: type(value) is list and all(type(each) is within for each in value)
    exact = _PLAIN.get(getattr(getattr(of, "name", None), "value", ""))
    if exact is None:
        return None
    return lambda value: type(value) is exact
