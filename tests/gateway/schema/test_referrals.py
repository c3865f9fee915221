"""Referrals: a member's code and friends, what operators see of them, and a code entered."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.referrals_server import CODE
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
REFERRAL = """inviteeId inviterId state refusal { code message { en } } acceptedAt settlesAt
  qualifiedAt capped order"""
INVITE = """code link qualified qualifiedThisMonth monthlyCap settleDays claimUntil
  invitedBy { state order }"""
ACCEPT = """mutation($input: AcceptInviteInput!) { acceptInvite(input: $input) {
  referral { state inviterId } replayed userErrors { code field } } }"""


async def test_a_member_sees_their_code_and_how_friends_stand_without_ids(
    as_: As, backend: FakeBackend
) -> None:
    asked = "{ invite { " + INVITE + " } referrals { edges { node { " + REFERRAL + " } } } }"
    seen = await as_().data(asked)
    assert backend.calls == {"GetInvite": 1, "ListReferrals": 1}
    assert (seen["invite"]["code"], seen["invite"]["qualifiedThisMonth"]) == (CODE, 1)
    assert seen["invite"]["link"].endswith(CODE)
    assert seen["invite"]["claimUntil"] is None
    refused, counts = (edge["node"] for edge in seen["referrals"]["edges"])
    assert (refused["state"], refused["refusal"]["code"]) == ("REFUSED", "INVITEE_NOT_NEW")
    assert "was a member before" in refused["refusal"]["message"]["en"]
    assert (counts["state"], counts["capped"], counts["refusal"]) == ("QUALIFIED", True, None)
    assert (counts["inviteeId"], counts["inviterId"], counts["order"]) == (None, None, None)


async def test_operators_see_who_was_invited_and_by_which_order_it_counts(as_: As) -> None:
    asked = f'{{ referrals(memberId: "{member_id(2)}") {{ edges {{ node {{ {REFERRAL} }} }} }} }}'
    seen = await as_("operator").data(asked)
    counts = seen["referrals"]["edges"][1]["node"]
    assert counts["order"] == "pos/o-1"
    assert counts["inviteeId"] is not None


async def test_a_friends_code_is_entered_by_the_member_or_for_them(
    as_: As, backend: FakeBackend
) -> None:
    wish = {"requestId": "r1", "code": CODE}
    done = (await as_().data(ACCEPT, {"input": wish}))["acceptInvite"]
    assert done == {
        "referral": {"state": "QUALIFIED", "inviterId": None},
        "replayed": False,
        "userErrors": [],
    }
    [sent] = [request for name, _, request in backend.requests if name == "AcceptInvite"]
    assert (sent.request_id, sent.code) == ("r1", CODE)
    for_them = {**wish, "requestId": "r2", "memberId": member_id(3)}
    assert (await as_("operator").data(ACCEPT, {"input": for_them}))["acceptInvite"]["referral"]
    wrong = {"requestId": "r3", "code": "NONSENSE"}
    refused = (await as_().data(ACCEPT, {"input": wrong}))["acceptInvite"]
    assert refused["referral"] is None
    assert refused["userErrors"] == [{"code": "INVITE_CODE_UNKNOWN", "field": "code"}]
