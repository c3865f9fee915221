"""The sessions of a member, and the end of all of them: by the member, or by an operator."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.members.context import MembersContext
from services.members.identities.domain.member import MemberNotFound
from services.members.sessions.domain import Session
from services.members.transactions import (
    Answered,
    AnsweringUnit,
    Asked,
    Transactions,
    took_effect,
)


@dataclass(frozen=True, slots=True)
class EndOfLogins:
    """All sessions of the member end; `reason` is an operator's."""

    request_id: str
    member_id: str
    reason: str


class EndingSessions(Protocol):
    """This room's part of a transaction."""

    async def end_all(self, brand: str, member_id: str) -> None:
        """End each session of the member: no refresh token of theirs is good any more."""


class KnownMembers(Protocol):
    """Knows which members there are."""

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each was enrolled, of those that exist."""


class EndingUnit(AnsweringUnit, Protocol):
    """A transaction that ends sessions."""

    @property
    def sessions(self) -> EndingSessions: ...
    @property
    def identities(self) -> KnownMembers: ...


class LoginsStore(Transactions[EndingUnit], Protocol):
    """The storage of these commands."""

    @property
    def identities(self) -> KnownMembers: ...


class SessionsOfMember(Protocol):
    """Reads sessions."""

    async def of_member(self, brand: str, member_id: str) -> Sequence[Session]:
        """The member's sessions that were not ended, the newest first."""


Context = MembersContext[LoginsStore]


async def logins(
    ctx: Context, sessions: SessionsOfMember, brand: str, member_id: str
) -> list[Session]:
    """The sessions that go on, the newest first. Raises MemberNotFound."""
    if member_id not in await ctx.store.identities.enrolled(brand, [member_id]):
        raise MemberNotFound(f"no member {member_id[:64]}")
    now = ctx.clock.now()
    found = await sessions.of_member(brand, member_id)
    return [each for each in found if now < each.ends_at]


async def end_all_logins(ctx: Context, brand: str, wish: EndOfLogins) -> bool:
    """End them; whether this request did so before. Raises MemberNotFound."""
    asked = Asked(wish.request_id, ("end all logins", wish.member_id, wish.reason))

    async def work(unit: EndingUnit) -> bool:
        if await took_effect(unit, brand, asked):
            return True
        if wish.member_id not in await unit.identities.enrolled(brand, [wish.member_id]):
            raise MemberNotFound(f"no member {wish.member_id[:64]}")
        await unit.sessions.end_all(brand, wish.member_id)
        await unit.answers.remember(brand, [(asked, Answered(wish.member_id))])
        return False

    return await ctx.store.transact(work)
