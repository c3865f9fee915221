"""Business hours in GraphQL: members see when the team works, operators what is not known yet."""

from collections.abc import Callable

from tests.gateway.conftest import Client

As = Callable[..., Client]
QUERY = """{ businessHours { zone isOpen nextChangeAt unknownYears
  days { day calendarUnknown openings { opens closes } } } }"""


async def test_a_member_sees_the_hours_and_an_operator_the_unknown_years_too(as_: As) -> None:
    hours = (await as_("operator").data(QUERY))["businessHours"]
    assert hours == {
        "zone": "Asia/Shanghai",
        "isOpen": True,
        "nextChangeAt": "2026-11-30T13:00:00Z",
        "unknownYears": [2027],
        "days": [
            {
                "day": "2026-11-30",
                "calendarUnknown": False,
                "openings": [
                    {"opens": "09:00", "closes": "12:00"},
                    {"opens": "13:30", "closes": "24:00"},
                ],
            },
            {"day": "2027-01-01", "calendarUnknown": True, "openings": []},
        ],
    }
    mine = (await as_("member").data(QUERY))["businessHours"]
    assert mine == {**hours, "unknownYears": None}
