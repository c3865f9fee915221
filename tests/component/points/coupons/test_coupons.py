"""Coupons over the wire: granted by services and operators, read by members and tills."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from services.common.auth import Caller, Role
from tessera.points.v1 import coupons_pb2, grants_pb2, ledger_pb2
from tests.component.audited import entries
from tests.component.points.conftest import As, Points
from tests.component.points.ledger.ledger_calls import refusal

GRANTED = coupons_pb2.COUPON_STATE_GRANTED
EXPIRED = coupons_pb2.COUPON_STATE_EXPIRED


def item(number: int = 1, member_id: str = "mem_ada", **more: Any) -> grants_pb2.GrantItem:
    asked: dict[str, Any] = {"coupon_type": "birthday", "reason": "cup spilt", **more}
    return grants_pb2.GrantItem(request_id=f"g{number}", member_id=member_id, **asked)


async def grant(caller: As, *items: grants_pb2.GrantItem) -> list[grants_pb2.GrantResult]:
    answer = await caller.grants.Grant(grants_pb2.GrantRequest(grants=items))
    return list(answer.results)


async def listed(caller: As, member_id: str = "mem_ada", **more: Any) -> list[coupons_pb2.Coupon]:
    request = coupons_pb2.ListMemberCouponsRequest(member_id=member_id, **more)
    return list((await caller.coupons.ListMemberCoupons(request)).coupons)


async def types(points: Points) -> dict[str, coupons_pb2.CouponType]:
    request = coupons_pb2.ListCouponTypesRequest(page_size=100)
    answer = await points.operator().coupons.ListCouponTypes(request)
    return {each.code: each for each in answer.types}


async def test_a_granted_coupon_is_found_by_its_member_its_id_and_its_code(points: Points) -> None:
    (given,) = await grant(points.operator(), item())
    coupon = given.coupon
    assert (coupon.type, coupon.state, coupon.expire_on) == ("birthday", GRANTED, "2026-04-03")
    assert (coupon.name.zh, coupon.conditions.en) == ("生日饮品券", "one article free")
    assert await listed(points.member("mem_ada")) == [coupon]
    till = points.till()
    for request in (
        coupons_pb2.LookUpCouponRequest(coupon_id=coupon.id),
        coupons_pb2.LookUpCouponRequest(code=f" {coupon.code[:5].lower()}-{coupon.code[5:]}"),
    ):
        assert (await till.coupons.LookUpCoupon(request)).coupon == coupon
    unknown = coupons_pb2.LookUpCouponRequest(code="2A3B4C5D6E")
    assert (await refusal(till.coupons.LookUpCoupon(unknown))).reason == "COUPON_NOT_FOUND"
    both = coupons_pb2.LookUpCouponRequest(coupon_id=coupon.id, code=coupon.code)
    assert (await refusal(till.coupons.LookUpCoupon(both))).field == "code"
    (again,) = await grant(points.operator(), item())
    assert (again.replayed, again.coupon) == (True, coupon)


async def test_a_grant_is_an_entry_with_its_reason_and_its_writer(points: Points) -> None:
    ann = points.operator()
    (given,) = await grant(ann, item(campaign="march"))
    request = ledger_pb2.ListEntriesRequest(owner="mem_ada", asset="POINTS")
    assert not (await ann.ledger.ListEntries(request)).entries
    [entry] = [e for e in await entries(ann.channel) if e.action == "points.Grants.Grant"]
    assert entry.outcome == "done"
    kept = await points.db["postings"].find_one({"request": "tea/grant/g1"})
    assert kept is not None
    assert kept["writer"] == ["ann", "operator"]
    assert given.posting_id


async def test_types_tell_how_many_were_granted_used_and_expired(points: Points) -> None:
    await grant(points.service(), item(1), item(2, "mem_bob"), item(3, coupon_type="weekend_drink"))
    found = await types(points)
    assert (found["birthday"].granted, found["birthday"].used) == (2, 0)
    assert (found["weekend_drink"].granted, found["weekend_drink"].total) == (1, 10_000)
    assert found["join_9_9"].granted == 0
    points.clock.advance(timedelta(days=31))
    assert [one.state for one in await listed(points.service(), "mem_bob")] == [EXPIRED]


async def test_services_give_points_and_operators_are_sent_to_adjustments(points: Points) -> None:
    amount = grants_pb2.AssetAmount(asset="POINTS", amount=50)
    points_item = grants_pb2.GrantItem(request_id="p1", member_id="mem_ada", amount=amount)
    (given,) = await grant(points.service(), points_item)
    assert (given.reason, bool(given.posting_id)) == ("", True)
    assert (await points.till().balance("mem_ada")).posted == 50
    points_item.request_id, points_item.reason = "p2", "cup spilt"
    (refused,) = await grant(points.operator(), points_item)
    assert (refused.reason, refused.field) == ("ADJUSTMENT_NEEDED", "amount")
    assert (await points.till().balance("mem_ada")).posted == 50
    request = grants_pb2.GrantRequest(grants=[item()])
    assert (await refusal(points.till().grants.Grant(request))).reason == "PERMISSION_DENIED"


WRONG_GRANTS: list[tuple[dict[str, Any], str]] = [
    ({"reason": "x"}, "reason"),
    ({"reason": "x" * 201}, "reason"),
    ({"member_id": "house:issued"}, "member_id"),
    ({"member_id": ""}, "member_id"),
    ({"coupon_type": ""}, "coupon_type"),
    ({"coupon_type": "nothing"}, "coupon_type"),
    ({"campaign": "x" * 49}, "campaign"),
]


async def test_what_is_wrong_is_named_and_stops_no_other(points: Points) -> None:
    for fields, field in WRONG_GRANTS:
        wrong, right = await grant(points.operator(), item(**fields), item(2, "mem_bob"))
        assert wrong.reason
        assert wrong.field == field
        assert right.coupon.id


async def test_20_at_once_for_one_member_give_one_where_one_is_the_limit(points: Points) -> None:
    service = points.service()
    wishes = [item(number, coupon_type="join_9_9") for number in range(20)]
    found = await asyncio.gather(*(grant(service, each) for each in wishes))
    reasons = sorted(result.reason for (result,) in found)
    assert reasons == ["", *["COUPON_LIMIT_REACHED"] * 19]
    assert len(await listed(service)) == 1
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])


async def test_members_see_no_coupon_of_another_and_pages_go_on(points: Points) -> None:
    await grant(points.service(), *(item(number) for number in range(5)))
    ada = points.member("mem_ada")
    request = coupons_pb2.ListMemberCouponsRequest(member_id="mem_ada", page_size=2)
    seen: list[str] = []
    while True:
        page = await ada.coupons.ListMemberCoupons(request)
        seen += [one.id for one in page.coupons]
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    assert (len(seen), len(set(seen))) == (5, 5)
    bob = points.member("mem_bob")
    refused = await refusal(bob.coupons.ListMemberCoupons(request))
    assert refused.reason == "PERMISSION_DENIED"
    request.state = GRANTED
    assert (await refusal(ada.coupons.ListMemberCoupons(request))).reason == "PAGE_TOKEN_INVALID"


async def test_no_caller_posts_a_coupon_s_asset_by_itself(points: Points) -> None:
    service = points.caller(Caller("tea", "feedback", Role.SERVICE))
    legs = [
        ledger_pb2.Leg(owner="mem_ada", asset="coupon.birthday", amount=1),
        ledger_pb2.Leg(owner="house:issued", asset="coupon.birthday", amount=-1),
    ]
    request = ledger_pb2.CreatePostingRequest(
        request_id="x", kind=ledger_pb2.POSTING_KIND_EARN, legs=legs
    )
    assert (await refusal(service.ledger.CreatePosting(request))).reason == "ASSET_UNKNOWN"


async def test_an_operator_takes_a_coupon_back_and_no_till_takes_it_then(points: Points) -> None:
    ann = points.operator()
    (given,) = await grant(ann, item())
    request = coupons_pb2.RevokeCouponRequest(
        request_id="v1", coupon_id=given.coupon.id, reason="given by mistake"
    )
    for caller in (points.till(), points.member("mem_ada"), points.service()):
        refused = await refusal(caller.coupons.RevokeCoupon(request))
        assert refused.reason == "PERMISSION_DENIED"
    done = await ann.coupons.RevokeCoupon(request)
    assert (done.coupon.state, done.replayed) == (coupons_pb2.COUPON_STATE_REVOKED, False)
    assert done.coupon.revoke_time == done.coupon.grant_time
    assert (await ann.coupons.RevokeCoupon(request)).replayed
    (seen,) = await listed(points.member("mem_ada"), state=coupons_pb2.COUPON_STATE_REVOKED)
    assert seen.id == given.coupon.id
    kind = (await types(points))["birthday"]
    assert (kind.granted, kind.used, kind.revoked) == (1, 0, 1)
    request.request_id = "v2"
    assert (await refusal(ann.coupons.RevokeCoupon(request))).reason == "COUPON_REVOKED"
    request.coupon_id = "cpn_none"
    unknown = await refusal(ann.coupons.RevokeCoupon(request))
    assert (unknown.reason, unknown.field) == ("COUPON_NOT_FOUND", "coupon_id")
    request.reason = "x"
    assert (await refusal(ann.coupons.RevokeCoupon(request))).field == "reason"
    asked = ledger_pb2.ListEntriesRequest(owner="mem_ada", asset="coupon.birthday")
    newest = (await ann.ledger.ListEntries(asked)).entries[0]
    assert (newest.amount, newest.cause.reason) == (-1, "given by mistake")
