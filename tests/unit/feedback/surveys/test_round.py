"""The round of one brand's surveys does not wait for another's."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.feedback.fact_store.domain import ProfileFacts, ToldFacts
from services.feedback.programme.domain import Programme, Publication, programme_of
from services.feedback.surveys.commands.context import SurveysContext
from services.feedback.surveys.commands.offering import go_round
from services.feedback.surveys.domain.member import POINTS_OF_CIRCLE, KnownMember
from services.feedback.surveys.domain.offer import Offer
from services.feedback.surveys.domain.section import Survey
from tests.example_programmes import example

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


class Store:
    """Three members around the circle; it counts whom a survey was offered."""

    def __init__(self) -> None:
        self.offered: list[str] = []
        self.done = False

    async def round_place(self, brand: str, survey: str, month: str) -> None:
        return None

    async def around(
        self, brand: str, after: tuple[int, str], until: int, limit: int
    ) -> list[tuple[int, str]]:
        around = [(n * POINTS_OF_CIRCLE // 3, each) for n, each in enumerate(("ann", "bob", "cy"))]
        return [each for each in around if after < each and each[0] < until]

    async def member(self, brand: str, member_id: str) -> KnownMember:
        return KnownMember(member_id, tier="gold")

    async def offer(self, brand: str, survey: Survey, offer: Offer, month: str) -> bool:
        self.offered.append(offer.member_id)
        return True

    async def is_full(self, brand: str, survey: Survey, month: str) -> bool:
        return False

    async def move_round(
        self, brand: str, survey: str, month: str, place: tuple[int, str], *, done: bool
    ) -> None:
        self.done = done


class Facts:
    """Bob's can't be read."""

    async def of(self, brand: str, member_id: str) -> ToldFacts:
        if member_id == "bob":
            raise ValueError("facts of before")
        return ToldFacts(
            ProfileFacts((1,), ("enrolled_days",), enrolled_at=NOON - timedelta(days=400))
        )


class Tea:
    async def brands(self, after: str, limit: int) -> list[str]:
        return [] if after else ["tea"]

    async def of(self, brand: str) -> Programme:
        document = example("tea")
        document["surveys"] = [s for s in document["surveys"] if s["trigger"]["on"] == "schedule"]
        return programme_of(Publication(brand, "1", document))


async def test_a_member_who_cannot_be_judged_stops_none_behind() -> None:
    store, programmes, facts = Store(), Tea(), Facts()
    ctx = SurveysContext(
        cast(Any, store), cast(Any, programmes), cast(Any, facts), ManualClock(NOON)
    )
    await go_round(ctx, may_go_on)
    assert sorted(store.offered) == ["ann", "cy"]
    assert store.done
