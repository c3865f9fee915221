"""Webhooks from the feeds to a partner's system; the numbers are those of the acceptance cases."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import grpc
import pytest

from examples.webhook_receiver import is_genuine
from services.common.errors import reason_of
from services.common.mongo import Database
from services.feedback.partners.domain.endpoint import FAILING_MAX
from tessera.feedback.v1 import feedback_pb2
from tessera.feedback.v1 import partners_pb2 as pb
from tessera.points.v1 import ledger_pb2
from tests.component.feedback.conftest import Feedback, started, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.partners.receiver import OK, Answer, Post, receiving
from tests.component.feedback.points_server import PointsFeedServer

Members = tuple[MembersFeedServer, str]


async def endpoint_at(
    feedback: Feedback, url: str, request_id: str = "e1", **more: object
) -> pb.CreateEndpointResponse:
    request = pb.CreateEndpointRequest(request_id=request_id, url=url, **more)  # type: ignore[arg-type]
    return await feedback.partners().CreateEndpoint(request)


async def listed(feedback: Feedback) -> pb.Endpoint:
    [endpoint] = (await feedback.partners().ListEndpoints(pb.ListEndpointsRequest())).endpoints
    return endpoint


async def reached(done: Callable[[], bool]) -> None:
    async def is_so() -> bool:
        return done()

    await until(is_so)


def verified(post: Post, secret: str) -> bool:
    """Whether one of the signatures is that of `secret`, by the standard library."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{post.id}.{post.headers['webhook-timestamp']}.".encode() + post.body
    mac = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return f"v1,{mac}" in post.headers["webhook-signature"].split(" ")


async def test_all_feeds_are_told_signed_and_with_two_secrets_while_one_replaces_the_other(
    feedback: Feedback, members: Members
) -> None:
    """Case 57."""
    async with receiving() as receiver:
        made = await endpoint_at(feedback, receiver.url)
        await members[0].change_tier("tea", "mem_1")
        await members[0].change_tier("retail", "mem_1")
        said = await feedback.member("mem_2").SubmitFeedback(
            feedback_pb2.SubmitFeedbackRequest(request_id="f1", channel="app", text="奶茶太甜")
        )
        await feedback.routed(said.feedback.id)
        await reached(lambda: len(receiver.taken) >= 2 and bool(receiver.seqs("mem_2")))
        tier = next(post for post in receiver.taken if post.told["type"] == "tier.changed")
        assert tier.told["data"] == {"ladder": "main", "from": "silver", "to": "gold"}
        assert (tier.told["brand"], tier.told["member"]) == ("tea", "mem_1")
        assert (tier.told["member_seq"], tier.told["id"]) == (1, tier.id)
        assert {post.told["brand"] for post in receiver.all} == {"tea"}
        items = [post for post in receiver.taken if post.told["type"] == "feedback.changed"]
        assert receiver.seqs("mem_2") == list(range(1, len(items) + 1))
        assert "奶茶" not in str([post.body.decode() for post in receiver.all])
        assert all(verified(post, made.secret) for post in receiver.taken)
        assert not verified(tier, "whsec_" + base64.b64encode(bytes(32)).decode())

        asked = pb.RotateSecretRequest(request_id="k1", endpoint_id=made.endpoint.id)
        rotated = await feedback.partners().RotateSecret(asked)
        assert len(rotated.endpoint.secrets) == 2
        await members[0].change_tier("tea", "mem_1")
        await reached(lambda: len(receiver.seqs("mem_1")) == 2)
        assert verified(receiver.taken[-1], made.secret)
        assert verified(receiver.taken[-1], rotated.secret)
        feedback.clock.advance(timedelta(hours=24))
        await members[0].change_tier("tea", "mem_1")
        await reached(lambda: len(receiver.seqs("mem_1")) == 3)
        assert not verified(receiver.taken[-1], made.secret)
        assert verified(receiver.taken[-1], rotated.secret)


async def test_one_members_failure_holds_up_that_member_alone_and_keeps_the_order(
    feedback: Feedback, members: Members
) -> None:
    """Case 58, and one poisoned member among 100."""
    ill: set[str] = {"mem_a"}

    def answer(post: Post) -> Answer:
        return (500, {}) if post.told["member"] in ill else OK

    async with receiving(answer) as receiver:
        await endpoint_at(feedback, receiver.url, types=["tier.changed"])
        own = [await members[0].change_tier("tea", "mem_a") for _ in range(3)]
        for number in range(100):
            await members[0].change_tier("tea", "mem_b" if number % 2 else f"mem_{number}")
        await reached(lambda: len(receiver.taken) == 100)
        assert receiver.seqs("mem_b") == list(range(1, 51))
        assert [post.id for post in receiver.all if post.told["member"] == "mem_a"] == own[:1]
        endpoint = await listed(feedback)
        assert (endpoint.waiting, endpoint.given_up) == (3, 0)
        asked = pb.ListBacklogRequest(endpoint_id=endpoint.id, page_size=2)
        page = await feedback.partners().ListBacklog(asked)
        assert [one.message_id for one in page.deliveries] == own[:2]
        assert [one.status for one in page.deliveries[0].attempts] == [500]
        asked.page_token = page.next_page_token
        page = await feedback.partners().ListBacklog(asked)
        assert [one.message_id for one in page.deliveries] == own[2:]

        ill.clear()
        feedback.clock.advance(timedelta(seconds=6))
        await reached(lambda: len(receiver.seqs("mem_a")) == 3)
        assert receiver.seqs("mem_a") == [1, 2, 3]
        tried = [post.id for post in receiver.all if post.told["member"] == "mem_a"]
        assert tried == [own[0], *own]
        assert receiver.connections < 40


async def test_what_a_receiver_says_is_heard(feedback: Feedback, members: Members) -> None:
    """Case 59: Retry-After, redirects, ten failures, 410, and five days of failure."""
    said: list[Answer] = [(503, {"retry-after": "120"})]
    async with receiving(lambda _: said[-1]) as receiver:
        endpoint_id = (await endpoint_at(feedback, receiver.url)).endpoint.id
        await members[0].change_tier("tea", "mem_1")
        await members[0].change_tier("tea", "mem_1")
        await reached(lambda: len(receiver.all) == 1)
        feedback.clock.advance(timedelta(seconds=110))
        await members[0].change_tier("tea", "mem_2")
        await reached(lambda: len(receiver.all) == 2)
        assert receiver.all[-1].told["member"] == "mem_2"

        # A redirect is a failure, and nobody goes where it says; ten failures end it.
        said.append((307, {"location": receiver.url}))
        on = pb.UpdateEndpointRequest(request_id="on", endpoint_id=endpoint_id, enabled=True)

        async def are_given_up() -> bool:
            feedback.clock.advance(timedelta(hours=13))
            known = await listed(feedback)
            if known.state == pb.ENDPOINT_STATE_FAILING:
                # For five days nothing but failure; what waits goes on when an operator says so.
                on.request_id += "1"
                await feedback.partners().UpdateEndpoint(on)
            return known.given_up == 3

        await until(are_given_up)
        assert len(on.request_id) > 2
        assert receiver.taken == []
        assert len(receiver.all) == 30
        assert receiver.connections < 10


async def test_an_endpoint_that_is_gone_is_switched_off_and_goes_on_when_it_is_on_again(
    feedback: Feedback, members: Members, db: Database
) -> None:
    """Case 59: 410, and what waited meanwhile."""
    said: list[Answer] = [(410, {})]
    async with receiving(lambda _: said[-1]) as receiver:
        endpoint_id = (await endpoint_at(feedback, receiver.url)).endpoint.id
        for _ in range(3):
            await members[0].change_tier("tea", "mem_1")

        async def is_gone() -> bool:
            return (await listed(feedback)).state == pb.ENDPOINT_STATE_GONE

        await until(is_gone)
        assert len(receiver.all) == 1
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await feedback.partners().Replay(_replay(endpoint_id, feedback))
        assert reason_of(refused.value).reason == "ENDPOINT_OFF"  # type: ignore[union-attr]
        # What happens while it is off is not queued.
        await members[0].change_tier("tea", "mem_9")
        said.append(OK)
        await feedback.partners().UpdateEndpoint(
            pb.UpdateEndpointRequest(request_id="on", endpoint_id=endpoint_id, enabled=True)
        )
        feedback.clock.advance(timedelta(minutes=2))
        await reached(lambda: len(receiver.taken) == 3)
        assert receiver.seqs("mem_1") == [1, 2, 3]

        deleted = pb.DeleteEndpointRequest(request_id="d1", endpoint_id=endpoint_id)
        await feedback.partners().DeleteEndpoint(deleted)
        assert not (await feedback.partners().ListEndpoints(pb.ListEndpointsRequest())).endpoints

        async def is_empty() -> bool:
            names = ("webhook_lanes", "webhook_deliveries", "webhook_chores")
            return not sum([await db[name].count_documents({}) for name in names])

        await until(is_empty)


async def test_nothing_but_failure_for_five_days_switches_an_endpoint_off(
    feedback: Feedback, members: Members
) -> None:
    async with receiving(lambda _: (500, {})) as receiver:
        await endpoint_at(feedback, receiver.url)
        await members[0].change_tier("tea", "mem_1")
        await reached(lambda: len(receiver.all) == 1)
        feedback.clock.advance(FAILING_MAX)

        async def is_off() -> bool:
            feedback.clock.advance(timedelta(seconds=6))
            return (await listed(feedback)).state == pb.ENDPOINT_STATE_FAILING

        await until(is_off)


async def test_a_delivery_is_sent_again_with_its_id_and_number(
    feedback: Feedback, members: Members
) -> None:
    said: list[Answer] = [(500, {})]
    async with receiving(lambda _: said[-1]) as receiver:
        await endpoint_at(feedback, receiver.url)
        await members[0].change_tier("tea", "mem_1")
        await reached(lambda: len(receiver.all) == 1)
        said.append(OK)
        endpoint = await listed(feedback)
        attempts = pb.ListAttemptsRequest(endpoint_id=endpoint.id)

        async def first() -> pb.Delivery | None:
            found = (await feedback.partners().ListAttempts(attempts)).deliveries
            return found[0] if found else None

        async def was_tried() -> bool:
            return await first() is not None

        await until(was_tried)
        tried = await first()
        assert tried is not None
        # It waits for five seconds of a clock that stands still.
        resend = pb.ResendDeliveryRequest(request_id="s1", delivery_id=tried.id)
        await feedback.partners().ResendDelivery(resend)
        await reached(lambda: len(receiver.taken) == 1)

        async def has_arrived() -> bool:
            found = await first()
            return found is not None and found.state == pb.DELIVERY_STATE_DELIVERED

        await until(has_arrived)
        assert (await feedback.partners().ResendDelivery(resend)).replayed
        resend.request_id = "s2"
        again = await feedback.partners().ResendDelivery(resend)
        assert again.delivery.state == pb.DELIVERY_STATE_WAITING
        await reached(lambda: len(receiver.taken) == 2)
        assert len({post.id for post in receiver.all}) == 1
        assert receiver.seqs("mem_1") == [1, 1]
        # Another brand's operator finds no such delivery.
        resend.request_id = "s3"
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await feedback.partners("retail").ResendDelivery(resend)
        assert reason_of(refused.value).reason == "DELIVERY_NOT_FOUND"  # type: ignore[union-attr]


async def test_a_replay_sends_a_span_again_in_the_order_of_time_and_marked(
    db: Database,
    keys_dir: Path,
    members: Members,
    points: tuple[PointsFeedServer, str],
) -> None:
    """Case 60: everything of three months back, from all feeds, beside what happens now."""
    async with started(db, keys_dir, members[1], points[1]) as feedback, receiving() as receiver:
        now = feedback.clock.now()
        for number in (1, 2):
            await points[0].post(
                ledger_pb2.Posting(
                    id=f"pst_{number}",
                    brand="tea",
                    kind=ledger_pb2.POSTING_KIND_TRANSFER,
                    entries=[
                        ledger_pb2.Entry(owner="mem_1", asset="POINTS", amount=-5),
                        ledger_pb2.Entry(owner="mem_2", asset="POINTS", amount=5),
                    ],
                ),
                now - timedelta(days=60 - number),
            )
        await points[0].post(ledger_pb2.Posting(id="pst_0", brand="tea"), now - timedelta(days=91))
        endpoint_id = (await endpoint_at(feedback, receiver.url)).endpoint.id
        asked = await feedback.partners().Replay(_replay(endpoint_id, feedback))
        assert asked.replay.state == pb.REPLAY_STATE_GATHERING

        async def is_done() -> bool:
            return (await listed(feedback)).replays[0].state == pb.REPLAY_STATE_DONE

        await until(is_done)
        assert all(post.told["replay"] for post in receiver.taken)
        assert [post.id for post in receiver.taken if post.told["member"] == "mem_1"] == [
            "pst_1.1",
            "pst_2.1",
        ]
        assert receiver.seqs("mem_2") == [1, 2]
        assert len(receiver.taken) == 4
        data = receiver.taken[0].told["data"]
        assert [entry["asset"] for entry in data["entries"]] == ["POINTS"]
        assert (await feedback.partners().Replay(_replay(endpoint_id, feedback))).replayed
        assert (await listed(feedback)).replays[0].deliveries == 4

        # What happens now has numbers of its own.
        posting = ledger_pb2.Posting(id="pst_9", brand="tea", kind=ledger_pb2.POSTING_KIND_EARN)
        posting.entries.add(owner="mem_1", asset="POINTS", amount=3)
        await points[0].post(posting)
        await reached(lambda: len(receiver.taken) == 5)
        live = receiver.taken[-1].told
        assert (live["type"], live["member_seq"]) == ("points.earned", 1)
        assert "replay" not in live


def _replay(endpoint_id: str, feedback: Feedback, request_id: str = "p1") -> pb.ReplayRequest:
    request = pb.ReplayRequest(request_id=request_id, endpoint_id=endpoint_id)
    request.from_time.FromDatetime(feedback.clock.now() - timedelta(days=90))
    return request


async def test_the_example_of_a_receiver_takes_what_is_ours_and_nothing_else(
    feedback: Feedback, members: Members
) -> None:
    async with receiving() as receiver:
        made = await endpoint_at(feedback, receiver.url)
        await members[0].change_tier("tea", "mem_1")
        await reached(lambda: len(receiver.taken) == 1)
    [post] = receiver.taken
    now_s = feedback.clock.now().timestamp()
    assert is_genuine(post.headers, post.body, made.secret, now_s)
    assert not is_genuine(post.headers, post.body + b" ", made.secret, now_s)
    assert not is_genuine(post.headers, post.body, made.secret, now_s + 301)
    assert not is_genuine({}, post.body, made.secret, now_s)


async def test_an_endpoint_is_tried_once_a_request_whatever_waits_and_whatever_its_types(
    feedback: Feedback, members: Members
) -> None:
    def answer(post: Post) -> Answer:
        return OK if post.told["type"] == "webhook.test" else (500, {})

    async with receiving(answer) as receiver:
        made = await endpoint_at(feedback, receiver.url, types=["tier.changed"])
        await members[0].change_tier("tea", "mem_1")
        await reached(lambda: len(receiver.all) == 1)
        asked = pb.SendTestRequest(request_id="t1", endpoint_id=made.endpoint.id)
        for replayed in (False, True):
            assert (await feedback.partners().SendTest(asked)).replayed is replayed
        asked.request_id = "t2"
        await feedback.partners().SendTest(asked)
        await reached(lambda: len(receiver.taken) == 2)
        told = [post.told for post in receiver.taken]
        assert [(each["type"], each["member"], each["data"]) for each in told] == [
            ("webhook.test", "", {})
        ] * 2
        assert [each["member_seq"] for each in told] == [1, 2]
        assert verified(receiver.taken[0], made.secret)
        off = pb.UpdateEndpointRequest(request_id="o1", endpoint_id=made.endpoint.id, enabled=False)
        await feedback.partners().UpdateEndpoint(off)
        asked.request_id = "t3"
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await feedback.partners().SendTest(asked)
        why = reason_of(caught.value)
        assert why is not None
        assert why.reason == "ENDPOINT_OFF"
