"""Linking identities to a member, taking them away, and changing a phone."""

from dataclasses import dataclass

from services.members.context import MembersContext
from services.members.events.domain import MemberUpdated
from services.members.identities.commands.profiles import ProfileUnit
from services.members.identities.domain.identity import Identity, one_owner
from services.members.identities.domain.member import MemberNotFound
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


def _text(identity: Identity | None) -> str:
    return "" if identity is None else f"{identity.kind}:{identity.value}"


async def change_identities(
    ctx: MembersContext[Transactions[ProfileUnit]], brand: str, change: IdentityChange
) -> bool:
    """Change a member's identities; True when this request did that before.

    What was taken away may belong to another member from then on: numbers are given out again.
    Raises MemberNotFound, EtagMismatch, IdentityTaken, IdentityNotHeld, LastIdentity,
    TooManyIdentities, and a REQUEST_ID_REUSED refusal.
    """

    async def work(unit: ProfileUnit) -> bool:
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
        gone = set(found.identities) - set(member.identities)
        await unit.identities.release(brand, member.id, gone)
        await unit.identities.change([member])
        await unit.answers.remember(brand, [(asked, Answered(member.id))])
        await unit.events.publish(brand, [MemberUpdated(member.id, ("identities",))], now)
        return False

    return await ctx.store.transact(work)
