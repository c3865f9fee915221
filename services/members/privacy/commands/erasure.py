"""Asking for an erasure, cancelling it, and the erasure itself."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.members.context import MembersContext
from services.members.events.domain import MemberErased
from services.members.identities.domain.member import MemberNotFound
from services.members.privacy.commands.unit import ErasingUnit
from services.members.privacy.domain.erasure import Erasure, asked, cancelled, done
from services.members.privacy.domain.section import parse_privacy
from services.members.transactions import Answered, Asked, Transactions, took_effect


@dataclass(frozen=True, slots=True)
class OwnWish:
    """A member asks for their own erasure."""

    request_id: str
    member_id: str


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A member, or an operator for a reason, cancels an erasure that waits."""

    request_id: str
    member_id: str
    reason: str


async def ask(ctx: MembersContext[Transactions[ErasingUnit]], brand: str, wish: OwnWish) -> bool:
    """Let the erasure wait for its time; True when this request did that before.

    Raises MemberNotFound, ErasureWaiting, and a REQUEST_ID_REUSED refusal.
    """
    privacy = (await ctx.rulebook.of(brand)).section(parse_privacy)

    async def work(unit: ErasingUnit) -> bool:
        request = Asked(wish.request_id, ("erase", wish.member_id))
        if await took_effect(unit, brand, request):
            return True
        await check_exists(unit, brand, wish.member_id)
        known = await unit.erasures.erasure(brand, wish.member_id)
        now = ctx.clock.now()
        await unit.erasures.keep(asked(known, brand, wish.member_id, now, privacy.erasure_wait))
        await unit.answers.remember(brand, [(request, Answered(wish.member_id))])
        return False

    return await ctx.store.transact(work)


async def cancel(
    ctx: MembersContext[Transactions[ErasingUnit]], brand: str, wish: Cancellation
) -> bool:
    """End the erasure without its effect; True when this request did that before.

    Raises ErasureNotWaiting, and a REQUEST_ID_REUSED refusal.
    """

    async def work(unit: ErasingUnit) -> bool:
        request = Asked(wish.request_id, ("keep", wish.member_id, wish.reason))
        if await took_effect(unit, brand, request):
            return True
        known = await unit.erasures.erasure(brand, wish.member_id)
        await unit.erasures.keep(cancelled(known, ctx.clock.now()))
        await unit.answers.remember(brand, [(request, Answered(wish.member_id))])
        return False

    return await ctx.store.transact(work)


async def check_exists(unit: ErasingUnit, brand: str, member_id: str) -> None:
    """Nothing when the brand has the member, who is not being merged. Raises MemberNotFound."""
    if not await unit.erasures.hold(brand, member_id):
        raise MemberNotFound(f"no member {member_id}")


async def erase(unit: ErasingUnit, wish: Erasure, now: datetime) -> None:
    """Erase the member within a transaction. What is kept in pieces is left to the job."""
    brand, member_id = wish.brand, wish.member_id
    await unit.erasures.keep_count(brand, member_id)
    # Of those who were merged into the member there are copies, keys, and activities.
    ids = [*await unit.identities.merged(brand, member_id), member_id]
    for each in ids:
        await forget(unit, brand, each)
        await unit.erasures.keep(done(replace(wish, member_id=each), now))
    await unit.events.publish(brand, [MemberErased(each) for each in ids], now)


async def forget(unit: ErasingUnit, brand: str, member_id: str) -> None:
    """Take away all that one transaction can; again it takes what was written meanwhile."""
    # While the identities are there, by which rows that wait are found.
    await unit.member_files.forget(brand, member_id)
    await unit.identities.erase(brand, member_id)
    await unit.sessions.end_all(brand, member_id)
    for part in (
        *(unit.consents, unit.contact_preferences, unit.occasions),
        *(
            unit.advisers,
            unit.lifecycles,
            unit.referrals,
            unit.groups,
            unit.names,
            unit.segments,
            unit.tags,
            unit.tiers,
            unit.merge_requests,
            unit.merges,
        ),
    ):
        await part.forget(brand, member_id)
