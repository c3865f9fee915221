"""Who is let in to wait, and who is told at once to come again."""

from __future__ import annotations

from services.points.ledger.commands.group_commit.throughput import SAMPLE_POSTINGS_MIN, Throughput


def learned(postings: int, seconds: float, *, times: int = 100) -> Throughput:
    throughput = Throughput()
    for _ in range(times):
        throughput.observe(postings, seconds)
    return throughput


def test_while_nothing_is_known_everybody_may_wait() -> None:
    assert Throughput().allows(20_000, 0.01)


def test_who_would_wait_for_more_than_half_of_the_time_left_may_not() -> None:
    throughput = learned(100, 0.1)
    assert throughput.allows(499, 1.0)
    assert not throughput.allows(501, 1.0)
    assert throughput.allows(501, 2.0)


def test_who_names_no_deadline_may_wait() -> None:
    assert learned(100, 10.0).allows(20_000, float("inf"))


def test_a_small_batch_says_nothing_of_what_a_posting_costs_in_a_large_one() -> None:
    throughput = learned(SAMPLE_POSTINGS_MIN - 1, 1.0)
    assert throughput.allows(20_000, 0.01)


def test_a_ledger_that_was_slow_is_believed_again_even_if_only_few_are_let_in() -> None:
    throughput = learned(100, 100.0)
    assert not throughput.allows(100, 10.0)
    for _ in range(100):
        throughput.observe(1, 0.001)
    assert throughput.allows(100, 10.0)


def test_an_empty_batch_says_nothing() -> None:
    throughput = learned(100, 1.0)
    throughput.observe(0, 0.0)
    assert not throughput.allows(100, 1.0)
