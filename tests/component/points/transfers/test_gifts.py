"""Gifts over gRPC: from a member to a member, and nobody gives what is another's."""

from __future__ import annotations

from datetime import UTC

import grpc
import pytest

from services.common.errors import Reason, reason_of
from tessera.points.v1 import ledger_pb2, wallets_pb2
from tessera.points.v1 import transfers_pb2 as pb
from tests.activities import NOON
from tests.component.points.conftest import As, Points

ADA, BOB = "mem_ada", "mem_bob"


def asking(amount: int = 50, request_id: str = "g1", **more: str) -> pb.GivePointsRequest:
    asked = {"member_id": ADA, "receiver_id": BOB, **more}
    return pb.GivePointsRequest(request_id=request_id, amount=amount, **asked)


async def refusal(caller: As, request: pb.GivePointsRequest) -> Reason:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await caller.gifts.GivePoints(request)
    told = reason_of(refused.value)
    assert told is not None
    return told


async def test_a_member_gives_and_both_see_the_gift_in_their_entries(points: Points) -> None:
    ada, bob = points.member(ADA), points.member(BOB)
    await points.till().give(ADA, 80)
    done = await ada.gifts.GivePoints(asking())
    assert (done.gift.giver_id, done.gift.receiver_id, done.gift.amount) == (ADA, BOB, 50)
    assert done.gift.give_time.ToDatetime(UTC) == NOON
    again = await ada.gifts.GivePoints(asking())
    assert (again.replayed, again.gift) == (True, done.gift)
    assert (await ada.balance(ADA)).available == 30
    assert (await bob.balance(BOB)).available == 50
    for member, owner, amount in ((ada, ADA, -50), (bob, BOB, 50)):
        request = ledger_pb2.ListEntriesRequest(owner=owner, asset="POINTS")
        entry = (await member.ledger.ListEntries(request)).entries[0]
        assert (entry.amount, entry.kind) == (amount, ledger_pb2.POSTING_KIND_TRANSFER)
        assert entry.cause.gift_id == done.gift.id
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])


async def test_nobody_gives_what_is_anothers(points: Points) -> None:
    await points.till().give(ADA, 80)
    assert (await refusal(points.member(BOB), asking())).reason == "PERMISSION_DENIED"
    assert (await refusal(points.operator(), asking())).reason == "PERMISSION_DENIED"
    # A channel gives for the member who asked it.
    assert (await points.till().gifts.GivePoints(asking())).gift.amount == 50


async def test_refusals_name_the_field_and_what_is_left(points: Points) -> None:
    ada = points.member(ADA)
    assert (await refusal(ada, asking())).reason == "INSUFFICIENT_POINTS"
    await points.till().give(ADA, 900)
    nobody = await refusal(ada, asking(receiver_id="mem_nobody"))
    assert (nobody.reason, nobody.field) == ("MEMBER_NOT_FOUND", "receiver_id")
    own = await refusal(ada, asking(receiver_id=ADA))
    assert (own.reason, own.field) == ("GIFT_TO_SELF", "receiver_id")
    small = await refusal(ada, asking(4))
    assert (small.reason, small.metadata) == ("GIFT_TOO_SMALL", {"min_amount": "5"})
    await ada.gifts.GivePoints(asking(150, "g0"))
    many = await refusal(ada, asking(60, "g2"))
    assert many.metadata == {"per": "day", "times_left": "2", "amount_left": "50"}
    for amount in (0, -5, 10**9 + 1):
        wrong = await refusal(ada, asking(amount))
        assert (wrong.reason, wrong.field) == ("INVALID_ARGUMENT", "amount")
    assert (await refusal(ada, asking(asset="GOLD"))).reason == "ASSET_UNKNOWN"
    assert (await refusal(ada, asking(asset="GROWTH"))).reason == "GIFTS_UNAVAILABLE"


async def test_a_wallet_tells_what_can_be_given_before_a_gift_is_refused(points: Points) -> None:
    ada = points.member(ADA)
    await points.till().give(ADA, 900)
    await ada.gifts.GivePoints(asking(150))
    request = wallets_pb2.BatchGetWalletsRequest(member_ids=[ADA], gifts=True)
    for caller in (ada, points.operator()):
        (wallet,) = (await caller.wallets.BatchGetWallets(request)).wallets
        (allowance,) = wallet.gifts.allowances
        assert (allowance.asset, allowance.min_amount, allowance.max_amount) == ("POINTS", 5, 50)
        assert (allowance.today.times_left, allowance.today.amount_left) == (2, 50)
        assert (allowance.month.times_left, allowance.month.amount_left) == (9, 350)
        assert allowance.hindrance == ""
    many = await refusal(ada, asking(51, "g2"))
    assert many.metadata["amount_left"] == "50"
    await ada.gifts.GivePoints(asking(50, "g3"))
    (wallet,) = (await ada.wallets.BatchGetWallets(request)).wallets
    (allowance,) = wallet.gifts.allowances
    assert (allowance.max_amount, allowance.hindrance) == (0, "GIFT_LIMIT_REACHED")
    unasked = wallets_pb2.BatchGetWalletsRequest(member_ids=[ADA])
    (wallet,) = (await ada.wallets.BatchGetWallets(unasked)).wallets
    assert not wallet.HasField("gifts")
