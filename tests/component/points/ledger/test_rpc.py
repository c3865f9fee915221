"""The Ledger service over gRPC: what is written, answered and refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tessera.points.v1 import earning_pb2
from tessera.points.v1 import ledger_pb2 as pb
from tests.activities import NOON, document
from tests.component.points.conftest import FRUIT, Members, Points, followed
from tests.component.points.conftest import sent as activity_of
from tests.component.points.ledger.ledger_calls import earning, leg, refusal, spending, stocking

DAY = timedelta(days=1)


async def test_a_posting_is_answered_whole_and_again(points: Points) -> None:
    till = points.till()
    request = earning("mem_ann", 50, "r1", expire_time=NOON + 30 * DAY)
    request.metadata["rule"] = "spend"
    request.effective_time.FromDatetime(NOON - DAY)
    first = await till.ledger.CreatePosting(request)
    again = await till.ledger.CreatePosting(request)
    assert (first.replayed, again.replayed) == (False, True)
    assert again.posting == first.posting
    posting = first.posting
    assert (posting.request_id, posting.brand) == ("r1", "tea")
    assert posting.effective_time.ToDatetime() == (NOON - DAY).replace(tzinfo=None)
    entry = posting.entries[0]
    assert (entry.sequence, entry.balance_after, len(entry.hash)) == (1, 50, 32)
    asked = pb.ListEntriesRequest(owner="mem_ann", asset="POINTS")
    listed = (await till.ledger.ListEntries(asked)).entries[0]
    assert (listed.posting_id, listed.kind) == (posting.id, posting.kind)
    assert listed.effective_time == posting.effective_time
    assert (listed.metadata["rule"], listed.hash) == ("spend", entry.hash)


@pytest.mark.parametrize("request_id", ["字" * 255, "x" + "字" * 254, "xx" + "🍵" * 200])
async def test_a_long_request_id_in_any_script_may_be_repeated(
    points: Points, request_id: str
) -> None:
    till = points.till()
    answers = [await till.ledger.CreatePosting(earning("mem_ann", 5, request_id)) for _ in range(2)]
    assert [answer.replayed for answer in answers] == [False, True]
    told = await refusal(till.ledger.CreatePosting(earning("mem_ann", 6, request_id)))
    assert told.reason == "REQUEST_ID_REUSED"


WRONG_POSTINGS: list[tuple[pb.CreatePostingRequest, str, str]] = [
    (earning("mem_ann", 5, ""), "INVALID_ARGUMENT", "request_id"),
    (earning("mem_ann", 5, "x" * 256), "INVALID_ARGUMENT", "request_id"),
    (pb.CreatePostingRequest(request_id="r"), "INVALID_ARGUMENT", "kind"),
    (earning("mem_ann", 0, "r"), "AMOUNT_INVALID", "legs[0].amount"),
    (earning("house:mine", 5, "r"), "ACCOUNT_UNKNOWN", "legs[0].owner"),
    (stocking("gost", 5, "r"), "ACCOUNT_UNKNOWN", "legs[1].owner"),
    (spending("mem_ann", 5, "r"), "INSUFFICIENT_POINTS", "legs[0].amount"),
    (
        pb.CreatePostingRequest(
            request_id="r",
            kind=pb.POSTING_KIND_EARN,
            legs=[leg("m", 5, "GOLD"), leg("house:issued", -5, "GOLD")],
        ),
        "ASSET_UNKNOWN",
        "legs[0].asset",
    ),
    (
        pb.CreatePostingRequest(
            request_id="r", kind=pb.POSTING_KIND_REVERSAL, reverses_posting_id="pst_no"
        ),
        "POSTING_NOT_FOUND",
        "reverses_posting_id",
    ),
]


async def test_bad_input_has_its_own_reason(points: Points) -> None:
    for request_, reason, field in WRONG_POSTINGS:
        told = await refusal(points.till().ledger.CreatePosting(request_))
        assert (told.reason, told.field) == (reason, field)
        assert await points.db["postings"].count_documents({"request": "tea/rpc/r"}) == 0


async def test_a_reward_that_is_gone_gives_its_stock_back_and_takes_no_more(
    points: Points, members: Members
) -> None:
    ledger = points.till().ledger
    brought = stocking("tote_bag", 5, "in")
    first = await ledger.CreatePosting(brought)
    hold = pb.HoldPlacement(hold_id="h", owner="reward:tote_bag", asset="STOCK", amount=2)
    hold.expire_time.FromDatetime(NOON + DAY)
    held = pb.CreatePostingRequest(request_id="hold", kind=pb.POSTING_KIND_HOLD, place_holds=[hold])
    await ledger.CreatePosting(held)
    programme = document("tea")
    items = programme["rewards"]["items"]
    programme["rewards"]["items"] = [item for item in items if item["code"] != "tote_bag"]
    await members.feed.publish("tea", programme)
    await followed(points, members)
    told = await refusal(ledger.CreatePosting(stocking("tote_bag", 1, "more")))
    assert (told.reason, told.field) == ("ACCOUNT_UNKNOWN", "legs[1].owner")
    assert told.metadata["code"] == "tote_bag"
    # What was written stays so, and what is there can leave.
    assert (await ledger.CreatePosting(brought)).posting == first.posting
    capture = stocking("tote_bag", -2, "captured")
    change = pb.HoldChange(hold_id="h", owner="reward:tote_bag", asset="STOCK", reduce_by=2)
    capture.change_holds.append(change)
    undo = pb.CreatePostingRequest(request_id="undo", kind=pb.POSTING_KIND_REVERSAL)
    await ledger.CreatePosting(stocking("tote_bag", -3, "out"))
    undo.reverses_posting_id = (await ledger.CreatePosting(capture)).posting.id
    await ledger.CreatePosting(undo)
    undo.request_id, undo.reverses_posting_id = "undo more", first.posting.id
    await ledger.CreatePosting(undo)
    stock = await points.till().balance("reward:tote_bag", "STOCK")
    assert (stock.posted, stock.held) == (97, 0)
    batch = pb.BatchCreatePostingsRequest(
        requests=[stocking("tote_bag", 1, "a"), stocking("tasting", 1, "b")]
    )
    answers = (await ledger.BatchCreatePostings(batch)).results
    assert [answer.reason for answer in answers] == ["ACCOUNT_UNKNOWN", ""]
    assert answers[0].message == "legs[1].owner: no reward tote_bag in the programme"


async def test_a_time_ahead_is_refused(points: Points) -> None:
    request = earning("mem_ann", 5, "r")
    request.effective_time.FromDatetime(NOON + DAY)
    told = await refusal(points.till().ledger.CreatePosting(request))
    assert told.reason == "EFFECTIVE_TIME_INVALID"


async def test_an_instant_beyond_the_calendar_is_a_bad_field(points: Points) -> None:
    till = points.till()
    credit, hold, early = (earning("mem_ann", 5, "r") for _ in range(3))
    credit.legs[1].expire_time.seconds = 2**60
    hold.place_holds.add(hold_id="h", owner="mem_ann", asset="POINTS", amount=1)
    hold.place_holds[0].expire_time.seconds = -(2**60)
    early.effective_time.seconds = -(2**62)
    for request, field in (
        (credit, "legs[1].expire_time"),
        (hold, "place_holds[0].expire_time"),
        (early, "effective_time"),
    ):
        told = await refusal(till.ledger.CreatePosting(request))
        assert (told.reason, told.field) == ("INVALID_ARGUMENT", field)
    activity = activity_of("ORDER", FRUIT)
    activity.occur_time.seconds = 2**62
    preview = earning_pb2.PreviewAwardRequest(activity=activity)
    told = await refusal(till.earning.PreviewAward(preview))
    assert (told.reason, told.field) == ("INVALID_ARGUMENT", "activity.occur_time")


async def test_a_batch_has_a_result_each_and_a_limit(points: Points) -> None:
    till = points.till()
    requests = [
        earning("mem_ann", 5, "a"),
        spending("mem_ann", 9, "b"),
        earning("mem_ann", 5, "a"),
        earning("mem_ann", 6, "a"),
        spending("mem_ann", 5, ""),
        spending("mem_ann", 5, "c"),
    ]
    answer = await till.ledger.BatchCreatePostings(pb.BatchCreatePostingsRequest(requests=requests))
    assert [(r.reason, r.replayed) for r in answer.results] == [
        ("", False),
        ("INSUFFICIENT_POINTS", False),
        ("", True),
        ("REQUEST_ID_REUSED", False),
        ("INVALID_ARGUMENT", False),
        ("", False),
    ]
    assert answer.results[1].metadata["available"] == "5"
    assert answer.results[1].message == "legs[0].amount: 9 needed, 5 available"
    assert answer.results[4].metadata["field"] == "request_id"
    assert answer.results[4].message == "request_id: 1 to 255 characters"
    many = [earning("mem_ann", 1, f"m{n}") for n in range(1001)]
    told = await refusal(
        till.ledger.BatchCreatePostings(pb.BatchCreatePostingsRequest(requests=many))
    )
    assert (told.reason, told.metadata["limit"]) == ("TOO_MANY", "1000")


async def test_an_import_is_answered_batch_by_batch_and_may_be_repeated(points: Points) -> None:
    batches = [
        pb.ImportPostingsRequest(
            requests=[earning(f"mem_{n % 7}", 1, f"{batch}/{n}") for n in range(200)]
        )
        for batch in range(6)
    ]
    batches[2].requests[5].legs[0].amount = 2
    for replayed in (False, True):
        answers = [a async for a in points.till().ledger.ImportPostings(iter(batches))]
        assert [a.results[0].request_id for a in answers] == [f"{n}/0" for n in range(6)]
        results = [result for answer in answers for result in answer.results]
        assert len(results) == 1200
        assert [(r.reason, r.message) for r in results if r.reason] == [
            ("POSTING_UNBALANCED", "legs: POINTS sums to 1")
        ]
        assert all(r.replayed is replayed for r in results if r.posting_id)
    assert await points.db["postings"].count_documents({"kind": "earn"}) == 1199
    report = await points.operator().ledger.Verify(pb.VerifyRequest())
    assert report.colour == pb.VERIFY_COLOUR_GREEN


async def test_points_plus_cash_through_hold_and_capture(points: Points) -> None:
    till = points.till()
    await till.give("mem_ann", 100)
    hold = pb.CreatePostingRequest(request_id="h", kind=pb.POSTING_KIND_HOLD)
    hold.place_holds.add(hold_id="cart", owner="mem_ann", asset="POINTS", amount=80)
    hold.place_holds[0].expire_time.FromDatetime(NOON + timedelta(minutes=15))
    await till.ledger.CreatePosting(hold)
    told = await till.balance("mem_ann")
    assert (told.posted, told.held, told.available) == (100, 80, 20)
    capture = spending("mem_ann", 50, "c")
    capture.change_holds.add(hold_id="cart", owner="mem_ann", asset="POINTS", reduce_by=50)
    await till.ledger.CreatePosting(capture)
    points.clock.advance(timedelta(minutes=15))
    told = await till.balance("mem_ann")
    assert (told.posted, told.held, told.available) == (50, 0, 50)
