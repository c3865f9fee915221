"""What goes on after a call, where a part of it fails."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.feedback.ideas.commands.jobs import IdeaJob
from services.feedback.ideas.domain.notice import Notice

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Store:
    """Ideas of which the votes of one can't move."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.asked_for_notices = False

    async def move_votes(self, limit: int) -> bool:
        raise self.error

    async def notices(self, now: datetime, limit: int) -> list[Notice]:
        self.asked_for_notices = True
        return []


class Held:
    async def acquire(self) -> bool:
        return True


async def work(store: Store) -> None:
    ctx, unused = SimpleNamespace(store=store, clock=ManualClock(NOON)), cast(Any, None)
    await IdeaJob(cast(Any, ctx), unused, unused, Held(), 1.0).work()


async def test_votes_that_cannot_move_keep_nobody_from_hearing_of_an_idea() -> None:
    store = Store(KeyError("into"))
    await work(store)
    assert store.asked_for_notices


async def test_a_store_that_is_away_ends_the_round() -> None:
    with pytest.raises(Refusal):
        await work(Store(Refusal("STORAGE_UNAVAILABLE")))
