"""Giving and taking tags by the rules of a programme, as members are judged by its segments."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from services.members.events.commands import PublishingUnit
from services.members.programme.domain.rules import Rules
from services.members.segments.commands.definitions import Definitions
from services.members.segments.commands.reasons import named_values
from services.members.segments.domain.known_member import KnownMember
from services.members.segments.domain.membership import NOWHERE, Membership
from services.members.segments.domain.tag_rules import (
    TagsJudged,
    by_rules,
    changes,
    judged_now,
    next_period,
    seen,
)
from services.members.tags.commands import TagsUnit, put
from services.members.tags.domain.tag import Tag, Why


class RuledTagsUnit(PublishingUnit, Protocol):
    """A transaction that tags members by rules."""

    @property
    def tags(self) -> TagsUnit: ...


ConditionFacts = Mapping[str, Mapping[str, Any]]
"""What conditions see of a member, by root."""


class Tagged(NamedTuple):
    """The members with the tags that rules give them by now, and what the rules saw of each.
    `facts`: what conditions see of members whose tags did not change, so that their segments are
    judged by the same."""

    known: Mapping[str, KnownMember]
    judged: Mapping[str, TagsJudged]
    facts: Mapping[str, ConditionFacts]


async def tag_members(
    unit: RuledTagsUnit,
    rules: Rules,
    wanted: Definitions,
    brand: str,
    known: Mapping[str, KnownMember],
    before: Mapping[str, Membership],
    now: datetime,
) -> Tagged:
    """Tag members by rules.

    Who withdrew the consent to profiling loses the tags by rules; everybody loses a tag whose rule
    is no more.
    """
    told: dict[str, tuple[list[Tag], list[str]]] = {}
    judged: dict[str, TagsJudged] = {}
    facts: dict[str, ConditionFacts] = {}
    for member_id, each in known.items():
        ruled = by_rules(each.tags, now)
        if not each.profiled:
            told[member_id] = ([], list(ruled))
            continue
        was = before.get(member_id, NOWHERE).tags
        sees = seen(wanted.tags, wanted.tags_key, rules.local_day(now), each.facts.done)
        due = {code: tag for code, tag in wanted.tags.items() if judged_now(tag, was, sees)}
        if due:
            facts[member_id] = facts_of(wanted, each, rules, now)
        holding = _holding(wanted, due, facts.get(member_id, {}), rules)
        given, taken = changes(each.tags, due, holding, rules, now)
        told[member_id] = (given, [*taken, *(code for code in ruled if code not in wanted.tags)])
        if wanted.tags:
            judged[member_id] = sees
    changed = {member_id: change for member_id, change in told.items() if any(change)}
    if not changed:
        return Tagged(known, judged, facts)
    await put(unit, brand, changed, rules, now)
    tagged = {
        member_id: replace(known[member_id], tags=known[member_id].tags.changed(*change, now))
        for member_id, change in changed.items()
    }
    same = {member_id: told for member_id, told in facts.items() if member_id not in changed}
    return Tagged({**known, **tagged}, judged, same)


def facts_of(
    wanted: Definitions, known: KnownMember, rules: Rules, now: datetime
) -> ConditionFacts:
    """What conditions see of a member now."""
    return known.condition_facts(rules, now, wanted.bought, wanted.rfm, wanted.clusters)


def _holding(
    wanted: Definitions, due: Collection[str], facts: ConditionFacts, rules: Rules
) -> dict[str, Why]:
    """Of the tags that are due, those whose condition holds for `facts`, and why."""
    holding = {}
    for code in due:
        rule = wanted.tags[code].rule
        if rule is not None and wanted.tag_rules[code](facts):
            told = named_values(rule.when, facts)
            holding[code] = Why(rules.version, tuple((fact, value) for fact, value in told))
    return holding


def next_at(
    wanted: Definitions, known: KnownMember, rules: Rules, now: datetime
) -> datetime | None:
    """The next instant at which time alone may change segments or tags by rules; None for never."""
    period = next_period(wanted.tags, rules.local_day(now))
    instants = (
        wanted.aging.next_at(known, rules, now),
        None if period is None else rules.midnight(period),
    )
    return min((each for each in instants if each is not None), default=None)
