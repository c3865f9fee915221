"""Tags by rules: which of them are judged now, and what a judgement gives and takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from services.members.activities.domain.activity_type import ActivityType
from services.members.programme.domain.rules import Rules
from services.members.tags.domain.section import TagDefinition, tag_definitions
from services.members.tags.domain.tag import Tag, TagRefresh, TagSource, Why
from services.members.tags.domain.tags import TAGS_MAX, Tags


@dataclass(frozen=True, slots=True)
class TagsJudged:
    """What the rules saw of a member when they were judged last.

    `key`: of the rules. `on`: the local day. `done`: activities by the code of each triggered tag.
    """

    key: str = ""
    on: date | None = None
    done: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


NOT_JUDGED = TagsJudged()


def ruled_tags(rules: Rules) -> Mapping[str, TagDefinition]:
    """The tags of a programme that have a rule, by code."""
    return {code: each for code, each in tag_definitions(rules).items() if each.rule is not None}


def judged_now(definition: TagDefinition, was: TagsJudged, now: TagsJudged) -> bool:
    """True where the rule of a tag is judged now: by other rules than before, always in real time,
    after a period, and after an activity that triggers it."""
    rule = definition.rule
    if rule is None:
        return False
    if was.key != now.key or was.on is None or definition.refresh is TagRefresh.REAL_TIME:
        return True
    if definition.refresh is TagRefresh.TRIGGERED:
        return was.done.get(definition.code, 0) != now.done.get(definition.code, 0)
    return now.on is not None and _period(now.on, rule.every_days) != _period(
        was.on, rule.every_days
    )


def seen(
    definitions: Mapping[str, TagDefinition],
    key: str,
    today: date,
    done: Mapping[ActivityType, int],
) -> TagsJudged:
    """What rules see of a member who did so many activities, by type."""
    triggered = {
        code: sum(done.get(ActivityType(kind), 0) for kind in each.rule.on)
        for code, each in definitions.items()
        if each.rule is not None and each.refresh is TagRefresh.TRIGGERED
    }
    return TagsJudged(key, today, triggered)


def next_period(definitions: Mapping[str, TagDefinition], today: date) -> date | None:
    """The next local day on which a period is over; None without periods."""
    days = [
        _period(today, each.rule.every_days) + timedelta(days=each.rule.every_days)
        for each in definitions.values()
        if each.rule is not None and each.refresh is TagRefresh.PERIODIC
    ]
    return min(days, default=None)


def _period(day: date, every_days: int) -> date:
    """The first day of the period that a day is in; periods are counted from 1 January of year 1,
    so that every member's are the same."""
    return date.fromordinal(day.toordinal() - (day.toordinal() - 1) % every_days)


def changes(
    tags: Tags,
    judged: Mapping[str, TagDefinition],
    holding: Mapping[str, Why],
    rules: Rules,
    now: datetime,
) -> tuple[list[Tag], list[str]]:
    """Tags that the rules of `judged` give, and codes that they take. `holding`: those whose
    condition holds, and why.

    What a rule gave is set again where it would lapse later so. A tag that somebody else set stays
    as it is while it lasts. A rule gives no tag to a member who has as many as one may have.
    """
    current = tags.current(now)
    taken = [
        code
        for code in judged
        if code not in holding and code in current and current[code].source is TagSource.RULE
    ]
    room = TAGS_MAX - len(current) + len(taken)
    given: list[Tag] = []
    for code, definition in judged.items():
        if code not in holding:
            continue
        assert definition.rule is not None, "it was judged"
        tag = Tag(
            code=code,
            source=TagSource.RULE,
            set_by="",
            at=now,
            confidence_percent=definition.rule.confidence_percent,
            expires_at=definition.lapses(now, rules),
            why=holding[code],
        )
        if code in current:
            if _renews(tag, current[code]):
                given.append(tag)
        elif room > 0:
            room -= 1
            given.append(tag)
    return given, taken


def _renews(tag: Tag, held: Tag) -> bool:
    """True once a local day: `expires_at` is the start of one."""
    if held.source is not TagSource.RULE or held.expires_at is None:
        return False
    return tag.expires_at is None or tag.expires_at > held.expires_at


def by_rules(tags: Tags, now: datetime) -> Collection[str]:
    """The codes of tags that rules gave, which go with the consent to profiling, and when a
    programme has the rule no more."""
    current = tags.current(now)
    return [code for code, tag in current.items() if tag.source is TagSource.RULE]
