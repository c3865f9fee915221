"""The part of a transaction that identities need."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member


class MembersReader(Protocol):
    """Reads members whole."""

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        """Those that exist, by id."""


class IdentitiesUnit(MembersReader, Protocol):
    """This room's part of a transaction."""

    async def owners(self, brand: str, identities: Collection[Identity]) -> Mapping[Identity, str]:
        """The owner of each identity that has one."""

    async def add(self, members: Sequence[Member]) -> None:
        """Write new members with their identities; a race for an identity is lost and run again."""

    async def change(self, members: Sequence[Member]) -> None:
        """Write members again, with identities that are new to them."""

    async def release(self, brand: str, member_id: str, identities: Collection[Identity]) -> None:
        """Let others have what this member has no more."""
