"""Holds facts that a service gives to conditions against their declaration."""

from collections.abc import Mapping
from typing import Any

from services.common.condition_facts import ConditionKind, Fact, FactType, Unknown, declared

PYTHON_TYPES: Mapping[FactType, type] = {
    FactType.STRING: str,
    FactType.INT: int,
    FactType.DOUBLE: float,
    FactType.BOOL: bool,
    FactType.STRINGS: list,
    FactType.STRING_MAP: dict,
    FactType.INT_MAP: dict,
}


def assert_as_declared(kind: str, given: Mapping[str, Mapping[str, Any]]) -> None:
    """Every declared fact is given with its type and within its bounds, and nothing else is."""
    facts = declared()[kind].facts
    assert given.keys() == facts.keys()
    for root, named in facts.items():
        optional = {name for name, fact in named.items() if fact.unknown is Unknown.ABSENT}
        assert named.keys() - optional <= given[root].keys() <= named.keys(), root
        for name, value in given[root].items():
            fact = named[name]
            assert type(value) is PYTHON_TYPES[fact.type], f"{root}.{name}: {value!r}"
            texts = [value] if isinstance(value, str) else []
            if isinstance(value, list | dict):
                assert len(value) <= fact.items_max, f"{root}.{name}"
                inner = value.values() if isinstance(value, dict) else ()
                texts = [*value, *(inner if fact.type is FactType.STRING_MAP else ())]
                if fact.type is FactType.INT_MAP:
                    assert {type(each) for each in inner} <= {int}, f"{root}.{name}"
            for text in texts:
                assert type(text) is str, f"{root}.{name}: {text!r}"
                assert len(text) <= fact.characters_max, f"{root}.{name}: {text!r}"
            if fact.unknown is Unknown.NEVER and fact.type is FactType.STRING:
                assert value, f"{root}.{name} is declared to be always known"


def declared_kind(kind: str) -> ConditionKind:
    return declared()[kind]


def declared_fact(kind: str, name: str) -> Fact:
    """The fact of that whole name, such as line.series."""
    root, _, rest = name.partition(".")
    return declared()[kind].facts[root][rest]
