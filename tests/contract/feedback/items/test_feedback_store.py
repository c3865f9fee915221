"""Every storage of feedback does the same: MongoDB with both clients, and the fake."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.common import mongo
from services.common.clock import SystemClock
from services.common.errors import Refusal
from services.common.mongo import Driver
from services.common.watch import Feed
from services.feedback.items.api.messages import FeedbackWire
from services.feedback.items.commands.store import Change, FeedbackStore, Items
from services.feedback.items.domain.item import Feedback, Only, Submission, TimelineEntry
from services.feedback.items.domain.queue import QueueOnly
from services.feedback.items.domain.states import State
from services.feedback.items.storage.items import MongoFeedbackStore
from services.feedback.programme.commands import ProgrammeStore
from services.feedback.programme.domain import Publication
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.routing.domain.response_times import Deadline, Priority
from services.feedback.wiring import migrate
from tests.fakes_feedback import FakeFeedbackStore, FakeProgrammeStore

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CONTENT = b"a digest"
DRIVERS: tuple[Driver, ...] = ("motor", "pymongo")


@pytest.fixture(params=[*DRIVERS, "fake"])
async def stores(
    request: pytest.FixtureRequest, mongo_url: str, db_name: str
) -> AsyncIterator[tuple[FeedbackStore, ProgrammeStore]]:
    if request.param == "fake":
        yield FakeFeedbackStore(), FakeProgrammeStore()
        return
    db = mongo.connect(mongo_url, db_name, driver=request.param)
    await migrate(db)
    yield (
        MongoFeedbackStore(db, Feed(db), FeedbackWire(), SystemClock()),
        MongoProgrammeStore(db),
    )
    await mongo.close(db)


@pytest.fixture
def store(stores: tuple[FeedbackStore, ProgrammeStore]) -> FeedbackStore:
    return stores[0]


@pytest.fixture
def programmes(stores: tuple[FeedbackStore, ProgrammeStore]) -> ProgrammeStore:
    return stores[1]


def item(number: int, member: str = "mem_1", **changes: object) -> Feedback:
    said = Submission("app", "hello", member_id=member)
    made = Feedback(
        f"fbk_{number:03d}", said, NOON, timeline=(TimelineEntry(NOON, member, State.NEW),)
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def adding(added: Feedback) -> Change:
    async def change(items: Items) -> Feedback:
        await items.add(added)
        return added

    return change


async def fill(store: FeedbackStore, *items: Feedback, brand: str = "tea") -> None:
    for added in items:
        await store.change(brand, adding(added))


def due(number: int, minutes: int, state: State = State.TRIAGED, team: str = "shop") -> Feedback:
    return item(number, state=state, team=team, response_due=NOON + timedelta(minutes=minutes))


async def test_an_item_comes_back_as_it_was_put(store: FeedbackStore) -> None:
    whole = Feedback(
        id="fbk_1",
        submission=Submission("app", "难喝", "mem_1", "ord_1", "sto_1", ("oss://a",), "evt-1"),
        created_at=NOON,
        state=State.WAITING,
        issues=("taste",),
        language="zh",
        category="store_service",
        priority=Priority.URGENT,
        team="quality",
        assignee="ann",
        response_due=NOON + timedelta(minutes=15),
        resolution=Deadline(NOON + timedelta(hours=4), NOON + timedelta(minutes=1)),
        first_response_at=NOON + timedelta(seconds=1, milliseconds=7),
        timeline=(TimelineEntry(NOON, "ann", State.WAITING, "a note", "a message"),),
    )
    await fill(store, whole)
    assert await store.find("tea", "fbk_1") == whole


async def test_no_brand_sees_another_brands_items(
    store: FeedbackStore, programmes: ProgrammeStore
) -> None:
    said = Submission("app", "hello", "mem_1", channel_event_id="e")
    await fill(store, item(1, submission=said))
    assert await store.find("retail", "fbk_001") is None
    assert await store.queue("retail", list(State), "", "", 10) == []
    assert not (await store.newest("retail", ["mem_1"], "", 10)).get("mem_1")
    assert await store.unrouted("retail", "", 10) == []

    async def look(items: Items) -> Feedback:
        assert await items.get("fbk_001") is None
        assert await items.by_channel_event("app", "e") is None
        return item(2)

    await store.change("retail", look)
    await programmes.keep(Publication("tea", "1", {"a": 1}))
    assert await programmes.revision("retail") is None
    assert await programmes.load("retail") is None


async def test_both_brands_may_have_the_same_channel_event_and_request_id(
    store: FeedbackStore,
) -> None:
    said = Submission("app", "hello", "mem_1", channel_event_id="e")
    for number, brand in enumerate(("tea", "retail")):
        added = item(number, submission=said)
        answer, replayed = await store.once(brand, "r", CONTENT, adding(added))
        assert (answer.id, replayed) == (added.id, False)


async def test_a_request_takes_effect_once_and_is_answered_as_it_was(store: FeedbackStore) -> None:
    first = await store.once("tea", "r", CONTENT, adding(item(1)))

    async def resolve(items: Items) -> Feedback:
        found = await items.get("fbk_001")
        assert found is not None
        await items.put(replace(found, state=State.RESOLVED))
        return found

    await store.change("tea", resolve)
    again = await store.once("tea", "r", CONTENT, adding(item(2)))
    assert (first, again) == ((item(1), False), (item(1), True))
    assert await store.find("tea", "fbk_002") is None


async def test_a_request_id_with_other_content_is_refused(store: FeedbackStore) -> None:
    await store.once("tea", "r", CONTENT, adding(item(1)))
    with pytest.raises(Refusal) as refused:
        await store.once("tea", "r", b"another digest", adding(item(2)))
    assert refused.value.reason == "REQUEST_ID_REUSED"


@pytest.mark.parametrize("request_id", ["", "x" * 256])
async def test_a_request_id_has_1_to_255_characters(store: FeedbackStore, request_id: str) -> None:
    with pytest.raises(Refusal) as refused:
        await store.once("tea", request_id, CONTENT, adding(item(1)))
    assert refused.value.field == "request_id"


async def test_a_refused_change_leaves_nothing_and_its_id_may_be_used_again(
    store: FeedbackStore,
) -> None:
    async def change(items: Items) -> Feedback:
        await items.add(item(1))
        raise LookupError

    with pytest.raises(LookupError):
        await store.once("tea", "r", CONTENT, change)
    assert await store.find("tea", "fbk_001") is None
    assert await store.once("tea", "r", CONTENT, adding(item(2))) == (item(2), False)


async def test_fifty_calls_with_one_id_at_once_take_effect_once(store: FeedbackStore) -> None:
    calls = [store.once("tea", "r", CONTENT, adding(item(n))) for n in range(50)]
    answers = await asyncio.gather(*calls)
    assert len({answer.id for answer, _ in answers}) == 1
    assert [replayed for _, replayed in answers].count(False) == 1
    assert len(await store.queue("tea", list(State), "", "", 100)) == 1


async def test_no_change_of_two_at_once_is_lost(store: FeedbackStore) -> None:
    await fill(store, item(1))

    async def lengthen(items: Items) -> Feedback:
        found = await items.get("fbk_001")
        assert found is not None
        longer = replace(found, timeline=(*found.timeline, TimelineEntry(NOON, "ann", State.NEW)))
        await items.put(longer)
        return longer

    await asyncio.gather(*(store.change("tea", lengthen) for _ in range(8)))
    found = await store.find("tea", "fbk_001")
    assert found is not None
    assert len(found.timeline) == 9


async def test_a_channels_event_is_found_within_its_channel(store: FeedbackStore) -> None:
    said = Submission("hotline", "hello", channel_event_id="e1")
    await fill(store, item(1, submission=said), item(2), item(3))

    async def look(items: Items) -> Feedback:
        found = await items.by_channel_event("hotline", "e1")
        assert found is not None
        assert found.id == "fbk_001"
        assert await items.by_channel_event("app", "e1") is None
        return found

    await store.change("tea", look)


async def test_the_queue_is_in_the_order_of_the_response_due(store: FeedbackStore) -> None:
    await fill(store, due(1, 30), due(2, -5), due(3, 15), item(4))
    places = await store.queue("tea", list(State), "", "", 10)
    # The item that is not routed counts as due when it was taken in.
    assert [found.id for _, found in places] == ["fbk_002", "fbk_004", "fbk_003", "fbk_001"]


async def test_the_queue_goes_on_behind_a_place(store: FeedbackStore) -> None:
    await fill(store, *(due(number, 10) for number in range(5)))
    seen, after = [], ""
    while page := await store.queue("tea", list(State), "", after, 2):
        seen += [found.id for _, found in page]
        after = page[-1][0]
    assert seen == [f"fbk_{number:03d}" for number in range(5)]


async def test_the_queue_can_be_of_states_and_of_a_team(store: FeedbackStore) -> None:
    await fill(
        store,
        due(1, 1),
        due(2, 2, State.ASSIGNED),
        due(3, 3, State.CLOSED),
        due(4, 4, State.ASSIGNED, team="brand"),
    )
    working = [State.ASSIGNED, State.TRIAGED]
    found = [
        [got.id for _, got in await store.queue("tea", states, team, "", 10)]
        for states, team in [(working, ""), (working, "shop"), (list(State), "brand")]
    ]
    assert found == [["fbk_001", "fbk_002", "fbk_004"], ["fbk_001", "fbk_002"], ["fbk_004"]]


async def test_the_queue_can_be_of_a_person_a_store_a_category_and_priorities(
    store: FeedbackStore,
) -> None:
    at_shop = replace(due(3, 3).submission, store_id="s1")
    await fill(
        store,
        replace(due(1, 1), assignee="ann", category="taste", priority=Priority.URGENT),
        replace(due(2, 2, State.CLOSED), assignee="ann", priority=Priority.GENERAL),
        replace(due(3, 3), submission=at_shop, category="taste", priority=Priority.COMPLEX),
    )
    every, working = list(State), [State.TRIAGED]

    async def ids(only: QueueOnly, states: list[State] = every, team: str = "") -> list[str]:
        return [got.id for _, got in await store.queue("tea", states, team, "", 10, only)]

    assert await ids(QueueOnly(assignee="ann")) == ["fbk_001", "fbk_002"]
    assert await ids(QueueOnly(assignee="ann"), working) == ["fbk_001"]
    assert await ids(QueueOnly(store_id="s1")) == ["fbk_003"]
    assert await ids(QueueOnly(category="taste"), working, "shop") == ["fbk_001", "fbk_003"]
    assert await ids(QueueOnly(category="taste", priorities=(Priority.COMPLEX,))) == ["fbk_003"]
    urgent = QueueOnly(priorities=(Priority.URGENT, Priority.GENERAL))
    assert await ids(urgent) == ["fbk_001", "fbk_002"]
    assert await ids(urgent, working, "shop") == ["fbk_001"]
    assert await ids(QueueOnly(assignee="ann", store_id="s1")) == []
    assert await ids(QueueOnly(stores=frozenset({"s1", "s2"}))) == ["fbk_003"]
    assert await ids(QueueOnly(stores=frozenset({"s2"}))) == []
    assert await ids(QueueOnly(category="taste", stores=frozenset({"s1"}))) == ["fbk_003"]
    assert await ids(QueueOnly(assignee="ann", stores=frozenset({"s1"}))) == []


async def test_open_items_are_counted_by_state_and_team(store: FeedbackStore) -> None:
    await fill(
        store,
        due(1, 1),
        due(2, 2),
        due(3, 3, team="brand"),
        due(4, 4, State.CLOSED),
        due(5, 5, State.RESOLVED),
        item(6),
    )
    assert await store.counts("tea") == {
        (State.TRIAGED, "shop"): 2,
        (State.TRIAGED, "brand"): 1,
        (State.NEW, ""): 1,
    }
    assert await store.counts("retail") == {}


async def test_items_of_some_stores_are_counted_and_read_by_themselves(
    store: FeedbackStore,
) -> None:
    said = {code: Submission("app", "sweet", "mem_1", store_id=code) for code in ("s1", "s2", "")}
    await fill(
        store,
        item(1, submission=said["s1"]),
        item(2, submission=said["s2"]),
        item(3, submission=said[""]),
    )
    own = frozenset({"s1", "s9"})
    assert await store.counts("tea", own) == {(State.NEW, ""): 1}
    assert await store.counts("tea", frozenset({"s9"})) == {}
    found = await store.newest("tea", ["mem_1"], "", 5, Only(stores=own))
    assert [got.id for got in found["mem_1"]] == ["fbk_001"]


async def test_the_newest_of_many_members_come_in_one_read(store: FeedbackStore) -> None:
    await fill(store, item(1), item(2), item(3), item(4, "mem_2"), item(5, ""))
    found = await store.newest("tea", ["mem_1", "mem_2", "mem_3"], "", 2)
    ids = {member: [got.id for got in items] for member, items in found.items() if items}
    assert ids == {"mem_1": ["fbk_003", "fbk_002"], "mem_2": ["fbk_004"]}


async def test_older_items_of_a_member_go_on_behind_one(store: FeedbackStore) -> None:
    await fill(store, item(1), item(2), item(3))
    found = await store.newest("tea", ["mem_1"], "fbk_003", 5)
    assert [got.id for got in found["mem_1"]] == ["fbk_002", "fbk_001"]


async def test_only_new_items_wait_for_routing(store: FeedbackStore) -> None:
    await fill(store, item(1), due(2, 5), item(3))
    waiting = await store.unrouted("tea", "", 10)
    assert [feedback_id for _, feedback_id in waiting] == ["fbk_001", "fbk_003"]
    assert await store.unrouted("tea", "", 1) == waiting[:1]
    assert await store.unrouted("tea", waiting[0][0], 10) == waiting[1:]


async def test_the_later_publication_stays_in_whatever_order_they_arrive(
    programmes: ProgrammeStore,
) -> None:
    later = Publication("tea", "2026-03-02/b", {"version": 1, "feedback": {"a.b": {"$c": [1]}}})
    await programmes.keep(later)
    await programmes.keep(Publication("tea", "2026-03-01/a", {"version": 2}))
    assert await programmes.load("tea") == later
    await programmes.keep(later)
    assert await programmes.load("tea") == later
    assert await programmes.revision("tea") == "2026-03-02/b"


async def test_brands_with_a_programme_are_listed_page_by_page(programmes: ProgrammeStore) -> None:
    for brand in ("tea", "retail", "car"):
        await programmes.keep(Publication(brand, "1", {}))
    assert await programmes.brands("", 2) == ["car", "retail"]
    assert await programmes.brands("retail", 2) == ["tea"]


async def test_a_batch_keeps_all_its_items_and_knows_what_events_brought(
    store: FeedbackStore,
) -> None:
    said = [Submission("app", "hello", "mem_1", channel_event_id=f"e{n}") for n in range(3)]
    made = [item(n, submission=each) for n, each in enumerate(said)]

    async def add(items: Items) -> None:
        assert await items.met({"mem_1"}) == set()
        await items.add_all(made)

    async def known(items: Items) -> dict[tuple[str, str], Feedback]:
        return dict(await items.by_channel_events([("app", "e1"), ("web", "e1"), ("app", "e9")]))

    await store.batch("tea", add)
    assert await store.batch("tea", known) == {("app", "e1"): made[1]}
    assert await store.batch("retail", known) == {}

    async def fail(items: Items) -> None:
        await items.add_all([item(9)])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.batch("tea", fail)
    assert await store.find("tea", "fbk_009") is None
