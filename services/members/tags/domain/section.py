"""The section `tags` of a programme: the words that members may be tagged with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.members.programme.domain.rules import Rules
from services.members.tags.domain.tag import CLASS_OF, TagClass, TagKind, TagRefresh


@dataclass(frozen=True, slots=True)
class TagDefinition:
    """`days`: local days after which it lapses unless it is set again; 0: never."""

    code: str
    name_zh: str
    name_en: str
    kind: TagKind
    refresh: TagRefresh
    days: int = 0

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
    )
