"""Next offers over gRPC: learnt from orders, shown, declined, taken, and told to operators."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.common.errors import reason_of
from services.common.mongo import Database
from tessera.feedback.v1 import offers_pb2 as pb
from tessera.feedback.v1 import privacy_pb2
from tessera.members.v1 import consents_pb2, events_pb2
from tests.component.feedback.conftest import NOON, TEA, started, until
from tests.component.feedback.insight.conftest import DAY, World
from tests.component.feedback.members_server import MembersFeedServer

LINES = {"coat": 90_000, "scarf": 20_000, "hat": 5_000}
SECTION: dict[str, Any] = {
    "count": 2,
    "explore_percent": 0,
    "series": [
        {"code": "coat", "name": {"zh": "外套", "en": "coats"}},
        {"code": "scarf", "name": {"zh": "围巾", "en": "scarves"}},
        {"code": "hat", "name": {"zh": "帽子", "en": "hats"}},
    ],
    "items": [
        {"code": "hats", "name": {"zh": "帽子", "en": "Hats"}, "series": "hat", "priority": 6},
        {"code": "scarves", "name": {"zh": "围巾", "en": "Scarves"}, "series": "scarf"},
        {
            "code": "gold_coats",
            "name": {"zh": "金卡外套", "en": "Coats for gold"},
            "series": "coat",
            "when": 'member.tier == "gold"',
        },
    ],
}


@pytest.fixture
async def world(
    db: Database, keys_dir: Path, members: tuple[MembersFeedServer, str]
) -> AsyncIterator[World]:
    feed, address = members
    await feed.publish("tea", {**TEA, "offers": SECTION})
    async with started(db, keys_dir, address) as feedback:
        yield World(feed, feedback, db)


def bought(world: World, member_id: str, *series: str, days_ago: int = 10) -> tuple[str, Any]:
    total = sum(LINES[each] for each in series)
    done = world.does(member_id, "order", NOON - days_ago * DAY, total)
    for number, each in enumerate(series):
        done[1].activity.order.lines.add(
            line_id=str(number), series=each, quantity=1, amount_minor=LINES[each]
        )
    return done


async def agree(world: World, member_id: str, granted: bool = True) -> None:
    told = events_pb2.ConsentChanged(
        purpose=consents_pb2.CONSENT_PURPOSE_PROFILING,
        channel=consents_pb2.CONTACT_CHANNEL_ALL,
        granted=granted,
    )
    told.occur_time.FromDatetime(world.feedback.clock.now())
    await world.feed.tell("tea", member_id, consent_changed=told)


async def told_to(world: World, member_id: str) -> list[Any]:
    found = await world.feedback.offers(member_id).ListNextOffers(pb.ListNextOffersRequest())
    return [each.code for each in found.offers]


async def becomes(world: World, member_id: str, *codes: str) -> None:
    async def told() -> bool:
        return await told_to(world, member_id) == list(codes)

    await until(told)


async def refused(call: Any) -> str:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await call
    known = reason_of(error.value)
    return known.reason if known else error.value.code().name


async def test_a_member_is_proposed_what_others_took_too_and_takes_or_declines_it(
    world: World,
) -> None:
    await world.enrol("mem_1", NOON - 60 * DAY)
    orders = [bought(world, f"mem_b{each}", "coat", "scarf") for each in range(20)]
    orders += [bought(world, f"mem_c{each}", "coat") for each in range(19)]
    orders += [bought(world, f"mem_h{each}", "hat") for each in range(60)]
    await world.tell(*orders, bought(world, "mem_1", "coat", days_ago=40))
    await world.settled()
    member, operator = world.feedback.offers("mem_1"), world.feedback.offers()

    # Without consent to profiling everyone's list: the class decides, and nothing is read.
    await becomes(world, "mem_1", "scarves", "hats")
    found = await member.ListNextOffers(pb.ListNextOffersRequest())
    assert not found.by_profile
    assert {each.basis for each in found.offers} == {pb.NEXT_OFFER_BASIS_EVERYONE}
    assert not any(each.from_series for each in found.offers)

    # What members buy together is learnt the next day.
    async def learnt() -> bool:
        kept = await world.db.offer_learnings.find_one({"_id": "tea"})
        return kept is not None and kept["day"] == "2026-03-03"

    world.feedback.clock.advance(DAY)
    await until(learnt)
    asked = pb.ListAssociationsRequest(page_size=1)
    page = await operator.ListAssociations(asked)
    [first] = page.associations
    assert (page.buyers, first.from_series, first.to_series) == (100, "coat", "scarf")
    assert (first.from_members, first.to_members, first.both) == (40, 20, 20)
    assert (first.confidence, first.base, first.lift) == (0.5, 0.2, 2.5)
    assert page.next_page_token
    rest = await operator.ListAssociations(
        pb.ListAssociationsRequest(page_size=1, page_token=page.next_page_token)
    )
    assert [each.from_series for each in rest.associations] == ["scarf"]
    assert not rest.next_page_token
    none = await operator.ListAssociations(pb.ListAssociationsRequest(from_series="hat"))
    assert not none.associations

    await agree(world, "mem_1")

    async def by_profile() -> bool:
        return (await member.ListNextOffers(pb.ListNextOffersRequest())).by_profile

    await until(by_profile)
    [scarves, hats] = (await member.ListNextOffers(pb.ListNextOffersRequest())).offers
    assert (scarves.code, hats.code) == ("scarves", "hats")
    assert scarves.basis == pb.NEXT_OFFER_BASIS_TOGETHER
    assert scarves.reason.zh == "买过外套的会员中 50% 也选了围巾（通常 20%）"
    own = (scarves.from_series, scarves.from_name.en, scarves.from_orders, scarves.from_day)
    assert own == ("coat", "coats", 1, "2026-01-21")

    # Operators see why, and why not.
    judged = (
        await operator.ExplainNextOffers(pb.ExplainNextOffersRequest(member_id="mem_1"))
    ).offers
    assert [(each.offer.code, each.hindrance) for each in judged] == [
        ("scarves", pb.NEXT_OFFER_HINDRANCE_UNSPECIFIED),
        ("hats", pb.NEXT_OFFER_HINDRANCE_UNSPECIFIED),
        ("gold_coats", pb.NEXT_OFFER_HINDRANCE_CONDITION),
    ]
    # (20 + 20 x 0.2) / 60.
    assert judged[0].chance == pytest.approx(0.4)

    # Shown counts once a day, and once a request; a repeat after it was declined is answered.
    shown = pb.ShowNextOffersRequest(request_id="s1", offers=["scarves", "hats", "gold_coats"])
    assert (await member.ShowNextOffers(shown)).shown == 2
    again = await member.ShowNextOffers(shown)
    assert (again.shown, again.replayed) == (2, True)
    await member.ShowNextOffers(pb.ShowNextOffersRequest(request_id="s2", offers=["scarves"]))
    other = pb.ShowNextOffersRequest(request_id="s1", offers=["hats"])
    assert await refused(member.ShowNextOffers(other)) == "REQUEST_ID_REUSED"

    await member.DeclineNextOffer(pb.DeclineNextOfferRequest(request_id="d1", offer="hats"))
    until_time = world.feedback.clock.now() + 30 * DAY
    world.feedback.clock.advance(DAY)
    for request_id in ("d1", "d2"):  # Declined again, it is not put off.
        declining = pb.DeclineNextOfferRequest(request_id=request_id, offer="hats")
        declined = await member.DeclineNextOffer(declining)
        assert declined.replayed == (request_id == "d1")
        assert declined.until_time.ToDatetime() == until_time.replace(tzinfo=None)
    assert await told_to(world, "mem_1") == ["scarves"]
    assert (await member.ShowNextOffers(shown)).replayed

    # An order of the series within 7 days takes it; the declined one is not taken.
    await world.tell(bought(world, "mem_1", "scarf", "hat", days_ago=-2))
    await world.settled()
    figures = {
        each.code: (each.shown, each.declined, each.taken, each.explored)
        for each in (await operator.ListOfferFigures(pb.ListOfferFiguresRequest())).offers
    }
    assert figures == {"hats": (1, 1, 0, 0), "scarves": (1, 0, 1, 0), "gold_coats": (0, 0, 0, 0)}
    # Bought lately, it is not proposed; after 30 days the declined one is again.
    assert await told_to(world, "mem_1") == []
    world.feedback.clock.advance(29 * DAY)
    assert await told_to(world, "mem_1") == ["scarves", "hats"]

    await agree(world, "mem_1", granted=False)
    await until(lambda: _not(by_profile))
    exported = await _exported(world, "mem_1")
    assert len(exported) == 2

    # A merge gives the records to the survivor, and an erasure deletes them for good.
    await world.enrol("mem_2", NOON)
    merged = events_pb2.MemberMerged(
        merge_id="mrg_1", from_member_id="mem_1", into_member_id="mem_2"
    )
    await world.feed.tell("tea", "mem_2", member_merged=merged)
    await until(lambda: _all_of(world, "mem_2", 2))
    await world.feed.erase("tea", "mem_2")
    await until(lambda: _all_of(world, "mem_2", 0))
    await until(lambda: _is_nobody(world, "mem_2"))


async def test_wrong_calls_are_refused_and_write_nothing(world: World) -> None:
    await world.enrol("mem_1", NOON - DAY)
    member = world.feedback.offers("mem_1")
    await becomes(world, "mem_1", "scarves", "hats")
    cases: list[tuple[Callable[[], Any], str]] = [
        (
            lambda: member.ShowNextOffers(
                pb.ShowNextOffersRequest(request_id="r", offers=["soup"])
            ),
            "NEXT_OFFER_NOT_FOUND",
        ),
        (
            lambda: member.DeclineNextOffer(
                pb.DeclineNextOfferRequest(request_id="r", offer="soup")
            ),
            "NEXT_OFFER_NOT_FOUND",
        ),
        (
            lambda: member.ShowNextOffers(pb.ShowNextOffersRequest(request_id="r")),
            "INVALID_ARGUMENT",
        ),
        (
            lambda: member.ShowNextOffers(
                pb.ShowNextOffersRequest(request_id="r", offers=["hats"] * 11)
            ),
            "INVALID_ARGUMENT",
        ),
        (
            lambda: member.DeclineNextOffer(pb.DeclineNextOfferRequest(offer="hats")),
            "INVALID_ARGUMENT",
        ),
        (
            lambda: member.ListNextOffers(pb.ListNextOffersRequest(member_id="mem_2")),
            "PERMISSION_DENIED",
        ),
        (
            lambda: member.ExplainNextOffers(pb.ExplainNextOffersRequest(member_id="mem_1")),
            "PERMISSION_DENIED",
        ),
        (lambda: member.ListOfferFigures(pb.ListOfferFiguresRequest()), "PERMISSION_DENIED"),
        (
            lambda: world.feedback.offers().ListAssociations(
                pb.ListAssociationsRequest(page_token="x")
            ),
            "PAGE_TOKEN_INVALID",
        ),
    ]
    for call, reason in cases:
        assert await refused(call()) == reason
    assert await world.db.next_offers.count_documents({}) == 0
    # A member whom nobody told of, and a brand without the section: nothing is proposed.
    assert await told_to(world, "mem_nobody") == []


async def _not(true: Callable[[], Any]) -> bool:
    return not await true()


async def _all_of(world: World, member_id: str, many: int) -> bool:
    found = {"brand": "tea", "member_id": member_id}
    left = await world.db.next_offers.count_documents({"brand": "tea"})
    return await world.db.next_offers.count_documents(found) == many == left


async def _is_nobody(world: World, member_id: str) -> bool:
    return await told_to(world, member_id) == []


async def _exported(world: World, member_id: str) -> list[Any]:
    request = privacy_pb2.ExportMemberRequest(member_id=member_id)
    answer = await world.feedback.privacy(member_id).ExportMember(request)
    return [each for each in answer.records if each.part == "next_offers"]
