"""Changing how a member wishes to be reached."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from services.members.contacts.domain.preferences import Preferences
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import ContactPreferencesChanged, MemberUpdated
from services.members.identities.domain.member import MemberNotFound
from services.members.tiers.commands.unit import EnrolmentTimes
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions, took_effect

CHANGED = ("contact_preferences",)


class PreferencesReader(Protocol):
    """Reads preferences, always from the database."""

    async def preferences(self, brand: str, ids: Collection[str]) -> Mapping[str, Preferences]:
        """By member, of those who have any."""


class PreferencesPart(Protocol):
    """This room's part of a transaction."""

    async def keep(self, brand: str, member_id: str, preferences: Preferences) -> None:
        """Write preferences in place of those before."""


class PreferencesUnit(AnsweringUnit, PublishingUnit, Protocol):
    """A transaction that changes preferences."""

    @property
    def contact_preferences(self) -> PreferencesPart: ...
    @property
    def identities(self) -> EnrolmentTimes: ...


@dataclass(frozen=True, slots=True)
class PreferencesChange:
    """The new preferences of a member."""

    request_id: str
    member_id: str
    preferences: Preferences

    def asked(self) -> Asked:
        new = self.preferences
        quiet = (new.quiet.from_time, new.quiet.until_time, new.quiet.zone) if new.quiet else ()
        content = ("preferences", self.member_id, new.language, *new.channels, "quiet", *quiet)
        return Asked(self.request_id, content)


def preferences_told(member_id: str, preferences: Preferences) -> ContactPreferencesChanged:
    """The event that a member has these."""
    quiet = preferences.quiet
    return ContactPreferencesChanged(
        member_id,
        tuple(preferences.channels),
        (quiet.from_time, quiet.until_time, quiet.zone) if quiet else ("", "", ""),
        preferences.language,
        preferences.at,
    )


async def set_preferences(
    ctx: MembersContext[Transactions[PreferencesUnit]], brand: str, change: PreferencesChange
) -> bool:
    """Replace a member's preferences; True when this request did that before.

    Raises MemberNotFound, and a REQUEST_ID_REUSED refusal.
    """

    async def work(unit: PreferencesUnit) -> bool:
        asked = change.asked()
        if await took_effect(unit, brand, asked):
            return True
        if not await unit.identities.enrolled(brand, [change.member_id]):
            raise MemberNotFound(f"no member {change.member_id}")
        await unit.contact_preferences.keep(brand, change.member_id, change.preferences)
        await unit.answers.remember(brand, [(asked, Answered(change.member_id))])
        updated = MemberUpdated(change.member_id, CHANGED)
        told = preferences_told(change.member_id, change.preferences)
        await unit.events.publish(brand, [updated, told], change.preferences.at)
        return False

    return await ctx.store.transact(work)
