"""Changing what a member told of themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.common.clock import Clock
from services.members.events.commands import PublishingUnit
from services.members.events.domain import MemberUpdated
from services.members.identities.commands.unit import MembersUnit
from services.members.identities.domain.member import Member, MemberNotFound, Profile
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """The new values, and the names of the fields to take from them."""

    request_id: str
    member_id: str
    profile: Profile
    fields: tuple[str, ...]
    etag: str

    def asked(self) -> Asked:
        values = (self.profile.name, self.profile.birthday, self.profile.language)
        content = ("update", self.member_id, self.etag, *values, *sorted(self.fields))
        return Asked(self.request_id, content)


class ProfileUnit(AnsweringUnit, MembersUnit, PublishingUnit, Protocol):
    async def change(self, members: Sequence[Member]) -> None:
        """Write members again."""


async def update(
    store: Transactions[ProfileUnit], clock: Clock, brand: str, change: ProfileChange
) -> bool:
    """Change a profile; whether that was done before. Raises MemberNotFound, EtagMismatch,
    ProfileInvalid, and a REQUEST_ID_REUSED refusal."""

    async def work(unit: ProfileUnit) -> bool:
        asked = change.asked()
        known = (await unit.recall(brand, [asked])).get(change.request_id)
        if isinstance(known, Exception):
            raise known
        if known is not None:
            return True
        found = (await unit.members(brand, [change.member_id])).get(change.member_id)
        if found is None:
            raise MemberNotFound(f"no member {change.member_id}")
        member = found.changed(change.profile, change.fields, change.etag)
        await unit.change([member])
        await unit.remember(brand, [(asked, Answered(member.id))])
        await unit.publish(brand, [MemberUpdated(member.id, change.fields)], clock.now())
        return False

    return await store.transact(work)
