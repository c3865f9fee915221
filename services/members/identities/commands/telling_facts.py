"""Telling other services what follows from a member's own statements, where conditions name it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from services.common.civil_calendar import solar_of
from services.members.events.domain import ActivityFacts, FactsChanged
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile_facts import profile_facts
from services.members.programme.commands.named_facts import named_facts
from services.members.programme.domain.rules import Rules

SHOWN_IN_FACTS = frozenset({"birthday", "language"})
"""The fields of a profile that facts follow from."""


def facts_of_new(rules: Rules, members: Iterable[Member], now: datetime) -> list[FactsChanged]:
    """The facts of members who enrol: of activities, that there is none."""
    named = named_facts(rules)
    if not named:
        return []
    today = rules.local_day(now)
    nothing = ActivityFacts((0, rules.version), named.activity) if named.activity else None
    return [
        FactsChanged(
            member.id,
            profile_facts(member, named.profile, today, rules.version, solar_of)
            if named.profile
            else None,
            nothing,
        )
        for member in members
    ]


def facts_of_changed(
    rules: Rules, member: Member, fields: Collection[str], now: datetime
) -> list[FactsChanged]:
    """The facts of a member whose profile changed in these fields."""
    names = named_facts(rules).profile
    if not names or not SHOWN_IN_FACTS & set(fields):
        return []
    facts = profile_facts(member, names, rules.local_day(now), rules.version, solar_of)
    return [FactsChanged(member.id, profile=facts)]
