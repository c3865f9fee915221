"""What is refused before anything is asked of a service.

    shape     depth, aliases, root fields, directives, repeats, fragments: from the document alone,
              before validation, which itself takes long over such documents
    cost      1 for each field selected, before merging, times the page sizes above it; more for a
              call of its own and for a write. Told in `extensions.cost`

Fragments are measured once and counted wherever they are spread.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    ConstValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
)

from gateway.core.errors import Code, Refused
from gateway.execution import token_scan as scan
from gateway.schema.core.fields import FIRST_DEFAULT, LIST_SIZE_ASSUMED, Spec, spec_of

CHARACTERS_MAX = 15_000
TOKENS_MAX = 1_000
BODY_BYTES_MAX = 64 * 1024
DEPTH_MAX = 8
ALIASES_MAX = 15
ROOT_FIELDS_MAX = 10
DIRECTIVES_MAX = 10
REPEATS_MAX = 5
"""The same name selected again in one place; comparing all pairs is what makes validation slow."""
FRAGMENTS_MAX = 30
OPERATIONS_MAX = 10
"""Of one document, since each is checked with all that it uses."""
PAGE_SIZE_MAX = 100
COST_MAX = 5_000
WRITE_COST = 10

_UNBOUNDED = 10**9


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
    """Measures selection sets, each fragment once. A fragment inside itself counts as nothing:
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
        """How many fields stand in one place."""
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


class Cost:
    """What an operation costs: `fixed`, and `parts` that are multiplied by a size."""

    __slots__ = ("fixed", "parts")

    def __init__(self) -> None:
        self.fixed = 0
        self.parts: list[tuple[Size, Cost]] = []

    def of(self, variables: Mapping[str, Any]) -> int:
        """The cost with these variables. Raises Refused for a page size out of range."""
        total = self.fixed
        for size, part in self.parts:
            total += size.of(variables) * part.of(variables)
        return total

    def least(self) -> int:
        """The cost with every size 1."""
        return self.fixed + sum(part.least() for _, part in self.parts)


@dataclass(frozen=True, slots=True)
class Size:
    """How many objects stand under a field: a number, or what a variable says."""

    number: int
    variable: str | None = None
    is_page: bool = False

    def of(self, variables: Mapping[str, Any]) -> int:
        """Raises Refused for a page size out of range; what is no size its type refuses later."""
        size = self.number
        if self.variable is not None:
            value = variables.get(self.variable)
            if isinstance(value, list):
                size = len(value)
            elif isinstance(value, int):
                size = value
        if self.is_page and not 1 <= size <= PAGE_SIZE_MAX:
            raise Refused(
                Code.PAGE_SIZE_INVALID,
                f"A page has 1 to {PAGE_SIZE_MAX} items.",
                limit=PAGE_SIZE_MAX,
            )
        return max(1, size)


def cost_of(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> Cost:
    """The cost of a valid operation. Raises Refused when it is too high with any variables."""
    root = schema.get_root_type(operation.operation)
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    defaults = {
        each.variable.name.value: each.default_value
        for each in operation.variable_definitions or ()
        if each.default_value is not None
    }
    pricing = _Pricing(schema, fragments, defaults)
    cost = Cost()
    if root is not None:
        pricing.add(cost, root, operation.selection_set)
    return cost


def check_cost(cost: int) -> None:
    """Raises Refused when it is more than one request may cost."""
    if cost > COST_MAX:
        raise Refused(
            Code.QUERY_TOO_COSTLY,
            f"At most {COST_MAX}, this costs {cost}.",
            limit=COST_MAX,
            cost=cost,
        )


class _Pricing:
    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        defaults: Mapping[str, ConstValueNode],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._defaults = defaults
        self._spent = 0

    def add(self, cost: Cost, parent: GraphQLNamedType, selected: SelectionSetNode) -> None:
        """Add what is selected on `parent` to `cost`."""
        for node in selected.selections:
            if isinstance(node, FieldNode):
                self._add_field(cost, parent, node)
                continue
            if isinstance(node, FragmentSpreadNode):
                target: FragmentDefinitionNode | InlineFragmentNode = self._fragments[
                    node.name.value
                ]
            else:
                assert isinstance(node, InlineFragmentNode)
                target = node
            condition = target.type_condition
            on = self._schema.get_type(condition.name.value) if condition else parent
            self.add(cost, on or parent, target.selection_set)

    def _add_field(self, cost: Cost, parent: GraphQLNamedType, node: FieldNode) -> None:
        # Nothing is ever cheaper than this, so a spread of spreads ends here.
        self._spent += 1
        check_cost(self._spent)
        name = node.name.value
        if name.startswith("__") or not isinstance(
            parent, GraphQLObjectType | GraphQLInterfaceType
        ):
            cost.fixed += 1
            return
        field = parent.fields[name]
        spec = spec_of(field.extensions["strawberry-definition"])
        cost.fixed += _own(spec, parent is self._schema.mutation_type)
        if node.selection_set is None:
            return
        size = self._size(spec, node)
        inner = cost
        if size.variable is not None or size.number != 1 or size.is_page:
            inner = Cost()
            cost.parts.append((size, inner))
        self.add(inner, get_named_type(field.type), node.selection_set)

    def _size(self, spec: Spec, node: FieldNode) -> Size:
        if isinstance(spec.size, int):
            return Size(spec.size)
        is_page = spec.size == "first"
        for argument in node.arguments or ():
            if argument.name.value == spec.size:
                return self._told(argument.value, is_page)
        return Size(FIRST_DEFAULT if is_page else LIST_SIZE_ASSUMED, None, is_page)

    def _told(self, value: ValueNode, is_page: bool) -> Size:
        if not isinstance(value, VariableNode):
            return Size(_written(value), None, is_page)
        name = value.name.value
        default = self._defaults.get(name)
        unsaid = FIRST_DEFAULT if is_page else 1
        return Size(unsaid if default is None else _written(default), name, is_page)


def _own(spec: Spec, write: bool) -> int:
    return WRITE_COST if write else spec.cost


def _written(value: ValueNode) -> int:
    """The size that a literal tells."""
    if isinstance(value, IntValueNode):
        return int(value.value) if len(value.value) < 10 else _UNBOUNDED
    if isinstance(value, ListValueNode):
        return len(value.values)
    return 1
