"""A repeat of what took effect gets its answer, whatever has changed since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from services.common.errors import Refusal
from services.feedback.broadcasts.commands.desk import BroadcastDesk
from services.feedback.broadcasts.domain.broadcast import (
    Broadcast,
    BroadcastChanged,
    Page,
    Request,
)
from services.feedback.broadcasts.domain.content import Content
from tests.unit.feedback.reach.samples import subject
from tests.unit.feedback.reach.test_commands import NOW, context

BEFORE = Content("of before", 100)
DRAFT = Broadcast("brc_1", "tea", "n", "vips", "tier", timedelta(), "ada", NOW, content=BEFORE)


class Written:
    """Knows the requests `known` by their ids, and runs the others."""

    def __init__(self, *known: str) -> None:
        self._known = known

    async def answered_before(self, request: Request) -> Broadcast | None:
        return replace(DRAFT, name="as answered") if request.id in self._known else None

    async def find(self, brand: str, broadcast_id: str) -> Broadcast:
        return DRAFT

    async def page(self, brand: str, segment: str, place: str) -> Page:
        return Page(["mem_1"], "")

    async def size(self, brand: str, segment: str) -> int:
        return 1

    async def approve(
        self, request: Request, broadcast_id: str, content: Content, check: Any, start: Any
    ) -> tuple[Broadcast, bool]:
        return self._once(request, check)

    async def send_winner(
        self, request: Request, broadcast_id: str, message: str, words: str, check: Any
    ) -> tuple[Broadcast, bool]:
        return self._once(request, check)

    def _once(self, request: Request, check: Callable[[Broadcast], None]) -> tuple[Broadcast, bool]:
        if request.id in self._known:
            return replace(DRAFT, name="as answered"), True
        check(DRAFT)
        return DRAFT, False


async def test_what_changed_refuses_a_write_and_no_repeat_of_one() -> None:
    reach, _ = context(subject().reached, NOW)
    written = cast(Any, Written("r1"))
    desk = BroadcastDesk(written, written, reach)
    new, again = (Request("tea", each, b"", "ben") for each in ("r2", "r1"))
    with pytest.raises(BroadcastChanged):
        await desk.approve(new, "brc_1", "what was read")
    with pytest.raises(BroadcastChanged):
        await desk.send_winner(new, "brc_1", "tier", "Sold more")
    for repeat in (
        desk.approve(again, "brc_1", "what was read"),
        desk.send_winner(again, "brc_1", "tier", "Sold more"),
        # Its message has gone meanwhile.
        desk.send_winner(again, "brc_1", "gone", "Sold more"),
    ):
        answered, replayed = await repeat
        assert (answered.name, replayed) == ("as answered", True)


class Away:
    """Members, who has the segments, does not answer."""

    async def page(self, brand: str, segment: str, place: str) -> Page:
        raise Refusal("UNAVAILABLE")

    async def size(self, brand: str, segment: str) -> int:
        raise Refusal("UNAVAILABLE")


async def test_a_repeat_is_answered_while_members_is_away() -> None:
    reach, _ = context(subject().reached, NOW)
    desk = BroadcastDesk(cast(Any, Written("r1")), Away(), reach)
    new, again = (Request("tea", each, b"", "ben") for each in ("r2", "r1"))

    def asks(request: Request) -> tuple[Any, ...]:
        return desk.approve(request, "brc_1"), desk.draft(request, "n", "vips", "tier", 0)

    for asked in asks(new):
        with pytest.raises(Refusal):
            await asked
    for asked in asks(again):
        answered, replayed = await asked
        assert (answered.name, replayed) == ("as answered", True)
