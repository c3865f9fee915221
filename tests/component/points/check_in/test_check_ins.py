"""Check-ins over gRPC: awards and streak in one answer, cards for missed days, members' own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import grpc
import pytest

from services.common.errors import Reason, reason_of
from tessera.points.v1 import check_ins_pb2 as pb
from tessera.points.v1 import ledger_pb2, wallets_pb2
from tessera.types.v1 import types_pb2
from tests.activities import NOON
from tests.component.points.conftest import As, Members, Points, followed, sent

CARD = "MAKE_UP_CARD"


def check_in(
    days_ago: int = 0, event_id: str = "", member_id: str = "mem_ada"
) -> pb.CheckInRequest:
    return pb.CheckInRequest(activity=activity(days_ago, event_id, member_id))


def activity(
    days_ago: int = 0, event_id: str = "", member_id: str = "mem_ada"
) -> types_pb2.Activity:
    return sent(
        "CHECK_IN",
        event_id=event_id or f"{member_id}/{days_ago}",
        member_id=member_id,
        at=NOON - timedelta(days=days_ago),
    )


def make_up(day: str, request_id: str = "m1", member_id: str = "mem_ada") -> pb.MakeUpRequest:
    return pb.MakeUpRequest(request_id=request_id, member_id=member_id, day=day)


async def give_card(points: Points, member_id: str = "mem_ada", brand: str = "tea") -> None:
    legs = [
        ledger_pb2.Leg(owner=member_id, asset=CARD, amount=1),
        ledger_pb2.Leg(owner="house:adjusted", asset=CARD, amount=-1),
    ]
    await points.till(brand).ledger.CreatePosting(
        ledger_pb2.CreatePostingRequest(
            request_id=f"card/{member_id}", kind=ledger_pb2.POSTING_KIND_ADJUST, legs=legs
        )
    )


async def wallet(caller: As, member_id: str = "mem_ada") -> wallets_pb2.Wallet:
    request = wallets_pb2.BatchGetWalletsRequest(member_ids=[member_id], check_ins=True)
    return (await caller.wallets.BatchGetWallets(request)).wallets[0]


def refusal(error: BaseException) -> Reason:
    reason = reason_of(error)
    assert reason is not None
    return reason


async def test_a_check_in_answers_its_awards_and_the_streak(points: Points) -> None:
    till = points.till()
    await till.check_ins.CheckIn(check_in(1))
    done = await till.check_ins.CheckIn(check_in())
    assert [(award.rule, award.amount) for award in done.awards] == [("check_in", 2)]
    assert done.check_in == pb.RecordedCheckIn(day="2026-03-04", streak=2)
    again = await till.check_ins.CheckIn(check_in())
    assert (again.awards, again.check_in, again.replayed) == (done.awards, done.check_in, True)


async def test_a_second_check_in_of_the_day_is_not_a_success_of_nothing(points: Points) -> None:
    till = points.till()
    await till.check_ins.CheckIn(check_in())
    second = await till.check_ins.CheckIn(check_in(event_id="again"))
    assert (second.check_in.already_checked_in, second.replayed) == (True, False)
    assert [(award.amount, award.capped) for award in second.awards] == [(0, 2)]


async def test_the_7th_day_answers_its_bonus(points: Points) -> None:
    till = points.till()
    for days_ago in range(6, -1, -1):
        done = await till.check_ins.CheckIn(check_in(days_ago))
    assert done.check_in.streak == 7
    assert done.check_in.bonus == pb.CheckInBonus(asset="POINTS", amount=20)
    assert (await till.balance("mem_ada")).available == 7 * 2 + 20


async def test_a_check_in_by_the_call_and_by_its_event_counts_once(
    points: Points, members: Members
) -> None:
    await asyncio.gather(
        points.till().check_ins.CheckIn(check_in()), members.feed.record("tea", activity())
    )
    await followed(points, members)
    found = await wallet(points.member("mem_ada"))
    assert (found.check_ins.streak, found.points.available) == (1, 2)
    (record,) = await points.db["records"].find({"kind": "check_ins"}).to_list(None)
    assert record["version"] == 1


async def test_the_wallet_shows_the_check_ins_when_asked(points: Points) -> None:
    await give_card(points)
    for days_ago in (3, 1):
        await points.till().check_ins.CheckIn(check_in(days_ago))
    member = points.member("mem_ada")
    found = (await wallet(member)).check_ins
    assert (found.checked_in_today, found.streak, found.longest_streak) == (False, 1, 1)
    assert [day.date for day in found.days if day.checked_in] == ["2026-03-01", "2026-03-03"]
    assert len(found.days) == 7
    assert found.make_up_cards == 1
    assert found.next_bonus.in_days == 6
    assert found.next_bonus.bonus == pb.CheckInBonus(asset="POINTS", amount=20)
    asked = wallets_pb2.BatchGetWalletsRequest(member_ids=["mem_ada"])
    plain = (await member.wallets.BatchGetWallets(asked)).wallets[0]
    assert not plain.HasField("check_ins")


async def test_a_card_restores_the_streak(points: Points) -> None:
    await give_card(points)
    for days_ago in (2, 0):
        await points.till().check_ins.CheckIn(check_in(days_ago))
    member = points.member("mem_ada")
    done = await member.check_ins.MakeUp(make_up("2026-03-03"))
    assert done.check_in == pb.RecordedCheckIn(day="2026-03-03", streak=3)
    again = await member.check_ins.MakeUp(make_up("2026-03-03"))
    assert (again.check_in, again.replayed) == (done.check_in, True)
    found = (await wallet(member)).check_ins
    assert [day.date for day in found.days if day.made_up] == ["2026-03-03"]
    assert found.make_up_cards == 0


async def test_two_make_ups_at_once_with_one_card_are_one(points: Points) -> None:
    await give_card(points)
    stub = points.member("mem_ada").check_ins
    asked = [make_up("2026-03-02", "m1"), make_up("2026-03-03", "m2")]
    done = await asyncio.gather(*map(stub.MakeUp, asked), return_exceptions=True)
    (refused,) = [each for each in done if isinstance(each, BaseException)]
    assert refusal(refused).reason == "NO_MAKE_UP_CARD"


DAYS_THAT_NO_CARD_FILLS: list[tuple[str, str, dict[str, str]]] = [
    ("2026-03-05", "MAKE_UP_DAY_NOT_PAST", {"last_day": "2026-03-03"}),
    ("2026-03-04", "MAKE_UP_DAY_NOT_PAST", {"last_day": "2026-03-03"}),
    ("2026-02-24", "MAKE_UP_DAY_TOO_OLD", {"first_day": "2026-02-25"}),
    ("2026-03-01", "ALREADY_CHECKED_IN", {"day": "2026-03-01"}),
    ("2026-02-30", "INVALID_ARGUMENT", {}),
    ("20260303", "INVALID_ARGUMENT", {}),
    ("2026-W10-2", "INVALID_ARGUMENT", {}),
    ("", "INVALID_ARGUMENT", {}),
]


async def test_a_day_that_no_card_can_fill_is_refused_with_its_reason(points: Points) -> None:
    await give_card(points)
    await points.till().check_ins.CheckIn(check_in(3))
    for day, reason, metadata in DAYS_THAT_NO_CARD_FILLS:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await points.member("mem_ada").check_ins.MakeUp(make_up(day))
        found = refusal(refused.value)
        assert (found.reason, found.field, found.metadata) == (reason, "day", metadata)
        assert (await points.till().balance("mem_ada", CARD)).available == 1


async def test_no_day_before_the_enrolment_is_made_up(points: Points, members: Members) -> None:
    await give_card(points)
    # The feed records the enrolment by the clock of this machine, which is long after the test's.
    await members.feed.enrol("tea", "mem_ada")
    await followed(points, members)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.member("mem_ada").check_ins.MakeUp(make_up("2026-03-03"))
    found = refusal(refused.value)
    assert (found.reason, found.field) == ("MAKE_UP_BEFORE_ENROLMENT", "day")


async def test_a_brand_without_the_section_has_awards_and_nothing_else(points: Points) -> None:
    till = points.till("retail")
    done = await till.check_ins.CheckIn(check_in())
    assert not done.HasField("check_in")
    assert not (await wallet(points.member("mem_ada", "retail"))).HasField("check_ins")
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.member("mem_ada", "retail").check_ins.MakeUp(make_up("2026-03-03"))
    assert refusal(refused.value).reason == "CHECK_IN_UNAVAILABLE"


async def test_a_brand_without_a_programme_has_wallets_without_check_ins(points: Points) -> None:
    assert not (await wallet(points.operator("nobody"))).HasField("check_ins")


async def test_members_make_up_their_own_days_and_check_in_through_a_channel(
    points: Points,
) -> None:
    await give_card(points, "mem_bob")
    ada = points.member("mem_ada").check_ins
    for call in (ada.MakeUp(make_up("2026-03-03", member_id="mem_bob")), ada.CheckIn(check_in())):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call
        assert refusal(refused.value).reason == "PERMISSION_DENIED"
    for_bob = make_up("2026-03-03", member_id="mem_bob")
    done = await points.operator().check_ins.MakeUp(for_bob)
    assert done.check_in.day == "2026-03-03"


async def test_only_a_check_in_is_taken(points: Points) -> None:
    visit = pb.CheckInRequest(activity=sent("VISIT"))
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.till().check_ins.CheckIn(visit)
    found = refusal(refused.value)
    assert (found.reason, found.field) == ("INVALID_ARGUMENT", "activity.type")


async def test_the_books_stay_green_and_name_the_rule_of_the_bonus(points: Points) -> None:
    await give_card(points)
    for days_ago in (6, 5, 4, 2, 1, 0):
        await points.till().check_ins.CheckIn(check_in(days_ago))
    done = await points.member("mem_ada").check_ins.MakeUp(make_up("2026-03-01"))
    assert done.check_in.bonus.amount == 20
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])
    entries = await points.till().ledger.ListEntries(
        ledger_pb2.ListEntriesRequest(owner="mem_ada", asset="POINTS")
    )
    assert entries.entries[0].metadata["rule"] == "check_in_streak"
    (share,) = entries.entries[0].cause.rules
    assert (share.rule, share.name.en) == ("check_in_streak", "Check-in streak bonus")
