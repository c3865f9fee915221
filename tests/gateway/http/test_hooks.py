"""What providers post is bounded, charged to its address, and handed to feedback as it came."""

import httpx

from gateway.app import Gateway, make_app
from gateway.guards.rate_limit import RateLimiter
from gateway.http.hooks import BODY_BYTES_MAX, Hooks
from services.common.auth import ALL_BRANDS, Role
from services.common.cache import Cache
from services.common.errors import Refusal
from tests.gateway.fake_backend import FakeBackend

BODY = b'{"events": []}'
SIGNED = {"webhook-id": "h1", "webhook-timestamp": "17", "webhook-signature": "v1,right"}


def client(gateway: Gateway, limiter: RateLimiter | None = None) -> httpx.AsyncClient:
    hooks = Hooks(gateway.services, rate_limiter=limiter)
    app = make_app(gateway, gateway.services.channels, hooks=hooks)
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://gateway")


async def test_a_hook_is_handed_on_as_it_came(gateway: Gateway, backend: FakeBackend) -> None:
    async with client(gateway) as http:
        taken = await http.post("/hooks/tea/sms", content=BODY, headers=SIGNED)
        assert (taken.status_code, taken.content) == (204, b"")
        assert taken.headers["cache-control"] == "no-store"
        forged = {**SIGNED, "webhook-signature": "v1,wrong"}
        assert (await http.post("/hooks/tea/sms", content=BODY, headers=forged)).status_code == 403
        assert (await http.post("/hooks/tea/sms", content=BODY)).status_code == 403
        large = b"x" * (BODY_BYTES_MAX + 1)
        assert (await http.post("/hooks/tea/sms", content=large, headers=SIGNED)).status_code == 413
        assert (await http.get("/hooks/tea/sms")).status_code == 405
    calls = [call for call in backend.requests if call[0] == "TakeReceipts"]
    assert len(calls) == 3
    _, caller, request = calls[0]
    assert (caller.brand, caller.role) == (ALL_BRANDS, Role.SERVICE)
    assert (request.brand, request.channel, request.body) == ("tea", "sms", BODY)
    assert (request.message_id, request.timestamp) == ("h1", "17")


async def test_a_service_that_is_away_is_told_so_that_the_provider_sends_it_again(
    gateway: Gateway, backend: FakeBackend, flushed_redis_url: str
) -> None:
    backend.failing["TakeReceipts"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    async with client(gateway) as http:
        away = await http.post("/hooks/tea/sms", content=BODY, headers=SIGNED)
        assert away.status_code == 503
    limiter = RateLimiter(Cache(flushed_redis_url), per_caller=10, per_operator=10, per_address=30)
    async with client(gateway, limiter) as http:
        backend.failing.clear()
        statuses = [
            (await http.post("/hooks/tea/sms", content=BODY, headers=SIGNED)).status_code
            for _ in range(4)
        ]
    await limiter.close()
    assert statuses[0] == 204
    assert statuses[-1] == 429


async def test_what_wechat_pushes_is_handed_on_and_answered_as_it_wants(
    gateway: Gateway, backend: FakeBackend
) -> None:
    signed = {"signature": "right", "timestamp": "17", "nonce": "n"}
    async with client(gateway) as http:
        asked = await http.get("/hooks/tea/wechat", params={**signed, "echostr": "4711"})
        assert (asked.status_code, asked.text) == (200, "4711")
        assert asked.headers["content-type"].startswith("text/plain")
        pushed = await http.post("/hooks/tea/wechat", params=signed, content=BODY)
        assert (pushed.status_code, pushed.text) == (200, "success")
        forged = await http.get("/hooks/tea/wechat", params={**signed, "signature": "wrong"})
        assert (forged.status_code, forged.text) == (403, "")
        large = b"x" * (BODY_BYTES_MAX + 1)
        answer = await http.post("/hooks/tea/wechat", params=signed, content=large)
        assert answer.status_code == 413
        backend.failing["TakeWechatPush"] = lambda: Refusal("SUBSCRIPTIONS_UNAVAILABLE")
        away = await http.post("/hooks/tea/wechat", params=signed, content=BODY)
        assert away.status_code == 503
    calls = [request for name, _, request in backend.requests if name == "TakeWechatPush"]
    assert [call.body for call in calls[:2]] == [b"", BODY]
    assert (calls[0].brand, calls[0].timestamp, calls[0].nonce) == ("tea", "17", "n")
