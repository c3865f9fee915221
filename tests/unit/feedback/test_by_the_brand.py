"""Praise and adoption: the member is rewarded for them, and did nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.feedback.follow_up.api import member_events
from services.feedback.ideas.adapters import MembersActivities as OfIdeas
from services.feedback.ideas.domain.notice import Adoption
from services.feedback.insight.api.follow import follow_members
from services.feedback.partners.api.feeds import of_members
from services.feedback.topics.adapters import MembersActivities as OfTopics
from services.feedback.topics.domain.letter import Letter, LetterKind
from tessera.members.v1 import events_pb2
from tessera.types.v1 import types_pb2

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)


class Door:
    """The door of members, which keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[types_pb2.Activity] = []

    async def record(self, brand: str, activities: Any) -> list[Any]:
        self.told += activities
        return []


@pytest.mark.parametrize(("kind", "by_brand"), [("opened", False), ("praised", True)])
async def test_a_post_is_the_member_s_and_its_praise_is_the_brand_s(
    kind: str, by_brand: bool
) -> None:
    door = Door()
    letter = Letter(LetterKind(kind), "tea", "pst_1", "mem_1", "weekly", NOON)
    await OfTopics(door).record("tea", [letter])  # type: ignore[arg-type]
    assert [each.by_brand for each in door.told] == [by_brand]


async def test_an_adoption_is_the_brand_s() -> None:
    door = Door()
    adopted = Adoption("idea_1/adopted", "idea_1", "mem_1", NOON)
    await OfIdeas(door).record("tea", [adopted], {"co_creation": "adopted"})  # type: ignore[arg-type]
    assert [each.by_brand for each in door.told] == [True]


@pytest.mark.parametrize("by_brand", [False, True])
async def test_figures_and_days_count_only_what_members_do(
    by_brand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = events_pb2.Event(id="e1", brand="tea", member_id="mem_1")
    event.activity_recorded.activity.type = types_pb2.ACTIVITY_TYPE_SHARE
    event.activity_recorded.activity.by_brand = by_brand
    counted: list[Any] = []
    days: list[Any] = []

    class Taking:
        async def take(self, changes: list[Any]) -> None:
            counted.extend(changes)

    async def keep_days(_: object, done: list[Any]) -> None:
        days.extend(done)

    monkeypatch.setattr(member_events, "keep_days", keep_days)
    await follow_members(Taking(), None)([event])  # type: ignore[arg-type]
    await member_events.follow_members(None, None)([event])  # type: ignore[arg-type]
    assert (len(counted), len(days)) == ((0, 0) if by_brand else (1, 1))
    [message] = of_members([event])
    assert ("by_brand" in message.data) is by_brand
