"""What a trial is told of members, stores and its programme, kept in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from services.common.stores import KnownStore
from services.points.activities.domain.member_facts import FactsChanged
from services.points.activities.domain.standing import MemberEnrolled, Standing, TierChanged
from services.points.programme.domain.published import ProgrammePublished


class OneProgramme:
    """Implements `programme.commands.ProgrammeStore` for a programme that is in force nowhere."""

    def __init__(self) -> None:
        self._published: ProgrammePublished | None = None

    async def revision(self, brand: str) -> tuple[int, datetime] | None:
        return self._published.revision if self._published else None

    async def load(self, brand: str) -> ProgrammePublished | None:
        return self._published

    async def publish(self, published: ProgrammePublished) -> None:
        self._published = published


class ToldMembers:
    """Implements `activities.commands.StandingStore`: it knows what it is told, and keeps it."""

    def __init__(self) -> None:
        self._standings: dict[str, Standing] = {}

    def tell(self, standings: Mapping[str, Standing]) -> None:
        """Know these members, as they are now."""
        self._standings |= standings

    async def standings(self, brand: str, member_ids: Collection[str]) -> Mapping[str, Standing]:
        return {id_: self._standings[id_] for id_ in member_ids if id_ in self._standings}

    async def standings_after(self, brand: str, after: str, size: int) -> Sequence[Standing]:
        ids = sorted(id_ for id_ in self._standings if id_ > after)[:size]
        return [self._standings[id_] for id_ in ids]

    async def unknown(self, brand: str, member_ids: Collection[str]) -> Collection[str]:
        return [id_ for id_ in member_ids if id_ not in self._standings]

    async def change_tiers(self, changes: Sequence[TierChanged]) -> None:
        return None

    async def change_facts(self, changes: Sequence[FactsChanged]) -> None:
        return None

    async def remember(self, brand: str, member_id: str) -> None:
        return None

    async def end(self, brand: str, member_id: str) -> None:
        return None

    async def forget_facts(self, brand: str, member_id: str) -> None:
        return None

    async def enrol(self, enrolments: Sequence[MemberEnrolled]) -> None:
        return None


class ToldStores:
    """Implements `activities.commands.KnownStores`, in the same way."""

    def __init__(self) -> None:
        self._stores: dict[str, KnownStore] = {}

    def tell(self, stores: Mapping[str, KnownStore]) -> None:
        """Know these stores, as they are now."""
        self._stores |= stores

    async def keep(self, changed: Sequence[KnownStore]) -> None:
        return None

    async def known(self, brand: str, codes: Collection[str]) -> Mapping[str, KnownStore]:
        return {code: self._stores[code] for code in codes if code in self._stores}
