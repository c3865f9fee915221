"""A phone number and the code of an SMS become a token."""

from pathlib import Path
from typing import Any

import httpx

from gateway.app import Gateway, make_app
from gateway.core.ids import to_global
from gateway.guards.rate_limit import RateLimiter
from gateway.http.phone_login import COST, PhoneLogin
from services.common.auth import GATEWAY_AUDIENCE, Role, TokenIssuer, TokenVerifier
from services.common.cache import Cache
from tests.gateway.services import FakeBackend, member_id

BODY = {"appId": "h5tea", "phone": "13812340001", "requestId": "r-1"}


def client(
    gateway: Gateway, keys_dir: Path, limiter: RateLimiter | None = None
) -> httpx.AsyncClient:
    issuer = TokenIssuer(keys_dir, audience=GATEWAY_AUDIENCE)
    login = PhoneLogin({"h5tea": "tea"}, gateway.services, issuer, rate_limiter=limiter)
    app = make_app(gateway, gateway.services.channels, phone_login=login)
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://gateway")


async def test_a_number_with_its_code_logs_in(
    gateway: Gateway, backend: FakeBackend, keys_dir: Path
) -> None:
    async with client(gateway, keys_dir) as http:
        sent = await http.post("/login/phone/code", json=BODY)
        assert sent.json()["againSeconds"] == 60
        wrong = await http.post("/login/phone", json={**BODY, "code": "000000"})
        assert wrong.json()["errors"][0]["extensions"]["code"] == "PHONE_CODE_WRONG"
        answer = (await http.post("/login/phone", json={**BODY, "code": "123456"})).json()
        refreshed = {"refreshToken": answer["refreshToken"], "requestId": "f"}
        assert (await http.post("/login/refresh", json=refreshed)).json()["token"]
    caller = TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE).verify(answer["token"])
    assert (caller.brand, caller.role, caller.member_id) == ("tea", Role.MEMBER, member_id(1))
    assert (answer["memberId"], answer["created"]) == (to_global("Member", member_id(1)), False)
    _, by, asked = next(each for each in backend.requests if each[0] == "SendPhoneCode")
    assert (by.role, by.subject, asked.address) == (Role.CHANNEL, "h5", "127.0.0.1")
    tries = [request for name, _, request in backend.requests if name == "EnrolByPhone"]
    # A request id without the code opens no session of the one with it.
    assert len({each.enrolment.request_id for each in tries}) == 2


async def test_bad_bodies_are_refused_and_each_request_costs(
    gateway: Gateway, keys_dir: Path, flushed_redis_url: str
) -> None:
    bad: list[dict[str, Any]] = [
        {**BODY, "appId": "other"},
        {**BODY, "appId": 7},
        {"appId": "h5tea", "requestId": "r"},
        {**BODY, "phone": "1" * 33},
        {**BODY, "requestId": ""},
    ]
    async with client(gateway, keys_dir) as http:
        for body in bad:
            for path, code in [("/login/phone/code", {}), ("/login/phone", {"code": "123456"})]:
                answer = await http.post(path, json={**body, **code})
                assert answer.status_code == 400, (path, body)
    limiter = RateLimiter(Cache(flushed_redis_url), per_caller=1, per_address=COST)
    async with client(gateway, keys_dir, limiter) as http:
        statuses = [(await http.post("/login/phone/code", json=BODY)).status_code for _ in "12"]
    await limiter.close()
    assert statuses == [200, 429]
