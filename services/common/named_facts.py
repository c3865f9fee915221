"""The facts that conditions name, so that a service tells others no more than these.

A key of a map counts by itself where a condition names it literally: `stats.bought["tea"]` or
`stats.bought.tea`. Whatever else is done with a map names all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cel_expr_python import cel

from services.common.cel import COMPILED_MAX
from services.common.cel_tree import Call, Constant, Ident, Node, Select, tree_of

_environment = cel.NewEnv()


class NamedFact(NamedTuple):
    """`key` is None where a fact is named as a whole."""

    root: str
    name: str
    key: str | None = None


@lru_cache(COMPILED_MAX)
def facts_named(text: str) -> frozenset[NamedFact]:
    """The facts that a condition names. Of one that is no CEL, none."""
    try:
        tree = tree_of(_environment.compile(text, disable_check=True).serialize())
    except (RuntimeError, TypeError, ValueError):
        return frozenset()
    return frozenset(_named(tree))


def names_of(root: str, facts: Iterable[NamedFact]) -> tuple[str, ...]:
    """The names under `root` in order: `name`, or `name/key` where no condition names all of it."""
    under = [fact for fact in facts if fact.root == root]
    whole = {fact.name for fact in under if fact.key is None}
    keys = {f"{fact.name}/{fact.key}" for fact in under if fact.name not in whole}
    return tuple(sorted(whole | keys))


def _named(node: Node) -> Iterator[NamedFact]:
    if isinstance(node, Call) and node.function == "_[_]":
        of, key = node.args
        fact = _fact(of)
        if fact is not None and isinstance(key, Constant) and isinstance(key.value, str):
            yield fact._replace(key=key.value)
            return
    if isinstance(node, Select):
        fact = _fact(node.operand)
        if fact is not None and not node.test_only:
            yield fact._replace(key=node.field)
            return
        if (own := _fact(node)) is not None:
            yield own
            return
    for part in node.parts():
        yield from _named(part)


def _fact(node: Node) -> NamedFact | None:
    if isinstance(node, Select) and isinstance(node.operand, Ident):
        return NamedFact(node.operand.name, node.field)
    return None
