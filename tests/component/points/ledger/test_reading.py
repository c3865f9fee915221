"""The Ledger and Wallets services over gRPC: balances, entries and postings read, and proven."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.points.ledger.api import ledger as ledger_api
from services.points.ledger.commands import verify
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import statements_pb2, statements_pb2_grpc, wallets_pb2
from tests.activities import NOON
from tests.component.points.conftest import Points
from tests.component.points.ledger.ledger_calls import earning, history, refusal

DAY = timedelta(days=1)


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
        (
            points.till(),
            pb.ListPostingsRequest(order_id="s1", page_token=page.next_page_token),
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


async def test_a_malformed_account_is_refused_by_the_field_that_names_it(points: Points) -> None:
    till = points.till()
    wallets = wallets_pb2.BatchGetWalletsRequest(member_ids=["mem_ann", ""])
    for call, field in (
        (till.ledger.ListEntries(pb.ListEntriesRequest(asset="POINTS")), "owner"),
        (till.ledger.ListEntries(pb.ListEntriesRequest(owner="mem_ann")), "asset"),
        (till.wallets.BatchGetWallets(wallets), "member_ids[1]"),
    ):
        assert (await refusal(call)).field == field


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
    books = statements_pb2_grpc.StatementsStub(till.channel)
    month = statements_pb2.GetStatementRequest(member_id="mem_ann", month="2026-03", page_size=2)
    request.owner, request.page_token = "mem_ann", (await books.GetStatement(month)).next_page_token
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
