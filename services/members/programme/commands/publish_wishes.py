"""Versions that wait for a second operator: asked by one, published or ended by another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from services.common import approvals, audit
from services.common.approvals import Approval, State, Verdict
from services.common.clock import Clock
from services.common.ids import new_id
from services.common.text import checked
from services.members.programme.commands import publish as programmes
from services.members.programme.commands.publish import ProgrammeUnit, Publication, Rollback
from services.members.programme.domain.programme import (
    NOTE_CHARACTERS_MAX,
    InForce,
)
from services.members.programme.domain.publishing import parse_publishing, require_base
from services.members.programme.domain.rules import SectionParser, from_programme
from services.members.second_operator import ID_PREFIX, KeepsWishes, end

T = TypeVar("T")


class WishUnit(ProgrammeUnit, KeepsWishes, Protocol):
    """One transaction on programmes and their approvals."""

    async def in_force(self, brand: str) -> InForce | None:
        """The programme in force, as of this transaction."""


class WishStore(Protocol):
    """Where approvals are kept."""

    async def approval(self, brand: str, approval_id: str) -> Approval | None:
        """An approval."""

    async def approvals(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any) with ids below `before` ("": all), the newest first."""

    async def decide(
        self, brand: str, work: Callable[[WishUnit], Awaitable[tuple[T, bool]]]
    ) -> tuple[T, bool]:
        """Do `work` in one transaction, with its entry of the audit log unless it is a repeat."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A request to publish or to go back: `kind` is the method, `content` the request's bytes.

    `base` is the version that its author has seen; None where the author does not say.
    """

    brand: str
    kind: str
    request_id: str
    content: bytes
    by: str
    note: str
    base: int | None


Read = Callable[[str, Approval], Awaitable[Publication | Rollback]]
"""Reads and judges the wish in an approval of a brand. Raises ProgrammeInvalid."""


async def wished(unit: WishUnit, clock: Clock, wish: Wish) -> Approval | None:
    """The approval that `wish` waits for; None where its operator publishes alone.

    The programme in force decides, so that nobody alone publishes one that asks for nobody.
    Raises ProgrammeOvertaken: nobody waits for a version that could not come in force.
    """
    in_force = await unit.in_force(wish.brand)
    if in_force is None:
        return None
    rules = from_programme(in_force.version, in_force.document)
    publishing = rules.section(parse_publishing)
    if not publishing.second_operator:
        return None
    require_base(wish.base, in_force.version)
    now = clock.now()
    approval = Approval(
        id=new_id(ID_PREFIX),
        kind=wish.kind,
        request_id=wish.request_id,
        content=wish.content,
        subject_id="",
        asked_by=wish.by,
        asked_at=now,
        expires_at=now + publishing.approval_ttl,
        reason=checked("note", wish.note, NOTE_CHARACTERS_MAX),
    )
    await unit.keep_approval(wish.brand, approval)
    audit.outcome(audit.ASKED)
    audit.changed(after={"approval_id": approval.id, "seal": approval.seal})
    return approval


class PublishApprovals:
    """The approvals of members: versions of programmes that wait."""

    def __init__(
        self, store: WishStore, clock: Clock, parsers: Mapping[str, SectionParser], read: Read
    ) -> None:
        self._store = store
        self._clock = clock
        self._parsers = parsers
        self._read = read

    async def find(self, brand: str, approval_id: str) -> Approval | None:
        """The approval; None when none of a version has the id."""
        return await self._store.approval(brand, approval_id)

    async def page(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any), the newest first."""
        return await self._store.approvals(brand, state, before, size)

    async def approve(
        self, brand: str, approval_id: str, verdict: Verdict
    ) -> tuple[Approval, bool]:
        """Publish exactly the file that was asked for, in the name of the operator that asked.

        Raises APPROVAL_NOT_FOUND, APPROVAL_OWN, APPROVAL_ENDED, ProgrammeMissing, ProgrammeInvalid,
        and ProgrammeOvertaken where another version came in force while this one waited.
        """
        known = await self._store.approval(brand, approval_id)
        if known is None:
            raise approvals.not_found(approval_id)
        if approvals.is_repeat(known, verdict, State.APPROVED):
            return known, True
        # Before the file is read: that takes longer than to refuse.
        approvals.decided(known, verdict, State.APPROVED, self._clock.now())
        wish = await self._read(brand, known)

        async def publish(unit: WishUnit) -> tuple[Approval, bool]:
            now = self._clock.now()
            ended, replayed = await end(unit, brand, approval_id, verdict, State.APPROVED, now)
            if not replayed:
                if isinstance(wish, Rollback):
                    await programmes.roll_back(unit, self._clock, wish, self._parsers)
                else:
                    await programmes.publish(unit, self._clock, wish)
            return ended, replayed

        return await self._store.decide(brand, publish)

    async def reject(self, brand: str, approval_id: str, verdict: Verdict) -> tuple[Approval, bool]:
        """End the wish without an effect. Raises as `approve`."""

        async def work(unit: WishUnit) -> tuple[Approval, bool]:
            now = self._clock.now()
            return await end(unit, brand, approval_id, verdict, State.REJECTED, now)

        return await self._store.decide(brand, work)
