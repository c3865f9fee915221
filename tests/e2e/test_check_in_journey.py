"""A check-in gives points once a day, and the member gets the change at once."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tessera.points.v1 import ledger_pb2
from tessera.types.v1 import types_pb2
from tests.e2e.activities import line, order
from tests.e2e.brand import Brand, Person, unique
from tests.e2e.running_suite import until

CHECK_IN = """mutation($input: CheckInInput!) { checkIn(input: $input) {
  replayed userErrors { code } streak alreadyCheckedIn
  checkIn { at awards { rule { name } asset amount }
    points { posted available } member { id } } } }"""
CHECK_INS = """{ me { checkIns { checkedInToday streak longestStreak makeUpCards
  days { date checkedIn madeUp } nextBonus { inDays asset amount } } } }"""
MAKE_UP = """mutation($input: MakeUpCheckInInput!) { makeUpCheckIn(input: $input) {
  streak bonus { asset amount } replayed userErrors { code field }
  member { checkIns { streak makeUpCards } points { available } } } }"""
CARD = "MAKE_UP_CARD"
SHANGHAI = ZoneInfo("Asia/Shanghai")
CHANGED = """subscription { pointsChanged {
  entry { amount kind balanceAfter } points { posted } member { name } } }"""


async def check_in(person: Person, request_id: str = "") -> Any:
    wish = {"requestId": request_id or unique("check-in")}
    return await person.front.ask(CHECK_IN, input=wish)


async def test_checking_in_twice_in_a_day_gives_points_once(tea: Brand) -> None:
    person = await tea.enrol()
    async with person.front.subscribe(CHANGED) as changes:
        first = await check_in(person, "this morning")
        assert first["checkIn"]["awards"] == [
            {"rule": {"name": "每日签到"}, "asset": "POINTS", "amount": 2},
            {"rule": {"name": "签到送抽奖券"}, "asset": "LOTTERY_TICKET", "amount": 1},
        ]
        assert first["checkIn"]["points"] == {"posted": 2, "available": 2}
        heard = await changes.next()
        assert heard["entry"] == {"amount": 2, "kind": "EARN", "balanceAfter": 2}
        assert (heard["points"]["posted"], heard["member"]["name"]) == (2, "李欣怡")

        replayed = await check_in(person, "this morning")
        assert replayed["replayed"]
        assert replayed["checkIn"]["at"] == first["checkIn"]["at"]
        second = await check_in(person)
        assert not second["replayed"]
        assert (first["streak"], first["alreadyCheckedIn"]) == (1, False)
        assert (second["streak"], second["alreadyCheckedIn"]) == (1, True)
        assert second["checkIn"]["points"]["posted"] == 2
        assert sum(award["amount"] for award in second["checkIn"]["awards"]) == 0

        # The order is what is heard of next: neither repeat changed anything.
        await tea.till.record(order(person.id, line(700)))
        assert (await changes.next())["entry"]["balanceAfter"] == 9
    await person.followed(points=9)


async def test_members_check_in_for_themselves_and_staff_for_a_named_member(tea: Brand) -> None:
    person, other = await tea.enrol(), await tea.enrol()
    wish = {"requestId": unique("check-in"), "memberId": other.id}
    refused = await person.front.ask(CHECK_IN, input=wish)
    assert [error["code"] for error in refused["userErrors"]] == ["PERMISSION_DENIED"]
    done = await tea.staff.ask(CHECK_IN, input=wish)
    assert done["checkIn"]["points"]["posted"] == 2
    await other.followed(points=2)
    assert await tea.till.balances(person.id) == (0, 0)


def earlier_check_in(person: Person, days_ago: int) -> types_pb2.Activity:
    """A check-in at noon of an earlier day in the brand's zone, as an app reports it late."""
    noon = datetime.now(SHANGHAI).replace(hour=12, minute=0, second=0, microsecond=0)
    activity = types_pb2.Activity(
        channel="app",
        event_id=unique("check-in"),
        member_id=person.id,
        type=types_pb2.ACTIVITY_TYPE_CHECK_IN,
    )
    activity.occur_time.FromDatetime(noon - timedelta(days=days_ago))
    return activity


async def checked_in_days(person: Person, count: int) -> None:
    """Returns when so many of the days before today are checked in: points follows members."""
    await until(
        lambda: person.front.ask(CHECK_INS),
        lambda me: sum(day["checkedIn"] for day in me["checkIns"]["days"]) == count,
    )


async def give_card(brand: Brand, person: Person) -> None:
    legs = [
        ledger_pb2.Leg(owner=person.id, asset=CARD, amount=1),
        ledger_pb2.Leg(owner="house:issued", asset=CARD, amount=-1),
    ]
    await brand.till.ledger.CreatePosting(
        ledger_pb2.CreatePostingRequest(
            request_id=unique("card"), kind=ledger_pb2.POSTING_KIND_EARN, legs=legs
        )
    )


async def missed_day(brand: Brand, person: Person) -> str:
    """Yesterday, after a check-in of the day before; the member has a card for it."""
    await give_card(brand, person)
    await brand.till.record(earlier_check_in(person, 2))
    await checked_in_days(person, 1)
    return (datetime.now(SHANGHAI).date() - timedelta(days=1)).isoformat()


async def test_a_card_from_an_operator_makes_seven_days_running(tea: Brand) -> None:
    person = await tea.enrol()
    await tea.till.record(*(earlier_check_in(person, ago) for ago in (6, 5, 4, 2, 1)))
    await checked_in_days(person, 5)
    assert (await check_in(person))["streak"] == 3
    await give_card(tea, person)
    shown = (await person.front.ask(CHECK_INS))["checkIns"]
    assert (shown["checkedInToday"], shown["streak"], shown["makeUpCards"]) == (True, 3, 1)
    assert shown["nextBonus"] == {"inDays": 4, "asset": "POINTS", "amount": 20}
    (missed,) = [day["date"] for day in shown["days"][1:] if not day["checkedIn"]]

    wish = {"requestId": unique("make-up"), "day": missed}
    done = await person.front.ask(MAKE_UP, input=wish)
    assert (done["streak"], done["bonus"]) == (7, {"asset": "POINTS", "amount": 20})
    assert done["member"] == {
        "checkIns": {"streak": 7, "makeUpCards": 0},
        "points": {"available": 6 * 2 + 20},
    }
    assert (await person.front.ask(MAKE_UP, input=wish))["replayed"]
    refused = await person.front.ask(MAKE_UP, input=wish | {"requestId": unique("make-up")})
    assert refused["userErrors"] == [{"code": "ALREADY_CHECKED_IN", "field": "day"}]
