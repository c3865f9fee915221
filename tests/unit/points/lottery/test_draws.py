"""Drawing on stores in memory: once for ever, within stock, whatever comes at once."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict

from services.common.clock import ManualClock
from services.points.context import MemberLocks, PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.domain.posting import Leg, Posted, PostingKind, PostingRequest
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.lottery.adapters import SealKey, load
from services.points.lottery.api import _draw
from services.points.lottery.commands.draws import Answer, draw_lottery, list_draws
from services.points.lottery.commands.players import show, standing
from services.points.lottery.commands.seeds import LotteryContext, commit_days, tell_seeds
from services.points.lottery.domain.outcome import DrawReason
from services.points.lottery.domain.player import LotteryClosed, LotteryDayLimit, NoLotteryTicket
from services.points.lottery.domain.section import LotteryNotFound, lotteries
from services.points.lottery.domain.seed import SeedUnavailable
from services.points.programme.domain.published import ProgrammePublished
from tests.activities import NOON, document
from tests.paths import ROOT

KEY = SealKey(bytes(32))
TODAY = date(2026, 3, 4)
SURE: dict[str, Any] = {"code": "sure", "odds_ppm": 1_000_000, "kind": "voucher", "voucher_days": 3}


def spring(*prizes: dict[str, Any], **more: Any) -> dict[str, Any]:
    named = {"name": {"zh": "春", "en": "Spring"}}
    return {
        "code": "spring",
        **named,
        "ticket": {"asset": "LOTTERY_TICKET", "per_draw": 1},
        "from": "2026-03-01",
        "until": "2026-03-31",
        "prizes": [named | prize for prize in prizes],
        **more,
    }


@pytest.fixture
def draws(ctx: PointsContext) -> LotteryContext:
    return LotteryContext(ctx, KEY)


async def publish(
    ctx: LotteryContext, *prizes: dict[str, Any], version: int = 2, **more: Any
) -> None:
    changed = document("tea") | {"lotteries": [spring(*prizes, **more)]}
    at = NOON + timedelta(seconds=version)
    await follow_members(ctx.points, [ProgrammePublished("tea", version, changed, at)])


async def tickets(ctx: LotteryContext, amount: int, member: str = "mem_ada") -> None:
    legs = (
        Leg(member, "LOTTERY_TICKET", amount),
        Leg("house:adjusted", "LOTTERY_TICKET", -amount),
    )
    request = PostingRequest("tea", f"give/{member}", PostingKind.ADJUST, legs)
    (result,) = await ctx.points.ledger.post_all([request])
    assert isinstance(result, Posted)


async def draw(ctx: LotteryContext, request: str = "r1", member: str = "mem_ada") -> Answer:
    return await draw_lottery(ctx, "tea", request_id=request, lottery="spring", member_id=member)


async def posted(ctx: LotteryContext, owner: str, asset: str) -> int:
    (found,) = await ctx.points.ledger.balances("tea", [(owner, asset)], ctx.points.clock.now())
    return found.posted


async def test_a_ticket_and_its_prize_are_one_posting(draws: LotteryContext) -> None:
    kinds = {"kind": "asset", "asset": "POINTS", "amount": 20}
    await publish(draws, {"code": "points", "odds_ppm": 1_000_000, **kinds})
    await tickets(draws, 2)
    made = (await draw(draws)).draw
    assert (made.number, made.drawn, made.reason) == (1, "points", DrawReason.DRAWN)
    assert await posted(draws, "mem_ada", "LOTTERY_TICKET") == 1
    assert await posted(draws, "mem_ada", "POINTS") == 20
    posting = await draws.points.ledger.posting("tea", "draw/r1")
    assert posting is not None
    assert {entry.asset for entry in posting.entries} >= {"LOTTERY_TICKET", "POINTS"}
    assert await posted(draws, "house:redeemed", "draw.spring") == 1
    assert await posted(draws, "house:redeemed", "draw.spring.points") == 1


async def test_a_repeat_gets_the_first_draw_and_other_content_is_refused(
    draws: LotteryContext,
) -> None:
    await publish(draws, SURE)
    await tickets(draws, 2)
    first = await draw(draws)
    again = await draw(draws)
    assert (again.draw, again.replayed) == (first.draw, True)
    assert await posted(draws, "mem_ada", "LOTTERY_TICKET") == 1
    await tickets(draws, 2, "mem_bob")
    with pytest.raises(RequestIdReused):
        await draw(draws, member="mem_bob")


@pytest.mark.parametrize("processes", [1, 2])
async def test_200_draws_at_once_give_10_prizes_where_there_are_10(
    draws: LotteryContext, processes: int
) -> None:
    await publish(draws, SURE | {"stock": 10})
    for n in range(200):
        await tickets(draws, 1, f"mem_{n}")
    each = [
        replace(draws, points=replace(draws.points, locks=MemberLocks())) for _ in range(processes)
    ]
    found = await asyncio.gather(
        *(draw(each[n % processes], f"r{n}", f"mem_{n}") for n in range(200))
    )
    won = [answer.draw for answer in found if answer.draw.prize]
    assert len(won) == len({made.voucher_code for made in won}) == 10
    lost = [answer.draw for answer in found if not answer.draw.prize]
    assert {(made.drawn, made.reason) for made in lost} == {("sure", DrawReason.OUT_OF_STOCK)}
    assert await posted(draws, "reward:draw.spring.sure", "STOCK") == 0
    assert await posted(draws, "house:redeemed", "draw.spring") == 200
    # A losing repeat stays a loss when there is stock again.
    await publish(draws, SURE | {"stock": 11}, version=3)
    assert (await draw(draws, lost[0].request_id, lost[0].member_id)).draw == lost[0]


async def test_draws_of_one_member_at_once_have_the_numbers_1_to_n(draws: LotteryContext) -> None:
    await publish(draws, SURE | {"once_per_member": True})
    await tickets(draws, 12)
    found = await asyncio.gather(*(draw(draws, f"r{n}") for n in range(12)))
    assert sorted(answer.draw.number for answer in found) == list(range(1, 13))
    assert len([1 for answer in found if answer.draw.prize]) == 1
    reasons = {answer.draw.reason for answer in found if not answer.draw.prize}
    assert reasons == {DrawReason.WON_BEFORE}


async def test_pity_comes_after_the_losses_and_begins_anew(draws: LotteryContext) -> None:
    never = SURE | {"odds_ppm": 0}
    await publish(draws, never, pity={"after": 2, "prize": "sure"})
    await tickets(draws, 6)
    found = [bool((await draw(draws, f"r{n}")).draw.prize) for n in range(6)]
    assert found == [False, False, True, False, False, True]


async def test_what_keeps_from_a_draw_takes_no_ticket(
    draws: LotteryContext, clock: ManualClock
) -> None:
    await publish(draws, SURE, per_day=1)
    with pytest.raises(NoLotteryTicket):
        await draw(draws)
    await tickets(draws, 5)
    with pytest.raises(LotteryNotFound):
        await draw_lottery(draws, "tea", request_id="r", lottery="autumn", member_id="mem_ada")
    await draw(draws)
    with pytest.raises(LotteryDayLimit):
        await draw(draws, "r2")
    # A repeat is answered, limit or not.
    assert (await draw(draws)).replayed
    clock.advance(timedelta(days=60))
    with pytest.raises(LotteryClosed):
        await draw(draws, "r3")
    assert await posted(draws, "mem_ada", "LOTTERY_TICKET") == 4


async def test_limits_and_seeds_change_at_local_midnight(
    draws: LotteryContext, clock: ManualClock
) -> None:
    await publish(draws, SURE, per_day=1)
    await tickets(draws, 5)
    midnight = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    clock.advance(midnight - NOON - timedelta(milliseconds=1))
    before = (await draw(draws)).draw
    with pytest.raises(LotteryDayLimit):
        await draw(draws, "r2")
    clock.advance(timedelta(milliseconds=1))
    after = (await draw(draws, "r2")).draw
    assert (before.day, after.day) == (TODAY, date(2026, 3, 5))
    assert before.commitment != after.commitment
    # Now the day of the first is over, and ten minutes later its seed is told.
    asked = {"member_id": "mem_ada", "lottery": "", "before": "", "size": 5}
    assert (await list_draws(draws, "tea", **asked)).seeds == {}  # type: ignore[arg-type]
    clock.advance(timedelta(minutes=10))
    told = (await list_draws(draws, "tea", **asked)).seeds  # type: ignore[arg-type]
    assert list(told) == ["spring/2026-03-04"]


async def test_a_zone_that_moves_west_begins_no_day_anew_whose_seed_is_told(
    draws: LotteryContext, clock: ManualClock
) -> None:
    await publish(draws, SURE)
    await tickets(draws, 5)
    await commit_days(draws, "tea")
    midnight = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    clock.advance(midnight - NOON + timedelta(minutes=10))
    told = (await tell(draws))[TODAY]
    assert told is not None
    await publish_in(draws, "America/New_York", SURE)
    # There it is the 4th again, until 5 o'clock of the 5th in UTC.
    again = (await draw(draws)).draw
    assert (again.day, (await tell(draws))[TODAY]) == (date(2026, 3, 5), told)
    assert (await tell(draws))[again.day] is None
    # Each day has its seed, also when all that were made in the old zone are over.
    for hours in (16, 24, 48):
        clock.advance(timedelta(hours=hours))
        made = (await draw(draws, f"h{hours}")).draw
        assert (await tell(draws))[made.day] is None


async def tell(ctx: LotteryContext) -> dict[date, bytes | None]:
    lottery = lotteries(await ctx.points.programmes.get("tea")).get("spring")
    days = await tell_seeds(ctx, "tea", lottery, date(2026, 3, 10), 10)
    return {each.day: each.seed for each in days}


async def publish_in(ctx: LotteryContext, zone: str, *prizes: dict[str, Any]) -> None:
    changed = document("tea") | {"lotteries": [spring(*prizes)], "timezone": zone}
    at = ctx.points.clock.now()
    await follow_members(ctx.points, [ProgrammePublished("tea", 3, changed, at)])


async def test_a_commitment_is_made_ahead_once_and_kept_by_all_processes(
    draws: LotteryContext,
) -> None:
    await publish(draws, SURE)
    await asyncio.gather(*(commit_days(draws, "tea") for _ in range(8)))
    programme = await draws.points.programmes.get("tea")
    (shown,) = await show(draws, "tea", lotteries(programme).all)
    assert [told.day for told in shown.commitments] == [TODAY, date(2026, 3, 5)]
    await tickets(draws, 1)
    assert (await draw(draws)).draw.commitment == shown.commitments[0].commitment
    days = await tell_seeds(draws, "tea", shown.lottery, date(2026, 3, 5), 3)
    assert [told.seed for told in days] == [None, None]
    await commit_days(draws, "nobody")


async def test_a_coupon_that_ended_is_replaced_and_refuses_no_draw(draws: LotteryContext) -> None:
    ended = {
        "code": "old",
        "name": {"zh": "旧", "en": "Old"},
        "kind": "free_order",
        "life": {"until": "2026-03-03"},
    }
    drink = {"code": "drink", "odds_ppm": 1_000_000, "kind": "coupon", "coupon": "old"}
    changed = document("tea") | {
        "streaks": [],
        "coupons": {"types": [ended]},
        "lotteries": [spring(drink | {"instead": "sure"}, SURE | {"odds_ppm": 0})],
    }
    await follow_members(
        draws.points, [ProgrammePublished("tea", 2, changed, NOON + timedelta(seconds=2))]
    )
    await tickets(draws, 1)
    made = (await draw(draws)).draw
    assert (made.drawn, made.reason) == ("drink", DrawReason.ENDED)
    assert made.prize is not None
    assert made.prize.code == "sure"


async def test_a_coupon_that_is_won_lies_in_the_ledger(draws: LotteryContext) -> None:
    won = {"code": "c", "odds_ppm": 1_000_000, "kind": "coupon", "coupon": "check_in_0_1"}
    await publish(draws, won)
    await tickets(draws, 1)
    assert (await draw(draws)).draw.coupon_id
    assert await posted(draws, "mem_ada", "coupon.check_in_0_1") == 1


async def test_without_its_key_a_lottery_refuses_and_takes_nothing(draws: LotteryContext) -> None:
    await publish(draws, SURE)
    await tickets(draws, 2)
    await draw(draws)
    for key in (SealKey(None), SealKey(bytes(31) + b"\1")):
        with pytest.raises(SeedUnavailable):
            await draw(replace(draws, seals=key), "r2")
    assert await posted(draws, "mem_ada", "LOTTERY_TICKET") == 1
    sealed = KEY.seal("tea", "spring/2026-03-04", bytes(32))
    with pytest.raises(SeedUnavailable):
        KEY.open("tea", "spring/2026-03-05", sealed)


def test_the_key_is_made_once_in_development_and_never_in_production(tmp_path: Path) -> None:
    with pytest.raises(SeedUnavailable):
        load(tmp_path, "production").seal("tea", "x", bytes(32))
    sealed = load(tmp_path, "development").seal("tea", "x", bytes(32))
    assert load(tmp_path, "production").open("tea", "x", sealed) == bytes(32)
    (tmp_path / "points.seal").write_text("ab")
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        load(tmp_path, "production")


async def test_the_standing_counts_tickets_draws_and_losses(draws: LotteryContext) -> None:
    await publish(draws, SURE | {"odds_ppm": 0}, per_day=2)
    await tickets(draws, 5)
    await draw(draws)
    lottery = lotteries(await draws.points.programmes.get("tea")).get("spring")
    assert await standing(draws, "tea", lottery, "mem_ada", TODAY) == (4, 1, 1, 1)


async def test_the_example_finds_a_manipulated_seed_roll_and_prize(
    draws: LotteryContext, clock: ManualClock
) -> None:
    half = SURE | {"odds_ppm": 500_000}
    await publish(draws, half)
    await tickets(draws, 5)
    for n in range(5):
        await draw(draws, f"r{n}|抽")
    clock.advance(timedelta(days=1))
    page = await list_draws(draws, "tea", member_id="mem_ada", lottery="spring", before="", size=9)
    told = [
        MessageToDict(_draw(one, page.seeds), preserving_proto_field_name=True)
        for one in page.draws
    ]

    def checked(draws_told: list[dict[str, Any]]) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, str(ROOT / "examples" / "check_draw.py")],
            input=json.dumps(draws_told),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stderr

    assert checked(told) == (0, "")
    assert len((ROOT / "examples" / "check_draw.py").read_text().splitlines()) <= 30
    for change in ({"seed": "00" * 32}, {"roll": 3}, {"drawn": "none"}, {"number": "9"}):
        code, said = checked([told[0], told[1] | change])
        assert (code, said.startswith(told[1]["id"])) == (1, True), change
