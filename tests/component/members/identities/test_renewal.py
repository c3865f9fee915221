"""Members whose identities were kept before texts had one form are found all the same."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from services.common.cache import NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.unit_of_work import MembersStore, Unit
from services.members.vault.storage import vault as vaults
from tessera.members.v1 import members_pb2 as pb
from tests.component.members.conftest import CARD, NOON, NOWHERE, enrolment, started

NFD, NFC = "rene\u0301@a.cn", "ren\u00e9@a.cn"
EMAIL = pb.IDENTITY_KIND_EMAIL


async def keep(store: MembersStore, member_id: str, *identities: Identity) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    member = Member(member_id, "tea", identities, Profile("René"), "pos", at)

    async def work(unit: Unit) -> None:
        await unit.identities.add([member])

    await store.transact(work)


async def test_members_of_before_are_found_by_what_they_say_now(
    db: Database, keys_dir: Path, redis_url: str
) -> None:
    store = MembersStore(db, Feed(db), vaults.load(keys_dir, "development"), NoCache())
    await keep(store, "mem_1", Identity(IdentityKind.EMAIL, NFD))
    await keep(store, "mem_2", Identity(IdentityKind.POS_CARD, "６２"))
    await keep(store, "mem_3", Identity(IdentityKind.POS_CARD, "62"))
    async with started(db, keys_dir, NOWHERE, ManualClock(NOON), redis_url) as members:
        till = members.as_till()
        async with asyncio.timeout(60):
            while await store.identities.passed_over() != []:
                await asyncio.sleep(0.02)
        for value in (NFD, NFC):
            identity = pb.Identity(kind=EMAIL, value=value)
            found = await till.FindMember(pb.FindMemberRequest(identity=identity))
            assert found.member.id == "mem_1"
            assert not (await till.EnrolMember(enrolment(identity))).created
        # Two members of one identity stay two, and are told in the log: a person judges that.
        for value in ("62", "６２"):
            identity = pb.Identity(kind=CARD, value=value)
            found = await till.FindMember(pb.FindMemberRequest(identity=identity))
            assert found.member.id == "mem_3"
        [second] = (await store.identities.members("tea", ["mem_2"])).values()
        assert second.identities == (Identity(IdentityKind.POS_CARD, "６２"),)


async def test_before_they_are_renewed_they_are_found_as_they_were_kept(
    db: Database, keys_dir: Path
) -> None:
    store = MembersStore(db, Feed(db), vaults.load(keys_dir, "development"), NoCache())
    await keep(store, "mem_1", Identity(IdentityKind.EMAIL, NFD))
    sent = Identity(IdentityKind.EMAIL, NFC, former=NFD)
    assert await store.identities.owners("tea", [sent]) == {sent: "mem_1"}
    assert await store.identities.owners("retail", [sent]) == {}
