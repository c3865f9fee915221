"""A front end that lost its socket gets the changes since then, in order, once."""

import json
from collections.abc import Callable

import pytest

from gateway.app import Gateway
from gateway.schema.changes.resume_point import ResumePoint, TimePosition, mark
from tessera.feedback.v1 import feedback_pb2
from tessera.points.v1 import ledger_pb2
from tests.gateway.services import FakeBackend, feedback_item, member_id
from tests.gateway.sockets import open_socket, posting, receive, subscribe, until


async def test_earlier_changes_come_first_and_nothing_twice(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    query = """subscription($after: String) {
      pointsChanged(resumeAfter: $after) { id live entry { sequence } held } }"""
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.points, query, after=ResumePoint(points=4).text())
        received = [(await receive(socket))["payload"]["data"]["pointsChanged"] for _ in range(4)]
        # The last earlier entry is also on its way, and then comes a new one.
        backend.publish("points", posting("tea", member_id(2), 7))
        backend.publish("points", posting("tea", member_id(2), 8))
        received.append((await receive(socket))["payload"]["data"]["pointsChanged"])
    sequences = [each["entry"] and each["entry"]["sequence"] for each in received]
    assert sequences == [5, 6, 7, None, 8]
    assert [each["live"] for each in received] == [False, False, False, True, True]
    assert [each["id"] for each in received] == [
        ResumePoint(points=n).text() for n in (5, 6, 7, 7, 8)
    ]


async def test_too_many_earlier_changes_are_refused(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    backend.written = 5_000
    query = "subscription($after: String) { pointsChanged(resumeAfter: $after) { id } }"
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.points, query, after=ResumePoint(points=1).text())
        while "errors" not in (payload := (await receive(socket))["payload"]):
            assert payload["data"]["pointsChanged"]["id"]
    assert payload["errors"][0]["extensions"]["code"] == "RESUME_TOO_FAR"


@pytest.mark.parametrize("wrong", ["nonsense", ResumePoint(tiers=TimePosition(1)).text(), ""])
async def test_a_resume_point_of_another_subscription_is_refused(
    url: str, token: Callable[..., str], wrong: str
) -> None:
    query = "subscription($after: String) { pointsChanged(resumeAfter: $after) { id } }"
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        payload = {"query": query, "variables": {"after": wrong}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        refusal = (await receive(socket))["payload"]
    error = refusal["errors"][0] if isinstance(refusal, dict) else refusal[0]
    assert error["extensions"]["code"] == "PAGE_TOKEN_INVALID"


ALL = {
    "points": ("pointsChanged", "entry { sequence }"),
    "tiers": ("tierChanged", "change { at }"),
    "feedback": ("feedbackChanged", "feedback { id }"),
}


@pytest.mark.parametrize("feed", ALL)
async def test_the_first_message_says_that_the_subscription_is_live_and_where_it_begins(
    url: str, gateway: Gateway, token: Callable[..., str], feed: str
) -> None:
    name, change = ALL[feed]
    query = f"subscription($after: String) {{ {name}(resumeAfter: $after) {{ id live {change} }} }}"
    after = None
    for _ in range(2):
        async with open_socket(url, token()) as socket:
            await subscribe(socket, getattr(gateway.hub, feed), query, after=after)
            received = (await receive(socket))["payload"]["data"][name]
        assert received["live"] is True
        assert received[change.partition(" ")[0]] is None
        assert after in (None, received["id"])
        after = received["id"]


async def test_a_socket_that_is_lost_before_the_first_change_loses_nothing(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    """The first message has the resume point to go on from."""
    query = """subscription($after: String) {
      feedbackChanged(resumeAfter: $after) { id live feedback { text } } }"""
    backend.items = []
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.feedback, query, after=None)
        begun = (await receive(socket))["payload"]["data"]["feedbackChanged"]
    assert (begun["live"], begun["feedback"]) == (True, None)
    await until(lambda: not gateway.hub.feedback._queues)
    backend.items = [_said("meanwhile", 7)]
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.feedback, query, after=begun["id"])
        received = [(await receive(socket))["payload"]["data"]["feedbackChanged"] for _ in range(2)]
    assert [(each["live"], each["feedback"]) for each in received] == [
        (False, {"text": "meanwhile"}),
        (True, None),
    ]


async def test_points_that_are_set_aside_come_with_an_unchanged_resume_point(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    query = "subscription { pointsChanged { id live held entry { sequence } } }"
    hold = ledger_pb2.HoldMove(hold_id="rdm_1", owner=member_id(2), asset="POINTS", change=100)
    posting = ledger_pb2.Posting(id="pst_1", brand="tea", holds=[hold])
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.points, query)
        backend.publish("points", ledger_pb2.WatchResponse(postings=[posting], token="t1"))
        received = (await receive(socket))["payload"]["data"]["pointsChanged"]
    assert received == {
        "id": ResumePoint(points=7).text(),
        "live": True,
        "held": 100,
        "entry": None,
    }


async def test_a_slow_write_comes_live_and_after_a_lost_socket(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    """The times of two writes at once need not be in the order in which they come to light."""
    query = """subscription($after: String) {
      feedbackChanged(resumeAfter: $after) { id live feedback { text } } }"""
    slow, quick = _said("slow", 100), _said("quick", 101)
    backend.items = []
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.feedback, query)
        for item in (quick, slow, quick):
            event = feedback_pb2.Event(brand="tea", member_id=member_id(2), feedback=item)
            backend.publish("feedback", feedback_pb2.WatchResponse(events=[event], token="t1"))
        received = [(await receive(socket))["payload"]["data"]["feedbackChanged"] for _ in range(2)]
    assert [each["feedback"]["text"] for each in received] == ["quick", "slow"]
    backend.items = [slow, quick]
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.feedback, query, after=received[0]["id"])
        earlier = [(await receive(socket))["payload"]["data"]["feedbackChanged"] for _ in range(2)]
    assert [(each["live"], each["feedback"]) for each in earlier] == [
        (False, {"text": "slow"}),
        (True, None),
    ]


def _said(text: str, ms: int) -> feedback_pb2.Feedback:
    item = feedback_item(member_id(2), 1)
    item.id, item.text = f"fb_{text}", text
    item.timeline[0].time.FromMilliseconds(1_795_000_000_000 + ms)
    return item


def test_marks_tell_records_that_were_sent_from_new_ones() -> None:
    begun = TimePosition(0).after([mark(100_000, "a"), mark(80_000, "b"), mark(10, "c")])
    assert begun.at == 100_000
    # A minute before is over; what is not known of the last seconds is new.
    assert not begun.is_new(mark(10, "c"))
    assert not begun.is_new(mark(80_000, "b"))
    assert begun.is_new(mark(80_000, "other"))
    many = begun.after(mark(100_000 + n, n) for n in range(1_000))
    assert len(many.seen) == 32
    assert not many.is_new(mark(100_999, 999))
