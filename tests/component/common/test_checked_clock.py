"""A replica whose clock is wrong writes nothing, says so, and goes on when it is right again."""

from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from structlog.testing import capture_logs

from services.common import channel, checked_clock, server
from services.common.auth import Caller, Role, TokenIssuer
from services.common.checked_clock import CheckedClock, readiness, server_time
from services.common.clock import ManualClock
from services.common.errors import Refusal, reason_of
from services.common.mongo import Database
from services.common.settings import ServerSettings
from tests.component.common import echo


class Steered:
    """The machine's monotonic clock, on which the wall clock stands as it is set."""

    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
async def wall(db: Database) -> ManualClock:
    return ManualClock(await server_time(db))


@pytest.fixture
def monotonic() -> Steered:
    return Steered()


@pytest.fixture
def clock(db: Database, wall: ManualClock, monotonic: Steered) -> CheckedClock:
    return CheckedClock(db, wall, monotonic)


@pytest.mark.parametrize("wrong_s", [-7200, -11, 11, 7200])
async def test_a_wrong_clock_tells_no_time_and_goes_on_when_it_agrees(
    clock: CheckedClock, wall: ManualClock, wrong_s: int
) -> None:
    with pytest.raises(Refusal) as caught:
        clock.now()
    assert caught.value.reason == "CLOCK_DISAGREES"
    assert await clock.ready()
    right = wall.now()
    assert clock.now() == right
    wall.advance(timedelta(seconds=wrong_s))
    # A step is noticed before the next comparison, and that confirms it.
    for _ in range(2):
        with pytest.raises(Refusal, match=r"ahead of the database's"):
            clock.now()
        assert not await clock.ready()
        assert checked_clock.DISAGREES._value.get() == 1
    wall.set(right)
    assert clock.now() == right
    assert await clock.ready()
    assert checked_clock.DISAGREES._value.get() == 0


async def test_a_small_difference_is_warned_of_once_a_minute_and_a_drift_adds_up(
    clock: CheckedClock, wall: ManualClock, monotonic: Steered
) -> None:
    wall.advance(timedelta(seconds=5))
    with capture_logs() as lines:
        assert await clock.ready()
        assert await clock.ready()
        assert clock.now() == wall.now()
    assert [line["event"] for line in lines] == ["clock_differs"]
    # The wall clock stands still while time goes by.
    monotonic.s += 16
    with pytest.raises(Refusal):
        clock.now()


async def test_a_slow_answer_tells_nothing(
    clock: CheckedClock, wall: ManualClock, monotonic: Steered, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await clock.ready()
    told = server_time

    async def late(db: Database) -> object:
        monotonic.s += 3
        wall.advance(timedelta(seconds=3))
        return await told(db) + timedelta(hours=2)

    monkeypatch.setattr(checked_clock, "server_time", late)
    assert await clock.ready()
    assert clock.now() == wall.now()


async def test_calls_are_refused_as_unavailable_and_health_follows(
    clock: CheckedClock, wall: ManualClock, db: Database, keys_dir: Path
) -> None:
    async def stamp(_: str) -> str:
        return clock.now().isoformat()

    running = await server.start(
        name="echo",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[echo.register(stamp)],
        ready=readiness(db, clock),
    )
    source = TokenIssuer(keys_dir).source(Caller("tea", "pos", Role.CHANNEL))
    async with channel.connect(running.address, issuer_token=source) as opened:
        stub = echo.EchoStub(opened)
        assert await stub.one() == wall.now().isoformat()
        wall.advance(timedelta(hours=2))
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await stub.one()
        reason = reason_of(caught.value)
        assert reason is not None
        assert (reason.reason, reason.status) == (
            "CLOCK_DISAGREES",
            grpc.StatusCode.UNAVAILABLE,
        )
        assert "retry_after_ms" in reason.metadata
        wall.advance(timedelta(hours=-2))
        assert await stub.one() == wall.now().isoformat()
    await running.stop(0)
