"""Activities over gRPC, on a real database: each once, and facts from them."""

import asyncio
from datetime import timedelta

from services.common.mongo import Database
from tessera.members.v1 import activities_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, Members, activity, recording, refused

RECORDED = pb.RECORD_STATE_RECORDED
REPEATED = pb.RECORD_STATE_REPEATED
REFUSED = pb.RECORD_STATE_REFUSED
DAY = timedelta(days=1)


async def test_facts_come_from_what_was_recorded(members: Members) -> None:
    member_id = await members.enrol()
    response = await members.activities().RecordActivities(
        recording(
            activity(member_id, "o1", NOON, 3600),
            activity(member_id, "o2", NOON - 40 * DAY, 1000),
            activity(member_id, "r1", NOON, 600, refund=True, order_id="o1"),
            activity(member_id, "v1", NOON - DAY),
        )
    )
    assert [r.state for r in response.results] == [RECORDED] * 4
    facts = (await members.card(member_id)).facts
    assert (facts.orders, facts.spent_minor) == (2, 4000)
    assert (facts.orders_30d, facts.spent_365d_minor) == (1, 4000)
    assert facts.last_seen_time.ToDatetime(NOON.tzinfo) == NOON


async def test_a_repeat_is_recognised_and_other_content_refused(members: Members) -> None:
    member_id = await members.enrol()
    till = members.activities()
    order = activity(member_id, "o1", NOON, 3600)
    [first, inside] = (await till.RecordActivities(recording(order, order))).results
    [again] = (await till.RecordActivities(recording(order))).results
    [other] = (
        await till.RecordActivities(recording(activity(member_id, "o1", NOON, 3601)))
    ).results
    assert [first.state, inside.state, again.state] == [RECORDED, REPEATED, REPEATED]
    assert (other.state, other.reason, other.field) == (REFUSED, "ACTIVITY_CONFLICT", "event_id")
    assert other.recorded_occur_time.ToDatetime(NOON.tzinfo) == NOON
    assert (await members.card(member_id)).facts.orders == 1


async def test_an_order_beyond_the_programmes_limits_is_refused_by_its_field(
    members: Members,
) -> None:
    member_id = await members.enrol()
    line = types_pb2.OrderLine(line_id="1", quantity=10_001, amount_minor=100)
    many = activity(member_id, "o1", NOON, 100, lines=[line])
    dear = activity(member_id, "o2", NOON, 10**12)
    results = (await members.activities().RecordActivities(recording(many, dear))).results
    assert [(r.reason, r.field) for r in results] == [
        ("ACTIVITY_OVER_LIMIT", "order.lines[0].quantity"),
        ("ACTIVITY_OVER_LIMIT", "order.total.minor_units"),
    ]
    assert (await members.card(member_id)).facts.orders == 0


async def test_each_has_its_own_result(members: Members, db: Database) -> None:
    member_id = await members.enrol()
    stranger = await members.enrol(brand="retail")
    response = await members.activities().RecordActivities(
        recording(
            activity(member_id, "good", NOON, 100),
            activity(stranger, "stranger", NOON, 100),
            activity(member_id, "late", NOON + timedelta(hours=25)),
            activity(member_id, "euro", NOON, 100, currency="EUR"),
            activity("", "nobody", NOON),
            activity(member_id, "good-2", NOON),
        )
    )
    assert [(r.event_id, r.state, r.reason, r.field) for r in response.results] == [
        ("good", RECORDED, "", ""),
        ("stranger", REFUSED, "MEMBER_NOT_FOUND", ""),
        ("late", REFUSED, "ACTIVITY_TIME_INVALID", "occur_time"),
        ("euro", REFUSED, "INVALID_ARGUMENT", "order.total.currency_code"),
        ("nobody", REFUSED, "INVALID_ARGUMENT", "member_id"),
        ("good-2", RECORDED, "", ""),
    ]
    assert all(r.message for r in response.results if r.state == REFUSED)
    assert await db.activities.count_documents({}) == 2


async def test_an_event_id_of_one_brand_is_free_in_another(members: Members) -> None:
    for brand, currency in (("tea", "CNY"), ("retail", "GBP")):
        member_id = await members.enrol(brand=brand)
        order = activity(member_id, "shared", NOON, 100, currency=currency)
        [result] = (await members.activities(brand).RecordActivities(recording(order))).results
        assert result.state == RECORDED


async def test_a_day_is_the_brands_own(members: Members) -> None:
    member_id = await members.enrol()
    # 23:30 in Shanghai on 1 February is 29 days before noon of 2 March; half an hour earlier than
    # midnight there, and still the same day in London.
    inside = (NOON - 29 * DAY).replace(hour=16, minute=0) - DAY
    outside = inside - timedelta(minutes=1)
    await members.activities().RecordActivities(
        recording(
            activity(member_id, "inside", inside, 100), activity(member_id, "outside", outside, 100)
        )
    )
    assert (await members.card(member_id)).facts.orders_30d == 1


async def test_a_thousand_at_most(members: Members) -> None:
    member_id = await members.enrol()
    visits = [activity(member_id, f"v{n}", NOON) for n in range(1001)]
    for batch in (visits, []):
        refusal = await refused(members.activities().RecordActivities(recording(*batch)))
        assert (refusal.reason, refusal.field) == ("INVALID_ARGUMENT", "activities")
    response = await members.activities().RecordActivities(recording(*visits[:1000]))
    assert {r.state for r in response.results} == {RECORDED}


async def test_without_a_programme_there_is_no_day_to_record_on(bare: Members) -> None:
    member_id = await bare.enrol()
    refusal = await refused(
        bare.activities().RecordActivities(recording(activity(member_id, "v", NOON)))
    )
    assert refusal.reason == "PROGRAMME_MISSING"


async def test_channels_that_race_record_once(members: Members, db: Database) -> None:
    ids = [await members.enrol() for _ in range(5)]
    batch = recording(
        *(activity(ids[n % 5], f"o{n}", NOON, 100) for n in range(50)),
    )
    till = members.activities()
    answers = await asyncio.gather(*(till.RecordActivities(batch) for _ in range(8)))
    states = [result.state for answer in answers for result in answer.results]
    assert states.count(RECORDED) == 50
    assert states.count(REPEATED) == 7 * 50
    for member_id in ids:
        assert (await members.card(member_id)).facts.orders == 10
    assert await db.events.count_documents({"type": "activity_recorded"}) == 50


async def test_spending_raises_on_its_ladder_and_a_refund_takes_it_back(members: Members) -> None:
    member_id = await members.enrol()
    till = members.activities()
    await till.RecordActivities(recording(activity(member_id, "o1", NOON, 30000)))
    assert (await members.card(member_id)).tiers[1].code == "active"
    one_fen_back = activity(member_id, "r1", NOON, 1, refund=True, order_id="o1")
    await till.RecordActivities(recording(one_fen_back))
    assert (await members.card(member_id)).tiers[1].code == "new"


async def test_events_follow_in_the_order_sent(members: Members) -> None:
    member_id = await members.enrol()
    visits = [activity(member_id, f"v{n}", NOON - n * DAY) for n in range(20)]
    await members.activities().RecordActivities(recording(*visits))
    events = [e for e in await members.published("tea", 21) if e.HasField("activity_recorded")]
    assert [e.activity_recorded.activity for e in events] == visits
    assert {(e.brand, e.member_id) for e in events} == {("tea", member_id)}
