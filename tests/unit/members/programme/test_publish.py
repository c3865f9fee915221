"""A file is published only when every room can read its section."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.members.programme.commands import publish
from services.members.programme.domain.programme import ProgrammeInvalid
from services.members.tiers.domain.ladder import parse_ladders
from services.members.wiring import SECTIONS
from tests.paths import PROGRAMMES

TEA = (PROGRAMMES / "tea.yaml").read_text(encoding="utf-8")


def unreadable(document: Mapping[str, Any]) -> None:
    raise ValueError(f"no tides in {document['programme']}")


def test_a_section_that_its_room_cannot_read_refuses_the_publication() -> None:
    parsers = {"ladders": parse_ladders, "tides": unreadable}
    [problem] = publish.validate(TEA, parsers)
    assert (problem.key, "no tides in tea" in problem.message) == ("tides", True)
    with pytest.raises(ProgrammeInvalid, match="tides"):
        publish.document_of(TEA, parsers)
    assert publish.validate(TEA, {"ladders": parse_ladders}) == ()


def test_a_file_that_breaks_the_schema_is_not_handed_to_the_rooms() -> None:
    problems = publish.validate("programme: tea", {"tides": unreadable})
    assert problems
    assert "tides" not in {problem.key for problem in problems}


def test_ladders_are_among_the_sections_that_production_reads() -> None:
    assert SECTIONS.parsers["ladders"] is parse_ladders
