"""A member whose words cannot be taken away keeps no other member's words."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, cast

from services.common.clock import ManualClock
from services.feedback.privacy.commands import SLICE, ErasureJob
from services.feedback.privacy.domain import Erased

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Members:
    """Those of the brand `bad` fail."""

    def __init__(self, *left: Erased) -> None:
        self.left = list(left)

    async def waiting(self, limit: int, without: Collection[Erased]) -> list[Erased]:
        return [each for each in self.left if each not in without][:limit]

    async def take_words(self, erased: Erased, now: datetime) -> None:
        if erased.brand == "bad":
            raise ValueError("no item")

    async def done(self, erased: Erased) -> None:
        self.left.remove(erased)


class Ours:
    async def acquire(self) -> bool:
        return True


async def test_a_slice_full_of_members_that_fail_keeps_no_other_waiting() -> None:
    bad = [Erased("bad", f"mem_{n}") for n in range(SLICE)]
    members = Members(*bad, Erased("tea", "mem_a"))
    unused = cast(Any, None)
    job = ErasureJob(cast(Any, members), None, ManualClock(NOON), cast(Any, Ours()), 1.0, unused)
    for _ in range(2):
        await job.erase_waiting()
    assert members.left == bad
    members.left.append(Erased("tea", "mem_b"))
    for _ in range(2):
        await job.erase_waiting()
    assert members.left == bad
