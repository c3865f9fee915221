"""The time for which an answer may be cached by everyone, worked out once a document.

An answer is private unless every field of it is public:

    at the root      a field is private, unless it is declared with a `max_age_s`
    below one        a column, or a pure function of its source, is as public as the source, which
                     was read in nobody's name. A field that uses the request (the caller, the
                     language) or asks a service is private, unless it has a `max_age_s` too

The shortest time counts. @skip and @include make no difference, so that one document has one hint.
The address of the request names the brand: it has the token of a visitor (`http.visitors`).
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
"""The time for which a cache may still serve an old answer while it asks for a new one."""


def cache_control(max_age_s: int) -> bytes:
    """The Cache-Control header of a public answer."""
    stale = STALE_WHILE_REVALIDATE_S
    return f"public, max-age={max_age_s}, stale-while-revalidate={stale}".encode()


def max_age_of(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> int | None:
    """The seconds for which the answer of a valid operation is public; None when it is private."""
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
        """The time of each field that has one; None for each private field."""
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
            yield None  # an interface or a union: no public field has one


def _is_plain(spec: Spec) -> bool:
    """True when the field depends on its source alone."""
    if spec.rule is not Rule.INHERITED:
        return False
    return isinstance(spec, Column) or (isinstance(spec, Read) and not spec.wants_context)
