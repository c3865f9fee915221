"""The selection below a field, after @skip and @include, as graphql-core resolves it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import strawberry
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values, get_directive_values

Args: TypeAlias = Mapping[str, Any]
Inner: TypeAlias = Callable[[str], Iterator[Args]]
"""The arguments of each selection of the field named, directly inside the field at hand."""


def inner_of(info: strawberry.Info) -> Inner:
    """The selection inside the field that is being resolved."""
    raw: Any = info._raw_info
    fields = get_named_type(raw.return_type).fields
    variables = VariableValues({}, raw.variable_values)

    def arguments(name: str) -> Iterator[Args]:
        for node in raw.field_nodes:
            for child in _children(node.selection_set, raw.fragments, variables):
                if child.name.value == name:
                    yield get_argument_values(fields[name], child, variables)

    return arguments


def _children(
    selected: SelectionSetNode | None, fragments: Mapping[str, Any], variables: VariableValues
) -> Iterator[FieldNode]:
    for node in selected.selections if selected else ():
        if not is_wanted(node, variables):
            continue
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _children(node.selection_set, fragments, variables)
        elif isinstance(node, FragmentSpreadNode):
            fragment = fragments[node.name.value]
            yield from _children(fragment.selection_set, fragments, variables)


def is_wanted(node: SelectionNode, variables: VariableValues) -> bool:
    """True unless @skip or @include leave the node out."""
    if not node.directives:
        return True
    skip = get_directive_values(GraphQLSkipDirective, node, variables)
    include = get_directive_values(GraphQLIncludeDirective, node, variables)
    return not (skip and skip["if"]) and (include is None or bool(include["if"]))
