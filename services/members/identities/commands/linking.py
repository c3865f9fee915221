"""Linking identities to a member, taking them away, and changing a phone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.members.context import MembersContext
from services.members.events.domain import MemberUpdated
from services.members.identities.commands.profiles import ProfileUnit
from services.members.identities.domain.identity import Identity, one_owner
from services.members.identities.domain.member import Member, MemberNotFound
from services.members.transactions import Answered, Asked, Transactions, took_effect


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """Identities in their one form: `link` joins the member, `unlink` is taken away, or both."""

    request_id: str
    member_id: str
    link: Identity | None
    unlink: Identity | None
    etag: str

    def asked(self) -> Asked:
        named = (_text(self.link), _text(self.unlink))
        return Asked(self.request_id, ("relink", self.member_id, self.etag, *named))


class SessionsUnit(Protocol):
    """The part of a transaction that sessions have."""

    async def end_all(self, brand: str, member_id: str) -> None:
        """End each session of the member."""


class LinkingUnit(ProfileUnit, Protocol):
    """A transaction that changes identities."""

    @property
    def sessions(self) -> SessionsUnit: ...


def _text(identity: Identity | None) -> str:
    return "" if identity is None else f"{identity.kind}:{identity.value}"


async def change_identities(
    ctx: MembersContext[Transactions[LinkingUnit]], brand: str, change: IdentityChange
) -> bool:
    """Change a member's identities; True when this request did that before.

    What was taken away may belong to another member from then on: numbers are given out again. So
    the member's logins end then, whichever identity each began with: whoever holds the number now
    must not go on in the member's name.
    Raises MemberNotFound, EtagMismatch, IdentityTaken, IdentityNotHeld, LastIdentity,
    TooManyIdentities, and a REQUEST_ID_REUSED refusal.
    """

    async def work(unit: LinkingUnit) -> bool:
        asked = change.asked()
        if await took_effect(unit, brand, asked):
            return True
        found = (await unit.identities.members(brand, [change.member_id])).get(change.member_id)
        if found is None:
            raise MemberNotFound(f"no member {change.member_id}")
        if change.link is not None:
            owners = await unit.identities.owners(brand, [change.link])
            one_owner({change.member_id, *owners.values()})
        now = ctx.clock.now()
        member = found.relinked(change.link, change.unlink, change.etag, now)
        await replace_identities(unit, found, member, now)
        await unit.answers.remember(brand, [(asked, Answered(member.id))])
        return False

    return await ctx.store.transact(work)


async def replace_identities(
    unit: LinkingUnit, found: Member, member: Member, now: datetime
) -> None:
    """Write `member` in the place of `found`, let others have what is gone, and end the logins
    then."""
    gone = set(found.identities) - set(member.identities)
    await unit.identities.release(member.brand, member.id, gone)
    if gone:
        await unit.sessions.end_all(member.brand, member.id)
    await unit.identities.change([member])
    await unit.events.publish(member.brand, [MemberUpdated(member.id, ("identities",))], now)
