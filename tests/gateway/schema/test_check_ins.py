"""Check-ins: the streak on a card, the streak after a check-in, and cards for missed days."""

from collections.abc import Callable

import pytest

from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.queries import CARD_FIELDS
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

STATUS = """checkIns { checkedInToday streak longestStreak makeUpCards
  days { date checkedIn madeUp } nextBonus { inDays asset amount } }"""
CHECK_IN = """mutation($input: CheckInInput!) { checkIn(input: $input) {
  checkIn { awards { amount } } streak bonus { asset amount } alreadyCheckedIn
  replayed userErrors { code } } }"""
MAKE_UP = """mutation($input: MakeUpCheckInInput!) { makeUpCheckIn(input: $input) {
  streak bonus { asset amount } member { name checkIns { streak } }
  replayed userErrors { code field message { zh en } } } }"""
READS = {"BatchGetMembers": 1, "BatchGetWallets": 1, "BatchListMemberFeedback": 1}


async def test_a_card_with_check_ins_is_still_one_call_to_each_service(
    as_: As, backend: FakeBackend
) -> None:
    me = (await as_().data("{ me { " + CARD_FIELDS + STATUS + " } }"))["me"]
    assert backend.calls == READS
    assert me["checkIns"] == {
        "checkedInToday": False,
        "streak": 2,
        "longestStreak": 9,
        "makeUpCards": 1,
        "days": [
            {"date": "2026-03-01", "checkedIn": False, "madeUp": False},
            {"date": "2026-03-02", "checkedIn": True, "madeUp": True},
            {"date": "2026-03-03", "checkedIn": True, "madeUp": False},
        ],
        "nextBonus": {"inDays": 5, "asset": "POINTS", "amount": 20},
    }


async def test_a_card_without_check_ins_does_not_ask_for_them(
    as_: As, backend: FakeBackend
) -> None:
    await as_().data("{ me { " + CARD_FIELDS + " } }")
    (asked,) = [request for name, _, request in backend.requests if name == "BatchGetWallets"]
    assert not asked.check_ins


async def test_operators_see_the_check_ins_of_many_members_in_one_call(
    as_: As, backend: FakeBackend
) -> None:
    query = "query($ids: [ID!]!) { members(ids: $ids) { points { posted } " + STATUS + " } }"
    ids = [member_id(n) for n in range(50)]
    members = (await as_("operator").data(query, {"ids": ids}))["members"]
    assert {member["checkIns"]["streak"] for member in members} == {2}
    assert backend.calls == {"BatchGetMembers": 1, "BatchGetWallets": 1}


async def test_a_check_in_answers_the_streak_and_the_bonus(as_: As) -> None:
    done = (await as_().data(CHECK_IN, {"input": {"requestId": "r1"}}))["checkIn"]
    assert (done["streak"], done["alreadyCheckedIn"]) == (7, False)
    assert done["bonus"] == {"asset": "POINTS", "amount": 20}


async def test_a_second_check_in_of_the_day_says_so(as_: As) -> None:
    await as_().data(CHECK_IN, {"input": {"requestId": "r1"}})
    second = (await as_().data(CHECK_IN, {"input": {"requestId": "r2"}}))["checkIn"]
    assert (second["alreadyCheckedIn"], second["bonus"], second["replayed"]) == (True, None, False)
    first_again = (await as_().data(CHECK_IN, {"input": {"requestId": "r1"}}))["checkIn"]
    assert (first_again["alreadyCheckedIn"], first_again["replayed"]) == (False, True)


async def test_a_brand_that_counts_no_check_ins_has_no_streak(as_: As) -> None:
    done = (await as_(brand="retail").data(CHECK_IN, {"input": {"requestId": "r1"}}))["checkIn"]
    assert (done["streak"], done["bonus"], done["alreadyCheckedIn"]) == (None, None, None)
    assert done["checkIn"]["awards"] == [{"amount": 2}]


async def test_a_check_in_stands_without_its_streak_while_points_is_away(
    as_: As, backend: FakeBackend
) -> None:
    backend.failing["CheckIn"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await as_().ask(CHECK_IN, {"input": {"requestId": "r1"}})
    done = answer["data"]["checkIn"]
    assert (done["checkIn"], done["streak"], done["userErrors"]) == ({"awards": None}, None, [])
    paths = [error["path"][1:] for error in answer["errors"]]
    assert ["streak"] in paths
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"STORAGE_UNAVAILABLE"}


@pytest.mark.parametrize("role", ["member", "operator"])
async def test_a_make_up_answers_the_streak_and_the_member(as_: As, role: str) -> None:
    named = {"memberId": member_id(2)} if role == "operator" else {}
    wish = {"input": {"requestId": "r1", "day": "2026-03-02", **named}}
    done = (await as_(role).data(MAKE_UP, wish))["makeUpCheckIn"]
    assert (done["streak"], done["bonus"]["amount"], done["replayed"]) == (7, 20, False)
    assert done["member"] == {"name": "tea 2", "checkIns": {"streak": 2}}
    again = (await as_(role).data(MAKE_UP, wish))["makeUpCheckIn"]
    assert again["replayed"]


async def test_a_refused_make_up_names_its_field_and_the_remedy(as_: As) -> None:
    wish = {"input": {"requestId": "r1", "day": "2026-03-01"}}
    refused = (await as_().data(MAKE_UP, wish))["makeUpCheckIn"]
    assert (refused["streak"], refused["bonus"], refused["member"]) == (None, None, None)
    assert refused["userErrors"] == [
        {
            "code": "ALREADY_CHECKED_IN",
            "field": "day",
            "message": {
                "zh": "该日期已签到，请选择其他日期。",
                "en": "This day is checked in already: choose another.",
            },
        }
    ]


async def test_a_member_makes_up_only_its_own_days(as_: As, backend: FakeBackend) -> None:
    other = {"input": {"requestId": "r1", "day": "2026-03-02", "memberId": member_id(3)}}
    refused = (await as_().data(MAKE_UP, other))["makeUpCheckIn"]
    assert refused["userErrors"][0]["code"] == "PERMISSION_DENIED"
    assert not backend.calls


async def test_an_operator_names_the_member(as_: As, backend: FakeBackend) -> None:
    wish = {"input": {"requestId": "r1", "day": "2026-03-02"}}
    refused = (await as_("operator").data(MAKE_UP, wish))["makeUpCheckIn"]
    assert refused["userErrors"][0]["code"] == "INVALID_ARGUMENT"
    assert not backend.calls
