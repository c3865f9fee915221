"""The largest shape that a document may have: depth, aliases, root fields, directives, repeats.

The shape is checked before validation, which itself takes long over such documents. A fragment is
measured once, and counted wherever it is spread. The cost is the other limit (`query_cost`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from gateway.core.errors import Code, Refused
from gateway.execution import token_scan as scan

CHARACTERS_MAX = 15_000
TOKENS_MAX = 1_000
BODY_BYTES_MAX = 64 * 1024
OPERATOR_BODY_BYTES_MAX = 2 * 256 * 1024 + BODY_BYTES_MAX
"""For operators: a programme has up to 256 KiB, which JSON may write with twice as many bytes."""
DEPTH_MAX = 8
ALIASES_MAX = 15
ROOT_FIELDS_MAX = 10
DIRECTIVES_MAX = 10
REPEATS_MAX = 5
"""The most times that a name may repeat in one selection: validation compares all pairs."""
FRAGMENTS_MAX = 30
OPERATIONS_MAX = 10
"""The most of a document: each operation is checked with all fragments that it uses."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a selection set, with its fragments spread."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0


def check_shape(document: DocumentNode, *, introspection: bool) -> None:
    """Raise Refused when an operation of the document is beyond the limits.

    With `introspection`, meta fields may be as deep as the tools' own queries are.
    """
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    if len(fragments) > FRAGMENTS_MAX:
        raise Refused(Code.QUERY_TOO_COSTLY, f"At most {FRAGMENTS_MAX} fragments.")
    operations = sum(isinstance(node, OperationDefinitionNode) for node in document.definitions)
    if operations > OPERATIONS_MAX:
        raise Refused(Code.QUERY_TOO_COSTLY, f"At most {OPERATIONS_MAX} operations.")
    measure = _Measure(fragments, introspection)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            shape = measure.selected(node.selection_set)
            _check(Code.QUERY_TOO_DEEP, "levels", shape.depth, DEPTH_MAX)
            _check(Code.QUERY_TOO_MANY_ALIASES, "aliases", shape.aliases, ALIASES_MAX)
            directives = shape.directives + len(node.directives or ())
            _check(Code.QUERY_TOO_MANY_DIRECTIVES, "directives", directives, DIRECTIVES_MAX)
            roots = measure.fields(node.selection_set)
            _check(Code.QUERY_TOO_MANY_ROOT_FIELDS, "root fields", roots, ROOT_FIELDS_MAX)


def too_many(code: Code, what: str, most: int) -> Refused:
    """The refusal for more than `most` of something."""
    return Refused(code, f"At most {most} {what}.", limit=most)


def _check(code: Code, what: str, found: int, most: int) -> None:
    if found > most:
        raise too_many(code, what, most)


class _Measure:
    """Measures selection sets, each fragment once. A fragment inside itself counts as empty, and
    validation refuses it."""

    def __init__(
        self, fragments: Mapping[str, FragmentDefinitionNode], introspection: bool
    ) -> None:
        self._fragments = fragments
        self._introspection = introspection
        self._known: dict[str, Shape] = {}
        self._counted: dict[str, int] = {}

    def selected(self, selected: SelectionSetNode) -> Shape:
        depth = aliases = directives = 0
        repeats: Counter[str] = Counter()
        for node in selected.selections:
            directives += len(node.directives or ())
            if isinstance(node, FieldNode):
                name = node.alias.value if node.alias else node.name.value
                repeats[name] += 1
                aliases += node.alias is not None
                inner = self._field(node)
                depth = max(depth, 1 + inner.depth)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                repeats["... on " + condition.name.value if condition else "..."] += 1
                inner = self.selected(node.selection_set)
                depth = max(depth, inner.depth)
            elif isinstance(node, FragmentSpreadNode):
                repeats["..." + node.name.value] += 1
                inner = self._fragment(node.name.value)
                depth = max(depth, inner.depth)
            aliases += inner.aliases
            directives += inner.directives
        if repeats and max(repeats.values()) > REPEATS_MAX:
            raise scan.repeated(REPEATS_MAX)
        return Shape(depth, aliases, directives)

    def _field(self, node: FieldNode) -> Shape:
        if node.selection_set is None:
            return Shape()
        shape = self.selected(node.selection_set)
        if self._introspection and node.name.value in ("__schema", "__type"):
            return Shape(0, shape.aliases, shape.directives)
        return shape

    def _fragment(self, name: str) -> Shape:
        if name not in self._known:
            self._known[name] = Shape()
            fragment = self._fragments.get(name)
            if fragment is not None:
                self._known[name] = self.selected(fragment.selection_set)
        return self._known[name]

    def fields(self, selected: SelectionSetNode) -> int:
        """The number of fields of a selection, with its fragments."""
        count = 0
        for node in selected.selections:
            if isinstance(node, FieldNode):
                count += 1
            elif isinstance(node, InlineFragmentNode):
                count += self.fields(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name not in self._counted:
                    self._counted[name] = 0
                    fragment = self._fragments.get(name)
                    self._counted[name] = self.fields(fragment.selection_set) if fragment else 0
                count += self._counted[name]
        return count
