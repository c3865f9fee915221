"""A member tells a birthday, solar or lunar, and the gift comes once."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.common.civil_calendar import lunar_of
from tests.e2e.brand import Brand, Person, unique

UPDATE = """mutation($input: UpdateProfileInput!) { updateProfile(input: $input) {
  replayed userErrors { code field }
  member { profile { birthday { text calendar month day } birthdayChangesLeft } } } }"""
CAUSES = """{ me { entries(first: 5) { edges { node {
  amount cause { title activity channel rules { rule { code name } } } } } } } }"""
SHANGHAI = ZoneInfo("Asia/Shanghai")
GIFT = 66


async def tell(person: Person, birthday: dict[str, Any]) -> Any:
    wish = {"requestId": unique("birthday"), "birthday": birthday}
    return await person.front.ask(UPDATE, input=wish)


async def test_a_birthday_that_is_told_today_brings_its_gift_once(tea: Brand) -> None:
    today = datetime.now(SHANGHAI).date()
    solar, lunar = await tea.enrol(), await tea.enrol()
    told = await tell(solar, {"month": today.month, "day": today.day})
    assert told["userErrors"] == []
    moon = lunar_of(today)
    assert moon is not None
    parts = {"month": moon.month, "day": moon.day, "leapMonth": moon.leap, "calendar": "LUNAR"}
    profile = (await tell(lunar, parts))["member"]["profile"]
    assert (profile["birthday"]["calendar"], profile["birthdayChangesLeft"]) == ("LUNAR", 1)
    await solar.followed(points=GIFT)
    await lunar.followed(points=GIFT)

    # The same day in the other calendar is another birthday, and no second gift.
    assert (await tell(solar, parts))["userErrors"] == []
    refused = await tell(solar, {"month": 1, "day": 1})
    [error] = refused["userErrors"]
    assert (error["code"], error["field"]) == ("BIRTHDAY_CHANGE_LIMIT", "profile.birthday")
    later = await tea.enrol()
    await tell(later, {"month": today.month, "day": today.day})
    await later.followed(points=GIFT)
    await solar.followed(points=GIFT)

    [edge] = (await solar.front.ask(CAUSES))["entries"]["edges"]
    assert edge["node"] == {
        "amount": GIFT,
        "cause": {
            "title": "生日礼",
            "activity": "birthday",
            "channel": None,
            "rules": [{"rule": {"code": "birthday_gift", "name": "生日礼"}}],
        },
    }
