"""A file is published only when every room can read its section."""

from datetime import UTC, datetime

import pytest

from services.common.clock import ManualClock
from services.members.programme.commands import publish
from services.members.programme.commands.publish import Rollback
from services.members.programme.domain.programme import Programme, ProgrammeInvalid
from services.members.programme.domain.rules import Rules
from services.members.tiers.domain.ladder import parse_ladders
from services.members.wiring import SECTIONS
from tests.paths import PROGRAMMES

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TEA = (PROGRAMMES / "tea.yaml").read_text(encoding="utf-8")


def unreadable(rules: Rules) -> None:
    raise ValueError(f"no tides in {rules.document['programme']}")


class OneVersion:
    """A transaction on a brand that has published version 1; a second one fails."""

    async def newest(self, brand: str) -> int:
        return 1

    async def get(self, brand: str, version: int) -> Programme | None:
        document = publish.document_of(TEA, {}, "tea", NOON)
        return Programme(brand, version, TEA, document, NOON, "ann", 0, "")

    async def put_in_force(self, programme: Programme) -> None:
        raise AssertionError("nothing may come in force")


def test_a_section_that_its_room_cannot_read_refuses_the_publication() -> None:
    parsers = {"ladders": parse_ladders, "tides": unreadable}
    [problem] = publish.validate(TEA, parsers, "tea", NOON).problems
    assert (problem.key, "no tides in tea" in problem.message) == ("tides", True)
    with pytest.raises(ProgrammeInvalid, match="tides"):
        publish.document_of(TEA, parsers, "tea", NOON)
    assert publish.validate(TEA, {"ladders": parse_ladders}, "tea", NOON).problems == ()


async def test_a_section_that_its_room_cannot_read_any_more_refuses_the_way_back() -> None:
    rollback = Rollback("tea", 1, "", "ann")
    with pytest.raises(ProgrammeInvalid, match="tides"):
        await publish.roll_back(OneVersion(), ManualClock(NOON), rollback, {"tides": unreadable})


def test_a_file_that_breaks_the_schema_is_not_handed_to_the_rooms() -> None:
    problems = publish.validate("programme: tea", {"tides": unreadable}, "tea", NOON).problems
    assert problems
    assert "tides" not in {problem.key for problem in problems}


def test_ladders_are_among_the_sections_that_production_reads() -> None:
    assert SECTIONS.parsers["ladders"] is parse_ladders
