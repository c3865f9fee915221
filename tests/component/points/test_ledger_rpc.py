"""The Ledger and Wallets services over gRPC: answers, refusals, and who may do what."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import grpc
import pytest

from services.common.auth import ALL_BRANDS, Caller, Role
from services.common.errors import Reason, reason_of
from services.points.api import ledger as ledger_api
from services.points.commands import verify
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import wallets_pb2
from tests.activities import NOON, document
from tests.component.points.conftest import As, Members, Points, followed

DAY = timedelta(days=1)


def leg(owner: str, amount: int, asset: str = "POINTS", **fields: Any) -> pb.Leg:
    return pb.Leg(owner=owner, asset=asset, amount=amount, **fields)


def earning(owner: str, points: int, request_id: str, **fields: Any) -> pb.CreatePostingRequest:
    legs = [leg(owner, points, **fields), leg("house:issued", -points)]
    return pb.CreatePostingRequest(request_id=request_id, kind=pb.POSTING_KIND_EARN, legs=legs)


def spending(owner: str, points: int, request_id: str, **fields: Any) -> pb.CreatePostingRequest:
    legs = [leg(owner, -points, **fields), leg("house:redeemed", points)]
    return pb.CreatePostingRequest(request_id=request_id, kind=pb.POSTING_KIND_SPEND, legs=legs)


def stocking(code: str, pieces: int, request_id: str) -> pb.CreatePostingRequest:
    """Pieces brought to a reward or, negative, taken out."""
    legs = [leg("house:stock", -pieces, "STOCK"), leg(f"reward:{code}", pieces, "STOCK")]
    return pb.CreatePostingRequest(request_id=request_id, kind=pb.POSTING_KIND_STOCK, legs=legs)


async def refusal(call: Any) -> Reason:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    reason = reason_of(caught.value)
    assert reason is not None
    return reason


async def history(caller: As, owner: str, size: int) -> list[int]:
    """All sequences of the owner's points, page by page."""
    numbers, token = [], ""
    while True:
        page = await caller.ledger.ListEntries(
            pb.ListEntriesRequest(owner=owner, asset="POINTS", page_size=size, page_token=token)
        )
        numbers += [entry.sequence for entry in page.entries]
        token = page.next_page_token
        if not token:
            return numbers


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


@pytest.mark.parametrize(
    ("request_", "reason", "field"),
    [
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
    ],
)
async def test_bad_input_has_its_own_reason(
    points: Points, request_: pb.CreatePostingRequest, reason: str, field: str
) -> None:
    told = await refusal(points.operator().ledger.CreatePosting(request_))
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
    request = earning("mem_ann", 5, "r")
    request.legs[0].expire_time.seconds = 2**60
    assert (await refusal(points.till().ledger.CreatePosting(request))).reason == "INVALID_ARGUMENT"


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
        answers = [a async for a in points.operator().ledger.ImportPostings(iter(batches))]
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


async def test_the_postings_of_an_order_are_listed(points: Points) -> None:
    for brand, amount in (("tea", 5), ("retail", 7)):
        for number in range(3):
            request = earning("mem_ann", amount + number, f"r{number}")
            request.metadata["order_id"] = "o1"
            await points.till(brand).ledger.CreatePosting(request)
    asked = pb.ListPostingsRequest(order_id="o1", page_size=2)
    page = await points.till().ledger.ListPostings(asked)
    asked.page_token = token = page.next_page_token
    rest = await points.operator().ledger.ListPostings(asked)
    told = [*page.postings, *rest.postings]
    assert [posting.entries[0].amount for posting in told] == [5, 6, 7]
    assert not rest.next_page_token
    other = pb.ListPostingsRequest(order_id="o2", page_token=token)
    for caller, wrong, reason in (
        (points.member("mem_ann"), asked, "PERMISSION_DENIED"),
        (points.till("retail"), asked, "PAGE_TOKEN_INVALID"),
        (points.till(), other, "PAGE_TOKEN_INVALID"),
        (points.till(), pb.ListPostingsRequest(), "INVALID_ARGUMENT"),
        (points.till(), pb.ListPostingsRequest(order_id="x" * 257), "INVALID_ARGUMENT"),
    ):
        assert (await refusal(caller.ledger.ListPostings(wrong))).reason == reason


async def test_postings_are_found_by_what_their_brand_asks_for(points: Points) -> None:
    """Tea asks for the key `store_id`, retail for none."""
    for brand in ("tea", "retail"):
        for number in range(3):
            request = earning("mem_ann", 5 + number, f"r{number}")
            request.metadata["store_id"] = "s1"
            request.metadata["till"] = "t1"
            await points.till(brand).ledger.CreatePosting(request)
    await points.till().give("mem_ann", 1)
    asked = pb.ListPostingsRequest(metadata_key="store_id", metadata_value="s1", page_size=2)
    page = await points.till().ledger.ListPostings(asked)
    asked.page_token = page.next_page_token
    rest = await points.operator().ledger.ListPostings(asked)
    told = [*page.postings, *rest.postings]
    assert [posting.entries[0].amount for posting in told] == [5, 6, 7]
    assert {posting.brand for posting in told} == {"tea"}
    assert not rest.next_page_token
    # Nothing is paid for what carries no such key, or whose brand asks for none.
    assert await points.db["postings"].count_documents({"finds": {"$exists": True}}) == 3
    other = pb.ListPostingsRequest(metadata_key="store_id", metadata_value="s2")
    assert not (await points.till().ledger.ListPostings(other)).postings
    for caller, wrong, reason, field in (
        (points.member("mem_ann"), other, "PERMISSION_DENIED", ""),
        (points.till("retail"), other, "INVALID_ARGUMENT", "metadata_key"),
        (
            points.till(),
            pb.ListPostingsRequest(metadata_key="till", metadata_value="t1"),
            "INVALID_ARGUMENT",
            "metadata_key",
        ),
        (
            points.till(),
            pb.ListPostingsRequest(metadata_key="store_id"),
            "INVALID_ARGUMENT",
            "metadata_value",
        ),
        (
            points.till(),
            pb.ListPostingsRequest(metadata_key="store_id", metadata_value="s1", order_id="o"),
            "INVALID_ARGUMENT",
            "order_id",
        ),
        (
            points.till(),
            pb.ListPostingsRequest(
                metadata_key="store_id", metadata_value="s2", page_token=page.next_page_token
            ),
            "PAGE_TOKEN_INVALID",
            "page_token",
        ),
    ):
        told_wrong = await refusal(caller.ledger.ListPostings(wrong))
        assert (told_wrong.reason, told_wrong.field) == (reason, field)


async def test_a_ledger_too_large_for_one_call_is_proven_in_several(
    points: Points, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "SLICE", 2)
    monkeypatch.setattr(ledger_api, "VERIFY_STEP_S", 60.0)
    for number in range(5):
        await points.till().give(f"mem_{number}", 5)
    await points.db["accounts"].update_one({"_id": "tea/mem_0/POINTS"}, {"$set": {"posted": 6}})
    ann, answers = points.operator(), [pb.VerifyResponse(next_page_token="")]
    while len(answers) == 1 or answers[-1].next_page_token:
        request = pb.VerifyRequest(page_token=answers[-1].next_page_token)
        answers.append(await ann.ledger.Verify(request))
    assert len(answers) > 6
    assert {answer.colour for answer in answers[1:]} == {pb.VERIFY_COLOUR_RED}
    assert answers[-1].counts["accounts"] >= 5
    told = [problem.check for answer in answers for problem in answer.problems]
    assert told == ["balance", "house"]
    for caller, request in (
        (points.operator("retail"), pb.VerifyRequest(page_token=answers[1].next_page_token)),
        (ann, pb.VerifyRequest(page_token=answers[1].next_page_token, owners=["mem_0"])),
        (ann, pb.VerifyRequest(page_token="x")),
    ):
        assert (await refusal(caller.ledger.Verify(request))).reason == "PAGE_TOKEN_INVALID"


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


async def test_what_expires_is_told_with_its_last_local_day(points: Points) -> None:
    midnight = NOON.replace(hour=16, minute=0) + 3 * DAY
    await points.till().ledger.CreatePosting(
        earning("mem_ann", 5, "r", expire_time=midnight, available_time=NOON + DAY)
    )
    told = await points.member("mem_ann").balance("mem_ann")
    assert (told.pending, told.available) == (5, 0)
    assert told.expiring[0].on == (NOON + 3 * DAY).date().isoformat()


async def test_balances_as_of_either_time(points: Points) -> None:
    till = points.till()
    late = earning("mem_ann", 5, "r")
    late.effective_time.FromDatetime(NOON - 10 * DAY)
    await till.ledger.CreatePosting(late)
    request = pb.GetBalancesRequest(accounts=[pb.AccountName(owner="mem_ann", asset="POINTS")])
    request.as_of_effective_time.FromDatetime(NOON - DAY)
    assert (await till.ledger.GetBalances(request)).balances[0].posted == 5
    request.as_of_record_time.FromDatetime(NOON - DAY)
    assert (await refusal(till.ledger.GetBalances(request))).reason == "INVALID_ARGUMENT"
    request.ClearField("as_of_effective_time")
    assert (await till.ledger.GetBalances(request)).balances[0].posted == 0


async def test_pages_of_entries_follow_on_while_new_ones_come(points: Points) -> None:
    till = points.till()
    for n in range(7):
        await till.give("mem_ann", 1, f"g{n}")
    assert await history(till, "mem_ann", 3) == [7, 6, 5, 4, 3, 2, 1]
    request = pb.ListEntriesRequest(owner="mem_ann", asset="POINTS", page_size=3)
    token = (await till.ledger.ListEntries(request)).next_page_token
    await till.give("mem_ann", 1, "later")
    request.page_token = token
    page = await till.ledger.ListEntries(request)
    assert [entry.sequence for entry in page.entries] == [4, 3, 2]
    request.owner = "mem_bob"
    assert (await refusal(till.ledger.ListEntries(request))).reason == "PAGE_TOKEN_INVALID"


async def test_wallets_come_for_many_members_with_a_page_of_entries(points: Points) -> None:
    till = points.till()
    for n in range(5):
        await till.give("mem_ann", 1, f"g{n}")
    await till.give("mem_bob", 7)
    request = wallets_pb2.BatchGetWalletsRequest(
        member_ids=["mem_ann", "mem_bob", "mem_new", "mem_ann"], entries_size=3
    )
    wallets = {w.member_id: w for w in (await till.wallets.BatchGetWallets(request)).wallets}
    assert {name: w.points.posted for name, w in wallets.items()} == {
        "mem_ann": 5,
        "mem_bob": 7,
        "mem_new": 0,
    }
    assert [e.sequence for e in wallets["mem_ann"].entries] == [5, 4, 3]
    assert [wallets[n].has_more_entries for n in ("mem_ann", "mem_bob", "mem_new")] == [
        True,
        False,
        False,
    ]
    request.entries_before = 3
    wallets = {w.member_id: w for w in (await till.wallets.BatchGetWallets(request)).wallets}
    assert [e.sequence for e in wallets["mem_ann"].entries] == [2, 1]


async def test_members_read_what_is_theirs_and_write_nothing(points: Points) -> None:
    await points.till().give("mem_bob", 5)
    ann = points.member("mem_ann")
    name = pb.AccountName(owner="mem_bob", asset="POINTS")
    denied = [
        ann.ledger.CreatePosting(earning("mem_ann", 5, "r")),
        ann.ledger.BatchCreatePostings(
            pb.BatchCreatePostingsRequest(requests=[earning("mem_ann", 5, "r")])
        ),
        ann.ledger.GetBalances(pb.GetBalancesRequest(accounts=[name])),
        ann.ledger.ListEntries(pb.ListEntriesRequest(owner="mem_bob", asset="POINTS")),
        ann.ledger.Verify(pb.VerifyRequest()),
        ann.wallets.BatchGetWallets(
            wallets_pb2.BatchGetWalletsRequest(member_ids=["mem_ann", "mem_bob"])
        ),
        ann.ledger.Watch(pb.WatchRequest()).read(),
        points.till().ledger.Verify(pb.VerifyRequest()),
        points.till().ledger.CreatePosting(spending("mem_ann", 5, "r", unguarded=True)),
        points.till().ledger.CreatePosting(spending("mem_ann", 5, "r", minimum=-5)),
        points.caller(Caller(ALL_BRANDS, "x", Role.SERVICE)).ledger.CreatePosting(
            earning("mem_ann", 5, "r")
        ),
    ]
    for call in denied:
        assert (await refusal(call)).reason == "PERMISSION_DENIED"
    assert (await ann.balance("mem_ann")).posted == 0


async def test_operators_write_postings_by_the_scope_points(points: Points) -> None:
    def writes(caller: As, request: pb.CreatePostingRequest) -> list[Any]:
        batch, rows = pb.BatchCreatePostingsRequest(), pb.ImportPostingsRequest()
        batch.requests.append(request)
        rows.requests.append(request)
        return [
            caller.ledger.CreatePosting(request),
            caller.ledger.BatchCreatePostings(batch),
            caller.ledger.ImportPostings(iter([rows])).read(),
        ]

    for scopes in [""], ["programmes", "pii", "feedback", "rewards"]:
        reader = points.operator("tea", *scopes)
        for call in writes(reader, earning("mem_ann", 5, "r")):
            told = await refusal(call)
            assert (told.reason, told.metadata["scope"]) == ("PERMISSION_DENIED", "points")
        # What is there it may read.
        assert (await reader.balance("mem_ann")).posted == 0
        listed = pb.ListPostingsRequest(order_id="o1")
        assert not (await reader.ledger.ListPostings(listed)).postings
        assert (await reader.ledger.Verify(pb.VerifyRequest())).colour == pb.VERIFY_COLOUR_GREEN
    service = points.caller(Caller("tea", "crm", Role.SERVICE))
    for number, caller in enumerate([points.operator(), points.till(), service]):
        for call in writes(caller, earning("mem_ann", 5, f"by {number}")):
            await call
    assert (await points.till().balance("mem_ann")).posted == 15


async def test_a_brand_sees_nothing_of_another(points: Points) -> None:
    await points.till("tea").give("mem_ann", 5)
    retail = points.operator("retail")
    assert (await retail.balance("mem_ann")).posted == 0
    assert await history(retail, "mem_ann", 5) == []
    posting = (await points.till("tea").ledger.CreatePosting(earning("mem_ann", 1, "x"))).posting
    undo = pb.CreatePostingRequest(
        request_id="u", kind=pb.POSTING_KIND_REVERSAL, reverses_posting_id=posting.id
    )
    assert (await refusal(retail.ledger.CreatePosting(undo))).reason == "POSTING_NOT_FOUND"
    assert not (await retail.ledger.CreatePosting(earning("mem_ann", 1, "x"))).replayed


async def test_the_postings_are_the_feed(points: Points) -> None:
    till = points.till()
    await till.give("mem_ann", 1, "before")
    follower = points.caller(Caller(ALL_BRANDS, "members", Role.SERVICE))

    async def until(watching: Any, wanted: str) -> tuple[list[str], str]:
        got: list[str] = []
        async for response in watching:
            got += [f"{posting.brand}:{posting.request_id}" for posting in response.postings]
            if wanted in got:
                return got, response.token
        raise AssertionError("the feed ended")

    watching = follower.ledger.Watch(pb.WatchRequest())
    await until(watching, "tea:before/mem_ann")
    await till.give("mem_ann", 1, "one")
    got, token = await until(watching, "tea:one/mem_ann")
    watching.cancel()
    await points.till("retail").give("mem_ann", 1, "two")
    await till.give("mem_ann", 1, "three")
    got, _ = await until(follower.ledger.Watch(pb.WatchRequest(after=token)), "tea:three/mem_ann")
    assert got == ["retail:two/mem_ann", "tea:three/mem_ann"]
    own = points.caller(Caller("tea", "crm", Role.CHANNEL))
    got, _ = await until(own.ledger.Watch(pb.WatchRequest(after=token)), "tea:three/mem_ann")
    assert got == ["tea:three/mem_ann"]


async def test_what_a_posting_moves_reaches_a_watcher_with_its_expiries(points: Points) -> None:
    till = points.till()
    await till.ledger.CreatePosting(earning("mem_ann", 5, "r", expire_time=NOON + DAY))
    points.clock.advance(2 * DAY)
    watching = points.operator().ledger.Watch(pb.WatchRequest(from_now=True))
    await watching.read()
    await till.give("mem_ann", 1, "next")
    kinds: list[int] = []
    async with asyncio.timeout(10):
        while len(kinds) < 2:
            response = await watching.read()
            assert isinstance(response, pb.WatchResponse)
            kinds += [posting.kind for posting in response.postings]
    assert kinds == [pb.POSTING_KIND_EXPIRE, pb.POSTING_KIND_ADJUST]
    watching.cancel()
