"""MongoDB itself holds it: one transaction for everything, and no duplicate by any race."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from services.common import idempotency
from services.common.clock import SystemClock
from services.common.mongo import Database, DuplicateKey, Session, transact
from services.common.watch import Feed
from services.feedback.items.api.messages import FeedbackWire
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.route_feedback import RoutingJob
from services.feedback.items.commands.store import Items
from services.feedback.items.domain.item import (
    SYSTEM,
    Feedback,
    Submission,
    TimelineEntry,
    take_in,
)
from services.feedback.items.domain.queue import QueueOnly
from services.feedback.items.domain.states import State
from services.feedback.items.storage.items import MongoFeedbackStore
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.routing.domain.response_times import Priority
from services.feedback.sections import SECTIONS
from services.feedback.wiring import migrate
from tests.component.feedback.conftest import NOON, TEA, submission
from tests.fakes_feedback import FakeMemberFacts


@pytest.fixture
async def store(db: Database) -> MongoFeedbackStore:
    await migrate(db)
    return MongoFeedbackStore(db, Feed(db), FeedbackWire(), SystemClock())


def item(number: int, channel_event_id: str = "") -> Feedback:
    said = Submission("app", "hello", "mem_1", channel_event_id=channel_event_id)
    return take_in(f"fbk_{number:03d}", said, "mem_1", NOON)


async def add(store: MongoFeedbackStore, added: Feedback, brand: str = "tea") -> None:
    async def change(items: Items) -> Feedback:
        await items.add(added)
        return added

    await store.change(brand, change)


async def test_item_event_and_answer_commit_together_or_not_at_all(
    store: MongoFeedbackStore, db: Database
) -> None:
    async def refuse(items: Items) -> Feedback:
        await items.add(item(1))
        raise LookupError

    with pytest.raises(LookupError):
        await store.once("tea", "r", b"hello", refuse)
    for name in ("feedback", "events", "requests"):
        assert await db[name].count_documents({}) == 0

    async def take(items: Items) -> Feedback:
        await items.add(item(1))
        return item(1)

    await store.once("tea", "r", b"hello", take)
    for name in ("feedback", "events", "requests"):
        assert await db[name].count_documents({"brand": "tea"}) == 1


async def test_a_request_kept_as_a_message_is_known_by_its_digest(
    store: MongoFeedbackStore, db: Database
) -> None:
    async def keep(session: Session) -> None:
        await idempotency.remember(
            db,
            session,
            caller_brand="tea",
            request_id="r",
            request=submission(),
            response=FeedbackWire().answer(item(1)),
        )

    async def never(items: Items) -> Feedback:
        raise AssertionError("done twice")

    await transact(db, keep)
    digest = idempotency.fingerprint(submission())
    answer, replayed = await store.once("tea", "r", digest, never)
    assert (answer.id, replayed) == ("fbk_001", True)


async def test_a_channels_event_has_one_item_even_when_nothing_looks_for_it_first(
    store: MongoFeedbackStore, db: Database
) -> None:
    await add(store, item(1, "e"))
    with pytest.raises(DuplicateKey):
        await add(store, item(2, "e"))
    await add(store, item(3, "e"), brand="retail")
    # Those without an event of the channel are no duplicates of one another.
    await add(store, item(4))
    await add(store, item(5))
    assert await db["feedback"].count_documents({}) == 4


@pytest.mark.parametrize("team", ["", "quality"])
@pytest.mark.parametrize("states", [list(State), [State.TRIAGED, State.ASSIGNED]])
async def test_a_page_of_the_queue_reads_no_more_than_its_items(
    store: MongoFeedbackStore, db: Database, states: list[State], team: str
) -> None:
    for number in range(60):
        await add(store, replace(item(number), state=State.TRIAGED, team="quality"))
    await db.command("profile", 2)
    found = await store.queue("tea", states, team, "", 5)
    await db.command("profile", 0)
    assert len(found) == 5
    [read] = await db["system.profile"].find({"command.find": "feedback"}).to_list(2)
    assert read["docsExamined"] == 5
    assert not read.get("hasSortStage", False)


ONLY = [
    QueueOnly(assignee="ann"),
    QueueOnly(store_id="s1"),
    QueueOnly(category="taste"),
    QueueOnly(priorities=(Priority.URGENT,)),
]


@pytest.mark.parametrize("only", ONLY)
async def test_open_items_are_found_without_a_look_at_those_that_are_done(
    store: MongoFeedbackStore, db: Database, only: QueueOnly
) -> None:
    for number in range(40):
        # A tenth is looked for; half is done, and four tenths are of somebody else.
        is_done, is_theirs = 1 <= number % 10 <= 5, number % 10 > 5
        made = replace(
            item(number),
            state=State.CLOSED if is_done else State.TRIAGED,
            team="quality",
            assignee="bob" if is_theirs else "ann",
            category="other" if is_theirs else "taste",
            priority=Priority.GENERAL if is_theirs else Priority.URGENT,
        )
        store_id = "s2" if is_theirs else "s1"
        made = replace(made, submission=replace(made.submission, store_id=store_id))
        await add(store, made)
    await db.command("profile", 2)
    # The team has nothing to do with an item that waits for the member: those done lie beside it.
    states = [State.TRIAGED, State.WAITING]
    found = await store.queue("tea", states, "", "", 10, only)
    assert await store.counts("tea") == {(State.TRIAGED, "quality"): 20}
    await db.command("profile", 0)
    assert len(found) == 4
    reads = await db["system.profile"].find({"ns": f"{db.name}.feedback"}).to_list(9)
    by_kind = {read["op"]: read for read in reads}
    assert by_kind["query"]["docsExamined"] == 4
    assert not by_kind["query"].get("hasSortStage", False)
    assert by_kind["command"]["docsExamined"] == 0


async def test_items_of_before_are_renewed_and_keep_their_answers(
    store: MongoFeedbackStore, db: Database
) -> None:
    receipt = TimelineEntry(NOON, SYSTEM, State.TRIAGED, message="We have it.")
    answer = TimelineEntry(NOON + timedelta(hours=1), "ann", State.TRIAGED, message="Thanks.")
    for number, told in enumerate([(receipt,), (receipt, answer)]):
        old = item(number)
        timeline = (*old.timeline, *told)
        times = {"response_due": NOON, "first_response_at": NOON, "state": State.TRIAGED}
        await add(store, replace(old, timeline=timeline, priority=Priority.GENERAL, **times))  # type: ignore[arg-type]
    sick = replace(item(2), response_due=NOON + timedelta(minutes=15), state=State.TRIAGED)
    await add(store, sick)
    for document in await db["feedback"].find({}).to_list(3):
        before = {"place": f"20260302T120000000/{document['_id']}"}
        await db["feedback"].update_one({"_id": document["_id"]}, {"$set": before})
    await migrate(db)
    queue = [found for _, found in await store.queue("tea", list(State), "", "", 10)]
    assert [found.id for found in queue] == ["fbk_002", "fbk_000", "fbk_001"]
    assert [found.first_response_at for found in queue] == [None, None, answer.at]
    assert [found.response_due for found in queue] == [sick.response_due, None, None]


async def test_workers_that_route_at_once_route_each_item_once(
    store: MongoFeedbackStore, db: Database
) -> None:
    for number in range(12):
        await add(store, item(number), brand=("tea", "retail")[number % 2])
    published = MongoProgrammeStore(db)
    await published.keep(Publication("tea", "1", {"feedback": TEA["feedback"]}))
    workers = [
        RoutingJob(
            FeedbackContext(
                store, Programmes(published, SECTIONS), FakeMemberFacts(), SystemClock()
            )
        )
        for _ in range(4)
    ]
    await asyncio.gather(*(worker.route_waiting() for worker in workers))
    queue = await store.queue("tea", [State.TRIAGED], "", "", 100)
    assert [len(routed.timeline) for _, routed in queue] == [2] * 6
    assert await db["events"].count_documents({"brand": "tea"}) == 12
    assert len(await store.unrouted("retail", "", 100)) == 6


async def test_an_item_that_cannot_be_read_holds_no_other_back(
    store: MongoFeedbackStore, db: Database
) -> None:
    for number in range(2):
        await add(store, item(number))
    await db["feedback"].update_one({"_id": "fbk_000"}, {"$set": {"timeline": "?"}})
    published = MongoProgrammeStore(db)
    await published.keep(Publication("tea", "1", {"feedback": TEA["feedback"]}))
    programmes = Programmes(published, SECTIONS)
    job = RoutingJob(FeedbackContext(store, programmes, FakeMemberFacts(), SystemClock()))
    assert await job.route_waiting() == 1
    assert [found.id for _, found in await store.queue("tea", [State.TRIAGED], "", "", 9)] == [
        "fbk_001"
    ]


async def test_migrating_again_changes_nothing(store: MongoFeedbackStore, db: Database) -> None:
    before = await db["feedback"].index_information()
    await migrate(db)
    assert await db["feedback"].index_information() == before
