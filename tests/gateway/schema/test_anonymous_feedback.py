"""Feedback whose writer stays unknown: its service does not hear who sends it."""

from collections.abc import Callable
from typing import Any

from gateway.app import Gateway
from gateway.http.visitors import visitor
from services.common.auth import Caller, Role
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
SUBMIT = """mutation($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
  feedback { anonymous memberId member { name } attachmentUrls } userErrors { code field } } }"""
GATEWAY = Caller("tea", "gateway", Role.SERVICE)


def _wish(**more: Any) -> dict[str, Any]:
    return {"input": {"requestId": "r-1", "text": "洒了", "anonymous": True, **more}}


async def test_a_members_anonymous_words_go_out_in_nobodys_name(
    as_: As, backend: FakeBackend
) -> None:
    given = (await as_().data(SUBMIT, _wish(storeId="SH1")))["submitFeedback"]
    assert given["feedback"] == {
        "anonymous": True,
        "memberId": None,
        "member": None,
        "attachmentUrls": [],
    }
    [(method, caller, request)] = backend.requests
    assert (method, caller, request.member_id) == ("SubmitFeedback", GATEWAY, "")
    assert (request.anonymous, request.store_id) == (True, "SH1")
    assert member_id(2) not in str(request)


async def test_without_the_wish_a_member_speaks_in_their_own_name(
    as_: As, backend: FakeBackend
) -> None:
    await as_().data(SUBMIT, _wish(anonymous=False))
    _, caller, request = backend.requests[0]
    assert (caller.member_id, request.member_id) == (member_id(2), member_id(2))
    assert not request.anonymous


async def test_whom_it_names_it_is_not_anonymous_about(as_: As, backend: FakeBackend) -> None:
    for client in (as_(), as_("operator")):
        given = (await client.data(SUBMIT, _wish(memberId=member_id(2))))["submitFeedback"]
        assert given["userErrors"] == [{"code": "FEEDBACK_ANONYMOUS", "field": "memberId"}]
    assert not backend.requests


async def test_an_operator_sends_it_in_their_own_name_for_the_audit_log(
    as_: As, backend: FakeBackend
) -> None:
    await as_("operator").data(SUBMIT, _wish())
    [(_, caller, request)] = backend.requests
    assert (caller.role, request.anonymous) == (Role.OPERATOR, True)


async def test_a_visitor_may_send_it_and_nothing_in_a_name(
    gateway: Gateway, backend: FakeBackend
) -> None:
    async def asks(variables: dict[str, Any]) -> Any:
        context = gateway.context(visitor("tea"), "zh")
        return await gateway.executor.execute(SUBMIT, variables, None, context)

    named = await asks(_wish(anonymous=False))
    assert [(error.extensions or {})["code"] for error in named.errors] == ["PERMISSION_DENIED"]
    assert not backend.requests
    sent = await asks(_wish())
    assert not sent.errors
    assert sent.data["submitFeedback"]["feedback"]["anonymous"]
    [(_, caller, request)] = backend.requests
    assert (caller, request.member_id) == (GATEWAY, "")
