"""The part of a transaction that referrals need, and what they are read from."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.members.events.commands import PublishingUnit
from services.members.identities.commands.unit import MembersReader
from services.members.identities.domain.identity import Identity
from services.members.referral.domain.inviter import Inviter
from services.members.referral.domain.referral import FirstOrder, Referral
from services.members.tiers.commands.unit import EnrolmentTimes
from services.members.transactions import AnsweringUnit, Transactions


class ReferralsReader(Protocol):
    """Reads referrals and inviters."""

    async def referrals(self, brand: str, ids: Collection[str]) -> Mapping[str, Referral]:
        """By the id with which the invitee was invited, of those who were."""

    async def people(self, brand: str, ids: Collection[str]) -> Sequence[str]:
        """The members, and all who were merged into them."""

    async def inviters(self, brand: str, ids: Collection[str]) -> Mapping[str, Inviter]:
        """By member, of those who have a code or were counted."""

    async def made(
        self, brand: str, inviter_ids: Collection[str], before: str, size: int
    ) -> Sequence[Referral]:
        """Referrals of the inviters, the latest invitee first, from behind the id `before`."""


class ReferralsUnit(ReferralsReader, Protocol):
    """This room's part of a transaction."""

    async def inviter_with(self, brand: str, code: str) -> str | None:
        """The member who has the code."""

    async def orders(self, brand: str, ids: Collection[str]) -> Sequence[FirstOrder]:
        """The orders that have come of the members, at most ORDERS_READ of the earliest."""

    async def keep(self, referral: Referral) -> None:
        """Write a referral. A race for it is lost, and the transaction runs again."""

    async def keep_inviter(self, brand: str, inviter: Inviter) -> None:
        """Write an inviter. A race for one, or for a code, is lost and run again."""

    async def touch(self, brand: str, ids: Collection[str]) -> None:
        """Lose a race against any transaction that touches one of the members too."""


class InvitedIdentities(MembersReader, EnrolmentTimes, Protocol):
    """Members and their identities, as referrals need them."""

    async def former_owners(
        self, brand: str, identities: Collection[Identity]
    ) -> Mapping[Identity, str]:
        """Who gave up each identity last, of those that anybody did; "" for one who was erased."""


class ReferralUnit(AnsweringUnit, PublishingUnit, Protocol):
    """A transaction on referrals."""

    @property
    def referrals(self) -> ReferralsUnit: ...
    @property
    def identities(self) -> InvitedIdentities: ...


class DueReferrals(ReferralsReader, Protocol):
    """Reads referrals outside of a transaction."""

    async def due(
        self,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> Sequence[tuple[str, str]]:
        """Brand and invitee of referrals that settle by now, the longest waiting first, without
        those of some brands and of some invitees."""


class ReferralStore(Transactions[ReferralUnit], Protocol):
    """The storage of this room."""

    @property
    def referrals(self) -> DueReferrals: ...
