"""The commands of items, on storage in memory."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.common.ids import new_id
from services.feedback.analysis.domain.sentiment import UNREAD, Sentiment
from services.feedback.fact_store.domain import ToldFacts
from services.feedback.items.commands import route_feedback
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.continue_feedback import continue_feedback
from services.feedback.items.commands.keep_clocks import keep_clocks
from services.feedback.items.commands.note_feedback import note_feedback
from services.feedback.items.commands.reply_feedback import reply_feedback
from services.feedback.items.commands.route_feedback import RoutingJob
from services.feedback.items.commands.store import Answer, Request
from services.feedback.items.commands.submit_batch import submit_batch
from services.feedback.items.commands.submit_feedback import submit_feedback
from services.feedback.items.domain.item import AlertKind, Feedback, Submission
from services.feedback.items.domain.states import State
from services.feedback.items.domain.turn import Turn
from services.feedback.privacy.domain import without_words
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from services.feedback.routing.domain.response_times import ClockKind, Priority
from services.feedback.sections import SECTIONS
from services.feedback.timers.commands import TimerJob
from tests.example_programmes import example
from tests.fakes_feedback import (
    FakeFeedbackStore,
    FakeItems,
    FakeMemberFacts,
    FakeProgrammeStore,
)
from tests.unit.feedback.samples import NOON, minutes, submission

DOCUMENT = example("tea")
T = TypeVar("T")


class House:
    """Commands with their storage, for two brands."""

    def __init__(self) -> None:
        self.store = FakeFeedbackStore()
        self.programmes = Programmes(FakeProgrammeStore(), SECTIONS)
        self.clock = ManualClock(NOON)
        self.ctx = FeedbackContext(self.store, self.programmes, FakeMemberFacts(), self.clock)

    async def publish(self, brand: str = "tea", revision: str = "1") -> None:
        await self.programmes.keep(Publication(brand, revision, DOCUMENT))

    async def submit(self, said: Submission, brand: str = "tea", request_id: str = "r") -> Answer:
        request = Request(brand, request_id, said.text.encode(), "wecom")
        return await submit_feedback(self.ctx, request, said)

    async def go_on(
        self, item: Feedback, text: str, request_id: str = "", *, reopens: bool = False
    ) -> Answer:
        request = Request("tea", request_id or new_id("turn"), text.encode(), item.member_id)
        turn = Turn(text, item.member_id, reopens)
        return await continue_feedback(self.ctx, request, item.id, turn)

    async def route(self) -> int:
        return await RoutingJob(self.ctx).route_waiting()


@pytest.fixture
def house() -> House:
    return House()


async def test_without_a_programme_it_is_taken_in_and_waits(house: House) -> None:
    answer = await house.submit(submission())
    assert answer.item.state is State.NEW
    assert await house.route() == 0


async def test_a_waiting_item_is_routed_with_clocks_from_its_taking_in(house: House) -> None:
    taken = (await house.submit(submission("拉肚子"))).item
    await house.submit(submission(), brand="retail")
    await house.publish()
    house.clock.advance(minutes(60))
    assert await house.route() == 1
    found = await house.store.find("tea", taken.id)
    assert found is not None
    assert (found.priority, found.response_due) == (Priority.URGENT, NOON + minutes(15))
    assert found.timeline[-1].at == NOON + minutes(60)
    assert await house.route() == 0


async def test_a_text_is_read_once_however_often_its_transaction_runs(house: House) -> None:
    await house.publish()
    read, once = list[tuple[str, bool]](), house.store.batch
    here = threading.get_ident()

    def reads(text: str) -> Sentiment:
        read.append((text, threading.get_ident() == here))
        return UNREAD

    async def conflicted(brand: str, change: Callable[[FakeItems], Awaitable[T]]) -> T:
        await change(FakeItems({}))
        return await once(brand, change)

    house.ctx = replace(house.ctx, read_sentiment=reads)
    house.store.batch = conflicted  # type: ignore[method-assign]
    short, long = submission("好喝"), submission("服务好喝" * 1_000)
    await house.submit(short, request_id="short")
    await house.submit(long, request_id="long")
    batch = [replace(each, channel_event_id=each.text[-6:]) for each in (short, long)]
    await submit_batch(house.ctx, "tea", "wecom", batch)
    # A long one in a thread: others don't wait for it.
    assert read == 2 * [(short.text, True), (long.text, False)]


async def test_further_words_that_are_more_urgent_call_the_team_for_that_from_then_on(
    house: House,
) -> None:
    await house.publish()
    item = (await house.submit(submission("店员态度差"))).item
    house.clock.advance(minutes(600))
    mild = await house.go_on(item, "等了很久")
    assert (mild.item.category, mild.item.priority) == ("store_service", Priority.COMPLEX)
    after = (await house.go_on(item, "回家拉肚子了")).item
    assert (after.category, after.team) == ("food_safety", "quality")
    # The answer was overdue already, and stays so.
    due = NOON + minutes(30), NOON + minutes(600 + 240)
    assert (after.response_due, after.resolution.due) == due
    assert [entry.said for entry in after.timeline if entry.said] == ["等了很久", "回家拉肚子了"]


async def test_more_urgent_words_behind_an_answer_are_owed_one_in_the_new_time(
    house: House,
) -> None:
    await house.publish()
    item = (await house.submit(submission("店员态度差"))).item
    await reply_feedback(house.ctx, Request("tea", "r1", b"r", "ann"), item.id, "we look")
    house.clock.advance(minutes(600))
    after = (await house.go_on(item, "回家拉肚子了")).item
    assert after.next_response.due == NOON + minutes(615)


async def test_the_same_words_come_once_for_their_request_id(house: House) -> None:
    await house.publish()
    item = (await house.submit(submission())).item
    first, again = [await house.go_on(item, "大杯", request_id="turn") for _ in range(2)]
    assert (first.replayed, again.replayed) == (False, True)
    assert again.item.timeline == first.item.timeline
    with pytest.raises(Refusal):
        await house.go_on(item, "小杯", request_id="turn")


async def test_an_item_whose_words_were_erased_takes_no_further_ones(house: House) -> None:
    item = (await house.submit(submission())).item

    async def erase(items: FakeItems) -> Feedback:
        erased = without_words(item, NOON)
        await items.put(erased)
        return erased

    await house.store.change("tea", erase)
    with pytest.raises(Refusal, match="erased"):
        await house.go_on(item, "大杯", reopens=True)
    # Nobody comes again to take the words of a team from it.
    for write in (note_feedback, reply_feedback):
        with pytest.raises(Refusal, match="erased"):
            await write(house.ctx, Request("tea", write.__name__, b"w", "ann"), item.id, "张三")


async def test_workers_that_route_at_once_acknowledge_each_item_once(house: House) -> None:
    for number in range(5):
        await house.submit(submission(), request_id=str(number))
    await house.publish()
    await asyncio.gather(house.route(), house.route(), house.route())
    assert [item.state for _, item in house.store.published].count(State.TRIAGED) == 5


async def test_an_item_that_cannot_be_routed_stops_no_other_of_any_brand(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route_feedback, "ITEMS_PER_READ", 1)
    told = house.ctx.member_facts.of

    async def of(brand: str, member_id: str) -> ToldFacts:
        if member_id == "mem_odd":
            raise KeyError("version")
        return await told(brand, member_id)

    await house.submit(submission(member="mem_odd"), request_id="odd")
    await house.submit(submission(), request_id="next")
    await house.submit(submission(), brand="retail")
    await house.publish()
    await house.publish("retail")
    monkeypatch.setattr(house.ctx.member_facts, "of", of)
    assert await house.route() == 2
    assert [brand for brand, item in house.store.published if item.state is State.TRIAGED] == [
        "retail",
        "tea",
    ]
    monkeypatch.setattr(house.ctx.member_facts, "of", told)
    assert await house.route() == 1


async def test_an_item_that_no_rule_can_judge_is_a_person_s_within_two_hours(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def of(brand: str, member_id: str) -> ToldFacts:
        raise KeyError("version")

    taken = (await house.submit(submission(member="mem_odd"))).item
    await house.publish()
    monkeypatch.setattr(house.ctx.member_facts, "of", of)
    house.clock.advance(minutes(29))
    assert await house.route() == 0
    house.clock.advance(minutes(1))
    assert await house.route() == 1
    found = await house.store.find("tea", taken.id)
    assert found is not None
    assert (found.state, found.priority, found.team) == (State.TRIAGED, Priority.COMPLEX, "")
    assert found.response_due == NOON + minutes(120)
    assert [timer.due for timer in house.store.timers.values()] == [NOON + minutes(96)]
    assert await house.route() == 0


async def test_a_clock_that_runs_out_is_told_and_its_timers_end_with_the_answer(
    house: House,
) -> None:
    await house.publish()
    item = (await house.submit(submission())).item
    effects = {"clock": partial(keep_clocks, house.ctx)}
    job = TimerJob(house.store, effects, house.clock)
    house.clock.advance(minutes(24))
    assert await job.fire_due() == 1
    house.clock.advance(minutes(66))
    assert await job.fire_due() == 1, "the breach and the step that followed it come as one"
    assert [(alert.clock, alert.kind) for _, alert in house.store.alerts] == [
        (ClockKind.FIRST_RESPONSE, AlertKind.WARNING),
        (ClockKind.FIRST_RESPONSE, AlertKind.LATE),
    ]
    found = await house.store.find("tea", item.id)
    assert found is not None
    assert (found.level, found.escalated_to) == (2, "quality")
    wish = Request("tea", "reply", b"words", "ann")
    answered = (await reply_feedback(house.ctx, wish, item.id, "sorry")).item
    assert (answered.level, answered.alerts) == (0, ())
    [timer] = house.store.timers.values()
    assert timer.due == NOON + minutes(1_440 * 80 // 100), "the resolution's warning is next"


async def test_while_the_store_is_away_nothing_is_tried(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    async def of(brand: str, member_id: str) -> ToldFacts:
        tried.append(member_id)
        raise TimeoutError

    for number in range(3):
        await house.submit(submission(), request_id=str(number))
    await house.publish()
    monkeypatch.setattr(house.ctx.member_facts, "of", of)
    with pytest.raises(TimeoutError):
        await house.route()
    assert len(tried) == 1


async def test_an_item_and_its_event_are_one(house: House) -> None:
    await house.publish()
    item = (await house.submit(submission())).item
    assert house.store.published == [("tea", item)]
    await house.submit(submission())
    assert len(house.store.published) == 1


async def test_a_channels_repeat_is_answered_with_the_item_as_it_stands(house: House) -> None:
    said = replace(submission(), channel_event_id="e")
    taken = (await house.submit(said)).item
    await house.publish()
    await house.route()
    again = await house.submit(said, request_id="other")
    assert (again.item.id, again.item.state, again.replayed) == (taken.id, State.TRIAGED, True)
    assert not (await house.submit(said, brand="retail")).replayed


@pytest.mark.parametrize(
    ("said", "category"),
    [
        (submission("店员态度差"), "store_service"),
        (submission("很好", channel="social"), "public_complaint"),
        (submission("有异物", channel="social"), "food_safety"),
        (submission("很好"), "general"),
    ],
)
async def test_the_first_rule_that_holds_decides(
    house: House, said: Submission, category: str
) -> None:
    await house.publish()
    assert (await house.submit(said)).item.category == category


async def test_a_new_revision_is_seen_by_the_next_submission(house: House) -> None:
    await house.publish()
    assert (await house.submit(submission())).item.team == "store_operations"
    await house.programmes.keep(Publication("tea", "2", {"feedback": {}}))
    item = (await house.submit(submission(), request_id="2")).item
    assert (item.team, item.priority) == ("", Priority.COMPLEX)


async def test_a_blank_text_is_refused(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        await house.submit(submission(" \n"))
    assert (refused.value.reason, refused.value.field) == ("INVALID_ARGUMENT", "text")
