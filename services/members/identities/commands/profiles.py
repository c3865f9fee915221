"""Changing a member's profile."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from services.common.civil_calendar import solar_of
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import MemberUpdated
from services.members.identities.commands.telling_facts import facts_of_changed
from services.members.identities.commands.unit import IdentitiesUnit
from services.members.identities.domain.member import MemberNotFound
from services.members.identities.domain.profile import Profile, ProfileRules
from services.members.identities.domain.profile_section import profile_section
from services.members.programme.domain.rules import Rules
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions, took_effect


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """The new values, and the names of the fields to take from them."""

    request_id: str
    member_id: str
    profile: Profile
    fields: tuple[str, ...]
    etag: str

    def asked(self) -> Asked:
        values = self.profile.content()
        content = ("update", self.member_id, self.etag, *values, *sorted(self.fields))
        return Asked(self.request_id, content)


class ProfileUnit(AnsweringUnit, PublishingUnit, Protocol):
    """A transaction that changes a profile."""

    @property
    def identities(self) -> IdentitiesUnit: ...


def profile_rules(rules: Rules, now: datetime) -> ProfileRules:
    """What a profile is judged by at `now`."""
    return ProfileRules(now, rules.local_day(now), solar_of, profile_section(rules))


class Updated(NamedTuple):
    """Whether this request did it before, and whether the profile is complete now."""

    replayed: bool
    complete: bool


async def update(
    ctx: MembersContext[Transactions[ProfileUnit]], brand: str, change: ProfileChange
) -> Updated:
    """Change a profile.

    Raises MemberNotFound, EtagMismatch, ProfileInvalid, PreferenceUnknown,
    BirthdayChangedTooOften, and a REQUEST_ID_REUSED refusal.
    """

    rules = await ctx.rulebook.of(brand)
    section = profile_section(rules)

    async def work(unit: ProfileUnit) -> Updated:
        asked = change.asked()
        done = await took_effect(unit, brand, asked)
        found = (await unit.identities.members(brand, [change.member_id])).get(change.member_id)
        if done:
            return Updated(True, found is not None and found.profile.is_complete(section))
        if found is None:
            raise MemberNotFound(f"no member {change.member_id}")
        now = ctx.clock.now()
        member = found.changed(
            change.profile, change.fields, change.etag, profile_rules(rules, now)
        )
        event = MemberUpdated(member.id, change.fields)
        facts = facts_of_changed(rules, member, change.fields, now)
        await unit.identities.change([member])
        await unit.answers.remember(brand, [(asked, Answered(member.id))])
        await unit.events.publish(brand, [event, *facts], now)
        return Updated(False, member.profile.is_complete(section))

    return await ctx.store.transact(work)
