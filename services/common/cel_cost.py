"""The most that one evaluation of a condition can cost, worked out from its tree.

One unit is one node evaluated once, or `CHARACTERS_PER_UNIT` characters or one item looked at. A
loop costs its range's size times its body. Facts count with the greatest size that is declared of
them. Every branch counts, since a bound must hold for the dearest way through.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from services.common.cel_tree import (
    Call,
    Comprehension,
    Constant,
    Ident,
    ListLiteral,
    MapLiteral,
    Node,
    Select,
)
from services.common.condition_facts import HOLD_ITEMS, Fact

CHARACTERS_PER_UNIT = 100
NUMBER_CHARACTERS_MAX = 24
STATES_PER_UNIT = 1_000

_REPEATS = re.compile(r"\{(?:\d+,)?(\d+),?\}")


@dataclass(frozen=True, slots=True)
class _Size:
    """Of a text in characters, of a list or map in items; `item` is the greatest item or key."""

    length: int = 0
    item: _Size | None = None

    def of_item(self) -> _Size:
        return self.item or SCALAR

    def to_look_at(self) -> int:
        """What it costs to look at all of it."""
        if self.item is None:
            return -(-self.length // CHARACTERS_PER_UNIT)
        return self.length * (1 + self.item.to_look_at())


SCALAR = _Size()

Facts = Mapping[str, Mapping[str, Fact]]
_Variables = Mapping[str, _Size]

# Operators that look at their arguments' truth only, or hand one of them on.
_LOOK_AT_NOTHING = frozenset({"_&&_", "_||_", "!_", "_?_:_", "_[_]", "@not_strictly_false"})


def cost_of(tree: Node, facts: Facts) -> int:
    """The most units that one evaluation takes."""
    return _Measure(facts).measure(tree, {})[0]


def _largest(*sizes: _Size) -> _Size:
    items = [size.item for size in sizes if size.item is not None]
    longest = max((size.length for size in sizes), default=0)
    return _Size(longest, _largest(*items) if items else None)


def _states(pattern: Node) -> int:
    """The most states of the pattern's automaton: its length, times each of its {repeats}."""
    text = pattern.value if isinstance(pattern, Constant) else ""
    assert isinstance(text, str)
    return len(text) * prod(max(1, int(most)) for most in _REPEATS.findall(text))


def _size_of(fact: Fact) -> _Size:
    text = _Size(fact.characters_max)
    if fact.type in HOLD_ITEMS:
        return _Size(fact.items_max, text)
    return text


class _Measure:
    """Recursive, to the depth that the library lets a condition have."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def measure(self, node: Node, variables: _Variables) -> tuple[int, _Size]:
        """The cost of the node, and the greatest size of its answer."""
        if isinstance(node, Ident):
            return 1, variables.get(node.name, SCALAR)
        if isinstance(node, Constant):
            length = len(node.value) if isinstance(node.value, str | bytes) else 0
            return 1, _Size(length)
        if isinstance(node, Select):
            return self._select(node, variables)
        if isinstance(node, Comprehension):
            return self._loop(node, variables)
        measured = [self.measure(part, variables) for part in node.parts()]
        cost = 1 + sum(part for part, _ in measured)
        sizes = [size for _, size in measured]
        if isinstance(node, ListLiteral):
            return cost, _Size(len(sizes), _largest(*sizes))
        if isinstance(node, MapLiteral):
            return cost, _Size(len(sizes) // 2, _largest(*sizes))
        assert isinstance(node, Call)
        return self._call(node, cost, sizes)

    def _select(self, node: Select, variables: _Variables) -> tuple[int, _Size]:
        operand = node.operand
        if isinstance(operand, Ident) and operand.name not in variables:
            fact = self._facts.get(operand.name, {}).get(node.field)
            return 2, _size_of(fact) if fact else SCALAR
        cost, size = self.measure(operand, variables)
        return 1 + cost, size.of_item()

    def _call(self, node: Call, cost: int, sizes: list[_Size]) -> tuple[int, _Size]:
        if node.function not in _LOOK_AT_NOTHING:
            cost += sum(size.to_look_at() for size in sizes)
        if node.function == "matches":
            cost += sizes[0].length * (1 + _states(node.args[1]) // STATES_PER_UNIT)
        if node.function == "_+_":
            return cost, _Size(sum(size.length for size in sizes), _largest(*sizes).item)
        if node.function == "_?_:_":
            return cost, _largest(*sizes[1:])
        if node.function == "_[_]":
            return cost, sizes[0].of_item()
        if node.function == "string":
            return cost, _Size(max(sizes[0].length, NUMBER_CHARACTERS_MAX))
        return cost, SCALAR

    def _loop(self, node: Comprehension, variables: _Variables) -> tuple[int, _Size]:
        range_cost, over = self.measure(node.iter_range, variables)
        first_cost, first = self.measure(node.accu_init, variables)
        inside = {**variables, node.iter_var: over.of_item(), node.accu_var: first}
        check_cost, _ = self.measure(node.loop_condition, inside)
        step_cost, after = self.measure(node.loop_step, inside)
        grown = _Size(first.length + over.length * (after.length - first.length), after.item)
        result_cost, size = self.measure(node.result, {**variables, node.accu_var: grown})
        cost = 1 + range_cost + first_cost + result_cost
        return cost + over.length * (check_cost + step_cost), size
