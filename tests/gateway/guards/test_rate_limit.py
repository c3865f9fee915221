"""Points per minute, by caller and by address."""

import asyncio
import gc
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from deploy.local.ports import free_port
from gateway.app import Gateway, rate_limiter_of
from gateway.core.settings import GatewaySettings
from gateway.guards.rate_limit import (
    OPEN,
    REFUSED_COST,
    RateLimited,
    RateLimiter,
    address_of,
    network,
)
from services.common.auth import Caller, Role
from services.common.cache import Cache, Pour, key
from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.queries import CARD
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
TEA = Caller("tea", "app", Role.MEMBER, "mem_tea0001")
RETAIL = Caller("retail", "app", Role.MEMBER, "mem_tea0001")
IP = "203.0.113.7"


@pytest.fixture
async def cache(flushed_redis_url: str) -> AsyncIterator[Cache]:
    cache = Cache(flushed_redis_url, timeout_s=2.0)
    yield cache
    await cache.close()


def _limiter(cache: Cache, per_caller: int = 600, per_address: int = 0) -> RateLimiter:
    return RateLimiter(cache, per_caller=per_caller, per_address=per_address)


async def _spent(
    rate_limiter: RateLimiter, caller: Caller | None, points: int, address: str = IP
) -> int:
    """The seconds to wait, 0 when admitted."""
    try:
        await rate_limiter.charge(caller, address, points)
    except RateLimited as limited:
        return limited.retry_after_s
    return 0


async def test_a_minute_s_points_may_be_spent_at_once_and_come_back_evenly(cache: Cache) -> None:
    rate_limiter = _limiter(cache, per_caller=600)
    assert await _spent(rate_limiter, TEA, 590) == 0
    assert 1 <= await _spent(rate_limiter, TEA, 25) <= 2
    assert await _spent(rate_limiter, TEA, 5) == 0
    await asyncio.sleep(1.6)
    assert await _spent(rate_limiter, TEA, 15) == 0
    assert 55 <= await _spent(rate_limiter, TEA, 600) <= 61


async def test_what_is_refused_costs_nothing(cache: Cache) -> None:
    rate_limiter = _limiter(cache, per_caller=600)
    assert await _spent(rate_limiter, TEA, 600) == 0
    waits = [await _spent(rate_limiter, TEA, 60) for _ in range(20)]
    assert 0 < max(waits) <= 7


async def test_an_operator_opens_thirty_pages_a_minute_and_a_member_six(
    flushed_redis_url: str,
) -> None:
    page = 1_968  # a member with 50 entries, as the console shows it
    rate_limiter = rate_limiter_of(GatewaySettings(redis_url=flushed_redis_url))
    assert rate_limiter is not None
    operator = Caller("tea", "ann", Role.OPERATOR)
    assert [await _spent(rate_limiter, operator, page) for _ in range(30)] == [0] * 30
    waits = [await _spent(rate_limiter, TEA, page) for _ in range(7)]
    assert waits[:6] == [0] * 6
    assert waits[6] > 0
    # Its own limit holds too: one cost more than is left has to wait.
    assert await _spent(rate_limiter, operator, 119_000) > 0
    await rate_limiter.close()


async def test_brands_and_members_have_buckets_of_their_own(cache: Cache) -> None:
    rate_limiter = _limiter(cache, per_caller=100)
    assert await _spent(rate_limiter, TEA, 100) == 0
    assert await _spent(rate_limiter, TEA, 100) > 0
    for other in (RETAIL, Caller("tea", "app", Role.MEMBER, "mem_tea0002")):
        assert await _spent(rate_limiter, other, 100) == 0


async def test_an_address_has_one_too_whoever_asks(cache: Cache) -> None:
    rate_limiter = _limiter(cache, per_caller=1_000, per_address=100)
    assert await _spent(rate_limiter, TEA, 60) == 0
    assert await _spent(rate_limiter, RETAIL, 60) > 0
    assert await _spent(rate_limiter, None, 60) > 0
    assert await _spent(rate_limiter, RETAIL, 60, "203.0.113.8") == 0


async def test_what_costs_more_than_a_minute_needs_an_empty_bucket(cache: Cache) -> None:
    rate_limiter = _limiter(cache, per_caller=100)
    assert await _spent(rate_limiter, TEA, 5_000) == 0
    assert 55 <= await _spent(rate_limiter, TEA, 5_000) <= 61


async def test_no_more_is_spent_by_many_at_once_on_many_pods(
    cache: Cache, flushed_redis_url: str
) -> None:
    other = Cache(flushed_redis_url, timeout_s=2.0)
    pods = [_limiter(cache, per_caller=100), _limiter(other, per_caller=100)]
    waits = await asyncio.gather(*(_spent(pods[n % 2], TEA, 10) for n in range(200)))
    await other.close()
    assert waits.count(0) == 10


async def test_requests_that_come_together_are_one_round_trip(cache: Cache) -> None:
    trips: list[int] = []

    class Counted:
        async def pour(self, pours: Sequence[Pour]) -> list[float] | None:
            trips.append(len(pours))
            return await cache.pour(pours)

        async def close(self) -> None:
            return None

    rate_limiter = RateLimiter(Counted(), per_caller=10_000, per_address=10_000)
    await asyncio.gather(*(_spent(rate_limiter, TEA, 1) for _ in range(50)))
    assert trips == [100]


async def test_nothing_of_it_stays_in_redis(cache: Cache, flushed_redis_url: str) -> None:
    await _spent(_limiter(cache, 600, 600), TEA, 1)
    async with Redis.from_url(flushed_redis_url) as redis:
        keys = await redis.keys("rate:*")
        assert len(keys) == 2
        for key in keys:
            assert await redis.pttl(key) <= 200


async def test_without_redis_everything_is_let_through_and_the_log_says_so_once(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.ERROR)
    cache = Cache(f"redis://127.0.0.1:{free_port()}/0")
    rate_limiter = _limiter(cache, per_caller=1)
    before = OPEN._value.get()
    started = time.perf_counter()
    assert [await _spent(rate_limiter, TEA, 5_000) for _ in range(200)] == [0] * 200
    assert time.perf_counter() - started < 2
    assert OPEN._value.get() - before == 200
    await rate_limiter.close()
    received = caplog.text + capsys.readouterr().out
    assert received.count("rates_not_limited") == 1


async def test_a_fault_of_the_limiter_refuses_nobody() -> None:
    class Broken:
        async def pour(self, pours: Sequence[Pour]) -> list[float] | None:
            raise ValueError("broken")

        async def close(self) -> None:
            return None

    assert await _spent(RateLimiter(Broken(), per_caller=1, per_address=1), TEA, 100) == 0


@pytest.fixture
def limited(gateway: Gateway, cache: Cache) -> Gateway:
    gateway.rate_limiter = RateLimiter(cache, per_caller=150, per_address=0)
    return gateway


_SELF = Caller("tea", "member-2", Role.MEMBER, member_id(2))
"""Who `as_()` asks as."""


async def test_too_much_is_429_with_the_time_to_wait(
    limited: Gateway, as_: As, backend: FakeBackend
) -> None:
    for _ in range(10):
        response = await as_(language="en").post(CARD)
        if response.status_code != 200:
            break
    assert response.status_code == 429
    # What was under way already for the first that is refused ends by itself.
    await asyncio.sleep(0.1)
    calls = sum(backend.calls.values())
    error = response.json()["errors"][0]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert 1 <= error["extensions"]["retryAfter"] <= 61
    assert response.headers["retry-after"] == str(error["extensions"]["retryAfter"])
    assert set(error["extensions"]["messages"]) == {"zh", "en"}
    assert "data" not in response.json()
    assert (await as_().post(CARD)).status_code == 429
    assert sum(backend.calls.values()) == calls
    assert (await as_(number=4).post(CARD)).status_code == 200


async def test_who_was_refused_once_is_asked_for_points_first(
    limited: Gateway, as_: As, backend: FakeBackend
) -> None:
    assert limited.rate_limiter is not None
    await limited.rate_limiter.charge(_SELF, "", 150)
    statuses = [(await as_().post(CARD)).status_code for _ in range(20)]
    assert set(statuses) == {429}
    await asyncio.sleep(0.1)
    assert all(calls <= 1 for calls in backend.calls.values())


async def test_a_result_read_before_the_charge_is_paid_is_dropped(
    gateway: Gateway, as_: As, backend: FakeBackend
) -> None:
    class Slow:
        async def pour(self, pours: Sequence[Pour]) -> list[float] | None:
            async with asyncio.timeout(20):
                while not backend.calls["BatchListMemberFeedback"]:
                    await asyncio.sleep(0.01)
            return [3.0] * len(pours)

        async def close(self) -> None:
            return None

    gateway.rate_limiter = RateLimiter(Slow(), per_caller=100, per_address=0)
    response = await as_().post(CARD)
    assert response.status_code == 429
    assert "data" not in response.json()


async def test_a_change_waits_for_its_points(
    gateway: Gateway, as_: As, backend: FakeBackend
) -> None:
    class Full:
        async def pour(self, pours: Sequence[Pour]) -> list[float] | None:
            await asyncio.sleep(0.1)
            return [3.0] * len(pours)

        async def close(self) -> None:
            return None

    gateway.rate_limiter = RateLimiter(Full(), per_caller=100, per_address=0)
    mutation = "mutation($i: CheckInInput!) { checkIn(input: $i) { replayed } }"
    response = await as_().post(mutation, {"i": {"requestId": "1"}})
    assert response.status_code == 429
    assert not backend.calls


async def test_what_comes_while_redis_is_asked_shares_the_next_round_trip() -> None:
    trips: list[int] = []

    class Slow:
        async def pour(self, pours: Sequence[Pour]) -> list[float] | None:
            trips.append(len(pours))
            await asyncio.sleep(0.05)
            return [0.0] * len(pours)

        async def close(self) -> None:
            return None

    rate_limiter = RateLimiter(Slow(), per_caller=10_000, per_address=0)

    async def later(turns: int) -> int:
        for _ in range(turns):
            await asyncio.sleep(0)
        return await _spent(rate_limiter, TEA, 1)

    assert await asyncio.gather(*(later(3 * n) for n in range(20))) == [0] * 20
    assert trips == [1, 1, 18]


def test_of_full_buckets_the_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.guards.rate_limit.REMEMBERED_MAX", 3)

    class Never:
        async def pour(self, pours: Sequence[Pour]) -> list[float] | None:
            return None

        async def close(self) -> None:
            return None

    rate_limiter = RateLimiter(Never(), per_caller=1, per_address=1)
    for number in range(9):
        rate_limiter.note_full(key("tea", "rate", str(number)))
    assert [rate_limiter.was_full(key("tea", "rate", str(n))) for n in range(9)] == [False] * 6 + [
        True
    ] * 3
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert not rate_limiter.was_full(key("tea", "rate", "8"))


async def test_refused_documents_cost_too(limited: Gateway, as_: As) -> None:
    statuses = [(await as_().post("{ me { nam } }")).status_code for _ in range(12)]
    assert statuses[: 150 // REFUSED_COST] == [200] * (150 // REFUSED_COST)
    assert 429 in statuses


async def test_a_mutation_is_charged_once(limited: Gateway, as_: As) -> None:
    mutation = "mutation($i: CheckInInput!) { checkIn(input: $i) { replayed } }"
    cost = (await as_().ask(mutation, {"i": {"requestId": "0"}}))["extensions"]["cost"]
    statuses = [
        (await as_().post(mutation, {"i": {"requestId": str(n)}})).status_code
        for n in range(150 // cost)
    ]
    assert statuses[:-1] == [200] * (len(statuses) - 1)


async def test_the_address_is_the_one_that_our_proxies_saw(
    gateway: Gateway, cache: Cache, http: httpx.AsyncClient, as_: As, keys_dir: Path
) -> None:
    gateway.rate_limiter = RateLimiter(cache, per_caller=0, per_address=100)
    object.__setattr__(gateway.settings, "proxies", 1)
    statuses: list[int] = []
    for hop in ("198.51.100.1", "198.51.100.1", "198.51.100.2"):
        headers = {**as_().headers, "x-forwarded-for": f"{len(statuses)}.9.9.9, {hop}"}
        response = await http.post("/graphql", json={"query": CARD}, headers=headers)
        statuses.append(response.status_code)
    assert statuses == [200, 429, 200]


def test_an_address_that_anyone_could_have_written_is_not_believed() -> None:
    assert address_of("10.0.0.1", "1.1.1.1", 0) == "10.0.0.1"
    assert address_of("10.0.0.1", "6.6.6.6, 1.1.1.1", 1) == "1.1.1.1"
    assert address_of("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2", 2) == "1.1.1.1"
    assert address_of("10.0.0.1", "", 1) == "10.0.0.1"


def test_a_subscriber_of_ipv6_has_one_bucket() -> None:
    assert network("2001:db8:1:2:3:4:5:6") == network("2001:db8:1:2:ffff::1")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("::ffff:203.0.113.7") == network("203.0.113.7")
    assert network("unix") == "unix"


async def test_it_costs_a_card_less_than_a_third_of_a_millisecond(cache: Cache) -> None:
    rate_limiter = _limiter(cache, per_caller=10**9, per_address=10**9)
    took_s = []
    for _ in range(500):
        started = time.perf_counter()
        await rate_limiter.charge(TEA, IP, 60)
        took_s.append(time.perf_counter() - started)
    # The best quarter: this machine has others at work.
    assert sorted(took_s)[len(took_s) // 4] < 0.001


class _Full:
    """Buckets that are full, and say so late."""

    async def pour(self, pours: Sequence[Pour]) -> list[float]:
        await asyncio.sleep(0.1)
        return [5.0] * len(pours)

    async def close(self) -> None:
        """Nothing is open."""


async def test_a_failure_before_the_charge_is_refused_is_dropped(
    as_: As, gateway: Gateway, backend: FakeBackend, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.rate_limiter = RateLimiter(_Full(), per_caller=100, per_address=0)
    backend.failing["BatchGetWallets"] = lambda: Refusal("INTERNAL")
    assert (await as_().post(CARD)).status_code == 429
    assert backend.calls["BatchGetWallets"]
    gc.collect()
    assert "never retrieved" not in caplog.text
