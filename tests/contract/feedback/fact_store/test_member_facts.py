"""Facts of members: the same in memory and in MongoDB."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.common.mongo import Database
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.fact_store.domain import FactsChanged, ProfileFacts
from services.feedback.fact_store.storage import MongoMemberFacts
from tests.fakes_feedback import FakeMemberFacts

ENROLLED = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
"""00:30 of 3 March in Shanghai."""
NAMES = ("age", "enrolled_days", "language")
FACTS = ProfileFacts((2, 739_001, 1), NAMES, 31, None, "zh", ENROLLED)


@pytest.fixture(params=["memory", "mongo"])
def facts(request: pytest.FixtureRequest, db: Database) -> MemberFacts:
    return MongoMemberFacts(db) if request.param == "mongo" else FakeMemberFacts()


async def test_the_highest_version_stands_in_whatever_order_they_come(facts: MemberFacts) -> None:
    assert await facts.of("tea", "mem_1") is None
    older = replace(FACTS, version=(2, 739_000, 9), age=30)
    for change in (FACTS, older, FACTS, replace(FACTS, age=99)):
        await facts.keep([FactsChanged("tea", "mem_1", change)])
    assert await facts.of("tea", "mem_1") == FACTS
    assert await facts.of("retail", "mem_1") is None
    newer = replace(FACTS, version=(10, 1, 1), language="en")
    await facts.keep([FactsChanged("tea", "mem_1", newer), FactsChanged("tea", "mem_1", FACTS)])
    assert await facts.of("tea", "mem_1") == newer


async def test_what_is_forgotten_is_unknown(facts: MemberFacts) -> None:
    await facts.keep([FactsChanged("tea", "mem_1", FACTS)])
    await facts.forget("tea", "mem_1")
    await facts.forget("tea", "mem_2")
    assert await facts.of("tea", "mem_1") is None


def test_only_what_is_told_and_known_is_given_and_days_are_local() -> None:
    now = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
    assert FACTS.at(now, ZoneInfo("Asia/Shanghai")) == {
        "age": 31,
        "language": "zh",
        "enrolled_days": 1,
    }
    assert FACTS.at(now, ZoneInfo("UTC"))["enrolled_days"] == 2
    assert replace(FACTS, names=("birthday_month",)).at(now, ZoneInfo("UTC")) == {}
