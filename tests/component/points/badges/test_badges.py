"""Badges over gRPC: an award counts at once, its event finds it done, and a wallet shows them."""

from __future__ import annotations

from tessera.points.v1 import badges_pb2, earning_pb2, wallets_pb2
from tests.activities import NOON
from tests.component.points.conftest import As, Points, sent


async def wallet(caller: As, *, badges: bool = True) -> wallets_pb2.Wallet:
    request = wallets_pb2.BatchGetWalletsRequest(member_ids=["mem_ada"], badges=badges)
    return (await caller.wallets.BatchGetWallets(request)).wallets[0]


def by_code(found: wallets_pb2.Wallet) -> dict[str, badges_pb2.MemberBadge]:
    return {badge.code: badge for badge in found.badges.badges}


async def award(points: Points, kind: str, event_id: str) -> earning_pb2.AwardResult:
    told = sent(kind, event_id=event_id, member_id="mem_ada", at=NOON)
    request = earning_pb2.AwardActivitiesRequest(activities=[told])
    return (await points.till().earning.AwardActivities(request)).results[0]


async def test_an_award_brings_the_badge_at_once(points: Points) -> None:
    before = by_code(await wallet(points.member("mem_ada")))
    assert (before["good_company"].held, before["good_company"].of) == (False, 1)
    for _ in range(2):
        assert not (await award(points, "INVITE", "i1")).reason
    shown = by_code(await wallet(points.member("mem_ada")))
    assert list(shown)[:3] == ["good_company", "taster", "golden_leaf"]
    company = shown["good_company"]
    assert (company.held, company.name.en, company.done) == (True, "Good company", 1)
    assert (company.HasField("since"), company.HasField("until")) == (True, False)


async def test_a_wallet_has_no_badges_unasked_nor_where_the_brand_has_none(points: Points) -> None:
    assert not (await wallet(points.operator(), badges=False)).HasField("badges")
    assert not (await wallet(points.operator("retail"))).HasField("badges")


async def test_progress_shows_what_is_done_of_what_it_takes(points: Points) -> None:
    for n in range(2):
        await award(points, "REVIEW", f"r{n}")
    taster = by_code(await wallet(points.operator()))["taster"]
    assert (taster.held, taster.done, taster.of) == (False, 2, 3)
    await award(points, "REVIEW", "r2")
    taster = by_code(await wallet(points.operator()))["taster"]
    # 365 days, the first included, to the end of the last in Shanghai.
    assert taster.until.ToJsonString() == "2027-03-03T16:00:00Z"
