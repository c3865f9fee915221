"""Wishes that wait for a second operator: how each room of members asks for one, and ends it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from services.common import approvals, audit
from services.common.approvals import Approval, ApprovalChanged, State, Verdict
from services.common.clock import Clock
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions

ID_PREFIX = "papr"
"""Of all approvals of members, and of nobody else: whoever has an id knows the service."""
U = TypeVar("U")


class ReadsWishes(Protocol):
    """Reads a room's approvals within a transaction."""

    async def approval(self, brand: str, approval_id: str) -> tuple[Approval, str] | None:
        """An approval, and its seal of when it was asked."""


class KeepsWishes(ReadsWishes, Protocol):
    """A room's approvals within a transaction."""

    async def keep_approval(self, brand: str, approval: Approval) -> None:
        """Keep an approval; the seal of the first time stays."""


class WaitingWishes(ReadsWishes, Protocol):
    """Reads a room's approvals outside of a transaction."""

    async def approvals(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any) with ids below `before` ("": all), the newest first."""


async def wait(
    unit: AnsweringUnit, wishes: KeepsWishes, brand: str, asked: Asked, approval: Approval
) -> None:
    """Let the wish of the request wait; the approval's id is its answer."""
    await wishes.keep_approval(brand, approval)
    await unit.answers.remember(brand, [(asked, Answered(approval.id))])
    audit.outcome(audit.ASKED)
    audit.changed(after={"approval_id": approval.id, "seal": approval.seal})


async def end(
    wishes: KeepsWishes,
    brand: str,
    approval_id: str,
    verdict: Verdict,
    state: State,
    now: datetime,
) -> tuple[Approval, bool]:
    """The approval as the verdict ends it, kept; and whether that is a repeat.

    Raises APPROVAL_NOT_FOUND, APPROVAL_OWN and APPROVAL_ENDED, and ApprovalChanged.
    """
    found = await wishes.approval(brand, approval_id)
    if found is None:
        raise approvals.not_found(approval_id)
    known, seal = found
    if approvals.is_repeat(known, verdict, state):
        return known, True
    ended = approvals.decided(known, verdict, state, now)
    if known.seal != seal:
        raise ApprovalChanged(f"approval {approval_id} is not as it was asked")
    await wishes.keep_approval(brand, ended)
    audit.outcome(state.value)
    audit.changed(after={"asked_by": ended.asked_by, "request_id": ended.request_id})
    return ended, False


class SecondOperator(Generic[U]):
    """Decides on the wishes of one room. `carry_out` does what was approved, in the transaction in
    which the approval ends."""

    def __init__(
        self,
        store: Transactions[U],
        waiting: WaitingWishes,
        within: Callable[[U], KeepsWishes],
        carry_out: Callable[[U, str, Approval, datetime], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._store = store
        self._waiting = waiting
        self._within = within
        self._carry_out = carry_out
        self._clock = clock

    async def find(self, brand: str, approval_id: str) -> Approval | None:
        """The approval; None when none of this room has the id."""
        found = await self._waiting.approval(brand, approval_id)
        return None if found is None else found[0]

    async def page(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any), the newest first."""
        return await self._waiting.approvals(brand, state, before, size)

    async def approve(
        self, brand: str, approval_id: str, verdict: Verdict
    ) -> tuple[Approval, bool]:
        """Carry the wish out. Raises as `end` and as `carry_out`."""
        return await self._end(brand, approval_id, verdict, State.APPROVED)

    async def reject(self, brand: str, approval_id: str, verdict: Verdict) -> tuple[Approval, bool]:
        """End the wish without an effect. Raises as `end`."""
        return await self._end(brand, approval_id, verdict, State.REJECTED)

    async def _end(
        self, brand: str, approval_id: str, verdict: Verdict, state: State
    ) -> tuple[Approval, bool]:
        async def work(unit: U) -> tuple[Approval, bool]:
            now = self._clock.now()
            wishes = self._within(unit)
            ended, replayed = await end(wishes, brand, approval_id, verdict, state, now)
            if state is State.APPROVED and not replayed:
                await self._carry_out(unit, brand, ended, now)
            return ended, replayed

        return await self._store.transact(work)
