"""R6: every call is bounded. MongoDB, Redis or a service stands still (SIGSTOP); every caller gets
an answer or a clear error within the deadline + 100 ms, and no work is left running afterwards.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

import grpc

from gateway.upstream.clients import READ_TIMEOUT_S
from tessera.feedback.v1 import feedback_pb2, feedback_pb2_grpc
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    programmes_pb2,
    programmes_pb2_grpc,
)
from tessera.points.v1 import (
    earning_pb2,
    earning_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
    rewards_pb2,
    rewards_pb2_grpc,
    wallets_pb2,
    wallets_pb2_grpc,
)
from tessera.types.v1 import types_pb2
from tests.chaos.fleet import operator, till, until
from tests.chaos.suite import BRAND, GIVEN, Suite, enrolment, gift

DEADLINE_S = 1.0
PROMISED_S = 0.1
SCHEDULING_S = 0.25
"""The delay that the test machine may add: all processes share its two cores."""
SPARE_S = PROMISED_S + SCHEDULING_S
CLEAR = {grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNAVAILABLE}
SETTLED_S = 1.0
"""For counting the calls in progress, which takes a request to each process."""
BACK_S = 15.0
CARD_CALLS = 3

Call = tuple[Callable[..., Awaitable[Any]], Any]
"""A method of a stub, and a request that needs the database."""


def order(member_id: str, event_id: str) -> types_pb2.Activity:
    activity = types_pb2.Activity(
        channel="pos", event_id=event_id, member_id=member_id, type=types_pb2.ACTIVITY_TYPE_ORDER
    )
    activity.occur_time.FromDatetime(datetime.now(UTC))
    activity.order.order_id = event_id
    activity.order.total.currency_code = "CNY"
    activity.order.total.minor_units = 1_800
    return activity


def calls(suite: Suite, closing: AsyncExitStack) -> list[Call]:
    """Reads and writes of every service."""
    member_id = suite.member_id
    account = ledger_pb2.AccountName(owner=member_id, asset="POINTS")
    told = suite.channel("members", till(BRAND), closing)
    run = suite.channel("members", operator(BRAND), closing)
    points = suite.channel("points", till(BRAND), closing)
    feedback = suite.channel("feedback", operator(BRAND), closing)
    members = members_pb2_grpc.MembersStub(told)
    ledger = ledger_pb2_grpc.LedgerStub(points)
    rewards = rewards_pb2_grpc.RewardsStub(points)
    items = feedback_pb2_grpc.FeedbackItemsStub(feedback)
    return [
        (members.BatchGetMembers, members_pb2.BatchGetMembersRequest(member_ids=[member_id])),
        (members.EnrolMember, enrolment("late")),
        (
            members.FindMember,
            members_pb2.FindMemberRequest(identity=enrolment("first").identities[0]),
        ),
        (
            activities_pb2_grpc.ActivitiesStub(told).RecordActivities,
            activities_pb2.RecordActivitiesRequest(activities=[order(member_id, "late")]),
        ),
        (
            programmes_pb2_grpc.ProgrammesStub(run).ListProgrammeVersions,
            programmes_pb2.ListProgrammeVersionsRequest(),
        ),
        (ledger.CreatePosting, gift("late", member_id)),
        (ledger.GetBalances, ledger_pb2.GetBalancesRequest(accounts=[account])),
        (
            wallets_pb2_grpc.WalletsStub(points).BatchGetWallets,
            wallets_pb2.BatchGetWalletsRequest(member_ids=[member_id]),
        ),
        (
            earning_pb2_grpc.EarningStub(points).AwardActivities,
            earning_pb2.AwardActivitiesRequest(activities=[order(member_id, "late")]),
        ),
        (rewards.ListRedemptions, rewards_pb2.ListRedemptionsRequest(member_id=member_id)),
        (items.ListFeedback, feedback_pb2.ListFeedbackRequest()),
        (
            items.SubmitFeedback,
            feedback_pb2.SubmitFeedbackRequest(
                request_id="late", member_id=member_id, channel="pos", text="Too sweet"
            ),
        ),
    ]


async def timed(answer: Awaitable[Any]) -> tuple[float, Any]:
    """The seconds of the call, and its answer or error."""
    began = time.monotonic()
    try:
        result = await answer
    except grpc.aio.AioRpcError as error:
        result = error
    return time.monotonic() - began, result


@contextmanager
def standing_still(what: Any, *which: int) -> Iterator[None]:
    what.pause(*which)
    try:
        yield
    finally:
        what.resume(*which)


async def test_r6_while_mongodb_stands_still_calls_end_in_time_and_leave_nothing_running(
    suite: Suite,
) -> None:
    async with AsyncExitStack() as closing:
        asked = calls(suite, closing)
        before = await calls_in_progress(suite)
        with standing_still(suite.mongo, 0):
            card = asyncio.create_task(timed(suite.card()))
            ends = await asyncio.gather(*(timed(m(r, timeout=DEADLINE_S)) for m, r in asked))
            for (_, request), (seconds, error) in zip(asked, ends, strict=True):
                assert isinstance(error, grpc.aio.AioRpcError), (request, error)
                assert error.code() in CLEAR, (request, error)
                assert seconds < DEADLINE_S + SPARE_S, (request, seconds)

            async def only_the_card_is_left() -> bool:
                return await calls_in_progress(suite) <= before + CARD_CALLS

            await until(only_the_card_is_left, within_s=SETTLED_S)
            seconds, answer = await card
            assert seconds < READ_TIMEOUT_S + SPARE_S, (seconds, answer)
            assert answer["data"] == {"me": None}
            assert answer["errors"]
        await until(suite.whole_card, within_s=BACK_S)


async def test_r6_r13_while_points_stands_still_the_card_is_answered_in_time_without_it(
    suite: Suite,
) -> None:
    await until(suite.whole_card, within_s=BACK_S)
    with standing_still(suite.services["points"]):
        seconds, answer = await timed(suite.card())
        assert seconds < READ_TIMEOUT_S + SPARE_S
        member = answer["data"]["me"]
        assert (member["name"], member["points"], member["entries"]) == ("first", None, None)
        assert {error["path"][1] for error in answer["errors"]} == {"points", "entries"}
    await until(suite.whole_card, within_s=BACK_S)


async def test_r6_while_redis_stands_still_calls_are_answered_in_time(suite: Suite) -> None:
    await until(suite.whole_card, within_s=BACK_S)
    with standing_still(suite.redis):
        async with AsyncExitStack() as closing:
            asked = calls(suite, closing)
            ends = await asyncio.gather(*(timed(m(r, timeout=DEADLINE_S)) for m, r in asked))
        for (_, request), (seconds, answer) in zip(asked, ends, strict=True):
            assert not isinstance(answer, grpc.aio.AioRpcError), (request, answer)
            assert seconds < DEADLINE_S + SPARE_S
        seconds, card = await timed(suite.card())
        assert seconds < DEADLINE_S + SPARE_S
        assert "errors" not in card
        assert card["data"]["me"]["points"]["posted"] >= GIVEN


async def calls_in_progress(suite: Suite) -> int:
    """The number of calls in progress at the services, including feeds."""
    return sum([await service.calls_in_flight() for service in suite.services.values()])
