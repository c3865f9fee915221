"""Facts of members: the same in memory and in MongoDB."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.common.mongo import Database
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.fact_store.domain import (
    NOTHING_TOLD,
    FactsChanged,
    KocFact,
    ProfileFacts,
    SegmentFacts,
    StageFacts,
    TagFacts,
    ToldFacts,
)
from services.feedback.fact_store.storage import MongoMemberFacts
from tests.fakes_feedback import FakeMemberFacts

ENROLLED = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
"""00:30 of 3 March in Shanghai."""
NAMES = ("age", "enrolled_days", "language")
NOTHING = {
    "tags": [],
    "stage": "",
    "activity_level": "",
    "activation_step": "",
    "segments": [],
    "koc": [],
}
FACTS = ProfileFacts((2, 739_001, 1), NAMES, 31, None, "zh", ENROLLED)


@pytest.fixture(params=["memory", "mongo"])
def facts(request: pytest.FixtureRequest, db: Database) -> MemberFacts:
    return MongoMemberFacts(db) if request.param == "mongo" else FakeMemberFacts()


async def test_the_highest_version_stands_in_whatever_order_they_come(facts: MemberFacts) -> None:
    assert await facts.of("tea", "mem_1") == NOTHING_TOLD
    older = replace(FACTS, version=(2, 739_000, 9), age=30)
    for change in (FACTS, older, FACTS, replace(FACTS, age=99)):
        await facts.keep([FactsChanged("tea", "mem_1", change)])
    assert await facts.of("tea", "mem_1") == ToldFacts(FACTS)
    assert await facts.of("retail", "mem_1") == NOTHING_TOLD
    newer = replace(FACTS, version=(10, 1, 1), language="en")
    await facts.keep([FactsChanged("tea", "mem_1", newer), FactsChanged("tea", "mem_1", FACTS)])
    assert await facts.of("tea", "mem_1") == ToldFacts(newer)


async def test_tags_and_profile_are_told_apart_and_each_in_any_order(facts: MemberFacts) -> None:
    until = datetime(2026, 4, 1, tzinfo=UTC)
    tags = TagFacts((2, 1), (("vip", None), ("student", until)))
    older = TagFacts((1, 9), (("gone", None),))
    for change in (FactsChanged("tea", "mem_1", tags=tags), FactsChanged("tea", "mem_1", FACTS)):
        await facts.keep([change])
    await facts.keep([FactsChanged("tea", "mem_1", replace(FACTS, version=(1,)), older)])
    assert await facts.of("tea", "mem_1") == ToldFacts(FACTS, tags)
    cleared = TagFacts((3, 1))
    await facts.keep([FactsChanged("tea", "mem_1", tags=cleared)])
    assert await facts.of("tea", "mem_1") == ToldFacts(FACTS, cleared)
    stage = StageFacts((2, 1), "loyalty", "active", "first_order")
    for told in (stage, replace(stage, version=(1, 5), level="lost")):
        await facts.keep([FactsChanged("tea", "mem_1", stage=told)])
    segments = SegmentFacts((2, 1), ("vips",))
    for among in (segments, replace(segments, version=(1, 5), segments=())):
        await facts.keep([FactsChanged("tea", "mem_1", segments=among)])
    await facts.keep([FactsChanged("tea", "mem_1", replace(FACTS, version=(3,)))])
    known = await facts.of("tea", "mem_1")
    assert known == ToldFacts(replace(FACTS, version=(3,)), cleared, stage, segments)


async def test_the_latest_month_of_each_group_stands_beside_all_else(facts: MemberFacts) -> None:
    camping, store = KocFact("grp_1", "camping", "2026-02"), KocFact("grp_2", "store", "2026-01")
    for told in (store, camping, replace(camping, month="2025-12")):
        await facts.keep([FactsChanged("tea", "mem_1", koc=told)])
    await facts.keep([FactsChanged("tea", "mem_1", FACTS)])
    known = await facts.of("tea", "mem_1")
    assert known == ToldFacts(FACTS, koc=(camping, store))


def test_a_koc_is_one_until_the_next_months_are_told_by_the_brands_days() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    kocs = (KocFact("grp_1", "camping", "2026-02"), KocFact("grp_2", "store", "2026-01"))
    told = ToldFacts(koc=kocs)
    # The last moments of February in Shanghai, then March, then April.
    for at, kinds in (
        (datetime(2026, 2, 28, 15, 59, tzinfo=UTC), ["store"]),
        (datetime(2026, 2, 28, 16, 0, tzinfo=UTC), ["camping"]),
        (datetime(2026, 3, 31, 15, 59, tzinfo=UTC), ["camping"]),
        (datetime(2026, 3, 31, 16, 0, tzinfo=UTC), []),
    ):
        assert told.at(at, shanghai)["koc"] == kinds


def test_a_tag_counts_until_it_lapses_and_without_any_the_list_is_empty() -> None:
    until, zone = datetime(2026, 4, 1, tzinfo=UTC), ZoneInfo("UTC")
    told = ToldFacts(tags=TagFacts((1,), (("vip", None), ("student", until))))
    assert told.at(until - timedelta(milliseconds=1), zone) == {
        **NOTHING,
        "tags": ["vip", "student"],
    }
    assert told.at(until, zone) == {**NOTHING, "tags": ["vip"]}
    assert NOTHING_TOLD.at(until, zone) == NOTHING


async def test_what_is_forgotten_is_unknown(facts: MemberFacts) -> None:
    await facts.keep([FactsChanged("tea", "mem_1", FACTS)])
    await facts.forget("tea", "mem_1")
    await facts.forget("tea", "mem_2")
    assert await facts.of("tea", "mem_1") == NOTHING_TOLD


async def test_what_is_remembered_is_kept_again(facts: MemberFacts) -> None:
    told = FactsChanged("tea", "mem_1", FACTS)
    await facts.forget("tea", "mem_1")
    await facts.keep([told])
    assert await facts.of("tea", "mem_1") == NOTHING_TOLD
    await facts.remember("tea", "mem_1")
    await facts.keep([told])
    assert (await facts.of("tea", "mem_1")).profile == FACTS


def test_only_what_is_told_and_known_is_given_and_days_are_local() -> None:
    now = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
    assert FACTS.at(now, ZoneInfo("Asia/Shanghai")) == {
        "age": 31,
        "language": "zh",
        "enrolled_days": 1,
    }
    assert FACTS.at(now, ZoneInfo("UTC"))["enrolled_days"] == 2
    assert replace(FACTS, names=("birthday_month",)).at(now, ZoneInfo("UTC")) == {}
