"""Asking to be merged with the membership that holds a number, and deciding on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common import audit
from services.common.errors import invalid
from services.common.ids import new_id
from services.members.context import MembersContext
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import MemberNotFound
from services.members.merge_requests.domain import (
    MergeRequest,
    MergeRequestNotFound,
    MergeRequestState,
    MergeRequestWaits,
    PhoneNotTaken,
    first_enrolled,
)
from services.members.merging.commands.merging import ID_PREFIX as MERGE_PREFIX
from services.members.merging.commands.merging import MergeWish, merge_in
from services.members.merging.commands.unit import MergingUnit
from services.members.merging.domain.merge import Merge
from services.members.phones.commands.binding import proven, spend
from services.members.phones.commands.store import PhoneCodesReader, SpendingUnit
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions

ID_PREFIX = "mrq"


class MergeRequestsReader(Protocol):
    """Reads requests."""

    async def request(self, brand: str, request_id: str) -> MergeRequest | None:
        """The request of that id."""

    async def last_of(self, brand: str, ids: Sequence[str]) -> MergeRequest | None:
        """The last request that any of the members made."""


class MergeRequestsUnit(MergeRequestsReader, Protocol):
    """This room's part of a transaction."""

    async def keep(self, request: MergeRequest) -> None:
        """Write a request in place of what was there."""


class DecidingUnit(MergingUnit, SpendingUnit, Protocol):
    """A transaction that asks, or decides."""

    @property
    def merge_requests(self) -> MergeRequestsUnit: ...


class KeptMergeRequests(MergeRequestsReader, Protocol):
    """Reads requests outside of a transaction."""

    async def page(
        self, brand: str, state: MergeRequestState | None, now: datetime, before: str, size: int
    ) -> Sequence[MergeRequest]:
        """Those in `state` at `now` (None: in any) with ids below `before`, the newest first."""


class MergeRequestsStore(Transactions[DecidingUnit], Protocol):
    """The storage of these commands."""

    @property
    def phone_codes(self) -> PhoneCodesReader: ...
    @property
    def merge_requests(self) -> KeptMergeRequests: ...


Context = MembersContext[MergeRequestsStore]


@dataclass(frozen=True, slots=True)
class MergeAsk:
    """A member proves `phone`, in E.164, by its `code`, and asks to be merged with who holds it."""

    request_id: str
    member_id: str
    phone: str
    code: str

    def asked(self) -> Asked:
        content = ("ask for merge", self.member_id, self.phone, self.code)
        return Asked(self.request_id, content)


@dataclass(frozen=True, slots=True)
class MergeVerdict:
    """Operator `by`, of `role`, decides on a request. `survivor_id`: of an acceptance, who of the
    two stays; "" for the one who enrolled first."""

    brand: str
    request_id: str
    merge_request_id: str
    reason: str
    by: str
    role: str
    survivor_id: str = ""

    def asked(self, verdict: str) -> Asked:
        content = (verdict, self.merge_request_id, self.survivor_id, self.reason)
        return Asked(self.request_id, content)


async def ask_merge(
    ctx: Context, brand: str, ask: MergeAsk, secret: bytes
) -> tuple[MergeRequest, bool]:
    """The request as it waits, and whether this call made it before.

    The code is spent by it; where it is refused, the code stays good.
    Raises PhoneCodeExpired, PhoneCodeWrong, MemberNotFound, PhoneNotTaken, MergeRequestWaits and a
    REQUEST_ID_REUSED refusal.
    """
    asked = ask.asked()
    if (known := await ctx.store.transact(lambda unit: _known(unit, brand, asked))) is not None:
        return known, True
    code = await proven(ctx, brand, ask.phone, ask.code, secret)
    phone = Identity(IdentityKind.PHONE, ask.phone)
    made = new_id(ID_PREFIX)

    async def work(unit: DecidingUnit) -> tuple[MergeRequest, bool]:
        if (known := await _known(unit, brand, asked)) is not None:
            return known, True
        await spend(unit, brand, code)
        if ask.member_id not in await unit.identities.members(brand, [ask.member_id]):
            raise MemberNotFound(f"no member {ask.member_id}")
        owner = (await unit.identities.owners(brand, [phone])).get(phone, ask.member_id)
        if owner == ask.member_id:
            raise PhoneNotTaken("the number is no other member's")
        now = ctx.clock.now()
        last = await unit.merge_requests.last_of(brand, [ask.member_id])
        if last is not None and last.state is MergeRequestState.WAITING:
            if last.state_at(now) is MergeRequestState.WAITING:
                raise MergeRequestWaits("one waits already")
            await unit.merge_requests.keep(last.expired())
        request = MergeRequest(made, brand, ask.member_id, owner, now)
        await unit.merge_requests.keep(request)
        await unit.answers.remember(brand, [(asked, Answered(made))])
        return request, False

    return await ctx.store.transact(work)


async def accept(ctx: Context, verdict: MergeVerdict) -> tuple[MergeRequest, Merge, bool]:
    """The request with its merge, and whether this call did that before.

    Raises MergeRequestNotFound, MergeRequestEnded, what `merge_members` raises, a REQUEST_ID_REUSED
    refusal, and INVALID_ARGUMENT for a survivor who is none of the two.
    """
    rules = await ctx.rulebook.of(verdict.brand)
    merge_id = new_id(MERGE_PREFIX)
    asked = verdict.asked("accept merge")

    async def work(unit: DecidingUnit) -> tuple[MergeRequest, Merge, bool]:
        known = await _known(unit, verdict.brand, asked)
        if known is not None:
            found = await unit.merges.merge(verdict.brand, known.merge_id)
            assert found is not None, "merges are never dropped"
            return known, found, True
        now = ctx.clock.now()
        ended = (await _waiting(unit, verdict)).ended(
            MergeRequestState.ACCEPTED, now, verdict.by, verdict.reason, merge_id
        )
        from_id, into_id = await _order(unit, verdict, ended)
        wish = MergeWish(
            *(verdict.brand, verdict.request_id, from_id, into_id),
            *(verdict.reason, verdict.by, verdict.role),
        )
        merge = await merge_in(unit, rules, now, merge_id, wish)
        await _end(unit, asked, ended)
        return ended, merge, False

    return await ctx.store.transact(work)


async def refuse(ctx: Context, verdict: MergeVerdict) -> tuple[MergeRequest, bool]:
    """The request, ended without a merge, and whether this call did that before.

    Raises MergeRequestNotFound, MergeRequestEnded, and a REQUEST_ID_REUSED refusal.
    """
    asked = verdict.asked("refuse merge")

    async def work(unit: DecidingUnit) -> tuple[MergeRequest, bool]:
        if (known := await _known(unit, verdict.brand, asked)) is not None:
            return known, True
        waiting = await _waiting(unit, verdict)
        ended = waiting.ended(
            MergeRequestState.REFUSED, ctx.clock.now(), verdict.by, verdict.reason
        )
        await _end(unit, asked, ended)
        return ended, False

    return await ctx.store.transact(work)


async def _known(unit: DecidingUnit, brand: str, asked: Asked) -> MergeRequest | None:
    """The request that was the answer to this call before. Where it was erased since, the call has
    nothing to repeat."""
    known = await _recalled(unit, brand, asked)
    if known is None:
        return None
    found = await unit.merge_requests.request(brand, known.member_id)
    if found is None:
        raise MergeRequestNotFound("it was deleted with its member")
    return found


async def _recalled(unit: AnsweringUnit, brand: str, asked: Asked) -> Answered | None:
    known = (await unit.answers.recall(brand, [asked])).get(asked.request_id)
    if isinstance(known, Exception):
        raise known
    return known


async def _waiting(unit: DecidingUnit, verdict: MergeVerdict) -> MergeRequest:
    found = await unit.merge_requests.request(verdict.brand, verdict.merge_request_id)
    if found is None:
        raise MergeRequestNotFound(f"no request {verdict.merge_request_id[:64]}")
    return found


async def _end(unit: DecidingUnit, asked: Asked, ended: MergeRequest) -> None:
    await unit.merge_requests.keep(ended)
    await unit.answers.remember(ended.brand, [(asked, Answered(ended.id))])
    audit.changed(after={"member": ended.member_id, "other": ended.other_id})


async def _order(
    unit: DecidingUnit, verdict: MergeVerdict, request: MergeRequest
) -> tuple[str, str]:
    """Who is merged, and who stays; of one who was merged meanwhile, who stands for them."""
    brand = verdict.brand
    ids = (request.member_id, request.other_id)
    sought = {*ids, verdict.survivor_id} - {""}
    merged = await unit.identities.survivors(brand, sought)
    two = [merged.get(each, each) for each in ids]
    if verdict.survivor_id:
        into_id = merged.get(verdict.survivor_id, verdict.survivor_id)
        if into_id not in two:
            raise invalid("survivor_id", "one of the two members")
    else:
        enrolled = await unit.identities.enrolled(brand, two)
        # Where both are gone, the merge says so.
        into_id = first_enrolled(enrolled) if enrolled else two[1]
    others = [each for each in two if each != into_id]
    return (others[0] if others else into_id), into_id
