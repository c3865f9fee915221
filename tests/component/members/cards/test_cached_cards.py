"""Cards read through Redis: sealed there, current in every process, right without Redis."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis as redis_client

from deploy.local.servers import RedisServer, start_redis
from services.common.cache import TIMEOUT_S, Cache, CacheLike, NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.identities.domain.profile import Profile
from services.members.unit_of_work import MembersStore, Unit
from services.members.vault.storage import vault as vaults
from services.members.vault.storage.member_keys import MemberKeys
from tessera.members.v1 import members_pb2
from tests.component.members.conftest import (
    NOON,
    PHONE,
    Members,
    activity,
    enrolment,
    openid,
    phone,
    recording,
    refused,
    started,
    until,
)
from tests.component.members.tiers.ledger_server import LedgerServer
from tests.paths import PROGRAMMES

SECRETS = ("13911112222", "王小明", "oSECRET-openid-99", "1990-06-01")
CARDS_READ = ("members", "growth", "facts", "member_keys")
CALLERS = 1_000


@dataclass
class Pair:
    """Two processes of members on one database and one Redis."""

    one: Members
    other: Members
    ledger: LedgerServer
    db: Database

    async def seen(self, member_id: str) -> members_pb2.Member:
        """The card, which both processes show alike, at once."""
        own = members_pb2.BatchGetMembersRequest(member_ids=[member_id])
        cards = [
            (await process.as_member(member_id).BatchGetMembers(own)).members[0]
            for process in (self.one, self.other, self.one)
        ]
        assert cards[0] == cards[1] == cards[2]
        return cards[0]


@pytest.fixture(scope="module")
def own_redis(data_folder: Callable[[str], Path]) -> Iterator[RedisServer]:
    """A Redis that may be paused and killed; leave it running and empty."""
    server = start_redis(data_folder("cards_redis"))
    yield server
    server.stop()


@pytest.fixture
async def pair(
    db: Database,
    keys_dir: Path,
    own_redis: RedisServer,
    ledger: tuple[LedgerServer, str],
    request: pytest.FixtureRequest,
) -> AsyncIterator[Pair]:
    """Two processes, which wait for Redis for as many seconds as the test's parameter says."""
    patience_s = getattr(request, "param", 1.0)
    async with AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(
                started(db, keys_dir, ledger[1], ManualClock(NOON), own_redis.url, patience_s)
            )
            for _ in range(2)
        ]
        await one.publish("tea", (PROGRAMMES / "tea.yaml").read_text("utf-8"))
        yield Pair(one, other, ledger[0], db)


def store(db: Database, keys_dir: Path, cache: CacheLike) -> MembersStore:
    """The storage of one more process."""
    return MembersStore(db, Feed(db), vaults.load(keys_dir, "development"), cache)


async def rename(members: Members, member_id: str, name: str) -> members_pb2.Member:
    change = members_pb2.UpdateMemberRequest(
        request_id=f"rename-{name}", member_id=member_id, profile=members_pb2.Profile(name=name)
    )
    change.update_mask.paths.append("name")
    return (await members.as_member(member_id).UpdateMember(change)).member


async def test_after_each_write_the_next_read_of_any_process_is_current(
    pair: Pair, keys_dir: Path, own_redis: RedisServer
) -> None:
    own_phone = phone()
    member_id = await pair.one.enrol(own_phone, name="张三")
    assert (await pair.seen(member_id)).name == "张三"

    assert (await rename(pair.other, member_id, "李四")).name == "李四"
    assert (await pair.seen(member_id)).name == "李四"

    await pair.one.enrol(own_phone, openid(f"o-{member_id}"))
    assert len((await pair.seen(member_id)).identities) == 2

    await pair.other.activities().RecordActivities(recording(activity(member_id, "o1", NOON, 9900)))
    facts = (await pair.seen(member_id)).facts
    assert (facts.orders, facts.spent_minor) == (1, 9900)

    refund = activity(member_id, "r1", NOON, 900, refund=True, order_id="o1")
    await pair.one.activities().RecordActivities(recording(refund))
    assert (await pair.seen(member_id)).facts.spent_minor == 9000

    for amount, growth, tier in ((299, 299, "basic"), (701, 1000, "gold")):
        pair.ledger.growth("tea", member_id, amount, NOON)
        await counted(pair)
        seen = await pair.seen(member_id)
        assert (seen.growth, seen.tiers[0].code) == (growth, tier)

    cache = Cache(own_redis.url)
    erasing = store(pair.db, keys_dir, cache)

    async def erase(unit: Unit) -> None:
        member = (await unit.identities.members("tea", [member_id]))[member_id]
        await unit.identities.change([replace(member, identities=(), profile=Profile())])

    await erasing.transact(erase)
    seen = await pair.seen(member_id)
    assert (seen.name, seen.phone, list(seen.identities)) == ("", "", [])
    await cache.close()


async def counted(pair: Pair) -> None:
    """Returns when the follower has counted every posting."""

    async def handled() -> bool:
        stored = await pair.db.watch_tokens.find_one({"_id": "points"})
        return stored is not None and stored["token"] == str(len(pair.ledger.postings))

    await until(handled)


async def test_a_slow_reader_cannot_put_back_what_has_changed(
    pair: Pair, keys_dir: Path, own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    member_id = await pair.one.enrol()
    cache = Cache(own_redis.url)
    cards = store(pair.db, keys_dir, cache).cards
    read, may_go, has_read = cards._read, asyncio.Event(), asyncio.Event()

    async def read_slowly(brand: str, ids: Collection[str]) -> Any:
        found = await read(brand, ids)
        has_read.set()
        await may_go.wait()
        return found

    monkeypatch.setattr(cards, "_read", read_slowly)
    slow = asyncio.create_task(cards.cached("tea", [member_id]))
    await has_read.wait()
    await rename(pair.one, member_id, "李四")
    monkeypatch.setattr(cards, "_read", read)
    # Neither a caller of the slow reader's own process nor any other gets the old name.
    assert (await cards.cached("tea", [member_id]))[member_id].member.profile.name == "李四"
    may_go.set()
    assert (await slow)[member_id].member.profile.name == "张三"
    assert (await pair.seen(member_id)).name == "李四"
    assert (await cards.cached("tea", [member_id]))[member_id].member.profile.name == "李四"
    await cache.close()


async def test_a_writer_whose_caller_left_invalidates_all_the_same(
    pair: Pair, keys_dir: Path, own_redis: RedisServer
) -> None:
    member_id = await pair.one.enrol()
    assert (await pair.seen(member_id)).name == "张三"
    cache = Cache(own_redis.url)
    writing, about_to_commit = store(pair.db, keys_dir, cache), asyncio.Event()

    async def write(unit: Unit) -> None:
        member = (await unit.identities.members("tea", [member_id]))[member_id]
        await unit.identities.change([replace(member, profile=Profile("李四"))])
        about_to_commit.set()

    call = asyncio.create_task(writing.transact(write))
    await about_to_commit.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    async def current() -> bool:
        return (await pair.one.card(member_id)).name == "李**"

    async with asyncio.timeout(60):
        while not await current():
            await asyncio.sleep(0.02)
    assert (await pair.seen(member_id)).name == "李四"
    await cache.close()


async def reads(db: Database) -> Counter[str]:
    """How often each collection was read by id since the profiler was switched on."""
    by_id = {"op": "query", "command.filter._id": {"$exists": True}}
    rows = await db["system.profile"].find(by_id).to_list(None)
    return Counter(row["ns"].partition(".")[2] for row in rows)


async def profiled_once_quiet(db: Database) -> None:
    """Switch the profiler on, with nothing in it, once what follows an enrolment has been done."""
    before = -1
    async with asyncio.timeout(30):
        while (await reads(db)).total() != before:
            before = (await reads(db)).total()
            await db.command("profile", 2)
            await asyncio.sleep(1)
    await db.command("profile", 0)
    await db.drop_collection("system.profile")
    await db.command("profile", 2)


async def test_a_hit_reads_no_card_from_mongodb_and_a_thousand_misses_read_each_once(
    db: Database, members: Members, keys_dir: Path, own_redis: RedisServer
) -> None:
    ids = [await members.enrol() for _ in range(3)]
    cache = Cache(own_redis.url, timeout_s=2)
    cards = store(db, keys_dir, cache).cards
    await profiled_once_quiet(db)
    await asyncio.gather(*(cards.cached("tea", ids) for _ in range(CALLERS)))
    assert {name: (await reads(db))[name] for name in CARDS_READ} == dict.fromkeys(CARDS_READ, 1)
    await asyncio.gather(*(cards.cached("tea", [ids[n % 3]]) for n in range(CALLERS)))
    assert {name: (await reads(db))[name] for name in CARDS_READ} == dict.fromkeys(CARDS_READ, 1)
    # A process that never had the keys reads them, and nothing else.
    again = Cache(own_redis.url, timeout_s=2)
    await store(db, keys_dir, again).cards.cached("tea", ids)
    assert {name: (await reads(db))[name] for name in CARDS_READ} == {
        "members": 1,
        "growth": 1,
        "facts": 1,
        "member_keys": 2,
    }
    await db.command("profile", 0)
    for each in (cache, again):
        await each.close()


async def test_what_decides_or_reveals_reads_mongodb(pair: Pair, keys_dir: Path) -> None:
    own_phone = phone()
    member_id = await pair.one.enrol(own_phone, name="张三")
    assert (await pair.seen(member_id)).name == "张三"
    # Changed behind the service's back, so that the cache is stale.
    behind = store(pair.db, keys_dir, NoCache())

    async def write(unit: Unit) -> None:
        member = (await unit.identities.members("tea", [member_id]))[member_id]
        new = replace(member, profile=Profile("李四"), version=member.version + 1)
        await unit.identities.change([new])

    await behind.transact(write)
    assert (await pair.seen(member_id)).name == "张三"
    staff = pair.one.as_operator("members", "pii")
    found = await staff.FindMember(members_pb2.FindMemberRequest(identity=own_phone))
    assert (found.member.name, found.member.etag) == ("李**", "2")
    revealed = await staff.RevealMember(
        members_pb2.RevealMemberRequest(member_id=member_id, reason="lost parcel")
    )
    assert revealed.member.name == "李四"
    again = await pair.one.as_till().EnrolMember(enrolment(own_phone))
    assert (again.member.id, again.member.etag) == (member_id, "2")
    change = members_pb2.UpdateMemberRequest(
        request_id="etag-1",
        member_id=member_id,
        profile=members_pb2.Profile(language="en"),
        etag="1",
    )
    change.update_mask.paths.append("language")
    own = pair.one.as_member(member_id)
    assert (await refused(own.UpdateMember(change))).reason == "ETAG_MISMATCH"


async def test_redis_holds_personal_data_sealed_and_no_key(
    pair: Pair, keys_dir: Path, own_redis: RedisServer
) -> None:
    wish = enrolment(
        members_pb2.Identity(kind=PHONE, value="13911112222"),
        openid("oSECRET-openid-99"),
        name="王小明",
        birthday="1990-06-01",
    )
    member_id = (await pair.one.as_till().EnrolMember(wish)).member.id
    assert (await pair.seen(member_id)).name == "王小明"
    with redis_client.Redis.from_url(own_redis.url) as client:
        [entry] = client.keys(f"*{member_id}*")
        held = b"\n".join(client.hgetall(entry).values())
    for secret in (*SECRETS, "13911112222"):
        assert secret.encode() not in held
    keys = await pair.db.member_keys.find_one({"_id": member_id})
    assert keys is not None
    assert bytes(keys["wrapped"]) not in held
    # With the key destroyed the copy in Redis is noise, too.
    vault = vaults.load(keys_dir, "production")
    await MemberKeys(pair.db, vault).destroy("tea", member_id)
    cache = Cache(own_redis.url)
    card = (await store(pair.db, keys_dir, cache).cards.cached("tea", [member_id]))[member_id]
    assert (card.member.profile, card.member.identities) == (Profile(language="zh"), ())
    await cache.close()


async def test_a_card_cached_by_another_brand_is_not_found(pair: Pair) -> None:
    member_id = await pair.one.enrol()
    await pair.seen(member_id)
    asked = members_pb2.BatchGetMembersRequest(member_ids=[member_id])
    elsewhere = await pair.one.as_operator(brand="retail").BatchGetMembers(asked)
    assert (list(elsewhere.members), list(elsewhere.missing_ids)) == ([], [member_id])


@pytest.mark.parametrize("pair", [TIMEOUT_S], indirect=True)
@pytest.mark.parametrize("how", ["killed", "paused", "flushed", "full"])
async def test_cards_are_right_whatever_becomes_of_redis(
    pair: Pair, own_redis: RedisServer, how: str
) -> None:
    known, unread = await pair.one.enrol(name="张三"), await pair.one.enrol(name="张三")
    await pair.seen(known)
    client = redis_client.Redis.from_url(own_redis.url)
    if how == "killed":
        own_redis.kill()
    elif how == "paused":
        own_redis.pause()
    elif how == "flushed":
        client.flushall()
    else:
        client.config_set("maxmemory", 1)
    try:
        for member_id in (known, unread):
            assert (await pair.seen(member_id)).name == "张三"
        await rename(pair.one, known, f"one {how}")
        await rename(pair.other, unread, f"other {how}")
        assert (await pair.seen(known)).name == f"one {how}"
        assert (await pair.seen(unread)).name == f"other {how}"
    finally:
        if how == "killed":
            own_redis.restart()
        elif how == "paused":
            own_redis.resume()
        elif how == "full":
            client.config_set("maxmemory", 0)
        client.close()
    for _ in range(40):
        assert (await pair.seen(known)).name == f"one {how}"
        assert (await pair.seen(unread)).name == f"other {how}"
        await asyncio.sleep(timedelta(milliseconds=50).total_seconds())
