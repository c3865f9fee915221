"""The profile on a card, and its change."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

PROFILE = """profile { name gender language birthdayChangesLeft
  birthday { text calendar year month day leapMonth }
  address { country city street } preferences { code value } }"""
UPDATE = """mutation($input: UpdateProfileInput!) { updateProfile(input: $input) {
  member { id profile { name } } replayed userErrors { code field } } }"""


def _birthday(text: str, calendar: str | None, *parts: int | None, leap: bool = False) -> Any:
    names = ("year", "month", "day")
    told = {"text": text, "calendar": calendar, "leapMonth": leap}
    return told | dict(zip(names, parts or (None,) * len(names), strict=True))


@pytest.mark.parametrize(
    ("number", "birthday"),
    [
        (6, None),
        (1, _birthday("02-29", "SOLAR", None, 2, 29)),
        (2, _birthday("1990-06-01", "SOLAR", 1990, 6, 1)),
        (3, _birthday("L08-15", "LUNAR", None, 8, 15)),
        (4, _birthday("2025-L06L-01", "LUNAR", 2025, 6, 1, leap=True)),
        (5, _birthday("****", None)),
    ],
)
async def test_a_birthday_is_told_in_its_calendar(as_: As, number: int, birthday: Any) -> None:
    query = "query($id: ID!) { member(id: $id) { " + PROFILE + " } }"
    member = (await as_("operator").data(query, {"id": member_id(number)}))["member"]
    assert member["profile"]["birthday"] == birthday


async def test_the_profile_costs_no_other_call(as_: As, backend: FakeBackend) -> None:
    me = (await as_(number=2).data("{ me { name " + PROFILE + " } }"))["me"]
    assert backend.calls == {"BatchGetMembers": 1}
    assert me["profile"] == {
        "name": "tea 2",
        "gender": "FEMALE",
        "language": me["profile"]["language"],
        "birthdayChangesLeft": 1,
        "birthday": _birthday("1990-06-01", "SOLAR", 1990, 6, 1),
        "address": {"country": "CN", "city": "杭州", "street": ""},
        "preferences": [{"code": "sweetness", "value": "half"}],
    }


async def test_only_what_is_sent_changes_and_null_makes_it_unknown(
    as_: As, backend: FakeBackend
) -> None:
    given = {
        "requestId": "r1",
        "birthday": {"calendar": "LUNAR", "month": 6, "day": 1, "year": 2025, "leapMonth": True},
        "gender": None,
        "address": {"city": "杭州"},
        "preferences": [{"code": "sweetness", "value": "half"}],
    }
    done = (await as_().data(UPDATE, {"input": given}))["updateProfile"]
    assert done["userErrors"] == []
    assert done["member"]["profile"]["name"]
    (asked,) = [request for name, _, request in backend.requests if name == "UpdateMember"]
    assert list(asked.update_mask.paths) == ["birthday", "gender", "address", "preferences"]
    assert asked.profile.birthday == "2025-L06L-01"
    assert asked.profile.address.city == "杭州"
    assert dict(asked.profile.preferences) == {"sweetness": "half"}


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (
            {"birthday": {"month": 1, "day": 1}},
            {"code": "BIRTHDAY_CHANGE_LIMIT", "field": "profile.birthday"},
        ),
        (
            {"birthday": {"month": 1234, "day": 1}},
            {"code": "INVALID_ARGUMENT", "field": "birthday"},
        ),
        (
            {"preferences": [{"code": "a", "value": "1"}, {"code": "a", "value": "2"}]},
            {"code": "INVALID_ARGUMENT", "field": "preferences"},
        ),
    ],
)
async def test_a_profile_that_is_refused_says_why(
    as_: As, given: dict[str, Any], error: dict[str, str]
) -> None:
    done = (await as_().data(UPDATE, {"input": {"requestId": "r1", **given}}))["updateProfile"]
    assert (done["member"], done["userErrors"]) == (None, [error])


async def test_anybody_reads_which_preferences_there_are(as_: As) -> None:
    query = "{ programme { preferences { code name values { code name(lang: EN) } } } }"
    told = (await as_().data(query))["programme"]["preferences"]
    assert told == [
        {"code": "sweetness", "name": "甜度", "values": [{"code": "half", "name": "Half"}]}
    ]
