"""Facts from activities, whatever order they come in, however late and however often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.activities.api.activities import to_activity
from services.members.activities.domain.activity import Activity, Order, OrderLine
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.bought import ARTICLES_MAX, CELLS_MAX, SERIES_MAX
from services.members.activities.domain.facts import COUNTED_DAYS_KEPT, Facts
from services.members.activities.domain.facts_now import FactsNow
from services.members.activities.domain.order import OrderKey, RefundableOrder
from services.members.activities.domain.order_book import OrderBook
from services.members.activities.domain.purchase import purchase_of
from services.members.activities.storage.facts import changes, facts_document, to_facts
from services.members.tiers.domain.daily_totals import KEPT_DAYS
from services.members.tiers.domain.standing import NextJudgement, Standing
from tessera.types.v1 import types_pb2

TODAY = date(2026, 11, 21)
SHANGHAI = ZoneInfo("Asia/Shanghai")
SERIES = ("pure_tea", "milk_tea", "")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


NOW = noon(TODAY)


class Line(NamedTuple):
    line_id: str
    quantity: int
    amount_minor: int
    series: str = "pure_tea"
    sku: str = "jasmine"


def activity(
    kind: ActivityType,
    at: datetime,
    total_minor: int = 0,
    *lines: Line,
    event_id: str = "e1",
    order_id: str = "o1",
) -> Activity:
    order = None
    if total_minor or lines:
        parts = tuple(
            OrderLine(x.line_id, x.sku, x.series, x.quantity, x.amount_minor) for x in lines
        )
        total = total_minor or sum(x.amount_minor for x in lines)
        order = Order(order_id, "CNY", total, parts)
    content = f"{kind}{at}{order}".encode()
    return Activity("pos", event_id, "mem_1", kind, at, "", order, {}, content)


def bought(ago: int, *lines: Line, order_id: str = "o1", total_minor: int = 0) -> Activity:
    at = noon(TODAY - timedelta(days=ago))
    kind = ActivityType.ORDER
    return activity(kind, at, total_minor, *lines, event_id=order_id, order_id=order_id)


def back(
    ago: int, event_id: str, *lines: Line, order_id: str = "o1", total_minor: int = 0
) -> Activity:
    at = noon(TODAY - timedelta(days=ago))
    kind = ActivityType.REFUND
    return activity(kind, at, total_minor, *lines, event_id=event_id, order_id=order_id)


class Member:
    """Records activities one by one as the command does: each once, by its event id."""

    def __init__(self) -> None:
        self.facts = Facts()
        self._orders: dict[OrderKey, RefundableOrder] = {}
        self._seen: set[str] = set()

    def record(self, one: Activity, today: date = TODAY) -> None:
        if one.event_id in self._seen:
            return
        self._seen.add(one.event_id)
        book = OrderBook(self._orders)
        taken = book.take(one)
        self._orders |= {**book.added, **book.changed}
        assert one.occurred_at is not None
        self.facts.see(one, _local(one.occurred_at), today, KEPT_DAYS)
        before, after = purchase_of(taken.before), purchase_of(taken.after)
        if before != after:
            at = taken.after.occurred_at or one.occurred_at
            self.facts.count(before, after, _local(at), today)


def applied(before: dict[str, Any], update: dict[str, Any]) -> dict[str, Any]:
    """The document after `update`, as MongoDB makes it."""
    after: dict[str, Any] = {k: dict(v) if isinstance(v, dict) else v for k, v in before.items()}
    for name in update.get("$unset", ()):
        outer, _, inner = name.partition(".")
        del (after[outer] if inner else after)[inner or outer]
    for name, value in update["$set"].items():
        outer, _, inner = name.partition(".")
        (after[outer] if inner else after)[inner or outer] = value
    return after


def _local(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def told(*activities: Activity) -> Facts:
    member = Member()
    for one in activities:
        member.record(one)
    return member.facts


def now(facts: Facts, today: date = TODAY) -> FactsNow:
    return FactsNow.of(facts, today, noon(today))


def test_what_goes_back_is_taken_from_the_day_of_the_order() -> None:
    two = Line("1", 2, 3600)
    one_back = Line("1", 1, 1800)
    facts = now(told(bought(40, two), back(1, "r1", one_back)))
    assert (facts.orders, facts.orders_in[30], facts.orders_in[90]) == (1, 0, 1)
    assert (facts.spent_minor, facts.spent_minor_in[30], facts.spent_minor_in[90]) == (
        1800,
        0,
        1800,
    )
    assert (facts.series, facts.articles) == ((("pure_tea", 1),), (("jasmine", 1),))


def test_an_order_that_wholly_went_back_is_no_order() -> None:
    two = Line("1", 2, 3600)
    for refund in (back(1, "r1", two), back(1, "r1", total_minor=3600)):
        facts = now(told(bought(40, two), refund))
        assert (facts.orders, facts.orders_in[90], facts.spent_minor) == (0, 0, 0)
        assert (facts.series, facts.articles, facts.favourite_series) == ((), (), "")
        assert facts.first_order_on is None


def test_the_first_and_the_latest_order_are_those_that_are_kept() -> None:
    two = Line("1", 2, 3600)
    orders = [bought(ago, two, order_id=f"o{ago}") for ago in (500, 40, 3)]

    def days(*given_back: int) -> tuple[int | None, int | None]:
        refunds = (back(0, f"r{ago}", two, order_id=f"o{ago}") for ago in given_back)
        kept = told(*orders, *refunds)
        first, last = (
            None if day is None else (TODAY - day).days
            for day in (kept.first_order_on, kept.last_order_on)
        )
        return first, last

    assert days() == (500, 3)
    assert days(3) == (500, 40)
    assert days(500) == (40, 3)
    assert days(3, 40) == (500, 500)
    assert days(500, 40, 3) == (None, None)


def test_of_many_orders_that_go_back_the_first_one_left_is_known() -> None:
    one = Line("1", 1, 100)
    orders = [bought(ago, one, order_id=f"o{ago}") for ago in range(30)]
    for left in (1, 5, 29):
        gone = [back(0, f"r{ago}", one, order_id=f"o{ago}") for ago in range(left, 30)]
        assert told(*orders, *gone).first_order_on == TODAY - timedelta(days=left - 1)


def test_the_second_order_left_is_known_and_no_later_order_takes_its_place() -> None:
    one = Line("1", 1, 100)
    orders = [bought(ago, one, order_id=f"o{ago}") for ago in range(60, 70)]
    gone = [back(0, f"r{ago}", one, order_id=f"o{ago}") for ago in range(62, 69)]
    facts = told(*orders, *gone, bought(0, one, order_id="now"))
    days = [facts.order_days.nth(number) for number in range(1, 5)]
    assert days == [TODAY - timedelta(days=ago) for ago in (69, 61, 60, 0)]


def test_what_the_brand_did_for_a_member_is_nothing_that_they_did() -> None:
    told_of = types_pb2.Activity(
        channel="ideas", event_id="a1", type=types_pb2.ACTIVITY_TYPE_SHARE, by_brand=True
    )
    told_of.occur_time.FromDatetime(NOW)
    adopted = to_activity(told_of)
    bought_once = bought(90, Line("1", 1, 100))
    facts, without = told(bought_once, adopted), told(bought_once)
    assert facts.revision == 2
    assert replace(facts, revision=1) == without
    own = told(bought_once, replace(adopted, by_brand=False))
    assert own.done[ActivityType.SHARE] == len(own.active & {TODAY.toordinal()}) == 1


def test_a_gift_counts_as_an_order_until_it_goes_back() -> None:
    gift = Line("1", 1, 0)
    assert now(told(bought(1, gift))).orders == 1
    assert now(told(bought(1, gift), back(0, "r1", gift))).orders == 0


def test_a_refund_of_money_alone_takes_no_pieces() -> None:
    facts = now(told(bought(1, Line("1", 2, 3600)), back(0, "r1", total_minor=1000)))
    assert (facts.orders, facts.spent_minor, facts.series) == (1, 2600, (("pure_tea", 2),))


def test_windows_begin_at_the_local_midnight_and_include_today() -> None:
    last_second = datetime(2026, 11, 14, 15, 59, 59, tzinfo=UTC)
    midnight = last_second + timedelta(seconds=1)
    facts = told(
        activity(ActivityType.ORDER, last_second, 100, event_id="o1", order_id="o1"),
        activity(ActivityType.ORDER, midnight, 1000, event_id="o2", order_id="o2"),
    )
    assert now(facts).spent_minor_in[7] == 1000
    assert now(facts, TODAY - timedelta(days=1)).spent_minor_in[7] == 1100
    assert now(facts, TODAY + timedelta(days=1)).spent_minor_in[7] == 0


def test_each_window_has_its_days_and_ends_today() -> None:
    facts = told(
        *(
            bought(ago, order_id=f"o{ago}", total_minor=amount)
            for ago, amount in ((-1, 1), (6, 2), (7, 4), (29, 8), (30, 16), (89, 32), (90, 64))
        ),
        bought(364, order_id="o364", total_minor=128),
        bought(365, order_id="o365", total_minor=256),
    )
    assert now(facts).spent_minor_in == {7: 2, 30: 14, 90: 62, 365: 254}
    assert now(facts).orders_in == {7: 1, 30: 3, 90: 5, 365: 7}
    assert now(facts).spent_minor == 511


def test_the_favourite_is_what_most_pieces_were_bought_of_then_the_later() -> None:
    tea, milk = Line("1", 2, 100, "pure_tea"), Line("1", 2, 100, "milk_tea")
    assert now(told(bought(9, tea), bought(3, milk, order_id="o2"))).favourite_series == "milk_tea"
    more = Line("1", 3, 100, "pure_tea")
    assert now(told(bought(9, more), bought(3, milk, order_id="o2"))).favourite_series == "pure_tea"
    assert now(told(bought(366, more), bought(3, milk, order_id="o2"))).series == (("milk_tea", 2),)


LINES = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 40), st.sampled_from(SERIES)), max_size=3
)
ORDERS = st.lists(st.tuples(LINES, st.integers(-1, 420)), max_size=5)
BACK = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 3), st.integers(0, 40)),
    max_size=8,
)
VISITS = st.lists(st.integers(-1, 90), max_size=6)


def _reported(
    orders: Sequence[tuple[list[tuple[int, int, str]], int]],
    parts: Sequence[tuple[int, int, int, int]],
    visits: Sequence[int],
) -> list[Activity]:
    """Orders, refunds that fit them together, and visits."""
    reported: list[Activity] = []
    left: dict[tuple[int, int], list[int]] = {}
    for n, (lines, ago) in enumerate(orders):
        sold = [Line(str(m), *each, sku=f"s{m}") for m, each in enumerate(lines)]
        left |= {(n, m): [each.quantity, each.amount_minor] for m, each in enumerate(sold)}
        total = 0 if sold else 50
        reported.append(bought(ago, *sold, order_id=f"o{n}", total_minor=total))
    for number, (n, m, quantity, amount) in enumerate(parts):
        if (n, m) not in left:
            continue
        most = left[n, m]
        line = Line(str(m), min(quantity, most[0]), min(amount, most[1]))
        if not (line.quantity or line.amount_minor):
            continue
        left[n, m] = [most[0] - line.quantity, most[1] - line.amount_minor]
        reported.append(back(number - 1, f"r{number}", line, order_id=f"o{n}"))
    for number, ago in enumerate(visits):
        at = noon(TODAY - timedelta(days=ago))
        reported.append(activity(ActivityType.VISIT, at, event_id=f"v{number}"))
    return reported


@settings(max_examples=100, deadline=None)
@given(ORDERS, BACK, VISITS, st.randoms(use_true_random=False), st.integers(0, 34))
def test_any_order_repetition_and_lateness_make_the_same_facts(
    orders: list[tuple[list[tuple[int, int, str]], int]],
    parts: list[tuple[int, int, int, int]],
    visits: list[int],
    chance: Random,
    late_days: int,
) -> None:
    reported = _reported(orders, parts, visits)
    in_time = told(*reported)
    member = Member()
    kept: dict[str, Any] = {"gone": 1}
    again = [*reported, *chance.sample(reported, len(reported) // 2)]
    for one in chance.sample(again, len(again)):
        # Told on any day until now; the facts are kept and read back in between.
        member.record(one, TODAY - timedelta(days=chance.randint(0, late_days)))
        document = facts_document("tea", "mem_1", member.facts, NextJudgement(None, 1))
        kept = applied(kept, changes(kept, document))
        assert kept == document
        member.facts = to_facts(kept)
    assert now(member.facts) == now(in_time)
    assert member.facts.order_days == in_time.order_days
    assert member.facts.revision == len(reported)
    for later in (1, 40, 400):
        day = TODAY + timedelta(days=later)
        assert now(member.facts, day) == now(in_time, day)


def test_articles_that_were_kept_in_rows_are_read() -> None:
    facts = told(bought(1, Line("1", 2, 200, sku="jasmine"), Line("2", 1, 300, sku="lotus")))
    document = facts_document("tea", "mem_1", facts, NextJudgement(None, 1))
    columns = document["articles"]
    rows = zip(columns["names"], columns["pieces"], columns["days"], strict=True)
    in_rows = document | {"articles": [list(row) for row in rows]}
    assert to_facts(in_rows) == to_facts(document) == facts
    assert facts.bought.articles["jasmine"] == (2, (TODAY - timedelta(days=1)).toordinal())


def test_of_a_member_of_before_first_days_were_kept_the_first_known_day_stands() -> None:
    facts = told(bought(9, Line("1", 2, 200, sku="jasmine")), bought(3, Line("1", 1, 200)))
    document = facts_document("tea", "mem_1", facts, NextJudgement(None, 1))
    del document["first_on"]
    nine_days_ago = (TODAY - timedelta(days=9)).toordinal()
    assert to_facts(document).first_on == {ActivityType.ORDER: nine_days_ago}
    # Away for longer than days are kept: the last one is all that is known.
    document["active"] = []
    last = document["last_seen_at"].toordinal()
    assert to_facts(document).first_on == {ActivityType.ORDER: last}


def test_ten_thousand_activities_of_one_member_stay_bounded() -> None:
    member = Member()
    chance = Random(1)
    for n in range(10_000):
        today = TODAY - timedelta(days=(9_999 - n) // 25)
        if n % 5:
            member.record(activity(ActivityType.VISIT, noon(today), event_id=f"v{n}"), today)
            continue
        lines = [
            Line(str(m), 1, 50, f"series{chance.randrange(200)}", f"sku{chance.randrange(1_000)}")
            for m in range(2)
        ]
        one = replace(bought(0, *lines, order_id=f"o{n}"), occurred_at=noon(today))
        member.record(one, today)
    kept = member.facts
    assert len(kept.orders.by_day) <= COUNTED_DAYS_KEPT + 1
    assert len(kept.spent.by_day) <= COUNTED_DAYS_KEPT + 1
    assert len(kept.active) <= 66
    assert len(kept.bought.series) <= SERIES_MAX
    assert sum(map(len, kept.bought.series.values())) <= CELLS_MAX
    assert len(kept.bought.articles) <= ARTICLES_MAX
    assert now(kept).orders == 2_000
    assert now(kept).orders_in == {7: 35, 30: 150, 90: 450, 365: 1_825}


def test_what_is_taken_from_a_series_that_was_let_go_changes_nothing() -> None:
    first = Line("1", 1, 100, "first", "first")
    many = [
        bought(10, Line("1", 1, 100, f"s{n}", f"a{n}"), order_id=f"n{n}")
        for n in range(ARTICLES_MAX)
    ]
    facts = now(told(bought(20, first), *many, back(0, "r1", first)))
    assert "first" not in dict(facts.series)
    assert "first" not in dict(facts.articles)
    assert all(pieces == 1 for _, pieces in (*facts.series, *facts.articles))
    assert facts.orders == ARTICLES_MAX


def test_an_entry_counts_once_in_whatever_order_entries_come() -> None:
    standing = Standing()
    assert [standing.take(n) for n in (1, 3, 3, 2, 2, 1, 4)] == [
        True,
        True,
        False,
        True,
        False,
        False,
        True,
    ]
    assert (standing.sequence, standing.ahead) == (4, set())
