"""The cost of an operation, worked out before anything is asked of a service.

Each selected field costs 1, before fields merge, times the page sizes above it; a call of its own
and a write cost more. The answer names the cost in `extensions.cost`.
"""

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
from gateway.schema.core.connections import PAGE_SIZE_MAX
from gateway.schema.core.fields import FIRST_DEFAULT, LIST_SIZE_ASSUMED, Spec, spec_of

COST_MAX = 5_000
WRITE_COST = 10
_UNBOUNDED = 10**9


class Cost:
    """The cost of an operation: `fixed`, and `parts` that are multiplied by a size."""

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
    """The number of objects under a field: a constant, or the value of a variable."""

    number: int
    variable: str | None = None
    is_page: bool = False

    def of(self, variables: Mapping[str, Any]) -> int:
        """The number. Raises Refused for a page size out of range; wrong types fail later."""
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
        pricing.add(cost, root, operation.selection_set, None)
    return cost


def check_cost(cost: int) -> None:
    """Raises Refused when the cost is more than one request may have."""
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

    def add(
        self,
        cost: Cost,
        parent: GraphQLNamedType,
        selected: SelectionSetNode,
        above: FieldNode | None,
    ) -> None:
        """Add what is selected on `parent`, under the field `above`, to `cost`."""
        for node in selected.selections:
            if isinstance(node, FieldNode):
                self._add_field(cost, parent, node, above)
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
            self.add(cost, on or parent, target.selection_set, above)

    def _add_field(
        self, cost: Cost, parent: GraphQLNamedType, node: FieldNode, above: FieldNode | None
    ) -> None:
        # Each field costs 1 at least, so this ends a document of spreads within spreads.
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
        # A list may have its size from the call above it, as a leaderboard's places do.
        sizing = node if above is None or spec.size in field.args else above
        size = self._size(spec, sizing)
        inner = cost
        if size.variable is not None or size.number != 1 or size.is_page:
            inner = Cost()
            cost.parts.append((size, inner))
        self.add(inner, get_named_type(field.type), node.selection_set, node)

    def _size(self, spec: Spec, node: FieldNode) -> Size:
        if isinstance(spec.size, int):
            return Size(spec.size)
        is_page = spec.size == "first"
        for argument in node.arguments or ():
            if argument.name.value == spec.size:
                return self._argument(argument.value, is_page)
        return Size(FIRST_DEFAULT if is_page else LIST_SIZE_ASSUMED, None, is_page)

    def _argument(self, value: ValueNode, is_page: bool) -> Size:
        if not isinstance(value, VariableNode):
            return Size(_written(value), None, is_page)
        name = value.name.value
        default = self._defaults.get(name)
        unsaid = FIRST_DEFAULT if is_page else 1
        return Size(unsaid if default is None else _written(default), name, is_page)


def _own(spec: Spec, write: bool) -> int:
    return max(WRITE_COST, spec.cost) if write else spec.cost


def _written(value: ValueNode) -> int:
    """The size that a literal names."""
    if isinstance(value, IntValueNode):
        return int(value.value) if len(value.value) < 10 else _UNBOUNDED
    if isinstance(value, ListValueNode):
        return len(value.values)
    return 1
