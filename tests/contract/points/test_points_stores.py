"""What points keeps of members and their programmes: the same on MongoDB and in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.common.mongo import Database
from services.points.activities.commands import StandingStore
from services.points.activities.domain.member_facts import (
    NO_FACTS,
    ActivityFacts,
    FactsChanged,
    MemberFacts,
    ProfileFacts,
    SegmentFacts,
    StageFacts,
    TagFacts,
)
from services.points.activities.domain.standing import (
    HISTORY_MAX,
    MemberEnrolled,
    Standing,
    Tier,
    TierChanged,
    TierHeld,
)
from services.points.activities.storage.standings import MongoStandingStore
from services.points.programme.commands import ProgrammeStore
from services.points.programme.domain.published import ProgrammePublished
from services.points.programme.storage import MongoProgrammeStore
from tests.activities import NOON
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore

SILVER, GOLD = Tier("silver", 1, 110), Tier("gold", 2, 130)
LATER = NOON + timedelta(milliseconds=1)


@pytest.fixture(params=["mongo", "fake"])
def programmes(request: pytest.FixtureRequest, db: Database) -> ProgrammeStore:
    return MongoProgrammeStore(db) if request.param == "mongo" else FakeProgrammeStore()


@pytest.fixture(params=["mongo", "fake"])
def standings(request: pytest.FixtureRequest, db: Database) -> StandingStore:
    return MongoStandingStore(db) if request.param == "mongo" else FakeStandingStore()


async def test_the_programme_published_last_is_in_force(programmes: ProgrammeStore) -> None:
    assert await programmes.load("tea") is None
    assert await programmes.revision("tea") is None
    first = ProgrammePublished("tea", 1, {"a.b": {"$c": 1}, "名": "茶"}, NOON)
    again = ProgrammePublished("tea", 1, {"rolled": "back"}, LATER + timedelta(seconds=1))
    for published in (first, ProgrammePublished("tea", 2, {}, LATER), again):
        await programmes.publish(published)
        assert await programmes.load("tea") == published
        assert await programmes.revision("tea") == published.revision


async def test_an_earlier_publication_that_comes_again_changes_nothing(
    programmes: ProgrammeStore,
) -> None:
    await programmes.publish(ProgrammePublished("tea", 2, {}, LATER))
    await programmes.publish(ProgrammePublished("tea", 1, {}, NOON))
    found = await programmes.load("tea")
    assert found is not None
    assert found.version == 2


async def test_a_programme_is_its_brands_own(programmes: ProgrammeStore) -> None:
    await programmes.publish(ProgrammePublished("tea", 1, {}, NOON))
    assert await programmes.load("retail") is None


async def test_the_tier_told_last_counts(standings: StandingStore) -> None:
    await standings.change_tiers([TierChanged("tea", "mem_ada", SILVER, NOON, NOON)])
    await standings.change_tiers(
        [
            TierChanged("tea", "mem_ada", GOLD, LATER, LATER),
            TierChanged("tea", "mem_bo", SILVER, NOON, NOON),
        ]
    )
    assert await standings.standings("tea", ["mem_ada", "mem_bo", "mem_cy"]) == {
        "mem_ada": Standing("mem_ada", GOLD, None, (TierHeld(NOON, SILVER), TierHeld(LATER, GOLD))),
        "mem_bo": Standing("mem_bo", SILVER, None, (TierHeld(NOON, SILVER),)),
    }


async def test_a_tier_told_late_does_not_undo_a_later_one(standings: StandingStore) -> None:
    await standings.change_tiers([TierChanged("tea", "mem_ada", GOLD, LATER, LATER)])
    await standings.change_tiers([TierChanged("tea", "mem_ada", SILVER, NOON, NOON)])
    found = await standings.standings("tea", ["mem_ada"])
    assert found["mem_ada"].tier == GOLD


async def test_the_earliest_enrolment_of_a_member_stays(standings: StandingStore) -> None:
    for at in (LATER, NOON, LATER):
        await standings.enrol([MemberEnrolled("tea", "mem_ada", at)])
    found = await standings.standings("tea", ["mem_ada"])
    assert found["mem_ada"] == Standing("mem_ada", None, NOON)
    assert await standings.standings("retail", ["mem_ada"]) == {}


async def test_tier_and_enrolment_come_in_any_order(standings: StandingStore) -> None:
    await standings.enrol([MemberEnrolled("tea", "mem_ada", NOON)])
    await standings.change_tiers(
        [TierChanged("tea", name, GOLD, LATER, NOON) for name in ("mem_ada", "mem_bo")]
    )
    await standings.enrol([MemberEnrolled("tea", "mem_bo", NOON)])
    assert await standings.standings("tea", ["mem_ada", "mem_bo"]) == {
        "mem_ada": Standing("mem_ada", GOLD, NOON, (TierHeld(NOON, GOLD),)),
        "mem_bo": Standing("mem_bo", GOLD, NOON, (TierHeld(NOON, GOLD),)),
    }


async def test_members_of_two_brands_may_have_one_id(standings: StandingStore) -> None:
    await standings.change_tiers([TierChanged("tea", "mem_ada", GOLD, NOON, NOON)])
    assert await standings.standings("retail", ["mem_ada"]) == {}


async def test_a_member_is_known_from_the_enrolment_or_the_first_tier_on(
    standings: StandingStore,
) -> None:
    assert await standings.unknown("tea", ["mem_ada"]) == ["mem_ada"]
    await standings.enrol([MemberEnrolled("tea", "mem_ada", NOON)])
    await standings.change_tiers([TierChanged("tea", "mem_bo", GOLD, NOON, NOON)])
    for _ in range(2):
        assert await standings.unknown("tea", ["mem_ada", "mem_cy", "mem_bo"]) == ["mem_cy"]
    assert await standings.unknown("retail", ["mem_ada"]) == ["mem_ada"]


async def test_members_are_walked_through_in_the_order_of_their_ids(
    standings: StandingStore,
) -> None:
    for brand in ("tea", "teab", "te"):
        for member_id in ("mem_c", "mem_a", "mem_b"):
            await standings.change_tiers([TierChanged(brand, member_id, GOLD, NOON, NOON)])
    await standings.enrol([MemberEnrolled("tea", "mem_d", NOON)])
    first = await standings.standings_after("tea", "", 3)
    assert [(each.member_id, each.tier) for each in first] == [
        ("mem_a", GOLD),
        ("mem_b", GOLD),
        ("mem_c", GOLD),
    ]
    (last,) = await standings.standings_after("tea", "mem_c", 3)
    assert (last.member_id, last.enrolled_at) == ("mem_d", NOON)
    assert await standings.standings_after("tea", "mem_d", 3) == []


async def test_a_tiers_history_is_kept_once_in_order_and_bounded(standings: StandingStore) -> None:
    day = timedelta(days=1)
    silver = TierChanged("tea", "mem_ada", SILVER, NOON + 2 * day, NOON - 5 * day)
    gold = TierChanged("tea", "mem_ada", GOLD, NOON + 3 * day, NOON + 3 * day)
    for told in ([gold], [silver], [silver, gold]):
        await standings.change_tiers(told)
    ada = (await standings.standings("tea", ["mem_ada"]))["mem_ada"]
    assert ada.history == (TierHeld(silver.since, SILVER), TierHeld(gold.since, GOLD))
    tiers = [ada.at(NOON + n * day).tier for n in (-6, 0, 3, 4)]
    assert tiers == [None, SILVER, SILVER, GOLD]
    # Found out later, it was gold from before the silver: that is void.
    better = TierChanged("tea", "mem_ada", GOLD, NOON + 4 * day, NOON - 6 * day)
    await standings.change_tiers([better])
    ada = (await standings.standings("tea", ["mem_ada"]))["mem_ada"]
    assert ada.history == (TierHeld(better.since, GOLD),)

    for n in range(5, 5 + HISTORY_MAX):
        tier = (SILVER, GOLD)[n % 2]
        at = NOON + n * day
        await standings.change_tiers([TierChanged("tea", "mem_ada", tier, at, at)])
    ada = (await standings.standings("tea", ["mem_ada"]))["mem_ada"]
    assert len(ada.history) == HISTORY_MAX
    assert ada.at(NOON).tier == GOLD


STATS = ActivityFacts(
    (3, 1),
    ("bought/$tea.green", "orders_30d"),
    orders=2,
    spent_minor=4000,
    days=((739_000, 1, 2000), (739_001, 1, 2000)),
    active_days=(739_001,),
    last_order_day=739_001,
    series=(("$tea.green", (739_000, 739_001), (2, 1)),),
    articles={"$sku.1": 3},
)
SEGMENTS = SegmentFacts((5, 1), ("vips", "sharers"))
STAGE = StageFacts((2, 1), "loyalty", "semi_active", "first_order")
TAGS = TagFacts((4, 1), (("vip", None), ("student", NOON)))
PROFILE = ProfileFacts((1, 739_001, 2), ("age", "language"), 31, 2, "zh", NOON)


async def test_facts_come_back_as_they_were_beside_tier_and_enrolment(
    standings: StandingStore,
) -> None:
    await standings.change_facts(
        [FactsChanged("tea", "mem_ada", PROFILE, STATS, TAGS, STAGE, SEGMENTS)]
    )
    await standings.enrol([MemberEnrolled("tea", "mem_ada", NOON)])
    assert await standings.standings("tea", ["mem_ada"]) == {
        "mem_ada": Standing(
            "mem_ada", None, NOON, (), MemberFacts(PROFILE, STATS, TAGS, STAGE, SEGMENTS)
        )
    }
    assert await standings.standings("retail", ["mem_ada"]) == {}


async def test_of_facts_the_highest_version_stands_in_whatever_order_they_come(
    standings: StandingStore,
) -> None:
    older = replace(STATS, version=(2, 9), orders=1)
    longer = replace(STATS, version=(10, 1), orders=10)
    for change in (STATS, older, longer, STATS, replace(longer, orders=99)):
        await standings.change_facts([FactsChanged("tea", "mem_ada", None, change)])
    late = replace(PROFILE, version=(1, 739_000, 3), age=30)
    for profile in (PROFILE, late):
        await standings.change_facts([FactsChanged("tea", "mem_ada", profile, None)])
    found = (await standings.standings("tea", ["mem_ada"]))["mem_ada"].facts
    assert found == MemberFacts(PROFILE, longer)
    for tags in (TAGS, replace(TAGS, version=(3, 9), tags=())):
        await standings.change_facts([FactsChanged("tea", "mem_ada", tags=tags)])
    found = (await standings.standings("tea", ["mem_ada"]))["mem_ada"].facts
    assert found == MemberFacts(PROFILE, longer, TAGS)
    for stage in (STAGE, replace(STAGE, version=(1, 9), stage="interest")):
        await standings.change_facts([FactsChanged("tea", "mem_ada", stage=stage)])
    found = (await standings.standings("tea", ["mem_ada"]))["mem_ada"].facts
    assert found == MemberFacts(PROFILE, longer, TAGS, STAGE)
    for segments in (SEGMENTS, replace(SEGMENTS, version=(4, 9), segments=())):
        await standings.change_facts([FactsChanged("tea", "mem_ada", segments=segments)])
    found = (await standings.standings("tea", ["mem_ada"]))["mem_ada"].facts
    assert found == MemberFacts(PROFILE, longer, TAGS, STAGE, SEGMENTS)


async def test_facts_that_are_forgotten_are_gone_and_the_tier_stays(
    standings: StandingStore,
) -> None:
    await standings.change_facts(
        [FactsChanged("tea", "mem_ada", PROFILE, STATS, TAGS, STAGE, SEGMENTS)]
    )
    await standings.enrol([MemberEnrolled("tea", "mem_ada", NOON)])
    await standings.forget_facts("tea", "mem_ada")
    await standings.forget_facts("tea", "mem_bo")
    # What was on its way is not kept either.
    await standings.change_facts(
        [FactsChanged("tea", each, PROFILE, STATS) for each in ("mem_ada", "mem_bo", "mem_cy")]
    )
    found = await standings.standings("tea", ["mem_ada", "mem_bo", "mem_cy"])
    assert found["mem_ada"] == Standing("mem_ada", None, NOON)
    assert found["mem_bo"].facts == NO_FACTS
    assert found["mem_cy"].facts == MemberFacts(PROFILE, STATS)
    assert [one.member_id for one in await standings.standings_after("tea", "", 9)] == ["mem_cy"]


async def test_who_is_erased_is_known_no_more_and_who_was_merged_stays_known(
    standings: StandingStore,
) -> None:
    each = ("mem_ada", "mem_bo", "mem_cy")
    await standings.enrol([MemberEnrolled("tea", member_id, NOON) for member_id in each])
    assert list(await standings.unknown("tea", each)) == []
    await standings.end("tea", "mem_ada")
    await standings.forget_facts("tea", "mem_bo")
    assert list(await standings.unknown("tea", each)) == ["mem_ada"]
    # What was on its way makes nobody known again.
    await standings.enrol([MemberEnrolled("tea", "mem_ada", NOON)])
    assert list(await standings.unknown("tea", each)) == ["mem_ada"]
    assert (await standings.standings("tea", ["mem_ada"]))["mem_ada"].facts == NO_FACTS
