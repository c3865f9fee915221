"""All who watch share one stream of the database, and each gets what it would get alone."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from services.common import mongo, shared_stream
from services.common.changes import Changes
from services.common.ids import new_id
from services.common.mongo import Database, Document
from services.common.tasks import end
from services.common.watch import Feed, FeedEvent
from tests.component.common.test_watch import event, ids_of, publish, read


@pytest.fixture
async def feed(db: Database) -> Feed:
    made = Feed(db)
    await mongo.ensure_indexes(db, made.indexes())
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Changes]:
    """The streams that were opened at the database."""
    open_, streams = Changes.open, list[Changes]()

    async def counted(self: Changes) -> None:
        streams.append(self)
        await open_(self)

    monkeypatch.setattr(Changes, "open", counted)
    return streams


@pytest.fixture
def begins_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shared stream keeps nothing of before it was opened."""
    monkeypatch.setattr(shared_stream, "BEGIN_BEFORE_S", 0)


@asynccontextmanager
async def following(feed: Feed, token: str = "", **options: Any) -> AsyncIterator[list[str]]:
    """The ids that a watcher gets, as they come, from the present on unless a token is named."""
    got: list[str] = []
    begun = asyncio.Event()

    async def follow() -> None:
        watching = feed.watch(token, from_now=not token, **options)
        async with aclosing(watching):
            async for part in watching:
                got.extend(one.id for one in part.events)
                begun.set()

    task = asyncio.create_task(follow())
    await asyncio.wait_for(begun.wait(), 10)
    yield got
    await end(task)


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def test_many_watchers_hold_one_stream_of_the_database(
    db: Database, feed: Feed, opened: list[Changes]
) -> None:
    got: list[list[str]] = []

    async def follow(brand: str | None) -> None:
        mine: list[str] = []
        got.append(mine)
        async with aclosing(feed.watch(brand=brand, from_now=True)) as watching:
            async for part in watching:
                mine.extend(one.id for one in part.events)

    tasks = [asyncio.create_task(follow("tea" if n % 2 else None)) for n in range(150)]
    await until(lambda: len(got) == 150)
    await asyncio.sleep(0.5)
    tea = await publish(db, feed, event(), event())
    other = await publish(db, feed, event("retail"))
    await until(lambda: all(len(mine) >= 2 for mine in got))
    await asyncio.sleep(1.5)
    async with asyncio.timeout(20):
        await asyncio.gather(*(db["other"].find_one({}) for _ in range(90)))
    await end(*tasks)
    assert len(opened) == 1
    assert sorted(got, key=len) == [tea] * 75 + [tea + other] * 75


async def test_the_stream_ends_with_the_last_watcher_and_begins_with_the_next(
    db: Database, feed: Feed, opened: list[Changes]
) -> None:
    for _ in range(2):
        async with following(feed, brand=None) as first, following(feed, brand="tea") as second:
            new = await publish(db, feed, event())
            await until(lambda: first == new and second == new)  # noqa: B023
    assert len(opened) == 2
    assert feed._stream._shared is None


async def test_a_reader_that_is_slow_falls_back_to_its_own_place(
    db: Database, feed: Feed, monkeypatch: pytest.MonkeyPatch, opened: list[Changes]
) -> None:
    monkeypatch.setattr(shared_stream, "KEPT_CHANGES_MAX", 5)
    watching = feed.watch(brand="tea", from_now=True)
    published: list[str] = []
    got: list[str] = []
    async with asyncio.timeout(20), aclosing(watching), following(feed, brand=None) as fast:
        assert (await anext(watching)).events == []
        for _ in range(10):
            published += await publish(db, feed, event(), event(), event())
            await publish(db, feed, event("retail"))
        await until(lambda: len(fast) == 40)
        async for part in watching:
            got += ids_of([part])
            if len(got) >= len(published):
                break
        assert got == published
        assert len(opened) >= 2
        # It is in the shared stream again.
        published += await publish(db, feed, event())
        async for part in watching:
            got += ids_of([part])
            if len(got) >= len(published):
                break
        assert shared_stream.WATCHERS.labels("own")._value.get() == 0
    assert got == published


async def test_a_token_from_the_shared_stream_resumes_in_one_of_its_own(
    db: Database, feed: Feed, begins_now: None, opened: list[Changes]
) -> None:
    watching = feed.watch(brand="tea", from_now=True)
    tokens: list[str] = []
    async with asyncio.timeout(20), aclosing(watching):
        tokens.append((await anext(watching)).token)
        for brand in ("tea", "retail", "tea", "retail"):
            await publish(db, feed, event(brand))
            await asyncio.sleep(0.05)
            tokens.append((await anext(watching)).token)
    # Each token that ends behind another brand's event, too.
    await asyncio.sleep(1.1)
    new = await publish(db, feed, event(), event("retail"), event())
    own = [new[0], new[2]]
    all_ = ids_of(await read(feed, 4, tokens[0], brand="tea"))
    assert all_[2:] == own
    for token in tokens:
        left = ids_of(await read(feed, 2, token, brand="tea"))
        assert left[-2:] == own or left == all_[: len(left)]
        assert left == all_[all_.index(left[0]) :][: len(left)]
    assert ids_of(await read(feed, 2, tokens[-1], brand="tea")) == own


async def test_whoever_switches_between_the_streams_gets_each_event_once_and_in_order(
    db: Database, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_stream, "KEPT_CHANGES_MAX", 10)
    monkeypatch.setattr(shared_stream, "BEGIN_BEFORE_S", 0)
    total = 120
    finished: list[list[str]] = []

    async def watcher(seed: int, token: str) -> None:
        chance, got = random.Random(seed), list[str]()
        while len(got) < total:
            async with aclosing(feed.watch(token, brand="tea")) as watching:
                async for part in watching:
                    got += ids_of([part])
                    token = part.token
                    if chance.random() < 0.3:
                        await asyncio.sleep(chance.random() * 0.2)
                    if len(got) >= total or chance.random() < 0.1:
                        break
        finished.append(got)

    async with aclosing(feed.watch(brand="tea", from_now=True)) as watching:
        start = (await anext(watching)).token
    watchers = [asyncio.create_task(watcher(seed, start)) for seed in range(6)]
    published: list[str] = []
    for n in range(total // 2):
        published += await publish(db, feed, event(), event())
        if n % 3 == 0:
            await publish(db, feed, event("retail"))
        await asyncio.sleep(0.005)
    async with asyncio.timeout(30):
        await asyncio.gather(*watchers)
    assert finished == [published] * 6


async def test_an_event_that_cannot_be_read_stops_nobody(db: Database) -> None:
    def decode(document: Document) -> FeedEvent:
        return FeedEvent(
            document["_id"], document["brand"], "T", "m", document["at"], document["payload"]
        )

    feed = Feed(db, decode=decode, type_field=None)
    await mongo.ensure_indexes(db, feed.indexes())
    async with following(feed, brand="tea") as tea:
        retail = asyncio.create_task(read(feed, 1, brand="retail", from_now=True))
        await asyncio.sleep(0.3)
        await db["events"].insert_one({"_id": new_id("evt"), "brand": "retail"})
        new = await publish(db, feed, event())
        await until(lambda: tea == new)
        behind = await publish(db, feed, event(brand="retail"))
        assert ids_of(await retail) == behind


async def test_a_stream_that_breaks_ends_its_watchers_and_the_next_open_another(
    db: Database, feed: Feed, opened: list[Changes], monkeypatch: pytest.MonkeyPatch
) -> None:
    next_, broken = Changes.next, False

    async def breaking(self: Changes) -> Any:
        if broken:
            raise ConnectionError("gone")
        return await next_(self)

    watching = feed.watch(brand=None, from_now=True)
    async with asyncio.timeout(60), aclosing(watching):
        token = (await anext(watching)).token
        monkeypatch.setattr(Changes, "next", breaking)
        broken = True
        with pytest.raises(ConnectionError):
            async for _ in watching:
                pass
    broken = False
    new = await publish(db, feed, event())
    assert ids_of(await read(feed, 1, token)) == new


def test_watchers_leave_connections_to_the_others() -> None:
    workers = int(os.environ["MOTOR_MAX_WORKERS"])
    held = workers + mongo.WRITERS_MAX + mongo.WATCHERS_MAX
    assert held < mongo.POOL_CONNECTIONS_MAX
    assert shared_stream.OWN_READERS_MAX < mongo.WATCHERS_MAX
