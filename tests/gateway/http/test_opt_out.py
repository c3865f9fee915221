"""The page behind the link below a message: a GET changes nothing, a POST takes the word."""

import httpx

from gateway.app import Gateway, make_app
from gateway.guards.rate_limit import RateLimiter
from gateway.http.opt_out import OptOuts
from services.common.auth import ALL_BRANDS, Role
from services.common.cache import Cache
from services.common.errors import Refusal
from tests.gateway.fake_backend import FakeBackend

LINK = "/opt-out/tea/sms/tch_1/right"
ENGLISH = {"accept-language": "fr;q=0.9, en-GB;q=0.8, zh;q=0.7"}


def client(gateway: Gateway, limiter: RateLimiter | None = None) -> httpx.AsyncClient:
    opt_outs = OptOuts(gateway.services, rate_limiter=limiter)
    app = make_app(gateway, gateway.services.channels, opt_outs=opt_outs)
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://gateway")


async def test_a_get_asks_and_a_post_takes_the_word(gateway: Gateway, backend: FakeBackend) -> None:
    async with client(gateway) as http:
        for _ in range(2):
            asked = await http.get(LINK)
            assert (asked.status_code, "不再接收此类消息？" in asked.text) == (200, True)
            assert "短信上的营销消息" in asked.text
            assert '<form method="post">' in asked.text
        assert (await http.head(LINK)).status_code == 200
        assert {method for method, *_ in backend.requests} == {"GetOptOut"}
        for _ in range(2):
            done = await http.post(LINK, headers=ENGLISH, content=b"whatever" * 10)
            assert (done.status_code, "No more marketing messages" in done.text) == (200, True)
            assert "<form" not in done.text
        # Whoever opens it again sees that it is done.
        assert "Stopped" in (await http.get(LINK, headers=ENGLISH)).text
    method, caller, request = backend.requests[-2]
    assert (method, caller.brand, caller.role) == ("TakeOptOut", ALL_BRANDS, Role.SERVICE)
    parts = (request.brand, request.channel, request.touch_id, request.code)
    assert parts == ("tea", "sms", "tch_1", "right")


async def test_no_page_is_kept_or_framed_or_runs_anything(gateway: Gateway) -> None:
    async with client(gateway) as http:
        headers = (await http.get(LINK)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_a_link_that_is_none_says_so_and_shows_nothing_of_it(
    gateway: Gateway, backend: FakeBackend, flushed_redis_url: str
) -> None:
    async with client(gateway) as http:
        for method in ("GET", "POST"):
            gone = await http.request(method, "/opt-out/tea/sms/%3Cscript%3E/" + "x" * 500)
            assert (gone.status_code, "script" in gone.text) == (404, False)
        backend.failing["TakeOptOut"] = lambda: Refusal("STORAGE_UNAVAILABLE")
        assert (await http.post(LINK)).status_code == 503
    limiter = RateLimiter(Cache(flushed_redis_url), per_caller=10, per_operator=10, per_address=30)
    async with client(gateway, limiter) as http:
        statuses = [(await http.get(LINK)).status_code for _ in range(4)]
    await limiter.close()
    assert (statuses[0], statuses[-1]) == (200, 429)
