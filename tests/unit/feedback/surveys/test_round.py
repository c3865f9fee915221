"""The round of one brand's surveys does not wait for another's."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.feedback.surveys.commands.context import SurveysContext
from services.feedback.surveys.commands.offering import go_round

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Programmes:
    """Three brands without surveys; the programme of `bad` cannot be read."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.asked: list[str] = []

    async def brands(self, after: str, limit: int) -> list[str]:
        return [] if after else ["a", "bad", "tea"]

    async def of(self, brand: str) -> None:
        self.asked.append(brand)
        if brand == "bad":
            raise self.error


async def may_go_on() -> bool:
    return True


def context(programmes: Programmes) -> SurveysContext:
    unused, known = cast(Any, None), cast(Any, programmes)
    return SurveysContext(unused, known, unused, ManualClock(NOON))


async def test_a_brand_whose_programme_cannot_be_read_stops_no_other() -> None:
    programmes = Programmes(ValueError("a programme of before"))
    await go_round(context(programmes), may_go_on)
    assert programmes.asked == ["a", "bad", "tea"]


async def test_what_passes_by_itself_ends_the_round() -> None:
    programmes = Programmes(Refusal("STORAGE_UNAVAILABLE"))
    with pytest.raises(Refusal):
        await go_round(context(programmes), may_go_on)
    assert programmes.asked == ["a", "bad"]
