"""Reveals in bulk: an operator asks, a second one agrees, and the first reads the phones once."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple, Protocol

from services.common import audit
from services.common.approvals import Approval, ApprovalChanged
from services.common.audit import Action, Pairs
from services.common.errors import Refusal, invalid
from services.common.ids import new_id
from services.members.context import MembersContext
from services.members.identities.domain.member import Member
from services.members.privacy.domain.reveals import (
    MEMBERS_MAX,
    Decided,
    RevealNotFound,
    RevealState,
    check_readable,
    counted,
    state_of,
)
from services.members.privacy.domain.section import Privacy, parse_privacy
from services.members.programme.domain.rules import Rules
from services.members.second_operator import (
    ID_PREFIX,
    KeepsWishes,
    SecondOperator,
    WaitingWishes,
    wait,
)
from services.members.segments.commands.definitions import definitions
from services.members.segments.domain.section import Segment
from services.members.transactions import AnsweringUnit, Asked, Transactions

KIND = "members.Reveals.RequestReveal"
READ = "members.Reveals.ReadReveal"


class RevealedIdentities(Protocol):
    """The part of a transaction that has the members."""

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        """Those that exist, by id."""

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each member of the brand among `ids` was enrolled."""

    async def survivors(self, brand: str, ids: Collection[str]) -> Mapping[str, str]:
        """Who stands for each of the members among `ids` who were merged."""


class RevealedSegments(Protocol):
    """The part of a transaction that has the segments."""

    async def saved(self, brand: str) -> Sequence[Segment]:
        """The segments that operators of the brand saved."""

    async def listed(
        self, brand: str, code: str, after: str, size: int
    ) -> Sequence[tuple[str, datetime]]:
        """Members in a segment with the time since when, by id, from behind the id `after`."""


class RevealsReader(Protocol):
    """Reads reveals."""

    async def read_at(self, brand: str, approval_id: str) -> datetime | None:
        """When it was read; None until then."""


class RevealsUnit(RevealsReader, KeepsWishes, Protocol):
    """This room's part of a transaction."""

    async def members_on(self, brand: str, day: date) -> int:
        """For how many members operators asked on a local day."""

    async def keep_members_on(self, brand: str, day: date, members: int) -> None:
        """Remember it."""

    async def keep_read(
        self, brand: str, approval_id: str, at: datetime, entries: Sequence[Action]
    ) -> None:
        """It was read: each entry stands in the audit log."""


class RevealingUnit(AnsweringUnit, Protocol):
    """A transaction that asks for reveals, or reads one."""

    @property
    def identities(self) -> RevealedIdentities: ...
    @property
    def segments(self) -> RevealedSegments: ...
    @property
    def reveals(self) -> RevealsUnit: ...


class KeptReveals(RevealsReader, WaitingWishes, Protocol):
    """Reads reveals outside of a transaction."""

    async def asked_by(
        self, brand: str, operator: str, before: str, size: int
    ) -> Sequence[tuple[Approval, datetime | None]]:
        """Those of an operator, the newest first, and when each was read."""


class RevealStore(Transactions[RevealingUnit], Protocol):
    """The storage of these commands."""

    @property
    def reveals(self) -> KeptReveals: ...


Context = MembersContext[RevealStore]


@dataclass(frozen=True, slots=True)
class Wish:
    """Operator `by` asks for the phones of members, by their ids or by a segment."""

    brand: str
    request_id: str
    member_ids: tuple[str, ...]
    segment: str
    reason: str
    by: str


class Listed(NamedTuple):
    """Whom a reveal is about: what its approval keeps."""

    member_ids: tuple[str, ...]
    segment: str


class Opened(NamedTuple):
    """The members that were read, in the order of the list; and the ids of those who are gone."""

    members: tuple[Member, ...]
    gone_ids: tuple[str, ...]


def listed(approval: Approval) -> Listed:
    """Whom the approval of a reveal is about."""
    body = json.loads(approval.content)
    return Listed(tuple(body["memberIds"]), body["segment"])


def decided(approval: Approval) -> Decided:
    """What the reading of a reveal needs of its approval."""
    return Decided(approval.state.value, approval.expires_at, approval.decided_at)


async def ask_for(ctx: Context, wish: Wish) -> tuple[Approval, bool]:
    """The approval that the wish waits for, and whether this request made it before.

    Refuses MEMBER_NOT_FOUND, SEGMENT_NOT_FOUND, REQUEST_ID_REUSED, and a segment that is empty or
    too large. Raises RevealLimitReached.
    """
    rules = await ctx.rulebook.of(wish.brand)
    privacy = rules.section(parse_privacy)
    made = new_id(ID_PREFIX)
    ids = tuple(dict.fromkeys(wish.member_ids))
    asked = Asked(wish.request_id, ("wish to reveal", wish.segment, wish.reason, wish.by, *ids))

    async def work(unit: RevealingUnit) -> tuple[Approval, bool]:
        known = (await unit.answers.recall(wish.brand, [asked])).get(wish.request_id)
        if isinstance(known, Exception):
            raise known
        if known is not None:
            # The answer that is kept for ever has room for one id.
            found = await unit.reveals.approval(wish.brand, known.member_id)
            assert found is not None, "approvals are never dropped"
            return found[0], True
        named = await _named(unit, rules, wish, ids)
        now = ctx.clock.now()
        await _count(unit, privacy, wish.brand, rules.local_day(now), len(named))
        approval = Approval(
            id=made,
            kind=KIND,
            request_id=wish.request_id,
            content=json.dumps({"memberIds": named, "segment": wish.segment}).encode(),
            subject_id="",
            asked_by=wish.by,
            asked_at=now,
            expires_at=now + privacy.approval_ttl,
            reason=wish.reason,
        )
        await wait(unit, unit.reveals, wish.brand, asked, approval)
        audit.changed(after={"members": str(len(named))})
        return approval, False

    return await ctx.store.transact(work)


async def read(ctx: Context, brand: str, asking: Action, reveal_id: str) -> Opened:
    """The members of a reveal in clear, once; each is an entry of the audit log by then.

    `asking`: who reads. Raises RevealNotFound, RevealNotApproved, RevealEnded.
    """

    async def work(unit: RevealingUnit) -> Opened:
        found = await unit.reveals.approval(brand, reveal_id)
        if found is None or found[0].asked_by != asking.subject:
            raise RevealNotFound(f"no reveal {reveal_id[:64]} of {asking.subject}")
        approval, seal = found
        if approval.seal != seal:
            raise ApprovalChanged(f"approval {reveal_id} is not as it was asked")
        now = ctx.clock.now()
        check_readable(await _state(unit, brand, approval, now))
        opened = await _open(unit, brand, listed(approval).member_ids)
        # Where nobody is left, the reading stands in the log all the same.
        about: list[Pairs] = [(("member_id", each.id),) for each in opened.members] or [()]
        entries = [
            replace(
                asking,
                action=READ,
                reason=approval.reason,
                objects=(*each, ("approval_id", reveal_id)),
            )
            for each in about
        ]
        await unit.reveals.keep_read(brand, reveal_id, now, entries)
        return opened

    return await ctx.store.transact(work)


async def _state(unit: RevealingUnit, brand: str, approval: Approval, now: datetime) -> RevealState:
    read_at = await unit.reveals.read_at(brand, approval.id)
    return state_of(decided(approval), read_at, now)


async def _named(
    unit: RevealingUnit, rules: Rules, wish: Wish, ids: tuple[str, ...]
) -> tuple[str, ...]:
    """The ids of the list as it is now."""
    if wish.segment:
        saved = await unit.segments.saved(wish.brand)
        if wish.segment not in definitions(wish.brand, rules, saved).segments:
            message = f"no segment {wish.segment[:64]}"
            raise Refusal("SEGMENT_NOT_FOUND", message, field="segment")
        found = await unit.segments.listed(wish.brand, wish.segment, "", MEMBERS_MAX + 1)
        if not 1 <= len(found) <= MEMBERS_MAX:
            raise invalid("segment", f"a segment that has 1 to {MEMBERS_MAX} members")
        return tuple(member_id for member_id, _ in found)
    known = {*await unit.identities.enrolled(wish.brand, ids)}
    missing = [each for each in ids if each not in known]
    known |= {*await unit.identities.survivors(wish.brand, missing)} if missing else set()
    for index, each in enumerate(wish.member_ids):
        if each not in known:
            field = f"member_ids[{index}]"
            raise Refusal("MEMBER_NOT_FOUND", f"no member {each[:64]}", field=field)
    return ids


async def _count(
    unit: RevealingUnit, privacy: Privacy, brand: str, day: date, members: int
) -> None:
    before = await unit.reveals.members_on(brand, day)
    after = counted(before, members, privacy.reveals_a_day)
    await unit.reveals.keep_members_on(brand, day, after)


async def _open(unit: RevealingUnit, brand: str, ids: tuple[str, ...]) -> Opened:
    merged = await unit.identities.survivors(brand, ids)
    stands = {each: merged.get(each, each) for each in ids}
    found = await unit.identities.members(brand, set(stands.values()))
    order = dict.fromkeys(stands.values())
    return Opened(
        members=tuple(found[each] for each in order if each in found),
        gone_ids=tuple(each for each, survivor in stands.items() if survivor not in found),
    )


def reveal_approvals(ctx: Context) -> SecondOperator[RevealingUnit]:
    """Where reveals are decided: once approved, who asked may read."""

    async def carry_out(unit: RevealingUnit, brand: str, approval: Approval, now: datetime) -> None:
        """Reading is what carries it out."""

    kept = ctx.store.reveals
    return SecondOperator(ctx.store, kept, lambda unit: unit.reveals, carry_out, ctx.clock)
