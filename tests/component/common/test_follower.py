"""Each event takes effect (promise R5, the consumer's half)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from structlog.testing import capture_logs

from deploy.local.servers import MongoServer
from services.common import channel, mongo, server
from services.common import follower as following
from services.common.auth import Caller, Role, TokenIssuer
from services.common.follower import Follower
from services.common.ids import new_id
from services.common.mongo import Database
from services.common.setting_aside import EventKind
from services.common.settings import ServerSettings
from services.common.tasks import end
from services.common.watch import Feed, FeedEvent
from tests.component.common import echo


@dataclass(frozen=True)
class Event:
    """As it comes over the wire."""

    id: str
    record_time: Timestamp
    brand: str = "tea"
    member: str = "m"


def from_bytes(payload: bytes) -> Event:
    at = Timestamp()
    id_, brand, member, seconds = payload.decode().split("|")
    at.FromSeconds(int(seconds))
    return Event(id_, at, brand, member)


KIND: EventKind[Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=lambda event: [event.member] if event.member else [],
    write=lambda event: (
        f"{event.id}|{event.brand}|{event.member}|{event.record_time.seconds}".encode()
    ),
    read=from_bytes,
)


@dataclass(frozen=True)
class Response:
    """As a WatchResponse."""

    events: Sequence[Event]
    token: str


async def over_the_wire(feed: Feed, after: str) -> AsyncIterator[Response]:
    async for part in feed.watch(after, brand=None):
        events = []
        for each in part.events:
            at = Timestamp()
            at.FromDatetime(each.at)
            events.append(Event(each.id, at, each.brand, each.subject))
        yield Response(events, part.token)


@dataclass
class Effects:
    """Records the handled events; fails when a test demands it."""

    ids: list[str] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    failures: int = 0

    async def handle(self, events: Sequence[Event]) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("handler broke")
        self.ids += [event.id for event in events]
        self.batches.append(len(events))


async def publish(db: Database, feed: Feed, count: int = 1) -> list[str]:
    now = datetime.now(UTC)
    events = [FeedEvent(new_id("evt"), "tea", "T", "m", now, b"") for _ in range(count)]
    await mongo.transact(db, lambda session: feed.append(session, events))
    return [event.id for event in events]


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "STANDBY_S", 0.05)
    monkeypatch.setattr(following, "RECONNECT_S", 0.02)
    monkeypatch.setattr(following, "BACKOFF_S_MAX", 0.1)


Follow = Callable[[Effects], asyncio.Task[None]]


@pytest.fixture
def feed(db: Database) -> Feed:
    return Feed(db)


@pytest.fixture
async def follow(db: Database, feed: Feed) -> AsyncIterator[Follow]:
    """Starts a follower; all end with the test."""
    tasks: list[asyncio.Task[None]] = []

    def start(effects: Effects) -> asyncio.Task[None]:
        one = Follower(
            "test", db, lambda token: over_the_wire(feed, token), KIND, effects.handle, 50
        )
        tasks.append(asyncio.create_task(one.run()))
        return tasks[-1]

    yield start
    await end(*tasks)


async def test_every_event_is_handled_in_order_and_batches_are_bounded(
    db: Database, feed: Feed, follow: Follow
) -> None:
    published = await publish(db, feed, 120)
    effects = Effects()
    follow(effects)
    await until(lambda: len(effects.ids) == 120)
    published += await publish(db, feed, 3)
    await until(lambda: len(effects.ids) == 123)
    assert effects.ids == published
    assert max(effects.batches) <= 50


async def test_a_handler_that_breaks_gets_the_same_events_again(
    db: Database, feed: Feed, follow: Follow
) -> None:
    effects = Effects(failures=3)
    follow(effects)
    published = await publish(db, feed, 2)
    await until(lambda: len(effects.ids) == 2)
    published += await publish(db, feed)
    await until(lambda: len(effects.ids) == 3)
    assert effects.ids == published


async def test_a_restarted_follower_resumes_after_the_last_effect(
    db: Database, feed: Feed, follow: Follow
) -> None:
    first, second = Effects(), Effects()
    published = await publish(db, feed, 2)
    task = follow(first)
    await until(lambda: len(first.ids) == 2)
    # The token is stored right after the effect.
    await asyncio.sleep(0.1)
    await end(task)
    published += await publish(db, feed, 2)
    follow(second)
    await until(lambda: len(second.ids) == 2)
    assert first.ids + second.ids == published


async def test_of_two_replicas_one_follows_and_the_other_takes_over(
    db: Database, feed: Feed, follow: Follow
) -> None:
    first, second = Effects(), Effects()
    task = follow(first)
    await publish(db, feed)
    await until(lambda: len(first.ids) == 1)
    follow(second)
    await asyncio.sleep(0.3)
    await publish(db, feed)
    await until(lambda: len(first.ids) == 2)
    assert second.ids == []
    await end(task)
    new = await publish(db, feed)
    await until(lambda: new[0] in second.ids)


async def test_a_source_that_ends_or_breaks_is_opened_again(db: Database, feed: Feed) -> None:
    opened = 0

    async def short(token: str) -> AsyncIterator[Response]:
        nonlocal opened
        opened += 1
        async for response in over_the_wire(feed, token):
            yield response
            if response.events:
                if opened % 2:
                    return
                raise ConnectionError("gone")

    effects = Effects()
    task = asyncio.create_task(Follower("short", db, short, KIND, effects.handle).run())
    published = []
    for _ in range(4):
        new = await publish(db, feed)
        published += new
        await until(lambda new=new: new[0] in effects.ids)  # type: ignore[misc]
    # One that came while the first scan ran may come again.
    assert list(dict.fromkeys(effects.ids)) == published
    assert opened >= 4
    await end(task)


async def test_a_connection_that_ends_by_age_is_routine(
    db: Database, keys_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "CONNECTION_AGE_MS", 300)
    monkeypatch.setattr(server, "CONNECTION_AGE_GRACE_MS", 100)
    running = await server.start(
        name="echo",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[echo.register(echo.echo, echo.for_ever)],
    )
    source = TokenIssuer(keys_dir).source(Caller("tea", "points", Role.SERVICE))
    opened = 0

    async def watch(stub: echo.EchoStub, token: str) -> AsyncIterator[Response]:
        nonlocal opened
        opened += 1
        async for text in stub.many(token):
            yield Response([], text)

    async with channel.connect(running.address, issuer_token=source) as made:
        stub = echo.EchoStub(made)
        with capture_logs() as lines:
            follower = Follower(
                "aged", db, lambda token: watch(stub, token), KIND, Effects().handle
            )
            task = asyncio.create_task(follower.run())
            await until(lambda: opened > 2)
            await end(task)
    await running.stop(0)
    told = [line for line in lines if line["event"].startswith("follower")]
    assert {line["log_level"] for line in told} == {"info"}


async def test_events_survive_a_killed_database(own_mongo: MongoServer, db_name: str) -> None:
    # On Motor alone: see the docstring of services.common.mongo.
    db = mongo.connect(own_mongo.url, db_name)
    feed = Feed(db)
    effects = Effects()
    follower = Follower("test", db, lambda token: over_the_wire(feed, token), KIND, effects.handle)
    task = asyncio.create_task(follower.run())
    published = await publish(db, feed, 10)
    await until(lambda: len(effects.ids) >= 10)
    own_mongo.kill(0)
    own_mongo.restart(0)
    published += await publish(db, feed, 10)
    await until(lambda: set(published) <= set(effects.ids), seconds=30)
    await end(task)
    await mongo.close(db)
