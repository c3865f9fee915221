"""Erasures that operators ask for: a second operator carries one out, or ends it."""

from dataclasses import dataclass
from datetime import datetime

from services.common.approvals import Approval
from services.common.ids import new_id
from services.members.context import MembersContext
from services.members.privacy.commands.erasure import check_exists, erase
from services.members.privacy.commands.unit import ErasingUnit, ErasureStore
from services.members.privacy.domain.erasure import Erasure, ErasureState
from services.members.privacy.domain.section import parse_privacy
from services.members.second_operator import ID_PREFIX, SecondOperator, wait
from services.members.transactions import Asked

KIND = "members.Privacy.RequestErasure"


@dataclass(frozen=True, slots=True)
class Wish:
    """Operator `by` asks for the erasure of a member; `content` are the bytes of the request."""

    brand: str
    request_id: str
    member_id: str
    reason: str
    content: bytes
    by: str


async def ask_for(ctx: MembersContext[ErasureStore], wish: Wish) -> tuple[Approval, bool]:
    """The approval that the wish waits for, and whether this request made it before.

    Raises MemberNotFound, and a REQUEST_ID_REUSED refusal.
    """
    privacy = (await ctx.rulebook.of(wish.brand)).section(parse_privacy)
    made = new_id(ID_PREFIX)

    async def work(unit: ErasingUnit) -> tuple[Approval, bool]:
        request = Asked(wish.request_id, ("wish to erase", wish.member_id, wish.reason, wish.by))
        known = (await unit.answers.recall(wish.brand, [request])).get(wish.request_id)
        if isinstance(known, Exception):
            raise known
        if known is not None:
            # The answer that is kept for ever has room for one id.
            found = await unit.erasures.approval(wish.brand, known.member_id)
            assert found is not None, "approvals are never dropped"
            return found[0], True
        await check_exists(unit, wish.brand, wish.member_id)
        now = ctx.clock.now()
        approval = Approval(
            id=made,
            kind=KIND,
            request_id=wish.request_id,
            content=wish.content,
            subject_id=wish.member_id,
            asked_by=wish.by,
            asked_at=now,
            expires_at=now + privacy.approval_ttl,
            reason=wish.reason,
        )
        await wait(unit, unit.erasures, wish.brand, request, approval)
        return approval, False

    return await ctx.store.transact(work)


def erasure_approvals(ctx: MembersContext[ErasureStore]) -> SecondOperator[ErasingUnit]:
    """Where erasures are decided. Approving raises MemberNotFound too."""

    async def carry_out(unit: ErasingUnit, brand: str, approval: Approval, now: datetime) -> None:
        member_id = approval.subject_id
        await check_exists(unit, brand, member_id)
        waiting, by = ErasureState.WAITING, approval.asked_by
        await erase(unit, Erasure(brand, member_id, waiting, by, approval.asked_at, now), now)

    kept = ctx.store.erasures
    return SecondOperator(ctx.store, kept, lambda unit: unit.erasures, carry_out, ctx.clock)
