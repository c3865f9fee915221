"""The Ledger service over gRPC: who may read and write what."""

from __future__ import annotations

from typing import Any

from services.common.auth import ALL_BRANDS, Caller, Role
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import wallets_pb2
from tessera.points.v1.transfers_pb2 import AdjustPointsRequest
from tessera.points.v1.transfers_pb2_grpc import AdjustmentsStub
from tests.component.points.conftest import As, Points
from tests.component.points.ledger.ledger_calls import (
    earning,
    history,
    leg,
    refusal,
    spending,
    stocking,
)


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


async def test_no_door_spends_growth_and_an_adjustment_of_it_is_an_operators(
    points: Points,
) -> None:
    till, operator = points.till(), points.operator()
    legs = [leg("mem_ann", -400, "GROWTH"), leg("house:redeemed", 400, "GROWTH")]
    spent = pb.CreatePostingRequest(request_id="s", kind=pb.POSTING_KIND_SPEND, legs=legs)
    adjusted = pb.CreatePostingRequest(request_id="a", kind=pb.POSTING_KIND_ADJUST, legs=legs)
    earned = earning("mem_ann", 1000, "e")
    for one in earned.legs:
        one.asset = "GROWTH"
    await till.ledger.CreatePosting(earned)
    for caller, asked in ((till, spent), (till, adjusted)):
        assert (await refusal(caller.ledger.CreatePosting(asked))).reason == "ASSET_NOT_SPENDABLE"
        batch, rows = pb.BatchCreatePostingsRequest(), pb.ImportPostingsRequest()
        batch.requests.append(asked)
        rows.requests.append(asked)
        (told,) = (await caller.ledger.BatchCreatePostings(batch)).results
        assert told.reason == "ASSET_NOT_SPENDABLE"
        written = await caller.ledger.ImportPostings(iter([rows])).read()
        assert isinstance(written, pb.ImportPostingsResponse)
        (row,) = written.results
        assert row.reason == "ASSET_NOT_SPENDABLE"
    assert (await till.balance("mem_ann", "GROWTH")).available == 1000
    wish = AdjustPointsRequest(
        request_id="a", member_id="mem_ann", asset="GROWTH", amount=-400, reason="given twice"
    )
    await AdjustmentsStub(operator.channel).AdjustPoints(wish)
    assert (await till.balance("mem_ann", "GROWTH")).available == 600


async def test_operators_post_stock_by_the_scope_points_write_and_channels_and_services_anything(
    points: Points,
) -> None:
    def writes(caller: As, request: pb.CreatePostingRequest, *rows: Any) -> list[Any]:
        batch = pb.BatchCreatePostingsRequest()
        batch.requests.append(request)
        return [
            caller.ledger.CreatePosting(request),
            caller.ledger.BatchCreatePostings(batch),
            caller.ledger.ImportPostings(*rows).read(),
        ]

    def imported(caller: As, request: pb.CreatePostingRequest) -> list[Any]:
        rows = pb.ImportPostingsRequest()
        rows.requests.append(request)
        return writes(caller, request, iter([rows]))

    for scopes in [""], ["points:read", "programmes", "pii", "feedback", "rewards"]:
        reader = points.operator("tea", *scopes)
        # It sends no row: when the service refuses the stream while grpc.aio still sends, grpc.aio
        # tells INTERNAL in place of the refusal.
        for call in writes(reader, stocking("tote_bag", 5, "r")):
            told = await refusal(call)
            assert (told.reason, told.metadata["scope"]) == ("PERMISSION_DENIED", "points:write")
        if scopes == [""]:
            continue
        # What is there it may read.
        assert (await reader.balance("mem_ann")).posted == 0
        listed = pb.ListPostingsRequest(order_id="o1")
        assert not (await reader.ledger.ListPostings(listed)).postings
        assert (await reader.ledger.Verify(pb.VerifyRequest())).colour == pb.VERIFY_COLOUR_GREEN
    service = points.caller(Caller("tea", "crm", Role.SERVICE))
    for call in imported(points.operator(), stocking("tote_bag", 5, "stock")):
        await call
    for number, caller in enumerate([points.till(), service]):
        for call in imported(caller, earning("mem_ann", 5, f"by {number}")):
            await call
    assert (await points.till().balance("mem_ann")).posted == 10


async def test_a_brand_sees_nothing_of_another(points: Points) -> None:
    await points.till("tea").give("mem_ann", 5)
    retail = points.operator("retail")
    assert (await retail.balance("mem_ann")).posted == 0
    assert await history(retail, "mem_ann", 5) == []
    posting = (await points.till("tea").ledger.CreatePosting(earning("mem_ann", 1, "x"))).posting
    undo = pb.CreatePostingRequest(
        request_id="u", kind=pb.POSTING_KIND_REVERSAL, reverses_posting_id=posting.id
    )
    till = points.till("retail")
    assert (await refusal(till.ledger.CreatePosting(undo))).reason == "POSTING_NOT_FOUND"
    assert not (await till.ledger.CreatePosting(earning("mem_ann", 1, "x"))).replayed
