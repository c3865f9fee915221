"""The part of a transaction that groups need, and what they are read from."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.members.groups.domain.membership import Group, Membership
from services.members.stores.domain.store import KeptStore
from services.members.tags.commands import TaggingUnit
from services.members.tiers.commands.unit import EnrolmentTimes
from services.members.transactions import AnsweringUnit, Transactions


class GroupsReader(Protocol):
    """Reads groups and who is in them."""

    async def group(self, brand: str, group_id: str) -> Group | None:
        """The group of that id."""

    async def memberships(self, brand: str, member_id: str) -> Sequence[Membership]:
        """Where the member is or was, the first joined first; those who left are among them."""

    async def page(
        self, brand: str, kind: str, store: str, after: str, size: int
    ) -> Sequence[Group]:
        """Groups of the kind and store ("" for any), by id, from behind the id `after`."""

    async def within(
        self, brand: str, group_id: str, after: str, size: int
    ) -> Sequence[Membership]:
        """Who is in the group, by member id, from behind the id `after`."""


class GroupsUnit(GroupsReader, Protocol):
    """This room's part of a transaction."""

    async def take_place(
        self, brand: str, kind: str, store: str, limit: int, now: datetime
    ) -> Group:
        """Take a place in the group with room that has the lowest number, or open a new one."""

    async def free_place(self, brand: str, group_id: str) -> None:
        """One member less is in the group."""

    async def touch(self, brand: str, group_id: str) -> None:
        """Lose a race against any transaction that touches the group, or its places."""

    async def keep(self, membership: Membership, due_at: datetime | None) -> None:
        """Write a membership. A race for one is lost, and the transaction runs again."""

    async def count(self, membership: Membership, message: str, at: datetime) -> None:
        """A message of that name counts for the member and group, once."""

    async def writers(
        self, brand: str, group_id: str, since: datetime, until: datetime
    ) -> Sequence[str]:
        """Who wrote the messages of that time, once for each."""

    async def close_month(self, brand: str, group_id: str, month: str) -> bool:
        """Note that the KOC of the month were told; False where they were before."""


class ReadStores(Protocol):
    """Reads the register of stores."""

    async def stores(self, brand: str, codes: Collection[str]) -> Mapping[str, KeptStore]:
        """Those that exist, by code."""


class GroupUnit(AnsweringUnit, TaggingUnit, Protocol):
    """A transaction on groups."""

    @property
    def groups(self) -> GroupsUnit: ...
    @property
    def identities(self) -> EnrolmentTimes: ...
    @property
    def stores(self) -> ReadStores: ...


class DueGroups(GroupsReader, Protocol):
    """Reads groups outside of a transaction."""

    async def due(
        self,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> Sequence[tuple[str, str]]:
        """Brand and member of memberships that time may change by now, the longest waiting first,
        without those of some brands and of some members."""

    async def open_months(self, brand: str, month: str, limit: int) -> Sequence[str]:
        """Ids of groups whose KOC of the month were not told."""

    async def brands(self) -> Sequence[str]:
        """The brands that have groups."""


class GroupStore(Transactions[GroupUnit], Protocol):
    """The storage of this room."""

    @property
    def groups(self) -> DueGroups: ...
