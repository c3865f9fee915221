"""Consents and contact preferences: on the card in its one call, and changed by mutations."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.conftest import Client
from tests.gateway.queries import CARD_FIELDS
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
CONSENTS = """consents { purpose channel granted version at
  text { version text url } asked { version text(lang: EN) } }"""
PREFERENCES = "contactPreferences { channels quietHours { fromTime untilTime timeZone } language }"
GIVE = """mutation($input: GiveConsentInput!) { giveConsent(input: $input) {
  consents { purpose channel granted version } replayed userErrors { code field } } }"""
WITHDRAW = """mutation($input: WithdrawConsentInput!) { withdrawConsent(input: $input) {
  consents { channel granted version } replayed userErrors { code } } }"""
SET = """mutation($input: SetContactPreferencesInput!) { setContactPreferences(input: $input) {
  contactPreferences { channels quietHours { fromTime untilTime timeZone } language updatedAt }
  replayed userErrors { code } } }"""
HISTORY = """query($id: ID, $after: String) {
  consentHistory(memberId: $id, first: 2, after: $after) {
  pageInfo { hasNextPage endCursor }
  edges { node { id granted version givenBy proof recordedBy reason } } } }"""
READS = {"BatchGetMembers": 1, "BatchGetWallets": 1, "BatchListMemberFeedback": 1}


async def test_a_card_with_consents_and_preferences_is_still_one_call_to_each_service(
    as_: As, backend: FakeBackend
) -> None:
    query = "{ me { " + CARD_FIELDS + CONSENTS + PREFERENCES + " } }"
    me = (await as_().data(query))["me"]
    assert backend.calls == READS
    service, marketing = me["consents"]
    assert (service["granted"], service["version"], service["at"], service["asked"]) == (
        True,
        None,
        None,
        None,
    )
    text = {"version": "2026-03", "text": "我们可向您发送优惠。"}
    assert marketing["text"] == {**text, "url": "https://tea.example.com/privacy"}
    assert marketing["asked"] == {"version": "2026-03", "text": "We may send you offers."}
    assert (marketing["channel"], marketing["version"]) == ("SMS", "2026-03")
    assert me["contactPreferences"] == {
        "channels": ["WECHAT", "SMS"],
        "quietHours": {"fromTime": "22:00", "untilTime": "08:00", "timeZone": None},
        "language": "EN",
    }


async def test_a_card_without_them_does_not_ask_for_them(as_: As, backend: FakeBackend) -> None:
    await as_().data("{ me { " + CARD_FIELDS + " } }")
    [asked] = [request for name, _, request in backend.requests if name == "BatchGetMembers"]
    assert (asked.consents, asked.contact_preferences) == (False, False)


async def test_a_card_that_asks_for_less_takes_nothing_from_another_in_the_same_call(
    as_: As, backend: FakeBackend
) -> None:
    query = "{ first: me { consents { granted } } second: me { name } }"
    answer = await as_().data(query)
    assert backend.calls == {"BatchGetMembers": 1}
    assert [each["granted"] for each in answer["first"]["consents"]] == [True, True]


async def test_operators_see_the_consents_of_many_members_in_one_call(
    as_: As, backend: FakeBackend
) -> None:
    query = "query($ids: [ID!]!) { members(ids: $ids) { id " + CONSENTS + PREFERENCES + " } }"
    members = (await as_("operator").data(query, {"ids": [member_id(n) for n in range(50)]}))[
        "members"
    ]
    assert backend.calls == {"BatchGetMembers": 1}
    assert {len(each["consents"]) for each in members} == {2}
    assert [each["contactPreferences"] is None for each in members] == [False, True] * 25


@pytest.mark.parametrize("role", ["member", "operator"])
async def test_a_consent_is_given_and_withdrawn_by_the_member_and_by_operators(
    as_: As, backend: FakeBackend, role: str
) -> None:
    named: dict[str, Any] = {}
    if role == "operator":
        named = {"memberId": member_id(2), "reason": "said so on the phone"}
    wish = {"requestId": "r1", "purpose": "MARKETING", "channels": ["SMS"], **named}
    given = {"input": {**wish, "version": "2026-03"}}
    done = (await as_(role).data(GIVE, given))["giveConsent"]
    assert done["consents"][1] == {
        "purpose": "MARKETING",
        "channel": "SMS",
        "granted": True,
        "version": "2026-03",
    }
    assert (done["replayed"], done["userErrors"]) == (False, [])
    assert (await as_(role).data(GIVE, given))["giveConsent"]["replayed"]
    gone = {"input": {**wish, "requestId": "r2"}}
    done = (await as_(role).data(WITHDRAW, gone))["withdrawConsent"]
    assert done["consents"][1] == {"channel": "SMS", "granted": False, "version": None}
    sent = [request for name, _, request in backend.requests if "Consent" in name]
    assert {each.member_id for each in sent} == {member_id(2)}
    assert {each.given_by for each in sent} == {
        "operators" if role == "operator" else "mini_program"
    }
    assert {each.reason for each in sent} == {named.get("reason", "")}


async def test_a_text_that_the_programme_has_not_is_a_user_error(as_: As) -> None:
    wish = {"requestId": "r1", "purpose": "MARKETING", "version": "2020"}
    refused = (await as_().data(GIVE, {"input": wish}))["giveConsent"]
    assert refused["consents"] is None
    assert refused["userErrors"] == [{"code": "CONSENT_VERSION_UNKNOWN", "field": "version"}]


@pytest.mark.parametrize("role", ["member", "operator"])
async def test_a_history_is_paged_and_tells_members_not_who_recorded_it(as_: As, role: str) -> None:
    named = {"id": member_id(2)} if role == "operator" else {}
    first = (await as_(role).data(HISTORY, named))["consentHistory"]
    assert [edge["node"]["granted"] for edge in first["edges"]] == [False, True]
    cursor = first["pageInfo"]["endCursor"]
    rest = (await as_(role).data(HISTORY, {**named, "after": cursor}))["consentHistory"]
    assert [edge["node"]["id"] for edge in rest["edges"]] == ["cns_1"]
    assert not rest["pageInfo"]["hasNextPage"]
    latest = first["edges"][0]["node"]
    by_staff = role == "operator"
    assert (latest["recordedBy"], latest["reason"]) == (
        ("pos", "withdrawn_by_reply") if by_staff else (None, None)
    )
    assert (latest["givenBy"], latest["proof"], latest["version"]) == ("sms", "msg-1", None)


async def test_preferences_are_set_whole(as_: As, backend: FakeBackend) -> None:
    quiet = {"fromTime": "22:30", "untilTime": "07:00", "timeZone": "Asia/Shanghai"}
    wish = {"requestId": "r1", "channels": ["EMAIL", "SMS"], "quietHours": quiet, "language": "ZH"}
    done = (await as_().data(SET, {"input": wish}))["setContactPreferences"]
    assert done["contactPreferences"]["channels"] == ["EMAIL", "SMS"]
    assert done["contactPreferences"]["quietHours"] == quiet
    assert done["contactPreferences"]["language"] == "ZH"
    bare = {"requestId": "r2", "channels": []}
    done = (await as_().data(SET, {"input": bare}))["setContactPreferences"]
    assert (done["contactPreferences"]["quietHours"], done["contactPreferences"]["language"]) == (
        None,
        None,
    )
