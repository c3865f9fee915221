"""Replays of one brand do not wait for another's."""

from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime, timedelta

from services.common.clock import ManualClock
from services.feedback.partners.commands.replaying import ReplayJob
from services.feedback.partners.domain.delivery import Delivery
from services.feedback.partners.domain.message import Message
from services.feedback.partners.domain.replay import Replay, ReplayState

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Gathered:
    """Two replays, of which the first one's deliveries cannot be numbered."""

    def __init__(self) -> None:
        self.states: dict[str, ReplayState] = {}

    async def acquire(self) -> bool:
        return True

    async def recorded(
        self, begin: datetime, end: datetime
    ) -> AsyncGenerator[Sequence[Message], None]:
        yield []

    async def unfinished(self) -> Sequence[Replay]:
        hour = timedelta(hours=1)
        return [
            Replay(f"rpl_{brand}", brand, f"whe_{brand}", NOON - hour, NOON, (), NOON)
            for brand in ("bad", "tea")
        ]

    async def gather(self, deliveries: Sequence[Delivery]) -> int:
        return 0

    async def begin(self, replay: Replay) -> int:
        if replay.brand == "bad":
            raise ValueError("a delivery of before")
        return 0

    async def has_waiting(self, replay: Replay) -> bool:
        return True

    async def discard(self, replay: Replay) -> None:
        raise NotImplementedError

    async def put(self, replay: Replay, state: ReplayState, deliveries: int) -> None:
        self.states[replay.brand] = state


async def test_one_that_cannot_be_gathered_stops_no_other() -> None:
    gathered = Gathered()
    job = ReplayJob(gathered, [gathered], gathered, ManualClock(NOON), lambda: None)
    await job.advance()
    assert gathered.states == {"tea": ReplayState.SENDING}
