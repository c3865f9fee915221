"""Cost and return of channels: what is unknown stays unknown, and a floor is to be passed."""

from datetime import date

import pytest

from services.feedback.insight.domain.acquisition import (
    Acquired,
    Channel,
    ChannelKind,
    Return,
    returns,
)
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.section import insight_section
from services.feedback.programme.domain import Programme, Text
from tests.example_programmes import example

NOVEMBER = Period(Grain.MONTH, date(2025, 11, 1))
OVER = date(2026, 3, 1)
STORES = Channel(
    "stores", Text("门店", "Stores"), ChannelKind.DIRECT, ("store_qr", "poster"), 5_000
)


def month(minor: int, cost: int | None, members: int = 2) -> Return:
    return Return(STORES, NOVEMBER, Acquired(members, minor), cost)


@pytest.mark.parametrize(
    ("minor", "cost", "short"),
    [
        (5_000, 1_000, True),
        (5_001, 1_000, False),
        (4_999, 1_000, True),
        (0, 0, False),
        (0, 1, True),
    ],
)
def test_a_return_is_to_be_above_its_floor(minor: int, cost: int, short: bool) -> None:
    assert month(minor, cost).short(OVER) == short
    assert (month(minor, cost).finding(OVER) is not None) == short


def test_before_90_days_are_over_nothing_is_short() -> None:
    assert not month(0, 100).short(date(2026, 2, 28))
    assert month(0, 100).short(OVER)


def test_what_is_not_told_is_unknown_and_nobody_costs_nothing() -> None:
    assert (month(100, None).cac, month(100, None).roi) == (None, None)
    assert month(100, 50, members=0).cac is None
    assert month(100, 0).roi is None
    cac = month(100, 50).cac
    assert cac is not None
    assert cac.value == 25


def test_a_channel_has_the_members_of_all_its_sources() -> None:
    acquired = {
        ("store_qr", NOVEMBER.first): Acquired(2, 300),
        ("poster", NOVEMBER.first): Acquired(1, 50),
        ("radio", NOVEMBER.first): Acquired(9, 900),
    }
    [found] = returns([STORES], [NOVEMBER], acquired, {("stores", NOVEMBER.first): 70})
    assert (found.acquired, found.cost) == (Acquired(3, 350), 70)


def test_floors_come_from_the_kind_or_the_programme() -> None:
    channels = insight_section(Programme("tea", document=example("tea"))).acquisition
    floors = {code: channel.floor for code, channel in channels.items()}
    assert floors == {"stores": 5_000, "moments": 3_000, "friends": 8_000}
