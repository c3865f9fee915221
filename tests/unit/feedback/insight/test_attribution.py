"""Attribution gives away an order to the last minor unit. Cases 42-44 of the design."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.insight.domain.alarms import newcombe
from services.feedback.insight.domain.attribution import (
    NOTHING,
    Model,
    Sold,
    Source,
    Touched,
    attributed,
    left,
    lift,
    split,
    weights,
)
from services.feedback.insight.domain.metrics import Number

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def touched(*days: float) -> list[Touched]:
    return [Touched(AT - each * DAY, f"m{n}", "inbox") for n, each in enumerate(days)]


def shares(model: Model, total: int, *days: float) -> list[int]:
    return split(total, weights(model, touched(*days), AT))


def test_case_42_a_refund_takes_the_same_shares_back() -> None:
    linear = shares(Model.LINEAR, 10_000, 3, 2, 1)
    assert linear == [3_334, 3_333, 3_333]
    kept = left(linear, 5_000)
    assert [a - b for a, b in zip(linear, kept, strict=True)] == [1_667, 1_667, 1_666]
    assert kept == [1_667, 1_666, 1_667]


def test_case_43_position_and_decay() -> None:
    assert shares(Model.POSITION, 10_000, 5, 4, 3, 2, 1) == [4_000, 667, 667, 666, 4_000]
    assert shares(Model.TIME_DECAY, 10_000, 3, 1) == [4_507, 5_493]
    assert shares(Model.POSITION, 10_000, 2, 1) == [5_000, 5_000]
    assert shares(Model.FIRST, 10_000, 2, 1) == [10_000, 0]
    assert shares(Model.LAST, 10_000, 2, 1) == [0, 10_000]
    assert {tuple(shares(model, 10_000, 1)) for model in Model} == {(10_000,)}
    none = attributed(Sold("mem_1", AT, 10_000), touched(8))
    assert none == {model: {NOTHING: 10_000} for model in Model}


def test_case_44_what_the_models_claim_beside_what_is_shown() -> None:
    found = lift((540, 9_000), (50, 1_000))
    assert found is not None
    low, high = found.interval
    assert (round(found.difference * 100, 2), round(low * 100, 2), round(high * 100, 2)) == (
        1.0,
        -0.6,
        2.29,
    )
    assert not found.shown
    more = lift((900, 9_000), (50, 1_000))
    assert more is not None
    assert more.shown
    assert lift((1, 9), (0, 0)) is None


def test_newcombes_own_example() -> None:
    low, high = newcombe(Number(56, 70), Number(48, 80))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_messages_that_came_after_the_order_have_no_share() -> None:
    late = [*touched(1), Touched(AT + DAY, "late", "sms")]
    assert attributed(Sold("mem_1", AT, 100), late)[Model.LAST] == {Source("m0", "inbox"): 100}


DAYS = st.lists(st.floats(0, 7, allow_nan=False), min_size=1, max_size=40)


@given(DAYS, st.integers(0, 10**9), st.lists(st.integers(0, 10**9), max_size=3))
def test_nothing_is_lost_or_made(days: list[float], minor: int, refunds: list[int]) -> None:
    refunded = sum(refunds)
    for by_source in attributed(Sold("mem_1", AT, minor, refunded), touched(*days)).values():
        assert sum(by_source.values()) == minor - min(refunded, minor)
        assert all(share >= 0 for share in by_source.values())


@given(DAYS, st.integers(1, 10**9))
def test_an_order_that_is_given_back_leaves_nothing(days: list[float], minor: int) -> None:
    for by_source in attributed(Sold("mem_1", AT, minor, minor), touched(*days)).values():
        assert not by_source
