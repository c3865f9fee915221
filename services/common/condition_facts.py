"""The declaration of facts that conditions may name: its types, and how it is read.

The declaration is data that stands beside the schema of what brands write, so that whoever writes
conditions, checks them or hands over facts reads the same file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

DECLARATION = Path(__file__).parents[2] / "protos/tessera/programme/v1/condition_facts.json"


class FactType(StrEnum):
    """Types of CEL that a fact may have."""

    STRING = "string"
    INT = "int"
    DOUBLE = "double"
    BOOL = "bool"
    STRINGS = "list<string>"
    STRING_MAP = "map<string, string>"
    INT_MAP = "map<string, int>"


HOLD_ITEMS = frozenset({FactType.STRINGS, FactType.STRING_MAP, FactType.INT_MAP})


class Unknown(StrEnum):
    """How a fact is given where nobody knows it."""

    NEVER = "never"
    """It is always known."""
    EMPTY = "empty"
    """As the empty value of its type."""
    ABSENT = "absent"
    """It is left out, which makes a condition on it false."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`characters_max` is that of a text, or of each text or key in a list or map; else 0."""

    type: FactType
    owner: str
    unknown: Unknown
    characters_max: int = 0
    items_max: int = 0


@dataclass(frozen=True, slots=True)
class ConditionKind:
    """Conditions that see the same facts, by root and name.

    One event evaluates each of them `evaluations_max` times at most.
    """

    name: str
    facts: Mapping[str, Mapping[str, Fact]]
    evaluations_max: int


@cache
def declared() -> Mapping[str, ConditionKind]:
    """Every kind of condition by its name. Raises ValueError where the declaration is wrong."""
    return read(json.loads(DECLARATION.read_text(encoding="utf-8")))


def read(declaration: Mapping[str, Any]) -> Mapping[str, ConditionKind]:
    """The kinds of `declaration`. Raises ValueError where a kind sees what nobody declares."""
    roots = {
        root: {name: _fact(f"{root}.{name}", body) for name, body in facts.items()}
        for root, facts in declaration["facts"].items()
    }
    kinds = {}
    for name, body in declaration["kinds"].items():
        seen: dict[str, dict[str, Fact]] = {}
        for each in body["sees"]:
            root, _, fact = each.partition(".")
            if root not in roots or (fact and fact not in roots[root]):
                raise ValueError(f"{name} sees {each}, which has no facts")
            seen.setdefault(root, {}).update({fact: roots[root][fact]} if fact else roots[root])
        kinds[name] = ConditionKind(name, seen, body["evaluations_max"])
    return kinds


def _fact(name: str, body: Mapping[str, Any]) -> Fact:
    fact = Fact(
        FactType(body["type"]),
        body["owner"],
        Unknown(body["unknown"]),
        body.get("characters_max", 0),
        body.get("items_max", 0),
    )
    holds_items = fact.type in HOLD_ITEMS
    holds_text = fact.type is FactType.STRING or holds_items
    if holds_text != bool(fact.characters_max) or holds_items != bool(fact.items_max):
        raise ValueError(f"{name}: a text has characters_max, a list or map items_max too")
    return fact
