"""A check-in gives points once a day, and the member gets the change at once."""

from typing import Any

from tests.e2e.activities import line, order
from tests.e2e.brand import Brand, Person, unique

CHECK_IN = """mutation($input: CheckInInput!) { checkIn(input: $input) {
  replayed userErrors { code }
  checkIn { at awards { rule { name } asset amount }
    points { posted available } member { id } } } }"""
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
            {"rule": {"name": "每日签到"}, "asset": "POINTS", "amount": 2}
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
