"""The section `groups` of a programme: the kinds of groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.members.programme.domain.rules import Rules


class GroupKindUnknown(Exception):
    """The programme declares no such kind of groups."""

    reason = "GROUP_KIND_UNKNOWN"
    field = "kind"


class PreferenceUnknown(Exception):
    """The kind does not ask for this."""

    reason = "PREFERENCE_UNKNOWN"
    field = "preferences"


@dataclass(frozen=True, slots=True)
class GroupKind:
    """`of_store`: each store has groups of its own; else it is a club across stores."""

    code: str
    name_zh: str
    name_en: str
    of_store: bool
    limit: int
    silent: timedelta
    offer: timedelta
    koc_percent: int
    asks: tuple[str, ...]

    def kocs(self, members: int) -> int:
        """How many of a group of so many members are its KOC: rounded down, at least one."""
        return max(1, members * self.koc_percent // 100)

    def check(self, preferences: Sequence[str]) -> None:
        """Raises PreferenceUnknown for what the kind does not ask."""
        for each in preferences:
            if each not in self.asks:
                raise PreferenceUnknown(f"{each}: one of {', '.join(self.asks) or 'none'}")


def group_kinds(rules: Rules) -> Mapping[str, GroupKind]:
    """The kinds of a programme by code, in its order."""
    return rules.section(parse_groups)


def kind_of(rules: Rules, code: str) -> GroupKind:
    """The kind of that code. Raises GroupKindUnknown."""
    kind = group_kinds(rules).get(code)
    if kind is None:
        raise GroupKindUnknown("no such kind of groups")
    return kind


def parse_groups(rules: Rules) -> Mapping[str, GroupKind]:
    """The section `groups`. Raises KeyError or ValueError where it can't be read."""
    written: Sequence[Mapping[str, Any]] = rules.document.get("groups", ())
    return {each["code"]: _kind(each) for each in written}


def _kind(written: Mapping[str, Any]) -> GroupKind:
    return GroupKind(
        code=written["code"],
        name_zh=written["name"]["zh"],
        name_en=written["name"]["en"],
        of_store=written["of"] == "store",
        limit=written["limit"],
        silent=timedelta(days=written["silent_days"]),
        offer=timedelta(days=written["offer_days"]),
        koc_percent=written["koc_percent"],
        asks=tuple(written["asks"]),
    )
