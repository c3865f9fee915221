"""Granting: once for ever, within the limits of the type, whatever comes at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.points.activities.domain.standing import MemberEnrolled
from services.points.context import MemberLocks, PointsContext
from services.points.coupons.commands import READ_AT_ONCE, list_coupons
from services.points.coupons.domain.coupon import CouponState
from services.points.grants.commands import Granted, grant_all
from services.points.grants.domain.grant import Grant, callers_grant
from services.points.grants.domain.operator_limits import Used, operator_limits
from services.points.intake.commands import follow_members
from services.points.programme.domain.published import ProgrammePublished
from tests.activities import NOON, document
from tests.activities import tea as tea_programme

TYPE: dict[str, Any] = {
    "code": "spring",
    "name": {"zh": "春", "en": "Spring"},
    "kind": "amount_off",
    "amount_minor": 500,
    "life": {"days": 3},
}


@pytest.fixture
async def tea(ctx: PointsContext) -> PointsContext:
    await follow_members(ctx, [MemberEnrolled("tea", f"mem_{n}", NOON) for n in range(25)])
    return ctx


async def publish(ctx: PointsContext, version: int = 2, **limits: Any) -> None:
    changed = document("tea") | {"streaks": [], "coupons": {"types": [{**TYPE, **limits}]}}
    at = NOON + timedelta(days=version)
    await follow_members(ctx, [ProgrammePublished("tea", version, changed, at)])


def wish(number: int, member: int = 0, **more: Any) -> Grant:
    asked = {"coupon_type": "spring", "campaign": "spring_26", **more}
    return callers_grant("tea", f"g{number}", f"mem_{member}", **asked)


def reasons(results: list[Granted]) -> list[str]:
    return [str(getattr(one.error, "reason", "")) for one in results]


async def held(ctx: PointsContext, member: int, asset: str = "coupon.spring") -> int:
    (found,) = await ctx.ledger.balances("tea", [(f"mem_{member}", asset)], ctx.clock.now())
    return found.available


async def test_a_repeat_gets_the_first_coupon_and_other_content_is_refused(
    tea: PointsContext,
) -> None:
    await publish(tea)
    (first,) = await grant_all(tea, [wish(1)])
    (again,) = await grant_all(tea, [wish(1)])
    assert first.coupon is not None
    assert (again.coupon, again.replayed) == (first.coupon, True)
    assert reasons(await grant_all(tea, [wish(1, 2)])) == ["REQUEST_ID_REUSED"]
    assert await held(tea, 0) == 1


async def test_each_grant_of_a_call_stands_alone(tea: PointsContext) -> None:
    await publish(tea)
    stranger = callers_grant("tea", "g2", "mem_nobody", coupon_type="spring")
    found = await grant_all(tea, [wish(1), stranger, wish(3, coupon_type="none"), wish(4, 1)])
    assert reasons(found) == ["", "MEMBER_NOT_FOUND", "COUPON_TYPE_NOT_FOUND", ""]
    assert await held(tea, 1) == 1


@pytest.mark.parametrize("processes", [1, 2])
async def test_no_member_gets_more_than_its_share_in_any_race(
    tea: PointsContext, processes: int
) -> None:
    await publish(tea, per_member=2)
    contexts = [replace(tea, locks=MemberLocks()) for _ in range(processes)]
    found = await asyncio.gather(*(grant_all(contexts[n % processes], [wish(n)]) for n in range(6)))
    given = [one for (one,) in found if one.error is None]
    assert len(given) == await held(tea, 0) == 2
    # A repeat of one that was given gets it again, at the limit too.
    assert reasons(await grant_all(tea, [wish(99)])) == ["COUPON_LIMIT_REACHED"]


async def test_all_members_together_get_no_more_than_the_total(tea: PointsContext) -> None:
    await publish(tea, total=7)
    found = await grant_all(tea, [wish(n, n) for n in range(25)])
    assert sorted(set(reasons(found))) == ["", "COUPONS_EXHAUSTED"]
    assert reasons(found).count("") == sum([await held(tea, n) for n in range(25)]) == 7
    await publish(tea, 3, total=8)
    found = await grant_all(tea, [wish(n + 200, n) for n in range(25)])
    assert reasons(found).count("") == 1


async def test_a_coupon_lies_in_the_ledger_until_the_end_of_its_day(
    tea: PointsContext, clock: ManualClock
) -> None:
    await publish(tea)
    (given,) = await grant_all(tea, [wish(1)])
    assert given.coupon is not None
    clock.advance(given.coupon.expires_at - NOON - timedelta(milliseconds=1))
    assert await held(tea, 0) == 1
    clock.advance(timedelta(milliseconds=1))
    assert await held(tea, 0) == 0
    listed = await list_coupons(tea, "tea", member_id="mem_0", state=None, before="", size=9)
    assert [one.state_at(clock.now()) for one in listed] == [CouponState.EXPIRED]


async def test_an_amount_lives_as_the_programme_says(tea: PointsContext) -> None:
    amount = callers_grant("tea", "g1", "mem_0", asset="POINTS", amount=50)
    (given,) = await grant_all(tea, [amount])
    assert given.posting is not None
    assert given.posting.entries[0].expire_at is not None
    assert given.posting.metadata["rule"] == "grant"
    assert await held(tea, 0, "POINTS") == 50
    odd = callers_grant("tea", "g2", "mem_0", asset="STARS", amount=1)
    assert reasons(await grant_all(tea, [odd])) == ["ASSET_UNKNOWN"]


async def test_lists_filter_by_the_state_of_now_and_go_on_where_they_ended(
    tea: PointsContext, clock: ManualClock
) -> None:
    await publish(tea)
    given = await grant_all(tea, [wish(n) for n in range(3)])
    ids = [one.coupon.id for one in given if one.coupon][::-1]

    async def ids_in(state: CouponState | None, before: str = "", size: int = 2) -> list[str]:
        found = await list_coupons(
            tea, "tea", member_id="mem_0", state=state, before=before, size=size
        )
        return [one.id for one in found]

    assert sorted(await ids_in(CouponState.GRANTED, size=9)) == sorted(ids)
    first = await ids_in(None)
    assert sorted(first + await ids_in(None, before=first[-1])) == sorted(ids)
    assert await ids_in(CouponState.USED) == []
    clock.advance(timedelta(days=9))
    assert len(await ids_in(CouponState.EXPIRED, size=9)) == 3
    assert await ids_in(CouponState.GRANTED) == []


async def test_a_till_s_list_does_not_read_the_coupons_that_ended_long_ago(
    tea: PointsContext, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(tea)
    await grant_all(tea, [wish(n) for n in range(READ_AT_ONCE + 50)])
    clock.advance(timedelta(days=9))
    await publish(tea, 10)
    await grant_all(tea, [wish(1_000)])
    read: list[int] = []
    listing = tea.ledger.list_records

    async def counted(*args: Any, **kwargs: Any) -> Any:
        found = await listing(*args, **kwargs)
        read.append(len(found))
        return found

    monkeypatch.setattr(tea.ledger, "list_records", counted)
    usable = await list_coupons(
        tea, "tea", member_id="mem_0", state=CouponState.GRANTED, before="", size=9
    )
    assert (len(usable), read) == (1, [1])


async def test_what_an_operator_grants_by_hand_counts_on_its_day(
    tea: PointsContext, clock: ManualClock
) -> None:
    changed = document("tea") | {
        "streaks": [],
        "coupons": {"types": [TYPE]},
        "adjustments": {"limit_coupons_per_day": 3},
    }
    await follow_members(tea, [ProgrammePublished("tea", 2, changed, NOON)])
    assert reasons(await grant_all(tea, [wish(n, n, operator="ann") for n in range(2)])) == ["", ""]
    four = [wish(n, n, operator="ann") for n in range(1, 5)]
    # The second is a repeat, and counts once.
    told = await grant_all(tea, four)
    assert reasons(told) == ["", "", "OPERATOR_LIMIT_REACHED", "OPERATOR_LIMIT_REACHED"]
    assert told[0].replayed
    others = [wish(7, 7, operator="bob"), wish(8, 8)]
    assert reasons(await grant_all(tea, others)) == ["", ""]
    clock.advance(timedelta(days=1))
    assert reasons(await grant_all(tea, [wish(3, 3, operator="ann")])) == [""]


def test_an_asset_may_have_a_limit_of_its_own() -> None:
    own = {"LOTTERY_TICKET": {"limit_per_operation": 5, "limit_per_day": 8}}
    limits = operator_limits(
        tea_programme(adjustments={"limit_per_operation": 100, "limit_per_day": 150, "assets": own})
    )
    used = limits.with_moved(Used(), {"POINTS": -90, "GROWTH": 10}, 0)
    assert limits.allow({"POINTS": 50}, used)
    assert not limits.allow({"POINTS": 51}, used)
    assert not limits.allow({"GROWTH": 101}, Used())
    assert limits.allow({"POINTS": 50, "LOTTERY_TICKET": -5}, used)
    assert not limits.allow({"LOTTERY_TICKET": 6}, used)
    used = limits.with_moved(used, {"LOTTERY_TICKET": -5}, 2)
    assert used == Used(100, {"LOTTERY_TICKET": 5}, 2)
    assert not limits.allow({"LOTTERY_TICKET": 4}, used)
    assert limits.allow({"LOTTERY_TICKET": 3, "POINTS": 50}, used)
    with pytest.raises(ValueError, match="GOLD is not declared"):
        operator_limits(
            tea_programme(
                adjustments={"assets": {"GOLD": {"limit_per_operation": 1, "limit_per_day": 1}}}
            )
        )
