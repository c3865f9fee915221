"""The frame of a programme, its sections, and which publication is in force."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.common.brand_config import ProgrammeUnreadable
from services.common.clock import SystemClock
from services.common.stores import KnownStore
from services.feedback.programme.api import follow_members
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme, Publication
from services.feedback.sections import SECTIONS
from tessera.members.v1 import events_pb2
from tests.fakes_feedback import FakeProgrammeStore
from tests.unit.feedback.samples import programme, tea

UNREADABLE: dict[str, Any] = {
    "feedback": {"feedback": "text"},
    "topics": {"feedback": {"topics": [{"words": ["sweet"]}]}},
    "a topic's name": {"feedback": {"topics": [{"code": "taste", "name": {"zh": "口味"}}]}},
    "routing": {
        "feedback": {
            "routing": [{"when": "true", "priority": "whenever", "category": "a", "team": "b"}]
        }
    },
    "clocks": {"feedback": {"clocks": {"urgent": {"resolution_minutes": "soon"}}}},
    "categories": {"feedback": {"categories": [{"code": "x"}]}},
    "messages": {"feedback": {"messages": {"received": 5}}},
    "timezone": {"timezone": "Nowhere/Land"},
}
"""Documents that break the schema, by the fault in each."""


@pytest.fixture
def programmes() -> Programmes:
    return Programmes(FakeProgrammeStore(), SECTIONS)


def test_the_frame_of_the_tea_programme() -> None:
    frame = tea()
    assert (frame.brand, frame.revision, frame.language) == ("tea", "1", "zh")
    assert frame.zone == ZoneInfo("Asia/Shanghai")


def test_a_section_is_parsed_once_a_version() -> None:
    parsed: list[str] = []

    def code(read: Programme) -> str:
        parsed.append(read.document["programme"])
        return parsed[-1]

    first = programme({"programme": "one"})
    assert [first.section(code), first.section(code)] == ["one", "one"]
    assert programme({"programme": "two"}).section(code) == "two"
    assert parsed == ["one", "two"]


@pytest.mark.parametrize("wrong", UNREADABLE)
async def test_an_unreadable_section_leaves_the_programme_in_force_as_it_was(
    programmes: Programmes, wrong: str
) -> None:
    await programmes.keep(Publication("tea", "1", {"feedback": {}}))
    in_force = await programmes.of("tea")
    with pytest.raises(ProgrammeUnreadable):
        await programmes.keep(Publication("tea", "2", UNREADABLE[wrong]))
    assert in_force is not None
    assert await programmes.of("tea") is in_force


@pytest.mark.parametrize("wrong", UNREADABLE)
async def test_a_brand_whose_only_programme_is_unreadable_has_none(wrong: str) -> None:
    store = FakeProgrammeStore()
    await store.keep(Publication("tea", "1", UNREADABLE[wrong]))
    assert await Programmes(store, SECTIONS).of("tea") is None


@pytest.mark.parametrize("document", ["{not json", '{"feedback": 1}'])
async def test_a_programme_that_cannot_be_read_is_for_the_follower_to_set_aside(
    programmes: Programmes, document: str
) -> None:
    kept: list[str] = []
    with pytest.raises((ProgrammeUnreadable, ValueError)):
        await follow_members(
            programmes, _NoStores(), lambda: kept.append("one"), [_published("tea", document)]
        )
    other = events_pb2.Event(brand="tea", id="evt_other")
    await follow_members(
        programmes, _NoStores(), lambda: kept.append("one"), [_published("retail", "{}"), other]
    )
    assert await programmes.brands("", 10) == ["retail"]
    assert kept == ["one"]


class _NoStores:
    async def keep(self, changed: Sequence[KnownStore]) -> None:
        assert not changed


def _published(brand: str, document: str) -> events_pb2.Event:
    event = events_pb2.Event(brand=brand, id=f"evt_{brand}")
    event.record_time.FromDatetime(SystemClock().now())
    event.programme_published.document_json = document
    return event
