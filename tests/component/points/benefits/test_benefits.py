"""Benefits over gRPC: granted by the feed, shown on the card, used and given back by a till."""

from __future__ import annotations

from datetime import UTC, timedelta

import grpc
import pytest

from services.common.clock import ManualClock
from services.common.errors import reason_of
from services.common.lease import Lease
from services.points.activities.storage.standings import MongoStandingStore
from services.points.benefits.commands.granting_job import walk_all
from services.points.benefits.domain.walk import Walk
from services.points.benefits.storage import MongoWalks
from services.points.context import PointsContext
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.sections import programmes_in
from tessera.points.v1 import benefits_pb2 as pb
from tessera.points.v1 import ledger_pb2, wallets_pb2
from tests.activities import NOON
from tests.component.points.conftest import As, Members, Points, followed

ADA, UPGRADE = "mem_ada", "size_upgrade"


async def gold(points: Points, members: Members, member_id: str = ADA) -> None:
    await members.feed.change_tier("tea", member_id, "gold", 2, 130)
    await followed(points, members)


async def use(till: As, request_id: str = "u1", store: str = "s1") -> pb.UseBenefitResponse:
    return await till.benefits.UseBenefit(
        pb.UseBenefitRequest(request_id=request_id, member_id=ADA, benefit=UPGRADE, store_id=store)
    )


async def reverse(till: As, use_id: str, store: str = "s1") -> pb.ReverseBenefitUseResponse:
    return await till.benefits.ReverseBenefitUse(
        pb.ReverseBenefitUseRequest(request_id="b1", use_id=use_id, store_id=store)
    )


async def card(caller: As, member_id: str = ADA) -> list[pb.MemberBenefit]:
    request = wallets_pb2.BatchGetWalletsRequest(member_ids=[member_id], benefits=True)
    return list((await caller.wallets.BatchGetWallets(request)).wallets[0].benefits.benefits)


async def test_a_tier_brings_its_benefits_and_a_till_hands_one_over(
    points: Points, members: Members
) -> None:
    member, till = points.member(ADA), points.till()
    assert await card(member) == []
    await gold(points, members)
    counted, priority = await card(member)
    assert (counted.code, counted.name.en, counted.counted) == (
        UPGRADE,
        "Free size upgrade",
        True,
    )
    assert (counted.left, counted.granted, counted.until) == (2, 2, "2026-03-31")
    assert counted.term == pb.BENEFIT_TERM_MONTH
    assert (priority.code, priority.counted, priority.left) == ("new_flavours", False, 0)
    done = await use(till)
    assert (done.use.store_id, done.use.benefit_name.zh) == ("s1", "免费升杯")
    assert done.use.use_time.ToDatetime(UTC) == NOON
    assert (await card(member))[0].left == 1
    again = await use(till)
    assert (again.replayed, again.use) == (True, done.use)
    back = await reverse(till, done.use.id)
    assert back.use.HasField("reverse_time")
    assert (await card(member))[0].left == 2


async def test_the_last_one_is_refused_and_another_store_gives_nothing_back(
    points: Points, members: Members
) -> None:
    await gold(points, members)
    till = points.till()
    first = (await use(till)).use
    await use(till, "u2")
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await use(till, "u3")
    told = reason_of(refused.value)
    assert told is not None
    assert (told.reason, told.field, told.metadata) == (
        "BENEFIT_USED_UP",
        "benefit",
        {"benefit": UPGRADE},
    )
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await reverse(till, first.id, "s2")
    told = reason_of(refused.value)
    assert told is not None
    assert (told.reason, told.metadata["store_id"]) == ("BENEFIT_USE_NOT_REVERSIBLE", "s1")
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.member(ADA).benefits.UseBenefit(
            pb.UseBenefitRequest(request_id="u4", member_id=ADA, benefit=UPGRADE, store_id="s1")
        )
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_a_member_lists_its_uses_page_by_page(points: Points, members: Members) -> None:
    await gold(points, members)
    made = [(await use(points.till(), f"u{n}")).use.id for n in range(2)]
    stub = points.member(ADA).benefits
    first = await stub.ListBenefitUses(pb.ListBenefitUsesRequest(member_id=ADA, page_size=1))
    second = await stub.ListBenefitUses(
        pb.ListBenefitUsesRequest(member_id=ADA, page_size=1, page_token=first.next_page_token)
    )
    assert [one.id for page in (first, second) for one in page.uses] == made[::-1]
    assert second.next_page_token == ""
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await stub.ListBenefitUses(pb.ListBenefitUsesRequest(member_id="mem_bob"))
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_entries_of_a_benefit_say_their_cause(points: Points, members: Members) -> None:
    await gold(points, members)
    await use(points.till())
    entries = await points.member(ADA).ledger.ListEntries(
        ledger_pb2.ListEntriesRequest(owner=ADA, asset="SIZE_UPGRADE")
    )
    taken, granted = entries.entries
    for entry in (taken, granted):
        assert (entry.cause.benefit_code, entry.cause.benefit_name.en) == (
            UPGRADE,
            "Free size upgrade",
        )
    assert taken.cause.store_id == "s1"
    assert [share.rule for share in granted.cause.rules] == ["benefit_size_upgrade"]


async def test_a_use_grants_the_next_term_before_the_job_does(
    points: Points, members: Members
) -> None:
    await gold(points, members)
    points.clock.advance(timedelta(days=28))
    counted = (await card(points.member(ADA)))[0]
    assert (counted.left, counted.granted, counted.until) == (2, 2, "2026-04-30")
    await use(points.till())
    assert (await points.till().balance(ADA, "SIZE_UPGRADE")).available == 1
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])


async def test_the_job_grants_the_next_term_to_all_whom_the_database_has(
    points: Points, members: Members
) -> None:
    for number in range(3):
        await members.feed.change_tier("tea", f"mem_{number}", "diamond", 3, 150)
    await gold(points, members)
    db, clock = points.db, ManualClock(NOON + timedelta(days=28))
    programmes = programmes_in(db)
    ledger = Ledger(MongoLedgerStore(db), clock, rules=programmes)
    ctx = PointsContext(ledger, programmes, MongoStandingStore(db), clock)
    walks, lease = MongoWalks(db), Lease(db, "a test's")
    assert await walk_all(ctx, walks, lease) == 4
    assert await walks.get("tea") == Walk("2026-04-01/1", None)
    assert await walk_all(ctx, walks, lease) == 0
    points.clock.advance(timedelta(days=28))
    for member_id, given in (("mem_2", 4), (ADA, 2)):
        assert (await points.till().balance(member_id, "SIZE_UPGRADE")).available == given
