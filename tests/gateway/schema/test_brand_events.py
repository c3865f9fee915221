"""Events in GraphQL: members sign up and cancel, operators see who comes and take attendance."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

EVENTS = """query($member: ID) { events(memberId: $member) { edges { node {
  code name(lang: EN) seats seatsLeft seatsTaken waiting waitingPlacesLeft noShow open opensAt
  price { asset amount } minTier { code } hindrance { code } signUp { id state } } } } }"""
SIGN_UP = """mutation($input: SignUpForEventInput!) { signUpForEvent(input: $input) {
  signUp { id state memberId eventName(lang: EN) price { amount } storeId } replayed
  userErrors { code field } } }"""
CANCEL = """mutation($input: CancelSignUpInput!) { cancelSignUp(input: $input) {
  signUp { state } replayed userErrors { code } } }"""
ATTEND = """mutation($input: RecordAttendanceInput!) { recordAttendance(input: $input) {
  signUp { state storeId } awards { amount } replayed userErrors { code field } } }"""
LIST = """query($after: String, $state: SignUpState) {
  signUps(first: 2, after: $after, ofEvent: "tasting", inState: $state) {
  edges { node { id state } } pageInfo { hasNextPage endCursor } } }"""


async def test_a_member_sees_seats_and_their_own_sign_up_by_one_call(
    as_: As, backend: FakeBackend
) -> None:
    (edge,) = (await as_().data(EVENTS))["events"]["edges"]
    assert edge["node"] == {
        "code": "tasting",
        "name": "A tasting",
        "seats": 20,
        "seatsLeft": 0,
        "seatsTaken": 20,
        "waiting": 3,
        "waitingPlacesLeft": 7,
        "noShow": "TAKE",
        "open": True,
        "opensAt": None,
        "price": {"asset": "POINTS", "amount": 60},
        "minTier": {"code": "gold"},
        "hindrance": {"code": "EVENT_ALREADY_SIGNED_UP"},
        "signUp": {"id": "sup_1", "state": "SEATED"},
    }
    assert [method for method, *_ in backend.requests] == ["ListBrandEvents"]
    (edge,) = (await as_("operator").data(EVENTS))["events"]["edges"]
    assert (edge["node"]["hindrance"], edge["node"]["signUp"]) == (None, None)


async def test_a_sign_up_is_made_cancelled_or_refused_with_a_code(as_: As) -> None:
    wish = {"requestId": "s1", "event": "tasting"}
    done = (await as_().data(SIGN_UP, {"input": wish}))["signUpForEvent"]
    assert done["signUp"] == {
        "id": "sup_1",
        "state": "SEATED",
        "memberId": to_global("Member", member_id(2)),
        "eventName": "A tasting",
        "price": {"amount": 60},
        "storeId": None,
    }
    assert (await as_().data(SIGN_UP, {"input": wish}))["signUpForEvent"]["replayed"]
    refused = await as_().data(SIGN_UP, {"input": {"requestId": "s2", "event": "other"}})
    assert refused["signUpForEvent"]["userErrors"] == [{"code": "EVENT_FULL", "field": "event"}]
    wish = {"requestId": "c1", "signUpId": "sup_1"}
    done = (await as_().data(CANCEL, {"input": wish}))["cancelSignUp"]
    assert done["signUp"] == {"state": "CANCELLED"}
    wish["signUpId"] = "no id"
    done = (await as_().data(CANCEL, {"input": wish}))["cancelSignUp"]
    assert [each["code"] for each in done["userErrors"]] == ["INVALID_ARGUMENT"]


async def test_sign_ups_are_listed_in_pages_and_by_state(as_: As) -> None:
    desk = as_("operator")
    page = (await desk.data(LIST, {"state": "WAITING"}))["signUps"]
    found = [edge["node"] for edge in page["edges"]]
    assert found == [{"id": "sup_3", "state": "WAITING"}, {"id": "sup_2", "state": "WAITING"}]
    page = (await desk.data(LIST, {"after": page["pageInfo"]["endCursor"]}))["signUps"]
    assert [edge["node"]["id"] for edge in page["edges"]] == ["sup_1"]
    assert not page["pageInfo"]["hasNextPage"]


async def test_attendance_is_awarded_and_told_to_members_once(
    as_: As, backend: FakeBackend
) -> None:
    desk = as_("operator")
    wish = {"requestId": "a1", "signUpId": "sup_1", "storeId": "s1"}
    done = (await desk.data(ATTEND, {"input": wish}))["recordAttendance"]
    assert done["signUp"] == {"state": "ATTENDED", "storeId": "s1"}
    assert done["awards"] == [{"amount": 30}]
    told = [(method, request) for method, _, request in backend.requests]
    assert [method for method, _ in told] == ["RecordAttendance", "RecordActivities"]
    (activity,) = told[1][1].activities
    assert (activity.event_id, activity.event_code) == ("attended-sup_1", "tasting")


async def test_attendance_that_a_till_told_or_that_is_refused_is_not_told_again(
    as_: As, backend: FakeBackend
) -> None:
    desk = as_("operator")
    wish = {"requestId": "a1", "signUpId": "sup_2"}
    done = (await desk.data(ATTEND, {"input": wish}))["recordAttendance"]
    assert (done["awards"], done["userErrors"]) == ([], [])
    wish = {"requestId": "a2", "signUpId": "sup_9"}
    done = (await desk.data(ATTEND, {"input": wish}))["recordAttendance"]
    assert (done["signUp"], done["awards"]) == (None, None)
    assert done["userErrors"] == [{"code": "SIGN_UP_ENDED", "field": "signUpId"}]
    assert {method for method, *_ in backend.requests} == {"RecordAttendance"}
