"""Telling other services the facts that conditions of a brand name."""

from collections.abc import Mapping
from datetime import date

from services.common.civil_calendar import solar_of
from services.members.activities.domain.activity import Activity
from services.members.activities.domain.activity_facts import activity_facts
from services.members.activities.domain.facts import Facts
from services.members.events.domain import (
    ActivityFacts,
    ActivityRecorded,
    FactsChanged,
    MemberEvent,
)
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile_facts import profile_facts
from services.members.programme.commands.named_facts import named_facts
from services.members.programme.domain.rules import Rules


class Telling:
    """The events of a batch: its activities, and the facts that conditions of the brand name.

    A follower knows the facts as they were before an activity when it comes to it: they are told
    first where the programme names others than were told last, and after each that changes them.
    """

    def __init__(self, rules: Rules, today: date) -> None:
        """`today`: the brand's local day."""
        self.events: list[MemberEvent] = []
        self._version = rules.version
        self._named = named_facts(rules)
        self._today = today
        self._last: dict[str, ActivityFacts] = {}

    def due(self, facts: Mapping[str, Facts]) -> set[str]:
        """The members whose profile is to be told."""
        return {
            member_id
            for member_id, each in facts.items()
            if self._named.profile
            and (each.told != self._named.key or self._has_aged(each.profile_told_on))
        }

    def _has_aged(self, told_on: date | None) -> bool:
        """Nothing but the calendar makes members older, or moves a lunar birthday to its month of
        another year."""
        names, today = self._named.profile, self._today
        if "birthday_month" in names and (
            told_on is None or (told_on.year, told_on.month) != (today.year, today.month)
        ):
            return True
        return "age" in names and told_on != today

    def begin(self, facts: Mapping[str, Facts], profiles: Mapping[str, Member]) -> None:
        """Tell what followers do not know; `profiles` are of those who are due."""
        if not self._named:
            return
        for member_id, each in facts.items():
            profile = None
            if (member := profiles.get(member_id)) is not None:
                names, today = self._named.profile, self._today
                profile = profile_facts(member, names, today, self._version, solar_of)
                each.profile_told_on = today
            activity = self._activity_facts(member_id, each)
            if each.told == self._named.key:
                activity = None
            each.told = self._named.key
            if profile is not None or activity is not None:
                self.events.append(FactsChanged(member_id, profile, activity))

    def tell(self, activity: Activity, facts: Facts) -> None:
        """Tell the activity, and what it made of the facts."""
        member_id = activity.member_id
        self.events.append(ActivityRecorded(member_id, activity.told or activity.content))
        before = self._last.get(member_id)
        after = self._activity_facts(member_id, facts)
        if before and after and not after.says_the_same_as(before):
            self.events.append(FactsChanged(member_id, activity=after))

    def _activity_facts(self, member_id: str, facts: Facts) -> ActivityFacts | None:
        names = self._named.activity
        if not names:
            return None
        told = activity_facts(facts, names, self._today, self._version)
        self._last[member_id] = told
        return told
