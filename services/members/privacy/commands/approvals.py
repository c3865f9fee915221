"""Erasures that operators ask for: a second operator carries one out, or ends it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.common import approvals, audit
from services.common.approvals import Approval, State, Verdict
from services.common.ids import new_id
from services.members.context import MembersContext
from services.members.privacy.commands.erasure import check_exists, erase
from services.members.privacy.commands.unit import ErasingUnit, ErasureStore
from services.members.privacy.domain.erasure import Erasure, ErasureState
from services.members.privacy.domain.section import parse_privacy
from services.members.programme.commands.publish_wishes import ID_PREFIX, ApprovalChanged
from services.members.transactions import Answered, Asked

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
        await unit.erasures.keep_approval(wish.brand, approval)
        await unit.answers.remember(wish.brand, [(request, Answered(made))])
        audit.outcome(audit.ASKED)
        audit.changed(after={"approval_id": made, "seal": approval.seal})
        return approval, False

    return await ctx.store.transact(work)


class ErasureApprovals:
    """The approvals of erasures."""

    def __init__(self, ctx: MembersContext[ErasureStore]) -> None:
        self._ctx = ctx

    async def find(self, brand: str, approval_id: str) -> Approval | None:
        """The approval; None when none of an erasure has the id."""
        found = await self._ctx.store.erasures.approval(brand, approval_id)
        return None if found is None else found[0]

    async def page(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any), the newest first."""
        return await self._ctx.store.erasures.approvals(brand, state, before, size)

    async def approve(
        self, brand: str, approval_id: str, verdict: Verdict
    ) -> tuple[Approval, bool]:
        """Erase the member. Raises MemberNotFound, APPROVAL_NOT_FOUND, _OWN and _ENDED."""
        return await self._end(brand, approval_id, verdict, State.APPROVED)

    async def reject(self, brand: str, approval_id: str, verdict: Verdict) -> tuple[Approval, bool]:
        """End the wish without an effect. Raises as `approve`."""
        return await self._end(brand, approval_id, verdict, State.REJECTED)

    async def _end(
        self, brand: str, approval_id: str, verdict: Verdict, state: State
    ) -> tuple[Approval, bool]:
        async def work(unit: ErasingUnit) -> tuple[Approval, bool]:
            found = await unit.erasures.approval(brand, approval_id)
            if found is None:
                raise approvals.not_found(approval_id)
            known, seal = found
            if approvals.is_repeat(known, verdict, state):
                return known, True
            now = self._ctx.clock.now()
            ended = approvals.decided(known, verdict, state, now)
            if known.seal != seal:
                raise ApprovalChanged(f"approval {approval_id} is not as it was asked")
            if state is State.APPROVED:
                member_id = known.subject_id
                await check_exists(unit, brand, member_id)
                waiting, by = ErasureState.WAITING, known.asked_by
                wish = Erasure(brand, member_id, waiting, by, known.asked_at, now)
                await erase(unit, wish, now)
            await unit.erasures.keep_approval(brand, ended)
            audit.outcome(state.value)
            audit.changed(after={"asked_by": ended.asked_by, "request_id": ended.request_id})
            return ended, False

        return await self._ctx.store.transact(work)
