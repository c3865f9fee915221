"""The part of a transaction that erasures need, and what they are read from."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from services.members.events.commands import PublishingUnit
from services.members.privacy.domain.erasure import Erasure
from services.members.second_operator import KeepsWishes, WaitingWishes
from services.members.tiers.commands.unit import EnrolmentTimes
from services.members.transactions import AnsweringUnit, Transactions


class ErasuresReader(Protocol):
    """Reads erasures."""

    async def erasure(self, brand: str, member_id: str) -> Erasure | None:
        """The last erasure of the member that was asked for."""


class ErasuresUnit(ErasuresReader, KeepsWishes, Protocol):
    """This room's part of a transaction."""

    async def keep(self, erasure: Erasure) -> None:
        """Write an erasure in place of the one before."""

    async def hold(self, brand: str, member_id: str) -> bool:
        """Whether the member is there. If so, nobody merges or erases them before this transaction
        ends: whoever was second runs again."""

    async def keep_count(self, brand: str, member_id: str) -> None:
        """Keep of the member what counts of enrolments need, and no person."""


class Forgetting(Protocol):
    """A room's part of a transaction, where it keeps something of members."""

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away what is kept of the member."""


class ErasedIdentities(EnrolmentTimes, Protocol):
    """The part of a transaction that has the members themselves."""

    async def merged(self, brand: str, member_id: str) -> Sequence[str]:
        """All who were merged into the member."""

    async def erase(self, brand: str, member_id: str) -> None:
        """Destroy the member's key, and take away the member and all that finds them."""


class EndedSessions(Protocol):
    """The part of a transaction that has the logins."""

    async def end_all(self, brand: str, member_id: str) -> None:
        """End each session of the member."""


class ErasingUnit(AnsweringUnit, PublishingUnit, Protocol):
    """A transaction that erases, or asks for it."""

    @property
    def identities(self) -> ErasedIdentities: ...
    @property
    def erasures(self) -> ErasuresUnit: ...
    @property
    def sessions(self) -> EndedSessions: ...
    @property
    def consents(self) -> Forgetting: ...
    @property
    def contact_preferences(self) -> Forgetting: ...
    @property
    def occasions(self) -> Forgetting: ...
    @property
    def member_files(self) -> Forgetting: ...
    @property
    def merge_requests(self) -> Forgetting: ...
    @property
    def merges(self) -> Forgetting: ...
    @property
    def advisers(self) -> Forgetting: ...
    @property
    def lifecycles(self) -> Forgetting: ...
    @property
    def groups(self) -> Forgetting: ...
    @property
    def names(self) -> Forgetting: ...
    @property
    def referrals(self) -> Forgetting: ...
    @property
    def segments(self) -> Forgetting: ...
    @property
    def tags(self) -> Forgetting: ...
    @property
    def tiers(self) -> Forgetting: ...


class KeptErasures(ErasuresReader, WaitingWishes, Protocol):
    """Reads erasures outside of a transaction."""

    async def due(self, now: datetime, limit: int, without: Collection[str]) -> Sequence[Erasure]:
        """Erasures of all brands whose waiting time is over, the longest waiting first, but for
        those of some members."""

    async def to_sweep(
        self, now: datetime, limit: int, without: Collection[str]
    ) -> Sequence[Erasure]:
        """Erasures of all brands after which something may be left, the longest waiting first, but
        for those of some members."""


class RecordedActivities(Protocol):
    """What is deleted in pieces."""

    async def forget(self, brand: str, member_id: str) -> int:
        """Delete a slice of the member's activities and orders; how many, 0 when none is left."""


class ErasureStore(Transactions[ErasingUnit], Protocol):
    """The storage of this room."""

    @property
    def erasures(self) -> KeptErasures: ...
    @property
    def activities(self) -> RecordedActivities: ...
