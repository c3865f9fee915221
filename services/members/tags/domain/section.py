"""The section `tags` of a programme: the words that members may be tagged with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.members.programme.domain.rules import Rules
from services.members.tags.domain.tag import CLASS_OF, CONFIDENCE_MAX, TagClass, TagKind, TagRefresh


@dataclass(frozen=True, slots=True)
class TagRule:
    """A condition over a member's facts that gives a tag, and takes it. `every_days`: of a tag of
    refresh periodic. `on`: of one that is triggered, types of activities."""

    when: str
    confidence_percent: int = CONFIDENCE_MAX
    every_days: int = 1
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagDefinition:
    """`days`: local days after which it lapses unless it is set again; 0: never. `rule`: None for
    one that only people, channels and services set."""

    code: str
    name_zh: str
    name_en: str
    kind: TagKind
    refresh: TagRefresh
    days: int = 0
    rule: TagRule | None = None

    @property
    def tag_class(self) -> TagClass:
        return CLASS_OF[self.kind]

    def lapses(self, now: datetime, rules: Rules) -> datetime | None:
        """When a tag lapses that is set `now`: with a local day; None for never."""
        if not self.days:
            return None
        return rules.midnight(rules.local_day(now) + timedelta(days=self.days))


def tag_definitions(rules: Rules) -> Mapping[str, TagDefinition]:
    """The tags of a programme by code, in its order."""
    return rules.section(parse_tags)


def parse_tags(rules: Rules) -> Mapping[str, TagDefinition]:
    """The section `tags`. Raises KeyError or ValueError where it can't be read."""
    written: Sequence[Mapping[str, Any]] = rules.document.get("tags", ())
    return {each["code"]: _definition(each) for each in written}


def _definition(written: Mapping[str, Any]) -> TagDefinition:
    name = written["name"]
    return TagDefinition(
        code=written["code"],
        name_zh=name["zh"],
        name_en=name["en"],
        kind=TagKind(written["kind"]),
        refresh=TagRefresh(written["refresh"]),
        days=written.get("days", 0),
        rule=_rule(written["rule"]) if "rule" in written else None,
    )


def _rule(written: Mapping[str, Any]) -> TagRule:
    return TagRule(
        when=written["when"],
        confidence_percent=int(written.get("confidence_percent", CONFIDENCE_MAX)),
        every_days=int(written.get("every_days", 1)),
        on=tuple(sorted(written.get("on", ()))),
    )
