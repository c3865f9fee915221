"""The projection of members: the tier and the enrolment of each, as members announced them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from services.points.activities.domain.standing import MemberEnrolled, Standing, TierChanged


class StandingStore(Protocol):
    """A projection of members; it may be behind, and a member may be missing in it."""

    async def standings(self, brand: str, member_ids: Collection[str]) -> Mapping[str, Standing]:
        """The standing of each member that has one."""
        ...

    async def change_tiers(self, changes: Sequence[TierChanged]) -> None:
        """Take over changes; one that is older than what is known changes nothing."""
        ...

    async def enrol(self, enrolments: Sequence[MemberEnrolled]) -> None:
        """Take over enrolments; of two of one member the earlier one stays."""
        ...
