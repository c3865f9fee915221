"""Behavioural clusters: the same for any order of members, named by value and activity."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.civil_calendar import solar_of
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.programme.domain.rules import Rules
from services.members.segments.commands import clustering
from services.members.segments.commands.clustering import Drawn
from services.members.segments.commands.definitions import Definitions, definitions
from services.members.segments.commands.judging import codes_of
from services.members.segments.domain.cluster_names import BUILT_IN, ClusterName, cluster_names
from services.members.segments.domain.clusters import (
    Behaviour,
    ClusterCode,
    Clusters,
    TooAlike,
    found,
)
from services.members.segments.domain.known_member import KnownMember
from services.members.segments.domain.section import Segment
from services.members.tags.domain.tags import NO_TAGS
from tests.condition_facts import assert_as_declared

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
RULES = Rules(1, ZoneInfo("Asia/Shanghai"), "CNY", "CN", {})
TYPICAL = {
    ClusterCode.HIGH_VALUE_PAYERS: (12, 90_000, 14, 2, 8),
    ClusterCode.CONTENT_SHARERS: (2, 4_000, 12, 60, 1),
    ClusterCode.PRICE_SENSITIVE: (7, 6_000, 9, 1, 5),
    ClusterCode.SLEEPING: (0, 0, 0, 0, 0),
}
COUNT = st.integers(0, 10_000)
BEHAVIOURS = st.lists(
    st.builds(Behaviour, COUNT, st.integers(-5_000, 10_000_000), st.integers(0, 30), COUNT, COUNT),
    min_size=4,
    max_size=25,
    unique_by=lambda each: each.point,
)


def members(each: int = 12) -> dict[str, Behaviour]:
    """So many like each typical one, by ids that say nothing."""
    drawn = Random(3)
    all_of = {}
    for code, typical in TYPICAL.items():
        for n in range(each):
            acts = [max(0, round(fact * drawn.uniform(0.9, 1.1))) for fact in typical]
            all_of[f"{drawn.random()}-{code}-{n}"] = Behaviour(*acts)
    return all_of


ALL = members()
CLUSTERS = found(ALL, 1, TODAY)


def known(facts: Facts) -> KnownMember:
    return KnownMember(
        enrolled_at=NOW - timedelta(days=20), facts=facts, tags=NO_TAGS, solar_of=solar_of
    )


def payer() -> Facts:
    facts = Facts()
    facts.done = {ActivityType.VISIT: 8, ActivityType.SHARE: 2}
    for days in range(12):
        day = TODAY - timedelta(days=days)
        facts.orders.add(day, 1, TODAY, 400)
        facts.spent.add(day, 8_000, TODAY, 400)
        facts.active.add(day.toordinal())
    return facts


def by_cluster(clusters: Clusters | None) -> Definitions:
    segments = [Segment(code.value, "", "", f'member.cluster == "{code}"') for code in ClusterCode]
    return definitions("tea", RULES, segments, None, clusters)


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_members_who_act_alike_are_together_under_the_name_of_their_acts(seed: int) -> None:
    clusters = found(ALL, seed, TODAY)
    for member_id, behaviour in ALL.items():
        code = tuple(ClusterCode)[clusters.index_of(behaviour)]
        assert f"-{code}-" in member_id


@settings(max_examples=30, deadline=None)
@given(behaviours=BEHAVIOURS, seed=st.integers(0, 2**53 - 1), order=st.randoms())
def test_the_order_in_which_members_come_does_not_matter(
    behaviours: list[Behaviour], seed: int, order: Random
) -> None:
    by_id = {f"m{n}": each for n, each in enumerate(behaviours)}
    shuffled = list(by_id.items())
    order.shuffle(shuffled)
    clusters = found(by_id, seed, TODAY)
    assert found(dict(shuffled), seed, TODAY) == clusters
    assert len(set(clusters.centres)) == len(ClusterCode)
    # Each is the nearest by the definition, on axes computed beside the rule.
    means, deviations = clusters.scaling.means, clusters.scaling.deviations
    for each in behaviours:
        point = [(x - m) / d for x, m, d in zip(each.point, means, deviations, strict=True)]
        ways = [
            sum((a - b) ** 2 for a, b in zip(point, centre, strict=True))
            for centre in clusters.centres
        ]
        assert ways[clusters.index_of(each)] == pytest.approx(min(ways), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(behaviours=BEHAVIOURS, seed=st.integers(0, 100))
def test_names_go_by_money_then_content_then_orders_and_days(
    behaviours: list[Behaviour], seed: int
) -> None:
    by_id = {f"m{n}": each for n, each in enumerate(behaviours)}
    payers, sharers, thrifty, sleepers = found(by_id, seed, TODAY).centres
    assert payers[1] >= max(sharers[1], thrifty[1], sleepers[1])
    assert sharers[3] >= max(thrifty[3], sleepers[3])
    assert thrifty[0] + thrifty[2] >= sleepers[0] + sleepers[2]


def test_axes_are_standardised_and_one_on_which_all_are_alike_parts_nobody() -> None:
    alike = {member_id: replace(each, visits=3) for member_id, each in ALL.items()}
    clusters = found(alike, 1, TODAY)
    scaled = [clusters.scaling.scaled(each.point) for each in alike.values()]
    for n, axis in enumerate(zip(*scaled, strict=True)):
        assert sum(axis) == pytest.approx(0, abs=1e-9)
        square = sum(each * each for each in axis) / len(axis)
        assert square == pytest.approx(0 if n == 4 else 1, abs=1e-9)
    # One who comes later and is not alike is judged by what parts the others.
    sleeper = Behaviour(0, 0, 0, 0, 4)
    assert tuple(ClusterCode)[clusters.index_of(sleeper)] is ClusterCode.SLEEPING


def test_a_centre_reads_as_a_typical_member() -> None:
    payers = CLUSTERS.scaling.behaviour(CLUSTERS.centres[0])
    assert payers.orders == pytest.approx(12, rel=0.1)
    assert payers.spent_minor == pytest.approx(90_000, rel=0.1)
    sleepers = CLUSTERS.scaling.behaviour(CLUSTERS.centres[3])
    assert sleepers.spent_minor == pytest.approx(0, abs=0.1)


def test_fewer_than_four_who_differ_are_refused() -> None:
    some = [Behaviour(n % 3, 0, 0, 0, 0) for n in range(9)]
    with pytest.raises(TooAlike, match="4 clusters"):
        found({str(n): each for n, each in enumerate(some)}, 1, TODAY)
    with pytest.raises(TooAlike):
        found({}, 1, TODAY)


def test_what_a_member_does_is_read_from_facts() -> None:
    facts = payer()
    facts.done = {
        ActivityType.SHARE: 2,
        ActivityType.CONTENT_VIEW: 3,
        ActivityType.VISIT: 1,
        ActivityType.CHECK_IN: 4,
        ActivityType.BROWSE: 50,
    }
    assert Behaviour.of(facts, TODAY) == Behaviour(12, 96_000, 12, 5, 5)
    assert Behaviour.of(facts, TODAY + timedelta(days=85)).orders == 5


def test_conditions_see_the_cluster_from_the_first_run_on_until_time_changes_it() -> None:
    facts = known(payer())
    for clusters in (None, CLUSTERS):
        told = facts.condition_facts(RULES, NOW, clusters=clusters)
        assert_as_declared("segments.member", told)
    assert codes_of(by_cluster(None), facts, RULES, NOW) == []
    wanted = by_cluster(CLUSTERS)
    assert codes_of(wanted, facts, RULES, NOW) == ["high_value_payers"]
    # Nobody looks at the member before a day that may change something, and that is soon enough.
    at, seen = NOW, ["high_value_payers"]
    while (due := wanted.aging.next_at(facts, RULES, at)) is not None:
        assert codes_of(wanted, facts, RULES, due - timedelta(seconds=1)) == seen
        at, seen = due, codes_of(wanted, facts, RULES, due)
    assert seen == ["sleeping"]


def test_other_centres_are_a_reason_to_judge_all_where_a_condition_names_the_cluster() -> None:
    again = replace(CLUSTERS, version=2, sizes=(1, 2, 3, 4))
    other = replace(CLUSTERS, centres=CLUSTERS.centres[::-1])
    assert by_cluster(CLUSTERS).key == by_cluster(again).key
    assert len({by_cluster(each).key for each in (None, CLUSTERS, other)}) == 3
    plain = [Segment("old", "", "", "stats.orders > 9")]
    keys = {definitions("tea", RULES, plain, None, each).key for each in (None, CLUSTERS, other)}
    assert len(keys) == 1


def test_of_many_members_those_are_drawn_whom_the_seed_says_in_whatever_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clustering, "SAMPLED_MAX", 10)
    ids = [f"m{n}" for n in range(100)]

    def drawn(seed: int, order: list[str]) -> set[str]:
        draw = Drawn(seed)
        for member_id in order:
            draw.add(member_id, Facts(), TODAY)
        return set(draw.behaviours())

    assert len(drawn(1, ids)) == 10
    assert drawn(1, ids) == drawn(1, ids[::-1]) != drawn(2, ids)


def test_a_brand_may_name_clusters_and_the_others_keep_theirs() -> None:
    assert cluster_names(RULES) == BUILT_IN
    own = replace(RULES, document={"clusters": {"sleeping": {"zh": "睡", "en": "Dozing"}}})
    names = cluster_names(own)
    assert names[ClusterCode.SLEEPING] == ClusterName("睡", "Dozing")
    assert names[ClusterCode.CONTENT_SHARERS] == BUILT_IN[ClusterCode.CONTENT_SHARERS]
