"""Statements over gRPC: finance sees the books of its brand, a member its own months."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import grpc
import pytest

from services.common.auth import Caller, Role
from services.common.errors import Reason, reason_of
from services.points.__main__ import parse, rules
from services.points.calendar.domain.month import month_of
from tessera.points.v1 import earning_pb2, ledger_pb2, statements_pb2_grpc
from tessera.points.v1 import statements_pb2 as pb
from tests.activities import NOON, document
from tests.component.points.conftest import FRUIT, MILK, As, Members, Points, followed, sent

SHANGHAI = ZoneInfo("Asia/Shanghai")
THIS = month_of(NOON, SHANGHAI)


def statements(caller: As) -> statements_pb2_grpc.StatementsAsyncStub:
    return statements_pb2_grpc.StatementsStub(caller.channel)


def asked(
    member_id: str = "mem_ann", month: str = str(THIS), **more: Any
) -> pb.GetStatementRequest:
    return pb.GetStatementRequest(member_id=member_id, month=month, **more)


async def refused(call: Awaitable[Any]) -> Reason:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await call
    reason = reason_of(error.value)
    assert reason is not None
    return reason


async def write(caller: As, points: int, request_id: str, kind: int, house: str) -> None:
    """`points` to mem_ann (from her when negative)."""
    await caller.ledger.CreatePosting(
        ledger_pb2.CreatePostingRequest(
            request_id=request_id,
            kind=kind,  # type: ignore[arg-type]
            legs=[
                ledger_pb2.Leg(owner="mem_ann", asset="POINTS", amount=points),
                ledger_pb2.Leg(owner=house, asset="POINTS", amount=-points),
            ],
        )
    )


async def a_month(points: Points) -> None:
    """Tea: 100 earned, 30 spent of them. Retail: 7 earned by one of the same id."""
    till = points.till()
    await write(till, 100, "e", ledger_pb2.POSTING_KIND_EARN, "house:issued")
    await write(till, -30, "s", ledger_pb2.POSTING_KIND_SPEND, "house:redeemed")
    await write(points.till("retail"), 7, "e", ledger_pb2.POSTING_KIND_EARN, "house:issued")


async def test_a_member_sees_its_month_and_pages_through_it(points: Points) -> None:
    await a_month(points)
    me = statements(points.member("mem_ann"))
    told = await me.GetStatement(asked(page_size=1))
    assert (told.opening, told.closing, told.time_zone) == (0, 70, "Asia/Shanghai")
    assert [(line.kind, line.amount, line.count) for line in told.lines] == [
        (ledger_pb2.POSTING_KIND_EARN, 100, 1),
        (ledger_pb2.POSTING_KIND_SPEND, -30, 1),
    ]
    assert [entry.amount for entry in told.entries] == [-30]
    rest = await me.GetStatement(asked(page_size=1, page_token=told.next_page_token))
    assert [(entry.amount, entry.sequence) for entry in rest.entries] == [(100, 1)]
    assert rest.closing == 70
    assert not rest.next_page_token
    assert not (await me.GetStatement(asked())).entries
    points.clock.advance(timedelta(days=40))
    later = await me.GetStatement(asked(month=str(THIS.plus(1)), page_size=100))
    assert (later.opening, later.closing, len(later.entries)) == (70, 70, 0)


async def test_a_member_sees_no_other_and_no_books(points: Points) -> None:
    me = statements(points.member("mem_bob"))
    for call in (
        me.GetStatement(asked("mem_ann")),
        me.GetTrialBalance(pb.GetTrialBalanceRequest()),
        me.GetLiability(pb.GetLiabilityRequest()),
        statements(points.till()).GetLiability(pb.GetLiabilityRequest()),
    ):
        assert (await refused(call)).reason == "PERMISSION_DENIED"


async def test_brands_do_not_meet(points: Points) -> None:
    await a_month(points)
    for brand, closing in ("tea", 70), ("retail", 7), ("car", 0):
        finance = statements(points.operator(brand))
        told = await finance.GetStatement(asked(page_size=100))
        assert told.closing == closing
        assert sum(entry.amount for entry in told.entries) == closing
        assert (await finance.GetLiability(pb.GetLiabilityRequest())).outstanding == closing
        trial = await finance.GetTrialBalance(pb.GetTrialBalanceRequest())
        members = [line for line in trial.lines if line.account_class == "members"]
        assert [line.balance for line in members] == ([closing] if closing else [])


async def test_a_page_token_is_good_for_its_own_statement_only(points: Points) -> None:
    await a_month(points)
    token = (await statements(points.operator()).GetStatement(asked(page_size=1))).next_page_token
    for brand, request in (
        ("tea", asked("mem_bob", page_size=1, page_token=token)),
        ("tea", asked(month=str(THIS.plus(-1)), page_size=1, page_token=token)),
        ("tea", asked(asset="GROWTH", page_size=1, page_token=token)),
        ("retail", asked(page_size=1, page_token=token)),
    ):
        told = await refused(statements(points.operator(brand)).GetStatement(request))
        assert told.reason == "PAGE_TOKEN_INVALID"


async def test_the_books_sum_to_zero_now_and_then(points: Points) -> None:
    await a_month(points)
    before = points.clock.now()
    points.clock.advance(timedelta(hours=1))
    await write(points.till(), 5, "e2", ledger_pb2.POSTING_KIND_EARN, "house:issued")
    finance = statements(points.operator())
    trial = await finance.GetTrialBalance(pb.GetTrialBalanceRequest())
    told = [(x.account_class, x.credits, x.debits, x.balance) for x in trial.lines]
    assert [line for line in told if line[0] != "rewards"][:3] == [
        ("house:issued", 0, 105, -105),
        ("house:redeemed", 30, 0, 30),
        ("members", 105, 30, 75),
    ]
    assert not any(trial.sums.values())
    then = pb.GetTrialBalanceRequest()
    then.as_of_record_time.FromDatetime(before)
    earlier = await finance.GetTrialBalance(then)
    assert [x.balance for x in earlier.lines if x.account_class == "members"] == [70]
    assert earlier.as_of == then.as_of_record_time


async def test_liability_tells_expiry_and_breakage(points: Points) -> None:
    till = points.till()
    request = ledger_pb2.CreatePostingRequest(request_id="e", kind=ledger_pb2.POSTING_KIND_EARN)
    request.legs.add(owner="mem_ann", asset="POINTS", amount=80)
    request.legs[0].expire_time.FromDatetime(THIS.plus(1).start(SHANGHAI))
    request.legs.add(owner="mem_ann", asset="POINTS", amount=20)
    request.legs.add(owner="house:issued", asset="POINTS", amount=-100)
    await till.ledger.CreatePosting(request)
    finance = statements(points.operator())
    told = await finance.GetLiability(pb.GetLiabilityRequest())
    assert [(one.month, one.points) for one in told.by_expiry] == [(str(THIS), 80), ("", 20)]
    assert (told.outstanding, len(told.breakage)) == (100, 12)
    # Tea says that 100 points are worth 5 yuan.
    values = [one.value.minor_units for one in told.by_expiry]
    assert (values, told.value.minor_units, told.value.currency_code) == ([400, 100], 500, "CNY")
    points.clock.set(THIS.plus(1).start(SHANGHAI) + timedelta(days=3))
    later = await finance.GetLiability(pb.GetLiabilityRequest(months=1))
    assert [(one.month, one.points) for one in later.by_expiry] == [("", 20)]
    (month,) = later.breakage
    assert (month.month, month.issued, month.expired) == (str(THIS), 100, 80)
    assert month.breakage_basis_points == 8000
    assert month.expired_value.minor_units == 400
    retail = await statements(points.operator("retail")).GetLiability(pb.GetLiabilityRequest())
    assert not retail.HasField("value")


async def an_award(points: Points) -> None:
    """Two drinks, one of the named series: 36 by one rule and 5 by another; 12 are spent."""
    order = sent("ORDER", FRUIT, MILK)
    till = points.till()
    await till.earning.AwardActivities(earning_pb2.AwardActivitiesRequest(activities=[order]))
    points.clock.advance(timedelta(days=8))
    spend = ledger_pb2.CreatePostingRequest(request_id="s", kind=ledger_pb2.POSTING_KIND_SPEND)
    spend.legs.add(owner="mem_ada", asset="POINTS", amount=-12)
    spend.legs.add(owner="house:redeemed", asset="POINTS", amount=12)
    await till.ledger.CreatePosting(spend)


def of_rules(**more: Any) -> pb.ListRuleTotalsRequest:
    this = str(THIS)
    return pb.ListRuleTotalsRequest(**{"month_from": this, "month_until": this} | more)


async def test_what_became_of_each_rules_points_is_told(points: Points) -> None:
    await an_award(points)
    finance = statements(points.operator())
    answer = await finance.ListRuleTotals(of_rules())
    assert [(one.rule, one.issued, one.redeemed, one.outstanding) for one in answer.rules] == [
        ("fresh_fruit_bonus", 5, 1, 4),
        ("order_points", 36, 11, 25),
    ]
    sum_ = answer.sum
    assert (sum_.rule, sum_.issued, sum_.redeemed, sum_.outstanding) == ("", 41, 12, 29)
    trial = await finance.GetTrialBalance(pb.GetTrialBalanceRequest())
    balance = {(x.account_class, x.asset): x.balance for x in trial.lines}
    assert (balance["house:issued", "POINTS"], balance["house:redeemed", "POINTS"]) == (-41, 12)
    first = await finance.ListRuleTotals(of_rules(page_size=1))
    rest = await finance.ListRuleTotals(of_rules(page_size=1, page_token=first.next_page_token))
    assert [*first.rules, *rest.rules] == list(answer.rules)
    assert (first.sum, rest.next_page_token) == (answer.sum, "")
    before = str(THIS.plus(-1))
    earlier = await finance.ListRuleTotals(of_rules(month_from=before, month_until=before))
    assert (earlier.sum.issued, earlier.sum.outstanding) == (0, 29)
    retail = await statements(points.operator("retail")).ListRuleTotals(of_rules())
    assert not retail.rules


async def test_only_finance_asks_of_rules_and_wrong_months_are_named(points: Points) -> None:
    for caller in (points.member("mem_ada"), points.till()):
        answer = await refused(statements(caller).ListRuleTotals(of_rules()))
        assert answer.reason == "PERMISSION_DENIED"
    finance = statements(points.operator())
    for request, field in (
        (of_rules(month_from=""), "month_from"),
        (of_rules(month_from="2026-00"), "month_from"),
        (of_rules(month_until="x"), "month_until"),
        (of_rules(month_until=str(THIS.plus(-1))), "month_until"),
        (of_rules(month_until=str(THIS.plus(36))), "month_until"),
        (of_rules(page_size=-1), "page_size"),
    ):
        answer = await refused(finance.ListRuleTotals(request))
        assert (answer.reason, answer.field) == ("INVALID_ARGUMENT", field)


async def test_rules_are_printed_as_csv(points: Points, capsys: pytest.CaptureFixture[str]) -> None:
    await an_award(points)
    asked = parse(["rules", "--brand", "tea", "--from", str(THIS)])
    assert await rules(points.db, asked) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "rule,campaigns,issued,redeemed,expired,clawed_back,other,outstanding"
    assert lines[2] == "order_points,,36,11,0,0,0,25"
    assert lines[-1] == "(all),,41,12,0,0,0,29"
    with pytest.raises(SystemExit):
        parse(["rules", "--brand", "tea", "--from", "2026-13"])


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"--until": str(THIS.plus(-1))}, "month_until: 1 to 36 months"),
        ({"--until": str(THIS.plus(36))}, "month_until: 1 to 36 months"),
        ({"--asset": "GOLD"}, "asset: not an asset of this brand"),
        ({"--brand": "tae"}, "tae: nothing was ever written for it"),
    ],
)
async def test_a_wrong_question_about_rules_is_answered_with_a_sentence(
    points: Points, capsys: pytest.CaptureFixture[str], more: dict[str, str], told: str
) -> None:
    await an_award(points)
    named = {"--brand": "tea", "--from": str(THIS)} | more
    question = parse(["rules", *(word for pair in named.items() for word in pair)])
    assert await rules(points.db, question) == 2
    said = capsys.readouterr()
    assert (said.out, said.err[: len(told)], len(said.err.splitlines())) == ("", told, 1)


async def test_what_is_wrong_is_named(points: Points) -> None:
    finance = statements(points.operator())
    for request, reason, field in (
        (asked(month="2026-13"), "INVALID_ARGUMENT", "month"),
        (asked(month=str(THIS.plus(1))), "INVALID_ARGUMENT", "month"),
        (asked(page_size=-1), "INVALID_ARGUMENT", "page_size"),
        (asked("house:issued"), "ACCOUNT_UNKNOWN", "member_id"),
        (asked(""), "ACCOUNT_UNKNOWN", "member_id"),
        (asked("x" * 65), "ACCOUNT_UNKNOWN", "member_id"),
        (asked(asset="GOLD"), "ASSET_UNKNOWN", "asset"),
    ):
        told = await refused(finance.GetStatement(request))
        assert (told.reason, told.field) == (reason, field)
    for months in -1, 37:
        told = await refused(finance.GetLiability(pb.GetLiabilityRequest(months=months)))
        assert (told.reason, told.field) == ("INVALID_ARGUMENT", "months")


async def test_finance_closes_the_month_before(points: Points) -> None:
    finance = points.caller(Caller("tea", "fin", Role.OPERATOR, scopes=frozenset({"points"})))
    books, last = statements(finance), str(THIS.plus(-1))
    assert not (await books.GetClosedPeriod(pb.GetClosedPeriodRequest())).HasField("closed")
    for caller in (points.operator("tea", ""), points.till(), points.member("mem_ann")):
        close = statements(caller).ClosePeriod(pb.ClosePeriodRequest(request_id="c", month=last))
        assert (await refused(close)).reason == "PERMISSION_DENIED"
    early = ledger_pb2.CreatePostingRequest(
        request_id="early",
        kind=ledger_pb2.POSTING_KIND_ADJUST,
        legs=[
            ledger_pb2.Leg(owner="mem_ann", asset="POINTS", amount=1),
            ledger_pb2.Leg(owner="house:adjusted", asset="POINTS", amount=-1),
        ],
    )
    early.effective_time.FromDatetime(THIS.start(SHANGHAI) - timedelta(days=1))
    request = pb.ClosePeriodRequest(request_id="c", month=last)
    first = await books.ClosePeriod(request)
    again = await books.ClosePeriod(request)
    assert (first.closed, first.replayed, again.replayed) == (again.closed, False, True)
    assert (await books.GetClosedPeriod(pb.GetClosedPeriodRequest())).closed == first.closed
    assert (first.closed.month, first.closed.closed_by) == (last, "fin")
    late = points.till().ledger.CreatePosting(early)
    assert (await refused(late)).reason == "EFFECTIVE_TIME_INVALID"
    # Another brand's books stay open.
    await points.till("retail").ledger.CreatePosting(early)
    for wrong in (
        pb.ClosePeriodRequest(request_id="d", month=str(THIS)),
        pb.ClosePeriodRequest(request_id="d", month="2026-13"),
        pb.ClosePeriodRequest(request_id="", month=last),
    ):
        assert (await refused(books.ClosePeriod(wrong))).reason in (
            "INVALID_ARGUMENT",
            "REQUEST_ID_INVALID",
        )


@pytest.mark.usefixtures("crowd")
async def test_a_sum_beyond_64_bits_is_refused_by_name_and_a_month_is_told(points: Points) -> None:
    most = 10**15
    legs = [
        leg
        for n in range(32)
        for leg in (
            ledger_pb2.Leg(owner=f"mem_{n}", asset="POINTS", amount=most),
            ledger_pb2.Leg(owner="house:issued", asset="POINTS", amount=-most),
        )
    ]
    batch = ledger_pb2.BatchCreatePostingsRequest(
        requests=[
            ledger_pb2.CreatePostingRequest(
                request_id=f"r{n}", kind=ledger_pb2.POSTING_KIND_EARN, legs=legs
            )
            for n in range(300)
        ]
    )
    results = (await points.till().ledger.BatchCreatePostings(batch)).results
    assert not any(result.reason for result in results)
    finance, books = points.operator(), statements(points.operator())
    house = ledger_pb2.GetBalancesRequest(
        accounts=[ledger_pb2.AccountName(owner="house:issued", asset="POINTS")]
    )
    for call in (
        books.GetTrialBalance(pb.GetTrialBalanceRequest()),
        books.GetLiability(pb.GetLiabilityRequest()),
        books.ListRuleTotals(pb.ListRuleTotalsRequest(month_from=str(THIS))),
        finance.ledger.GetBalances(house),
    ):
        assert (await refused(call)).reason == "SUM_TOO_LARGE"
    told = await books.GetStatement(asked("mem_1"))
    assert told.closing == 300 * most


async def test_what_was_closed_is_answered_as_it_was_whatever_a_programme_says_later(
    points: Points, members: Members
) -> None:
    tea = document("tea")
    tea["assets"]["BEANS"] = {"spendable": True, "expiry": {"policy": "never"}}
    await members.feed.publish("tea", tea, 2)
    await followed(points, members)
    till, finance = points.till(), statements(points.operator())
    await write(till, 7, "seven", ledger_pb2.POSTING_KIND_EARN, "house:issued")
    # 1 April, one in the morning in Shanghai, is still March in New York.
    points.clock.set(THIS.plus(1).start(SHANGHAI) + timedelta(hours=1))
    await write(till, 100, "hundred", ledger_pb2.POSTING_KIND_EARN, "house:issued")
    points.clock.advance(timedelta(days=1))
    await finance.ClosePeriod(pb.ClosePeriodRequest(request_id="c", month=str(THIS)))

    async def answers() -> list[Any]:
        rules_asked = pb.ListRuleTotalsRequest(month_from=str(THIS))
        liability = await finance.GetLiability(pb.GetLiabilityRequest(months=1))
        trial = await finance.GetTrialBalance(pb.GetTrialBalanceRequest())
        return [
            await finance.GetStatement(asked(page_size=10)),
            await finance.GetStatement(asked(asset="BEANS")),
            await finance.ListRuleTotals(rules_asked),
            list(liability.breakage),
            list(trial.lines),
            (await finance.GetClosedPeriod(pb.GetClosedPeriodRequest())).closed,
        ]

    before = await answers()
    assert (before[0].closing, before[2].sum.issued) == (7, 7)
    tea["timezone"] = "America/New_York"
    tea["assets"]["POINTS"]["value"] = {"minor_units": 1, "per_points": 1}
    del tea["assets"]["BEANS"]
    await members.feed.publish("tea", tea, 3)
    await followed(points, members)
    assert await answers() == before
    april = await finance.GetStatement(asked(month=str(THIS.plus(1)), page_size=10))
    assert (april.opening, april.closing) == (7, 107)
    told = await refused(finance.GetStatement(asked(asset="GOLD")))
    assert told.reason == "ASSET_UNKNOWN"
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert not report.problems
