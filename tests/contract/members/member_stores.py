"""The storages of members that are held to one contract, and what its suites have in common."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

import yaml

from services.common import mongo
from services.common.clock import ManualClock
from services.common.mongo import Driver
from services.common.watch import Feed
from services.members.activities.commands import RecordingUnit
from services.members.cards.commands.cards import CardStore
from services.members.identities.commands import enrolment
from services.members.identities.commands.enrolment import Enrolled, Enrolment
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import Profile
from services.members.programme.commands.rulebook import RuleBook
from services.members.tiers.domain.ladder import Basis
from services.members.tiers.domain.standing import Judged
from services.members.tiers.storage.decisions import Decisions
from services.members.transactions import Transactions
from services.members.unit_of_work import MembersStore, indexes
from services.members.vault.storage.vault import Vault
from tests.fakes_members import FakeMembersStore, FakeProgrammes
from tests.paths import PROGRAMMES

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DRIVERS: tuple[Driver, ...] = ("motor", "pymongo")
STORES = (*DRIVERS, "fake")
PHONE = Identity(IdentityKind.PHONE, "+8613800000000")
TEA: dict[str, Any] = yaml.safe_load((PROGRAMMES / "tea.yaml").read_text("utf-8"))


class Unit(enrolment.EnrolmentUnit, RecordingUnit, Protocol):
    """All that a transaction offers."""


class AnyStore(CardStore, Transactions[Unit], Protocol):
    """All that storage offers."""

    async def due(self, basis: Basis, now: datetime, limit: int) -> Sequence[tuple[str, str]]: ...
    async def behind(self, basis: Basis, brand: str, version: int, limit: int) -> Sequence[str]: ...
    async def page(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> list[tuple[str, Judged]]: ...


class MongoStore(MembersStore):
    """With the decisions, which production hands around beside it."""

    def __init__(self, db: mongo.Database) -> None:
        super().__init__(db, Feed(db), Vault(b"k" * 32, b"i" * 32))
        self.page = Decisions(db).page


@asynccontextmanager
async def opened(kind: str, mongo_url: str, db_name: str) -> AsyncIterator[AnyStore]:
    """A storage with nothing in it, of a kind in `STORES`."""
    if kind == "fake":
        yield FakeMembersStore()
        return
    driver = next(driver for driver in DRIVERS if driver == kind)
    db = mongo.connect(mongo_url, db_name, driver=driver)
    await mongo.ensure_indexes(db, indexes(Feed(db)))
    yield MongoStore(db)
    await db.client.drop_database(db_name)
    await mongo.close(db)


def wish(number: int, *identities: Identity) -> Enrolment:
    return Enrolment(f"r{number}", identities, Profile("张三"), "pos")


def parts(store: AnyStore) -> tuple[AnyStore, RuleBook, ManualClock]:
    return store, RuleBook(FakeProgrammes(tea=TEA, retail=TEA)), ManualClock(NOON)


async def enrolled(store: AnyStore, brand: str, *wishes: Enrolment) -> list[Enrolled | Exception]:
    return await enrolment.enrol(*parts(store), brand, wishes)
