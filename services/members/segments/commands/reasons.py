"""The reasons why a condition holds: the facts that it names, as they are of a member.

A fact that follows from sealed data is named, and its value is told to nobody here: a card shows
it, with a reason and an entry of the audit log.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from services.common.named_facts import NamedFact, facts_named

SEALED = frozenset({"member.age", "member.birthday_month", "member.language"})
"""Facts that follow from sealed data."""


class NamedValue(NamedTuple):
    """A fact that a condition names, and what it is of a member: "" where it is unknown or follows
    from sealed data."""

    fact: str
    value: str


def named_values(when: str, facts: Mapping[str, Mapping[str, Any]]) -> tuple[NamedValue, ...]:
    """The facts that a condition names, by name, as they are of a member."""
    return tuple(_value(named, facts) for named in sorted(facts_named(when), key=_written))


def _written(named: NamedFact) -> str:
    return f"{named.root}.{named.name}" + (f"[{named.key}]" if named.key else "")


def _value(named: NamedFact, facts: Mapping[str, Mapping[str, Any]]) -> NamedValue:
    if f"{named.root}.{named.name}" in SEALED:
        return NamedValue(_written(named), "")
    value = facts.get(named.root, {}).get(named.name)
    if named.key is not None and isinstance(value, Mapping):
        value = value.get(named.key)
    if isinstance(value, Mapping):
        value = ", ".join(f"{key}: {each}" for key, each in sorted(value.items()))
    if isinstance(value, list):
        value = ", ".join(value)
    return NamedValue(_written(named), "" if value is None else str(value)[:200])
