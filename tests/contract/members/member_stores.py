"""The storages of members that are held to one contract, and what its suites have in common."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from services.common import mongo
from services.common.cache import CacheLike, NoCache
from services.common.clock import ManualClock
from services.common.mongo import Driver
from services.common.watch import Feed
from services.members.activities.commands.recording import FactsReader, RecordingUnit
from services.members.cards.api.members import DecisionLog
from services.members.cards.commands.cards import CardStore, IdentityOwners
from services.members.context import MembersContext
from services.members.identities.commands import enrolment
from services.members.identities.commands.enrolment import Enrolled, Enrolment
from services.members.identities.commands.unit import IdentitiesUnit, MembersReader
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.profile import Profile
from services.members.programme.commands.rulebook import RuleBook
from services.members.tiers.commands.judgement_job import DueJudgements
from services.members.tiers.commands.unit import EnrolmentTimes, StandingsReader, TiersUnit
from services.members.transactions import Transactions
from services.members.unit_of_work import MembersStore, indexes
from services.members.vault.storage.vault import Vault
from tests.activities import document
from tests.fakes_members import FakeMembersStore, FakeProgrammes

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DRIVERS: tuple[Driver, ...] = ("motor", "pymongo")
STORES = (*DRIVERS, "fake")
PHONE = Identity(IdentityKind.PHONE, "+8613800000000")
TEA: dict[str, Any] = document("tea")


class IdentitiesPart(IdentitiesUnit, EnrolmentTimes, Protocol):
    """All that identities offer within a transaction."""


class Unit(enrolment.EnrolmentUnit, RecordingUnit, Protocol):
    """All that a transaction offers."""

    @property
    def identities(self) -> IdentitiesPart: ...
    @property
    def tiers(self) -> TiersUnit: ...


class IdentitiesReads(MembersReader, IdentityOwners, Protocol):
    """All that identities offer outside of a transaction."""


class TiersPart(StandingsReader, DecisionLog, DueJudgements, Protocol):
    """All that tiers offer outside of a transaction."""


class AnyStore(CardStore, Transactions[Unit], Protocol):
    """All that storage offers."""

    @property
    def identities(self) -> IdentitiesReads: ...
    @property
    def tiers(self) -> TiersPart: ...
    @property
    def activities(self) -> FactsReader: ...


@asynccontextmanager
async def opened(
    kind: str, mongo_url: str, db_name: str, cache: CacheLike | None = None
) -> AsyncIterator[AnyStore]:
    """A storage with nothing in it, of a kind in `STORES`."""
    if kind == "fake":
        yield FakeMembersStore()
        return
    driver = next(driver for driver in DRIVERS if driver == kind)
    db = mongo.connect(mongo_url, db_name, driver=driver)
    feed = Feed(db)
    await mongo.ensure_indexes(db, indexes(feed))
    yield MembersStore(db, feed, Vault(b"k" * 32, b"i" * 32), cache or NoCache())
    await mongo.close(db)


def wish(number: int, *identities: Identity) -> Enrolment:
    return Enrolment(f"r{number}", identities, Profile("张三"), "pos")


def context(store: AnyStore) -> MembersContext[AnyStore]:
    return MembersContext(store, RuleBook(FakeProgrammes(tea=TEA, retail=TEA)), ManualClock(NOON))


async def enrolled(store: AnyStore, brand: str, *wishes: Enrolment) -> list[Enrolled | Exception]:
    return await enrolment.enrol(context(store), brand, wishes)
