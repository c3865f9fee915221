"""No event is lost (promise R5, the publisher's half), on both drivers."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.common import mongo, watch
from services.common.feed_position import FeedPosition, WatchTokenInvalid
from services.common.ids import IdSequence, floor_id, new_id, time_of
from services.common.mongo import Database, Document, Session
from services.common.tasks import end
from services.common.watch import Arrived, Feed, FeedEvent
from tests.component.lost_token import lost


@pytest.fixture
async def feed(db: Database) -> Feed:
    made = Feed(db)
    await mongo.ensure_indexes(db, made.indexes())
    return made


@pytest.fixture
async def ordered(db: Database) -> Feed:
    """A feed whose writers commit in the order of their ids."""
    made = Feed(db, commit_ordered=True)
    await mongo.ensure_indexes(db, made.indexes())
    return made


def event(brand: str = "tea", kind: str = "Visited", payload: bytes = b"x") -> FeedEvent:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return FeedEvent(new_id("evt"), brand, kind, "mem_1", at, payload)


async def publish(db: Database, feed: Feed, *events: FeedEvent) -> list[str]:
    await mongo.transact(db, lambda session: feed.append(session, events))
    return [each.id for each in events]


async def read(
    feed: Feed,
    count: int,
    after: str = "",
    *,
    brand: str | None = None,
    types: Sequence[str] = (),
    from_now: bool = False,
) -> list[Arrived]:
    """The responses until `count` events have arrived."""
    arrived: list[Arrived] = []
    watching = feed.watch(after, brand=brand, types=types, from_now=from_now)
    async with asyncio.timeout(60), aclosing(watching):
        async for each in watching:
            arrived.append(each)
            if sum(len(a.events) for a in arrived) >= count:
                return arrived
    raise AssertionError("a watch has no end")


def ids_of(arrived: Sequence[Arrived]) -> list[str]:
    return [each.id for part in arrived for each in part.events]


async def test_a_reader_gets_past_events_and_then_new_ones(db: Database, feed: Feed) -> None:
    before = await publish(db, feed, event(), event())
    reading = asyncio.create_task(read(feed, 4))
    await asyncio.sleep(0.2)
    after = await publish(db, feed, event(), event())
    assert ids_of(await reading) == before + after


async def test_an_event_comes_back_as_it_was_published(db: Database, feed: Feed) -> None:
    published = event(payload=b"\x00\xff")
    await publish(db, feed, published)
    assert (await read(feed, 1))[-1].events == [published]


async def test_every_token_resumes_exactly_behind_its_events(db: Database, feed: Feed) -> None:
    published: list[str] = []
    # Not of the beginning: while that is read, an event may come twice to who connects again.
    begin = (await read(feed, 0, from_now=True))[-1].token
    reading = asyncio.create_task(read(feed, 30, begin))
    for _ in range(10):
        published += await publish(db, feed, event(), event(), event())
        await asyncio.sleep(0.01)
    arrived = await reading
    assert ids_of(arrived) == published
    seen = 0
    for part in arrived:
        seen += len(part.events)
        if seen < len(published):
            assert ids_of(await read(feed, 30 - seen, part.token)) == published[seen:]


async def test_a_watcher_of_a_brand_sees_no_other_brand(db: Database, feed: Feed) -> None:
    tea = await publish(db, feed, event("tea"))
    retail = await publish(db, feed, event("retail"))
    reading = [asyncio.create_task(read(feed, 2, brand=b)) for b in ("tea", "retail")]
    await asyncio.sleep(0.2)
    retail += await publish(db, feed, event("retail"))
    tea += await publish(db, feed, event("tea"))
    assert [ids_of(await each) for each in reading] == [tea, retail]
    assert len(ids_of(await read(feed, 4))) == 4


async def test_only_the_wanted_types_arrive(db: Database, feed: Feed) -> None:
    await publish(db, feed, event(kind="Noise"))
    wanted = await publish(db, feed, event(kind="Ordered"))
    reading = asyncio.create_task(read(feed, 2, types=["Ordered"]))
    await asyncio.sleep(0.2)
    await publish(db, feed, event(kind="Noise"))
    wanted += await publish(db, feed, event(kind="Ordered"))
    assert ids_of(await reading) == wanted


async def test_from_now_leaves_out_the_past_and_nothing_after_the_first_sign(
    db: Database, feed: Feed
) -> None:
    await publish(db, feed, event())
    watching = feed.watch(brand="tea", from_now=True)
    async with aclosing(watching):
        first = await anext(watching)
        assert first.events == []
        new = await publish(db, feed, event())
        assert ids_of(await read(feed, 1, first.token)) == new


async def test_an_idle_feed_gives_a_token_each_second_that_moves_on(
    db: Database, feed: Feed
) -> None:
    await publish(db, feed, event())
    tokens = []
    watching = feed.watch(brand=None, from_now=True)
    async with asyncio.timeout(20), aclosing(watching):
        async for part in watching:
            tokens.append(part.token)
            if len(tokens) == 3:
                break
            # Other collections of the database are written meanwhile.
            await db["other"].insert_one({})
    assert len(set(tokens)) == 3


async def test_nothing_is_lost_while_many_publish_and_the_first_scan_runs(
    db: Database, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SCAN_BATCH", 7)
    published: list[str] = []

    async def publisher(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(20):
            # Ids are made before the commit, so commits are out of the order of ids.
            events = [event() for _ in range(chance.randint(1, 4))]

            async def late(session: Session, events: Sequence[FeedEvent] = events) -> None:
                await feed.append(session, events)
                await asyncio.sleep(chance.random() * 0.02)

            await mongo.transact(db, late)
            published.extend(each.id for each in events)

    publishing = asyncio.gather(*(publisher(seed) for seed in range(4)))
    await asyncio.sleep(0.1)
    got: list[str] = []

    async def watcher(switches: int) -> None:
        """Reads on, and now and then begins anew from its token."""
        token = ""
        while switches:
            async with aclosing(feed.watch(token, brand=None)) as watching:
                async for part in watching:
                    got.extend(each.id for each in part.events)
                    token = part.token
                    if part.events and switches > 1 and random.random() < 0.2:
                        break
                    if not part.events and publishing.done() and set(published) <= set(got):
                        return
            switches -= 1

    async with asyncio.timeout(20):
        await watcher(10)
    await publishing
    assert set(got) == set(published)


async def test_an_interrupted_scan_resumes_where_it_was(
    db: Database, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SCAN_BATCH", 3)
    published = await publish(db, feed, *(event() for _ in range(10)))
    first = await read(feed, 4)
    got = ids_of(first)
    assert got == published[:6]
    published += await publish(db, feed, event())
    assert ids_of(await read(feed, 5, first[-1].token)) == published[6:]


async def test_a_token_older_than_the_oplog_reads_the_collection_again(
    db: Database, feed: Feed
) -> None:
    published = await publish(db, feed, event(), event())
    token = (await read(feed, 2))[-1].token
    published += await publish(db, feed, event())
    assert ids_of(await read(feed, 3, lost(token))) == published


async def test_no_event_of_ordered_writers_comes_again_after_a_lost_token(
    db: Database, ordered: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SCAN_BATCH", 3)
    monkeypatch.setattr(watch, "PIECE_BYTES", 1)
    sequences = [IdSequence("evt") for _ in range(3)]
    made = [[replace(event(), id=sequence.next()) for sequence in sequences] for _ in range(6)]
    # The third writer is slow: it commits its first id last.
    order = [*[one for two in made for one in two[:2]], *[three[2] for three in made]]
    reading = asyncio.create_task(read(ordered, len(order), from_now=True))
    await asyncio.sleep(0.2)
    for one in order:
        await publish(db, ordered, one)
    arrived = [part for part in await reading if part.events]
    assert ids_of(arrived) == [one.id for one in order]
    for n, part in enumerate(arrived[:-1], 1):
        left = await read(ordered, len(order) - n, lost(part.token))
        assert sorted(ids_of(left)) == sorted(one.id for one in order[n:])


async def test_a_lost_token_of_a_scan_that_follows_another_repeats_nothing_either(
    db: Database, ordered: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SCAN_BATCH", 2)
    sequence = IdSequence("evt")
    reading = asyncio.create_task(read(ordered, 2, from_now=True))
    await asyncio.sleep(0.2)
    first = await publish(db, ordered, *(replace(event(), id=sequence.next()) for _ in range(2)))
    token = (await reading)[-1].token
    rest = await publish(db, ordered, *(replace(event(), id=sequence.next()) for _ in range(5)))
    begun = await read(ordered, 2, lost(token))
    assert ids_of(begun) == rest[:2]
    assert not {*first} & {*ids_of(await read(ordered, 3, lost(begun[-1].token)))}


async def test_a_feed_resumes_when_its_dropped_collection_exists_again(
    db: Database, feed: Feed
) -> None:
    await publish(db, feed, event())
    watching = feed.watch(brand=None)
    seen: list[str] = []
    new: list[str] = []
    async with asyncio.timeout(60), aclosing(watching):
        async for part in watching:
            seen += [each.id for each in part.events]
            if len(seen) == 1 and not new:
                await db["events"].drop()
                new = await publish(db, feed, event())
            if len(seen) > 1:
                break
    assert seen[1:] == new


@pytest.mark.parametrize(
    "token",
    ["x", "now", "é", "e30=", "x" * 5000, FeedPosition("postings", "82" * 20).token()],
)
async def test_a_token_that_is_not_this_feeds_is_refused(feed: Feed, token: str) -> None:
    with pytest.raises(WatchTokenInvalid):
        await read(feed, 1, token)


@pytest.mark.parametrize("moment", ["FFFFFFFFFFFFFFFF", "7FFFFFFF00000001", "0" * 16])
async def test_a_token_of_a_moment_that_never_was_is_refused(feed: Feed, moment: str) -> None:
    invented = FeedPosition("events", f"T:{moment}", scan_after="", scan_end="evt_z").token()
    with pytest.raises(WatchTokenInvalid):
        await read(feed, 1, invented)


async def test_an_event_without_a_time_ordered_id_is_not_published(
    db: Database, feed: Feed
) -> None:
    for wrong in ("mine", "evt_1", new_id("other")):
        with pytest.raises(ValueError, match=r"."):
            await publish(db, feed, replace(event(), id=wrong))


async def test_large_events_come_in_pieces_that_fit_a_message(db: Database, feed: Feed) -> None:
    payload = b"x" * (watch.PIECE_BYTES // 4)
    published: list[str] = []
    for _ in range(5):
        published += await publish(db, feed, event(payload=payload), event(payload=payload))
    arrived = await read(feed, 10)
    assert ids_of(arrived) == published
    assert max(len(part.events) for part in arrived) <= 4
    assert ids_of(await read(feed, 6, arrived[1].token)) == published[4:]


async def test_another_collection_is_a_feed_through_its_own_eyes(db: Database) -> None:
    def decode(document: Document) -> list[FeedEvent]:
        at = document["at"]
        return [
            FeedEvent(f"{document['_id']}/{n}", document["brand"], "Moved", owner, at, b"")
            for n, owner in enumerate(document["owners"])
        ]

    feed = Feed(
        db,
        "postings",
        id_prefix="pst",
        order_by="posting_id",
        decode=decode,
        type_field=None,
        projection=("brand", "at", "owners"),
    )
    await mongo.ensure_indexes(db, feed.indexes())

    async def post(brand: str, *owners: str) -> None:
        at = datetime.now(UTC)
        document = {"posting_id": new_id("pst"), "brand": brand, "at": at, "owners": list(owners)}
        await db["postings"].insert_one(document | {"secret": "unread"})

    await post("tea", "a", "b")
    await post("retail", "z")
    reading = asyncio.create_task(read(feed, 4, brand="tea", types=["Moved"]))
    await asyncio.sleep(0.2)
    await post("tea", "c", "d")
    arrived = await reading
    assert [each.subject for part in arrived for each in part.events] == ["a", "b", "c", "d"]


def test_a_rescan_begins_well_before_the_lost_place() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    resume = f"82{int(at.timestamp()):08X}00000001" + "2B0229296E04"
    start = FeedPosition("events", resume).rescan("evt").scan_after
    assert start is not None
    assert time_of(start) == at - timedelta(minutes=5)
    earlier = floor_id("evt", at - timedelta(days=1))
    assert FeedPosition("events", resume, earlier, "x").rescan("evt").scan_after == earlier
    assert FeedPosition("events", "82zz").rescan("evt").scan_after == ""


async def test_many_watchers_leave_the_database_free_for_others(db: Database, feed: Feed) -> None:
    async def follow() -> None:
        async for _ in feed.watch(brand=None):
            pass

    followers = [asyncio.create_task(follow()) for _ in range(80)]
    await asyncio.sleep(0.3)
    async with asyncio.timeout(20):
        await asyncio.gather(*(db["other"].find_one({}) for _ in range(20)))
    await end(*followers)


async def test_a_watcher_since_the_first_instant_of_the_calendar_gets_all(
    db: Database, feed: Feed
) -> None:
    ids = await publish(db, feed, event(), event())
    first = datetime.min.replace(tzinfo=UTC)
    async with aclosing(feed.watch(brand="tea", since=first)) as watching:
        async for arrived in watching:
            if arrived.events:
                assert [one.id for one in arrived.events] == ids
                return
