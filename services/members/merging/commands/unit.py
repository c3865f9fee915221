"""The part of a transaction that merges need, and what they are read from."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from services.members.activities.commands.recording import FactsReader
from services.members.activities.domain.facts import Facts
from services.members.advisers.commands import AdvisersUnit
from services.members.consent.commands import (
    ConsentingUnit,
    ConsentsUnit,
    DeclarationsReader,
)
from services.members.consent.domain.consents import Consents
from services.members.contacts.domain.preferences import Preferences
from services.members.events.commands import PublishingUnit
from services.members.identities.commands.unit import MembersReader
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member
from services.members.merging.domain.merge import Merge
from services.members.tags.commands import TagsUnit
from services.members.tags.domain.tags import Tags
from services.members.tiers.commands.unit import EnrolmentTimes, TiersUnit
from services.members.tiers.domain.standing import NextJudgement, Standing
from services.members.transactions import AnsweringUnit, Transactions


class MergesReader(Protocol):
    """Reads merges."""

    async def merge(self, brand: str, merge_id: str) -> Merge | None:
        """The merge of that id."""

    async def page(
        self, brand: str, members: Collection[str], before: str, size: int
    ) -> Sequence[Merge]:
        """Merges of any of `members` (none: of the brand), the latest first, from behind the id
        `before`."""


class Kept(Protocol):
    """Growth, facts, tags and consents of one of the two before the merge."""

    @property
    def growth(self) -> Standing: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def tags(self) -> Tags: ...
    @property
    def consents(self) -> Consents: ...


class Copied(Protocol):
    """What was kept of a merge, for its undo."""

    @property
    def member(self) -> Mapping[str, Any]: ...
    @property
    def filled(self) -> tuple[str, ...]: ...
    @property
    def theirs(self) -> Kept: ...
    @property
    def own(self) -> Kept: ...
    @property
    def preferences(self) -> Preferences | None: ...
    @property
    def brought_steps(self) -> frozenset[str]: ...


class MergesUnit(MergesReader, Protocol):
    """This room's part of a transaction."""

    async def keep(self, merge: Merge) -> None:
        """Write a merge in place of what was there."""

    async def copy(self, merge: Merge, filled: Sequence[str], until: datetime) -> None:
        """Keep what the one has who is merged, sealed as it is, until then; and what the survivor
        had of the same. `filled` are fields of the survivor's profile."""

    async def copied(self, merge: Merge) -> "Copied | None":
        """What was copied; None when the copy is gone."""

    async def put_back(self, merge: Merge) -> None:
        """Write what the one had who was merged, but for the member and growth, as it was."""


class Forgetting(Protocol):
    """A room's part of a transaction, where it keeps something of members."""

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away what is kept of the member."""


class ToldSteps(Forgetting, Protocol):
    """The part of a transaction that knows which steps members were told."""

    async def bring_told(self, brand: str, from_id: str, into_id: str) -> None:
        """What the one was told counts for the other, who becomes the same person."""

    async def take_told(self, brand: str, member_id: str, steps: Collection[str]) -> None:
        """The member was not told these steps: another was."""


class WaitingErasures(Protocol):
    """The part of a transaction that has erasures."""

    async def waits_until(self, brand: str, member_id: str) -> datetime | None:
        """When the member will be erased; None where no erasure waits."""


class MergedIdentities(MembersReader, EnrolmentTimes, Protocol):
    """The part of a transaction that has the members themselves."""

    async def absorb(self, survivor: Member, old_id: str, at: datetime, merge_id: str) -> None:
        """Write the survivor, who has all identities of the other one, whose document goes; from
        now on the old id stands for the survivor."""

    async def unsealed(self, brand: str, document: Mapping[str, Any]) -> Member:
        """The member in a copy."""

    async def owners(self, brand: str, identities: Collection[Identity]) -> Mapping[Identity, str]:
        """The owner of each identity that has one."""

    async def part(self, old: Member, survivor: Member, at: datetime, merge_id: str) -> None:
        """Write both, each with their identities; the old id stands for nobody else."""


class MergedTiers(TiersUnit, Forgetting, Protocol):
    """The part of a transaction that has standings and decisions."""

    async def move_decisions(self, brand: str, member_id: str, into: str) -> int:
        """Let the decisions be another member's; how many."""

    async def move_back(self, brand: str, member_id: str, from_id: str) -> int:
        """Let the decisions that were the member's be theirs again; how many."""


class MergedActivities(FactsReader, Protocol):
    """The part of a transaction that has facts."""

    async def keep_facts(
        self,
        brand: str,
        known: Mapping[str, Facts],
        next_judgements: Mapping[str, NextJudgement],
    ) -> None:
        """Write facts by member, each with the next judgement of its spending."""


class MergedConsents(ConsentsUnit, DeclarationsReader, Forgetting, Protocol):
    """The part of a transaction that has consents."""


class MergedTags(TagsUnit, Forgetting, Protocol):
    """The part of a transaction that has tags."""


class MergedPreferences(Forgetting, Protocol):
    """The part of a transaction that has contact preferences."""

    async def preferences(self, brand: str, ids: Collection[str]) -> Mapping[str, Preferences]:
        """By member, of those who have any."""

    async def keep(self, brand: str, member_id: str, preferences: Preferences) -> None:
        """Write preferences in place of those before."""


class MovedParts(Protocol):
    """A room's part of a transaction whose documents go over to another member."""

    async def move(self, brand: str, member_id: str, into: str) -> int:
        """Let what is the member's be another's; how much."""


class MovedSessions(MovedParts, Protocol):
    """The part of a transaction that has the logins."""

    async def end_all(self, brand: str, member_id: str) -> None:
        """End each session of the member."""


class MergingUnit(AnsweringUnit, ConsentingUnit, PublishingUnit, Protocol):
    """A transaction that merges two members."""

    @property
    def merges(self) -> MergesUnit: ...
    @property
    def identities(self) -> MergedIdentities: ...
    @property
    def tiers(self) -> MergedTiers: ...
    @property
    def activities(self) -> MergedActivities: ...
    @property
    def consents(self) -> MergedConsents: ...
    @property
    def contact_preferences(self) -> MergedPreferences: ...
    @property
    def tags(self) -> MergedTags: ...
    @property
    def advisers(self) -> AdvisersUnit: ...
    @property
    def sessions(self) -> MovedSessions: ...
    @property
    def occasions(self) -> MovedParts: ...
    @property
    def groups(self) -> MovedParts: ...
    @property
    def lifecycles(self) -> ToldSteps: ...
    @property
    def segments(self) -> Forgetting: ...
    @property
    def erasures(self) -> WaitingErasures: ...


class MergingStore(Transactions[MergingUnit], Protocol):
    """The storage of this room."""

    @property
    def merges(self) -> MergesReader: ...
