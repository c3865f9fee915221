"""For how long an answer may be told to everyone: worked out from its fields, once a document.

An answer is private unless every field of it is public:

    at the root      a field is private, unless it is declared with a `max_age_s`
    below one        what is a column, or a pure function of its source, is as public as the source,
                     which was asked for in nobody's name; what looks at the call (the caller, the
                     language), or asks a service, is private unless it is declared with a
                     `max_age_s` as well

The least of all counts. @skip and @include make no difference, so that one document has one hint.
Whose brand it is, the address tells: it has the token of a visitor (`gateway.visitors`).
"""

from collections.abc import Iterator

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
)

from gateway.schema.core.fields import Column, Read, Rule, Spec, spec_of

STALE_WHILE_REVALIDATE_S = 300
"""For how long a cache may still tell what it has while it asks again."""


def cache_control(max_age_s: int) -> bytes:
    """The header of an answer that everyone may be told."""
    stale = STALE_WHILE_REVALIDATE_S
    return f"public, max-age={max_age_s}, stale-while-revalidate={stale}".encode()


def max_age_of(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> int | None:
    """In seconds; None when the answer of a valid operation is private."""
    root = schema.query_type
    if operation.operation is not OperationType.QUERY or root is None:
        return None
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    ages = list(_Walk(fragments).ages(root, operation.selection_set, is_root=True))
    known = [age for age in ages if age is not None]
    return min(known) if known and len(known) == len(ages) else None


class _Walk:
    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments

    def ages(
        self, kind: GraphQLObjectType, selected: SelectionSetNode, *, is_root: bool = False
    ) -> Iterator[int | None]:
        """Of each field that has one; None for each that is private."""
        for node in selected.selections:
            if isinstance(node, InlineFragmentNode):
                yield from self.ages(kind, node.selection_set, is_root=is_root)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments[node.name.value]
                yield from self.ages(kind, fragment.selection_set, is_root=is_root)
            elif isinstance(node, FieldNode) and node.name.value != "__typename":
                yield from self._field(kind, node, is_root=is_root)

    def _field(
        self, kind: GraphQLObjectType, node: FieldNode, *, is_root: bool
    ) -> Iterator[int | None]:
        field = kind.fields.get(node.name.value)
        if field is None:
            yield None  # introspection
            return
        spec = spec_of(field.extensions["strawberry-definition"])
        if is_root or not _is_plain(spec):
            yield spec.max_age_s
            if spec.max_age_s is None:
                return
        under = get_named_type(field.type)
        if node.selection_set is None:
            return
        if isinstance(under, GraphQLObjectType):
            yield from self.ages(under, node.selection_set)
        else:
            yield None  # an interface or a union: nothing that is public has one


def _is_plain(spec: Spec) -> bool:
    """Whether a field says only what its source does, to whomever."""
    if spec.rule is not Rule.INHERITED:
        return False
    return isinstance(spec, Column) or (isinstance(spec, Read) and not spec.wants_context)
