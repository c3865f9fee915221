"""TODO: say what this is."""

from collections.abc import Collection, Mapping
from typing import Protocol

from services.members.identities.domain.member import Member


class MembersUnit(Protocol):
    """Reads members whole."""

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        """Those that exist, by id."""
