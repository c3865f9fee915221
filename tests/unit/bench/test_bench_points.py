"""What the benchmarks of points begin with is what they say."""

from __future__ import annotations

from bench import awards, leaderboard, made_books
from bench.__main__ import BENCHES, SIZED
from services.common.cel import compile_condition
from services.points.earning.domain.earning_rules import earning_rules
from services.points.leaderboards.domain.section import leaderboards
from services.points.programme.domain.programme import parse


def test_awards_are_measured_under_ten_rules_and_three_campaigns() -> None:
    rules = earning_rules(parse("tea", 1, awards.document(), compile_condition))
    assert (len(rules.rules), len(rules.campaigns)) == (10, 3)


def test_the_board_measures_the_rule_that_its_postings_name() -> None:
    section = leaderboards(parse("tea", 1, leaderboard.document(2026), compile_condition))
    assert section.get(leaderboard.BOARD).rules == (leaderboard.RULE,)


def test_made_members_are_as_many_as_their_numbers() -> None:
    assert len({made_books.member(number) for number in range(10_000)}) == 10_000
    new_id = leaderboard.ids_of_before(3)
    made = [new_id() for _ in range(3)]
    assert made == sorted(set(made))


def test_a_bench_that_takes_a_number_is_a_bench() -> None:
    assert SIZED.keys() <= BENCHES.keys()
