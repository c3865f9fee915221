"""Binding a phone in GraphQL: by the code of an SMS, and by WeChat."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from deploy.local import ports, providers
from deploy.local.providers import Desk
from gateway.app import Gateway
from gateway.upstream.wechat import read_apps
from gateway.upstream.wechat_phone import WechatPhones
from services.common.auth import Role
from services.feedback.providers.domain.credentials import credentials_of
from tests.component.feedback.reach.sending_suite import served
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
SEND = """mutation($input: SendPhoneCodeInput!) { sendPhoneCode(input: $input) {
  expiresAt againSeconds replayed userErrors { code } } }"""
BIND = """mutation($input: BindPhoneInput!) { bindPhone(input: $input) {
  member { id } userErrors { code field } } }"""
WECHAT = """mutation($input: BindWechatPhoneInput!) { bindWechatPhone(input: $input) {
  member { id } replayed userErrors { code field } } }"""


async def test_a_member_has_a_code_sent_and_binds_the_number(as_: As, backend: FakeBackend) -> None:
    front = as_()
    asked = {"requestId": "a", "phone": "13812340001"}
    sent = (await front.data(SEND, {"input": asked}))["sendPhoneCode"]
    assert (sent["againSeconds"], sent["userErrors"]) == (60, [])
    wish = {"requestId": "b", "phone": "13812340001", "code": "000000"}
    wrong = (await front.data(BIND, {"input": wish}))["bindPhone"]
    assert wrong == {"member": None, "userErrors": [{"code": "PHONE_CODE_WRONG", "field": "code"}]}
    bound = (await front.data(BIND, {"input": {**wish, "code": "123456"}}))["bindPhone"]
    assert bound["member"]
    empty = (await front.data(BIND, {"input": {**wish, "code": ""}}))["bindPhone"]
    assert empty["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": "code"}]
    name, caller, request = backend.requests[0]
    assert (name, caller.role, request.member_id) == (
        "SendPhoneCode",
        Role.MEMBER,
        caller.member_id,
    )
    assert request.address == "127.0.0.1"
    # Each alias of one document is a call of its own, so members counts it as a try.
    aliases = "\n".join(
        f'a{n}: bindPhone(input: {{requestId: "{n}", phone: "13812340001", code: "{n:06d}"}})'
        " { userErrors { code } }"
        for n in range(5)
    )
    before = len(backend.requests)
    await front.data(f"mutation {{ {aliases} }}")
    assert [name for name, _, _ in backend.requests[before:]] == ["BindPhone"] * 5
    denied = await as_("operator").ask(SEND, {"input": asked})
    assert denied["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"


@pytest.fixture
async def wechat(gateway: Gateway, tmp_path: Path) -> AsyncIterator[Desk]:
    port = ports.claim(0, purpose="providers")
    known = providers.prepare(tmp_path, f"http://127.0.0.1:{port}", ["tea"])
    desk = Desk(credentials_of(json.loads(known.read_text("utf-8")), plain=True))
    apps = read_apps(providers.prepare_apps(tmp_path, known))
    gateway.wechat_phones = WechatPhones(f"http://127.0.0.1:{port}/wechat", apps)
    async with served(desk, port):
        yield desk


async def test_wechat_tells_a_number_once_and_a_repeat_is_known(
    as_: As, backend: FakeBackend, wechat: Desk
) -> None:
    front = as_()

    async def bind(**given: str) -> dict[str, object]:
        wish = {"requestId": "w", "code": "phone-13812340001", **given}
        answer: dict[str, object] = (await front.data(WECHAT, {"input": wish}))["bindWechatPhone"]
        return answer

    bound = await bind()
    assert (bool(bound["member"]), bound["replayed"]) == (True, False)
    _, caller, request = next(each for each in backend.requests if each[0] == "BindPhone")
    assert (caller.role, request.phone) == (Role.SERVICE, "+8613812340001")
    assert "phone-" not in request.proof
    # The answer was lost: WeChat knows the code no more, and members knows the proof.
    assert (await bind())["replayed"]
    other = await bind(requestId="x", code="phone-13812340002", appId="wx-tea")
    assert other["member"]
    # A token that somebody else had made anew is no failure.
    wechat.end_tokens()
    assert (await bind(requestId="y", code="phone-13812340003"))["member"]
    for given, code, field in [
        ({"code": "made up"}, "PHONE_CODE_EXPIRED", "code"),
        ({"appId": "wx-retail"}, "INVALID_ARGUMENT", "appId"),
        ({"code": ""}, "INVALID_ARGUMENT", "code"),
    ]:
        errors = (await bind(requestId="z", **given))["userErrors"]
        assert errors == [{"code": code, "field": field}]


async def test_without_a_mini_program_wechat_gives_no_number(as_: As) -> None:
    answer = await as_().ask(WECHAT, {"input": {"requestId": "w", "code": "c"}})
    assert answer["errors"][0]["extensions"]["code"] == "WECHAT_NOT_CONFIGURED"
