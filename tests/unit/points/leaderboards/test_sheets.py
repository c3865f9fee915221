"""Scores: what rules gave, less what was taken back, whatever the order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.points.leaderboards.domain.credit import Credit, credits_of
from services.points.leaderboards.domain.period import LeaderboardPeriodInvalid
from services.points.leaderboards.domain.section import Leaderboards, leaderboards
from services.points.leaderboards.domain.sheet import (
    Place,
    Score,
    Sheet,
    Tally,
    changes_of,
    sheet_named,
)
from services.points.ledger.domain.metadata_lines import packed
from services.points.ledger.domain.posting import Entry, Posting, PostingKind
from services.points.statements.domain.rule_attribution import rules_said_in
from tests.activities import NOON, tea

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAME = {"zh": "榜", "en": "Board"}
SEASONS = [
    {"code": "one", "name": NAME, "from": "2026-03-01", "until": "2026-03-03"},
    {"code": "two", "name": NAME, "from": "2026-03-05", "until": "2026-03-09"},
]


def board(code: str, per: str, **more: Any) -> dict[str, Any]:
    measures = {"asset": "POINTS", "rules": ["order_points", "review"]}
    return {"code": code, "name": NAME, "measures": measures, "per": per} | more


def section(*boards: dict[str, Any]) -> Leaderboards:
    return leaderboards(tea(leaderboards=list(boards)))


ALL = section(
    board("day", "day"),
    board("store", "week", scope="store"),
    board("season", "season", seasons=SEASONS),
)


def posting(
    number: int,
    kind: PostingKind,
    metadata: dict[str, str],
    *entries: Entry,
    request: str = "",
    at: datetime = NOON,
    reverses: str = "",
) -> Posting:
    name = request or f"rpc/{number}"
    return Posting(f"pst_{number}", "tea", name, kind, entries, at, at, reverses, metadata)


def award(number: int, points: int, *, at: datetime = NOON, store: str = "s1") -> Posting:
    said = {
        **packed("award", [f"order_points|POINTS|{points}|{points}|100||0"]),
        "order_id": f"o{number}",
        "store_id": store,
    }
    entries = Entry("mem_ada", "POINTS", points), Entry("house:issued", "POINTS", -points)
    return posting(number, PostingKind.EARN, said, *entries, request=f"activity/{number}", at=at)


def taken(number: int, order: int, points: int, *, at: datetime = NOON) -> Posting:
    said = {
        **packed("taken", [f"order_points|POINTS|{points}"]),
        "order_id": f"o{order}",
        "store_id": "s9",
    }
    entries = Entry("mem_ada", "POINTS", -points), Entry("house:clawed_back", "POINTS", points)
    return posting(number, PostingKind.CLAWBACK, said, *entries, request=f"refund/{number}", at=at)


def of(one: Posting, *givers: Posting) -> list[tuple[str, int, datetime, str]]:
    credits_ = credits_of(one, givers, rules_said_in)
    return [(each.rule, each.points, each.at, each.store_id) for each in credits_]


def test_a_refund_counts_in_the_period_and_at_the_store_of_its_order() -> None:
    early = NOON - timedelta(days=3)
    order = award(1, 30, at=early)
    assert of(order) == [("order_points", 30, early, "s1")]
    assert of(taken(2, 1, 10), order) == [("order_points", -10, early, "s1")]
    assert of(taken(2, 1, 10)) == [("order_points", -10, NOON, "s9")]
    assert of(taken(2, 1, 10), award(3, 5)._replace(entries=())) == [
        ("order_points", -10, NOON, "s9")
    ]


def test_a_reversal_takes_back_what_the_posting_gave() -> None:
    named = {"rule": "review", "store_id": "s1"}
    entries = Entry("mem_ada", "POINTS", 7), Entry("house:issued", "POINTS", -7)
    given_ = posting(1, PostingKind.EARN, named, *entries)
    undone = posting(2, PostingKind.REVERSAL, {}, reverses="pst_1", at=NOON + timedelta(days=2))
    assert of(given_) == [("review", 7, NOON, "s1")]
    assert of(undone, given_) == [("review", -7, NOON, "s1")]
    assert of(undone, award(9, 3)) == []


def test_spending_gifts_and_points_of_no_rule_count_for_nothing() -> None:
    spent = Entry("mem_ada", "POINTS", -7), Entry("house:redeemed", "POINTS", 7)
    assert of(posting(1, PostingKind.SPEND, {"rule": "review"}, *spent)) == []
    gift = Entry("mem_ada", "POINTS", -7), Entry("mem_bob", "POINTS", 7)
    assert of(posting(1, PostingKind.TRANSFER, {"rule": "review"}, *gift)) == []
    free = Entry("mem_ada", "POINTS", 7), Entry("house:adjusted", "POINTS", -7)
    assert of(posting(1, PostingKind.ADJUST, {}, *free)) == []
    more = award(1, 30)
    assert of(more._replace(entries=more.entries[1:])) == []
    assert of(more._replace(entries=(Entry("mem_ada", "POINTS", 29), more.entries[1]))) == []


def credit(member: str = "mem_ada", points: int = 10, at: datetime = NOON, **more: Any) -> Credit:
    return Credit(member, "POINTS", "order_points", points, at, "s1")._replace(**more)


def tally_of(*credits_: Credit, now: datetime = NOON) -> Tally:
    tally = Tally()
    for each in credits_:
        tally.add(changes_of([each], ALL, SHANGHAI, now))
    return tally


def test_a_credit_counts_on_its_local_day_and_for_its_store() -> None:
    late = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)  # 00:30 of the 5th in Shanghai.
    sheets = tally_of(credit(at=late)).sheets
    assert set(sheets) == {
        Sheet("day", "2026-03-05"),
        Sheet("store", "2026-W10", "s1"),
        Sheet("season", "two"),
    }
    assert set(tally_of(credit(store_id="")).sheets) == {Sheet("day", "2026-03-04")}
    assert not tally_of(credit(rule="check_in"), credit(asset="GROWTH")).sheets
    assert not tally_of(credit(), now=NOON + timedelta(days=400)).sheets
    assert sheet_named(str(Sheet("store", "2026-W10", "a|b"))) == Sheet("store", "2026-W10", "a|b")


def test_of_equals_the_earlier_is_ahead_and_who_has_nothing_has_no_place() -> None:
    tally = tally_of(
        credit("mem_c", 10, NOON),
        credit("mem_b", 10, NOON),
        credit("mem_a", 10, NOON + timedelta(seconds=1)),
        credit("mem_d", 5),
        credit("mem_d", -5),
    )
    assert list(tally.places(Sheet("day", "2026-03-04"))) == [
        Place(1, "mem_b", 10),
        Place(2, "mem_c", 10),
        Place(3, "mem_a", 10),
    ]


CREDITS = st.lists(
    st.builds(
        credit,
        st.sampled_from(["mem_a", "mem_b", "mem_c"]),
        st.integers(-9, 9).filter(bool),
        st.integers(0, 40).map(lambda hours: NOON - timedelta(hours=hours)),
    ),
    max_size=12,
)


@given(CREDITS, st.randoms())
def test_neither_order_nor_grouping_of_credits_changes_a_score(
    credits_: list[Credit], random: Any
) -> None:
    one_by_one = tally_of(*credits_)
    random.shuffle(credits_)
    cut = random.randint(0, len(credits_))
    grouped = Tally()
    for some in (credits_[:cut], credits_[cut:]):
        grouped.add(changes_of(some, ALL, SHANGHAI, NOON))
    assert grouped.sheets == one_by_one.sheets
    whole = sum(each.points for each in credits_)
    assert (
        sum(s.points for s in one_by_one.sheets.get(Sheet("store", "2026-W10", "s1"), {}).values())
        == whole
    )


def test_a_clawback_that_comes_first_is_made_good_by_its_award() -> None:
    sheet = Sheet("day", "2026-03-04")
    tally = tally_of(credit(points=-4))
    assert list(tally.places(sheet)) == []
    tally.add(changes_of([credit(points=10)], ALL, SHANGHAI, NOON))
    assert list(tally.places(sheet)) == [Place(1, "mem_ada", 6)]
    assert Score(1, 5).plus(Score(-1, 0)) == Score(0, 5)


def test_periods_are_named_kept_and_refused() -> None:
    day, store, season = ALL.boards
    today = date(2026, 3, 4)
    assert store.period_named("", today).code == "2026-W10"
    assert store.period_named("2026-W02", today).first == date(2026, 1, 5)
    assert day.period_named("2026-02-18", today).last == date(2026, 2, 18)
    assert season.period_of(today) is None
    assert season.period_named("one", today).name == ("榜", "Board")
    month = section(board("month", "month")).boards[0]
    assert month.period_named("2024-02", date(2024, 3, 1)).last == date(2024, 2, 29)
    refused = [
        (day, "2026-02-17"),
        (day, "2026-03-05"),
        (day, "20260304"),
        (day, "2026-13-01"),
        (store, "2026-W01"),
        (store, "2026-W54"),
        (store, "2026-03"),
        (season, ""),
        (season, "two"),
        (season, "none"),
        (month, "0000-01"),
        (month, "9999-12"),
    ]
    for one, code in refused:
        with pytest.raises(LeaderboardPeriodInvalid):
            one.period_named(code, today)


def test_what_is_kept_reaches_back_to_the_first_day_of_the_oldest_period() -> None:
    today = date(2026, 3, 4)
    assert section(board("d", "day")).oldest_day(today) == date(2026, 2, 18)
    assert section(board("w", "week")).oldest_day(today) == date(2026, 1, 5)
    assert section(board("m", "month")).oldest_day(today) == date(2025, 8, 1)
    assert ALL.oldest_day(today) == date(2026, 1, 5)
    assert section().oldest_day(today) == today


def test_the_definition_changes_with_what_counts_and_with_nothing_else() -> None:
    one = section(board("d", "day")).definition
    assert section(board("d", "day", top=5, name={"zh": "另", "en": "Other"})).definition == one
    others = [
        board("d", "week"),
        board("d", "day", scope="store"),
        board("d", "day", measures={"asset": "POINTS", "rules": ["review"]}),
        board("e", "day"),
    ]
    assert one not in {section(each).definition for each in others}


def test_a_section_that_cannot_be_counted_is_refused() -> None:
    for wrong in (
        board("d", "day", measures={"asset": "NOTHING", "rules": ["review"]}),
        board("d", "season"),
        board("d", "day", seasons=SEASONS),
        board("d", "season", seasons=[SEASONS[0] | {"until": "9999-12-31"}]),
    ):
        with pytest.raises(ValueError, match="leaderboards"):
            section(wrong)
