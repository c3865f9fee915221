"""What two members have as one: sums are added, and nothing is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.bought import ArticleCount, Bought
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.nearness import SeenNear
from services.members.activities.domain.order_days import OrderDays
from services.members.identities.domain.identity import (
    IDENTITIES_PER_MEMBER_MAX,
    Identity,
    IdentityKind,
)
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Address, Profile
from services.members.merging.domain.merge import MergeTooLarge
from services.members.merging.domain.parted import (
    parted_facts,
    parted_totals,
    returned_facts,
)
from services.members.merging.domain.united_facts import united_facts
from services.members.merging.domain.united_member import united_member
from services.members.merging.domain.united_standing import united_standing, united_totals
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Basis, Downgrade, Ladder, TierRule
from services.members.tiers.domain.standing import Standing
from services.members.tiers.domain.tiers import Climb, LadderPosition
from services.members.tiers.domain.windows import Window, WindowKind

DAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 4, tzinfo=UTC)
DAYS = [DAY - timedelta(days=n) for n in (3, 2, 1, 0)]
days = st.integers(0, 40).map(lambda n: DAY - timedelta(days=n))
amounts = st.dictionaries(days, st.integers(-50, 50).filter(bool), max_size=6)


@st.composite
def totals(draw: st.DrawFn) -> DailyTotals:
    by_day = draw(amounts)
    return DailyTotals(sum(by_day.values()) + draw(st.integers(0, 9)), by_day)


@given(totals(), totals(), days, days)
def test_every_window_counts_the_sum_of_both(
    one: DailyTotals, other: DailyTotals, first: date, last: date
) -> None:
    both = united_totals(one, other)
    assert both == united_totals(other, one)
    assert both.total == one.total + other.total
    assert both.between(first, last) == one.between(first, last) + other.between(first, last)


def _tier(code: str, rank: int, reach: int) -> TierRule:
    return TierRule(code, rank, reach, reach, 100, code, code)


LADDER = Ladder(
    "growth",
    main=True,
    basis=Basis.GROWTH,
    window=Window(WindowKind.ROLLING),
    downgrade=Downgrade.ONE_DOWN,
    grace_days=0,
    tiers=(_tier("base", 0, 0), _tier("silver", 1, 100), _tier("gold", 2, 500)),
)


def _standing(tier: str, total: int, sequence: int = 1) -> Standing:
    climb = Climb(tier, total, total, "base", NOW, DAY)
    position = LadderPosition(tier, NOW, DAY, (climb,))
    return Standing(DailyTotals(total, {DAY: total}), {"growth": position}, sequence)


@pytest.mark.parametrize(("own", "other"), [("base", "gold"), ("gold", "base"), ("gold", "gold")])
def test_the_higher_position_stays_and_what_came_undoes_no_climb(own: str, other: str) -> None:
    both = united_standing(_standing(own, 120, 7), _standing(other, 600, 3), [LADDER], DAY)
    assert both.positions["growth"].tier == "gold"
    [climb] = both.positions["growth"].climbs
    # The difference since the climb is what refunds took since: nothing yet.
    assert climb.total == both.totals.total == 720
    assert (both.sequence, both.ahead) == (7, set())


def _facts(series: str, pieces: int, at: datetime) -> Facts:
    day = at.date()
    return Facts(
        last_seen_at=at,
        orders=DailyTotals(1, {day: 1}),
        spent=DailyTotals(pieces * 100, {day: pieces * 100}),
        active={day.toordinal()},
        bought=Bought({series: {day.toordinal(): pieces}}, {"a1": ArticleCount(pieces, 5)}),
        order_days=OrderDays({day: 1}, day),
        last_order_at=at,
        revision=4,
        done={ActivityType.ORDER: 1},
    )


def test_facts_are_those_of_all_activities_together() -> None:
    earlier, later = _facts("milk", 2, NOW - timedelta(days=3)), _facts("milk", 3, NOW)
    both = united_facts(earlier, later, [], DAY, DAY)
    assert (both.orders.total, both.spent.total) == (2, 500)
    assert both.bought.by_series(date.min, DAY) == {"milk": 5}
    assert both.bought.articles["a1"].pieces == 5
    assert (both.first_order_on, both.last_order_on) == (DAY - timedelta(days=3), DAY)
    assert (both.last_seen_at, both.done, len(both.active)) == (NOW, {ActivityType.ORDER: 2}, 2)
    assert both.revision > max(earlier.revision, later.revision)
    assert united_facts(later, Facts(), [], DAY, DAY).orders.total == 1
    parted = parted_facts(both, later, earlier, DAY)
    assert (parted.first_order_on, parted.last_order_on) == (earlier.last_order_on,) * 2
    assert parted_facts(both, earlier, later, DAY).order_days == later.order_days


def test_what_the_survivor_did_first_since_the_merge_has_no_day_of_the_others() -> None:
    visit = ActivityType.VISIT
    other = Facts(done={visit: 1}, first_on={visit: (DAY - timedelta(days=90)).toordinal()})
    both = united_facts(Facts(), other, [], DAY, DAY)
    assert parted_facts(both, other, Facts(), DAY).first_on == {}
    both.done[visit] += 1
    assert parted_facts(both, other, Facts(), DAY).first_on == {visit: DAY.toordinal()}


@given(*[st.dictionaries(st.sampled_from(DAYS), st.integers(1, 900)) for _ in range(3)])
def test_a_refund_of_the_others_order_stays_with_the_other_where_the_survivor_had_none(
    own: dict[date, int], other: dict[date, int], refunded: dict[date, int]
) -> None:
    before, copied = (DailyTotals(sum(days.values()), dict(days)) for days in (own, other))
    now = united_totals(before, copied)
    gone = {day: min(n, other.get(day, 0)) for day, n in refunded.items() if day not in own}
    for day, amount in gone.items():
        now.add(day, -amount, DAYS[-1])
    parted = parted_totals(now, copied, before)
    assert parted.survivor == before
    left = {day: n - gone.get(day, 0) for day, n in other.items()}
    assert parted.old.total == sum(left.values())
    assert parted.old.by_day == {day: n for day, n in left.items() if n}


def test_what_an_operator_took_from_the_survivor_since_stays_with_the_survivor() -> None:
    other, today = DailyTotals(500, {DAYS[0]: 500}), DAYS[-1]
    now = DailyTotals(400, {DAYS[0]: 500, today: -100})
    parted = parted_totals(now, other, DailyTotals())
    assert (parted.survivor.total, parted.old) == (-100, other)


def test_an_order_that_went_back_since_is_no_order_of_the_others_any_more() -> None:
    own, other = _facts("milk", 2, NOW - timedelta(days=3)), _facts("milk", 3, NOW)
    both = united_facts(own, other, [], DAY, DAY)
    for totals, amount in ((both.orders, 1), (both.spent, 300)):
        totals.add(DAY, -amount, DAY)
    back = returned_facts(both, other, own)
    assert (back.orders.total, back.spent.total, back.first_order_on) == (0, 0, None)
    assert back.standing.orders is back.orders
    left = parted_facts(both, other, own, DAY)
    assert (left.orders.total, left.spent.total) == (1, 200)


def test_the_survivors_cart_waits_on_and_no_cart_of_the_other_does() -> None:
    earlier = NOW - timedelta(hours=2)
    waits = Facts(cart_at=earlier, cart_waits=True)
    told = Facts(cart_at=NOW, cart_waits=True, cart_told_at=NOW)
    both = united_facts(waits, told, [], DAY, DAY)
    assert (both.cart_at, both.cart_waits, both.cart_told_at) == (earlier, True, NOW)
    alone = united_facts(Facts(), told, [], DAY, DAY)
    assert (alone.cart_at, alone.cart_waits) == (None, False)


def test_nearness_is_that_of_all_days_and_parts_again() -> None:
    today = DAY.toordinal()
    seen = {today - n: SeenNear(NOW - timedelta(days=n), f"s{n}", 500) for n in range(3)}
    own = {day: seen[day] for day in (today - 2, today - 1)}
    earlier = SeenNear(NOW - timedelta(days=1, hours=1), "s9", 900)
    other = {today: seen[today], today - 1: earlier}
    both = united_facts(Facts(near=own), Facts(near=other), [], DAY, DAY)
    assert both.near == seen
    assert united_facts(Facts(near=other), Facts(near=own), [], DAY, DAY).near == seen
    assert parted_facts(both, Facts(near=other), Facts(near=own), DAY).near == own
    # A day on which the other was seen later is the survivor's own again.
    swapped = parted_facts(both, Facts(near=own), Facts(near=other), DAY)
    assert swapped.near == other


def _member(id_: str, *values: str, **profile: object) -> Member:
    identities = tuple(Identity(IdentityKind.APP_ID, value) for value in values)
    return Member(id_, "tea", identities, Profile(**profile), "app", NOW)  # type: ignore[arg-type]


def test_the_survivors_own_words_stay_and_empty_ones_are_filled() -> None:
    own = _member("a", "1", name="Ann", preferences={"size": "L"})
    other = _member(
        "b",
        *("1", "2"),
        name="Bob",
        language="en",
        address=Address(city="上海"),
        preferences={"size": "S", "milk": "oat"},
    )
    member, filled = united_member(own, other)
    assert member.profile.name == "Ann"
    assert member.profile.preferences == {"size": "L", "milk": "oat"}
    assert (member.profile.language, member.profile.address.city) == ("en", "上海")
    assert filled == ("address", "language", "preferences")
    assert [each.value for each in member.identities] == ["1", "2"]
    assert member.version > max(own.version, other.version)


def test_no_member_has_more_identities_than_one_may() -> None:
    many = [str(n) for n in range(IDENTITIES_PER_MEMBER_MAX)]
    with pytest.raises(MergeTooLarge):
        united_member(_member("a", *many), _member("b", "one more"))
