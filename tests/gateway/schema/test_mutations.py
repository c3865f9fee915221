"""Acting: each with a request id, expected refusals as user errors."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from gateway.core.ids import to_global
from gateway.schema.points import check_in as check_ins
from services.common.auth import Role
from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

CHECK_IN = """mutation($input: CheckInInput!) { checkIn(input: $input) {
  checkIn { at awards { rule { code } asset amount } points { available } member { name } }
  replayed userErrors { code field message { zh en } }
} }"""
REDEEM = """mutation($input: RedeemInput!) { redeem(input: $input) {
  redemption { id state rewardCode } points { available } replayed userErrors { code field }
} }"""
SUBMIT = """mutation($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
  feedback { id text state } replayed userErrors { code field }
} }"""


async def test_a_check_in_is_recorded_by_members_and_awarded_at_once(
    as_: As, backend: FakeBackend
) -> None:
    done = (await as_().data(CHECK_IN, {"input": {"requestId": "r1"}}))["checkIn"]
    assert done["checkIn"]["awards"] == [
        {"rule": {"code": "check_in"}, "asset": "POINTS", "amount": 2}
    ]
    assert done["checkIn"]["points"] == {"available": 87}
    assert done["checkIn"]["member"] == {"name": "tea 2"}
    assert (done["replayed"], done["userErrors"]) == (False, [])
    received = {m: (c.role, r) for m, c, r in backend.requests}
    role, recorded = received["RecordActivities"]
    assert (role, recorded.activities[0].member_id) == (Role.CHANNEL, member_id(2))
    role, awarded = received["CheckIn"]
    assert (role, awarded.activity) == (Role.CHANNEL, recorded.activities[0])


async def test_a_check_in_sent_again_is_replayed(as_: As, backend: FakeBackend) -> None:
    first = await as_().data(CHECK_IN, {"input": {"requestId": "r1"}})
    again = await as_().data(CHECK_IN, {"input": {"requestId": "r1"}})
    assert again["checkIn"]["replayed"] is True
    assert again["checkIn"]["checkIn"] == first["checkIn"]["checkIn"]
    assert len(backend.activities) == 1


async def test_a_check_in_sent_again_two_years_later_is_the_same(
    as_: As, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_years_ago = datetime.now(UTC) - timedelta(days=730)
    with monkeypatch.context() as earlier:
        quarter = check_ins._quarter(two_years_ago)
        earlier.setattr(check_ins, "_quarter", lambda now: quarter)
        first = await as_().data(CHECK_IN, {"input": {"requestId": "r1"}})
    again = await as_().data(CHECK_IN, {"input": {"requestId": "r1"}})
    assert again["checkIn"]["replayed"] is True
    assert again["checkIn"]["checkIn"]["at"] == first["checkIn"]["checkIn"]["at"]
    assert len(backend.activities) == 1


async def test_a_request_id_used_for_another_check_in_is_refused(as_: As) -> None:
    await as_().data(CHECK_IN, {"input": {"requestId": "r1", "storeId": "s1"}})
    other = await as_().data(CHECK_IN, {"input": {"requestId": "r1", "storeId": "s2"}})
    assert other["checkIn"]["checkIn"] is None
    (refusal,) = other["checkIn"]["userErrors"]
    assert (refusal["code"], refusal["field"]) == ("REQUEST_ID_REUSED", "requestId")


async def test_a_check_in_stands_while_points_is_away(as_: As, backend: FakeBackend) -> None:
    backend.failing["CheckIn"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await as_().ask(CHECK_IN, {"input": {"requestId": "r1"}})
    assert answer["data"]["checkIn"]["checkIn"]["awards"] is None
    assert answer["data"]["checkIn"]["userErrors"] == []
    assert answer["errors"][0]["path"] == ["checkIn", "checkIn", "awards"]
    assert answer["errors"][0]["extensions"]["code"] == "STORAGE_UNAVAILABLE"


async def test_a_member_checks_in_only_itself(as_: As, backend: FakeBackend) -> None:
    other = {"requestId": "r1", "memberId": member_id(3)}
    refused = (await as_().data(CHECK_IN, {"input": other}))["checkIn"]
    assert refused["userErrors"][0]["code"] == "PERMISSION_DENIED"
    assert not backend.calls
    by_staff = (await as_("operator").data(CHECK_IN, {"input": other}))["checkIn"]
    assert by_staff["checkIn"]["member"] == {"name": "tea 3"}


async def test_redeeming_twice_with_one_request_id_is_one_redemption(as_: As) -> None:
    wish = {"input": {"requestId": "r1", "rewardCode": "reward_1"}}
    first = (await as_().data(REDEEM, wish))["redeem"]
    again = (await as_().data(REDEEM, wish))["redeem"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["redemption"] == again["redemption"]
    assert first["redemption"]["state"] == "HELD"
    assert first["points"] == {"available": 87}


async def test_what_the_points_do_not_reach_is_a_user_error_in_two_languages(as_: As) -> None:
    query = REDEEM.replace("userErrors { code field }", "userErrors { code message { zh en } }")
    wish = {"input": {"requestId": "r1", "rewardCode": "too_dear"}}
    refused = (await as_().data(query, wish))["redeem"]
    assert refused["redemption"] is None
    assert refused["points"] is None
    assert refused["userErrors"] == [
        {"code": "INSUFFICIENT_POINTS", "message": {"zh": "积分不足。", "en": "Not enough points."}}
    ]


async def test_a_redemption_is_confirmed_with_its_voucher_or_refused(as_: As) -> None:
    confirm = """mutation($input: ConfirmRedemptionInput!) { confirmRedemption(input: $input) {
      redemption { state voucher { code } } userErrors { code } } }"""
    cancel = """mutation($input: CancelRedemptionInput!) { cancelRedemption(input: $input) {
      redemption { state } userErrors { code } } }"""
    which = {"input": {"requestId": "r1", "redemptionId": "rdm_1"}}
    done = (await as_().data(confirm, which))["confirmRedemption"]
    assert done["redemption"] == {"state": "CONFIRMED", "voucher": {"code": "V-1"}}
    ended = (await as_().data(cancel, which))["cancelRedemption"]
    assert ended == {"redemption": None, "userErrors": [{"code": "REDEMPTION_ENDED"}]}


async def test_a_refused_field_is_named_in_the_front_ends_spelling(as_: As) -> None:
    refused = await as_().data(SUBMIT, {"input": {"requestId": "r1", "text": ""}})
    assert refused["submitFeedback"]["userErrors"] == [
        {"code": "INVALID_ARGUMENT", "field": "text"}
    ]


async def test_members_confirm_and_reopen_and_operators_move_and_reply(as_: As) -> None:
    item = to_global("Feedback", f"fb_{member_id(2)}x1")
    own = {"input": {"requestId": "r1", "feedbackId": item}}
    for name, state in (("confirmFeedback", "CONFIRMED"), ("reopenFeedback", "REOPENED")):
        query = f"""mutation($input: OwnFeedbackInput!) {{
          {name}(input: $input) {{ feedback {{ state }} }} }}"""
        assert (await as_().data(query, own))[name]["feedback"]["state"] == state
    reply = """mutation($input: ReplyFeedbackInput!) {
      replyFeedback(input: $input) { feedback { text } } }"""
    words = {"input": {**own["input"], "message": "你好"}}
    answer = await as_().ask(reply, words)
    assert answer["data"] == {"replyFeedback": None}
    assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
    assert (await as_("operator").data(reply, words))["replyFeedback"]["feedback"]


async def test_an_operator_reroutes_an_item_and_sees_its_clocks(as_: As) -> None:
    query = """mutation($input: RerouteFeedbackInput!) { rerouteFeedback(input: $input) {
      feedback { team priority category { code } escalationLevel clocks {
        kind dueAt inBusinessHours leftSeconds standsSince lateSince lateReason } } } }"""
    item = to_global("Feedback", f"fb_{member_id(2)}x1")
    words = {"requestId": "r1", "feedbackId": item, "priority": "URGENT", "team": "quality"}
    answer = await as_("operator").data(query, {"input": words})
    feedback = answer["rerouteFeedback"]["feedback"]
    assert (feedback["team"], feedback["priority"]) == ("quality", "URGENT")
    assert feedback["clocks"] == [
        {
            "kind": "RESOLUTION",
            "dueAt": "2026-11-30T13:00:00Z",
            "inBusinessHours": True,
            "leftSeconds": 5400,
            "standsSince": None,
            "lateSince": None,
            "lateReason": None,
        }
    ]


async def test_an_unexpected_failure_of_a_write_is_masked(as_: As, backend: FakeBackend) -> None:
    backend.failing["RedeemReward"] = lambda: RuntimeError("secret of the database")
    wish = {"input": {"requestId": "r1", "rewardCode": "reward_1"}}
    answer = await as_().ask(REDEEM, wish)
    assert answer["data"] == {"redeem": None}
    (error,) = answer["errors"]
    assert error["message"] == "Internal error"
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["errorId"].startswith("err_")
    assert "secret" not in str(answer)
