"""The inbox in GraphQL, and what operators see of messages."""

from collections.abc import Callable

from gateway.core.ids import plain_id
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

OPEN = """mutation($input: OpenMessageInput!) { openMessage(input: $input) {
  message { id readAt } replayed userErrors { code field } } }"""


async def test_a_member_reads_messages_with_their_reason_in_one_call(
    as_: As, backend: FakeBackend
) -> None:
    query = """query($after: String) { inbox(first: 2, after: $after) { unread edges { cursor node {
      id code title(lang: ZH) text(lang: EN) why(lang: EN) purpose sentAt readAt feedbackId } }
      pageInfo { hasNextPage endCursor } } }"""
    page = (await as_().data(query, {"after": None}))["inbox"]
    assert page["unread"] == 2
    assert page["edges"][0]["node"] == {
        "id": "tch_3",
        "code": "birthday",
        "title": "生日快乐",
        "text": "66 points are yours.",
        "why": "Because of your birthday.",
        "purpose": "MARKETING",
        "sentAt": page["edges"][0]["node"]["sentAt"],
        "readAt": None,
        "feedbackId": None,
    }
    assert [method for method, *_ in backend.requests] == ["ListInbox"]
    after = {"after": page["pageInfo"]["endCursor"]}
    rest = (await as_().data(query, after))["inbox"]
    assert [edge["node"]["id"] for edge in rest["edges"]] == ["tch_1"]
    assert rest["edges"][0]["node"]["readAt"] is not None
    about = rest["edges"][0]["node"]["feedbackId"]
    assert plain_id("Feedback", about, "id") == "fbk_1"
    assert not rest["pageInfo"]["hasNextPage"]


async def test_a_member_opens_a_message_once_or_is_told_why_not(as_: As) -> None:
    asked = {"requestId": "o1", "messageId": "tch_3"}
    opened = (await as_().data(OPEN, {"input": asked}))["openMessage"]
    assert (opened["message"]["id"], opened["replayed"], opened["userErrors"]) == (
        "tch_3",
        False,
        [],
    )
    assert opened["message"]["readAt"] is not None
    assert (await as_().data(OPEN, {"input": asked}))["openMessage"]["replayed"]
    missing = {"requestId": "o2", "messageId": "tch_9"}
    refused = (await as_().data(OPEN, {"input": missing}))["openMessage"]
    assert refused["message"] is None
    assert refused["userErrors"] == [{"code": "INBOX_MESSAGE_NOT_FOUND", "field": "messageId"}]


async def test_an_operator_sees_why_a_message_was_not_sent(as_: As, backend: FakeBackend) -> None:
    fields = """id state occasion message { code name(lang: EN) } purpose channel endedAt
      checks { name passed text(lang: EN) rule limit until inputs { name value } }"""
    query = f"""query($id: ID!) {{
      touches(memberId: $id, touchStates: [REFUSED], first: 1) {{
        edges {{ node {{ {fields} memberId }} }} pageInfo {{ hasNextPage }} }}
      explainTouch(touchId: "tch_1") {{ {fields} }} }}"""
    asked = {"id": member_id(2)}
    answer = await as_("operator").data(query, asked)
    (edge,) = answer["touches"]["edges"]
    assert answer["touches"]["pageInfo"]["hasNextPage"]
    told = answer["explainTouch"]
    assert (told["state"], told["occasion"], told["channel"]) == ("REFUSED", "BIRTHDAY", "inbox")
    assert told["message"] == {"code": "birthday", "name": "Happy birthday"}
    (check,) = told["checks"]
    assert check | {"until": None} == {
        "name": "cap",
        "passed": False,
        "text": "The cap is full",
        "rule": "2/week rolling",
        "limit": "2",
        "until": None,
        "inputs": [{"name": "taken", "value": "2"}],
    }
    assert check["until"] is not None
    assert edge["node"]["checks"] == told["checks"]
    (request,) = [asked for method, _, asked in backend.requests if method == "ListTouches"]
    assert (request.member_id, list(request.states)) == (member_id(2), [5])


async def test_a_preview_has_no_id_and_says_when_it_would_go(as_: As, backend: FakeBackend) -> None:
    query = """query($whom: ID!) { previewMessage(whom: $whom, occasion: TIER_CHANGED,
      reached: "gold", at: "2026-03-02T15:30:00Z") { id state wakesAt text(lang: ZH) } }"""
    previewed = (await as_("operator").data(query, {"whom": member_id(2)}))["previewMessage"]
    assert previewed == {
        "id": None,
        "state": "HELD",
        "wakesAt": "2026-03-02T15:30:00Z",
        "text": "66积分已送到。",
    }
    (request,) = [asked for method, _, asked in backend.requests if method == "PreviewTouch"]
    assert (request.to, request.occasion) == ("gold", 5)


async def test_an_operator_sees_how_channels_fare_and_sends_again(as_: As) -> None:
    query = """{ messageChannels { code configured messages counts { state count } pausedUntil
      latestFailure { number channel answer code words } } }"""
    inbox, sms = (await as_("operator").data(query))["messageChannels"]
    assert inbox == {
        "code": "inbox",
        "configured": True,
        "messages": 3,
        "counts": [],
        "pausedUntil": None,
        "latestFailure": None,
    }
    assert sms["counts"] == [{"state": "SENT", "count": 7}]
    assert sms["pausedUntil"] is not None
    failed = {"number": 2, "channel": "sms", "answer": "retry", "code": "away", "words": None}
    assert sms["latestFailure"] == failed
    resend = """mutation($input: ResendTouchInput!) { resendTouch(input: $input) {
      touch { id state attempts { channel answer words } } replayed userErrors { code } } }"""
    asked = {"requestId": "s1", "touchId": "tch_1"}
    for again in (False, True):
        sent = (await as_("operator").data(resend, {"input": asked}))["resendTouch"]
        assert sent["replayed"] is again
        assert sent["touch"]["attempts"] == [{"channel": "sms", "answer": "refused", "words": "no"}]
    asked = {"requestId": "s2", "touchId": "tch_9"}
    refused = (await as_("operator").data(resend, {"input": asked}))["resendTouch"]
    assert refused["userErrors"] == [{"code": "TOUCH_NOT_FOUND"}]


async def test_an_operator_sees_the_brakes_and_their_numbers(as_: As, backend: FakeBackend) -> None:
    query = """{ pressure { days percent recoverPercent loweredTimes loweredPer day touched
      reachable loweredSince calmDays } }"""
    lowered, other = (await as_("operator").data(query))["pressure"]
    assert lowered == {
        "days": 3,
        "percent": 5,
        "recoverPercent": 4,
        "loweredTimes": 1,
        "loweredPer": "WEEK",
        "day": "2026-03-01",
        "touched": 500,
        "reachable": 10_000,
        "calmDays": 0,
        "loweredSince": "2026-03-02",
    }
    assert (other["days"], other["loweredPer"]) == (7, "MONTH")
    assert (other["day"], other["loweredSince"]) == (None, None)
    assert [method for method, *_ in backend.requests] == ["GetPressure"]


async def test_an_operator_switches_a_message_off_and_on(as_: As, backend: FakeBackend) -> None:
    switch = """mutation($input: SwitchMessageInput!) { switchMessage(input: $input) {
      message { code name(lang: EN) purpose channels switchedOff { by reason instead at } }
      replayed userErrors { code field } } }"""
    off = {"requestId": "o1", "message": "news", "off": True, "reason": "A wrong price"}
    told = await as_("operator").data(switch, {"input": {**off, "instead": "other"}})
    message = told["switchMessage"]["message"]
    assert message.pop("switchedOff") | {"at": ""} == {
        "by": "op_1",
        "reason": "A wrong price",
        "instead": "other",
        "at": "",
    }
    assert message == {
        "code": "news",
        "name": "Happy birthday",
        "purpose": "MARKETING",
        "channels": ["push", "inbox"],
    }
    listed = "{ programmeMessages { code switchedOff { reason } } }"
    found = (await as_("operator").data(listed))["programmeMessages"]
    assert found == [{"code": "news", "switchedOff": {"reason": "A wrong price"}}]
    on = {"requestId": "o2", "message": "news", "off": False}
    again = (await as_("operator").data(switch, {"input": on}))["switchMessage"]
    assert again["message"]["switchedOff"] is None
    unknown = {**off, "requestId": "o3", "message": "nothing"}
    refused = (await as_("operator").data(switch, {"input": unknown}))["switchMessage"]
    assert refused["userErrors"] == [{"code": "MESSAGE_NOT_FOUND", "field": "message"}]
    assert [method for method, *_ in backend.requests].count("ListProgrammeMessages") == 1
