"""From a seed to a prize: rolls, odds, what stands in for a prize, and pity."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.points.lottery.domain.outcome import DrawReason, drawn_prize, outcome
from services.points.lottery.domain.player import Player
from services.points.lottery.domain.section import (
    MILLION,
    Lottery,
    Pity,
    Prize,
    PrizeKind,
    PrizeTerms,
)
from services.points.lottery.domain.seed import (
    SealedSeed,
    from_body,
    is_told,
    member_hash,
    roll,
    to_body,
)

SEED = bytes(range(32))
DAY = date(2026, 3, 4)
NONE_GONE: dict[str, DrawReason] = {}


def prize(code: str, odds_ppm: int, *, once: bool = False, instead: str = "") -> Prize:
    terms = PrizeTerms(code, (code, code), PrizeKind.ASSET, "POINTS", 1)
    return Prize(terms, odds_ppm, once_per_member=once, instead=instead)


def lottery(*prizes: Prize, pity: Pity | None = None) -> Lottery:
    return Lottery("spring", ("春", "Spring"), "TICKET", 1, DAY, DAY, None, prizes, pity)


def given_by(of: Lottery, rolled: int, player: Player, gone: dict[str, DrawReason]) -> object:
    found = outcome(of, rolled, player, gone)
    return (found.given.code if found.given else "", found.reason)


def test_a_roll_is_the_share_of_a_hash_that_anyone_can_compute() -> None:
    message = f"spring|7|{hashlib.sha256(b'mem_ada').hexdigest()}|r1".encode()
    first = int.from_bytes(hmac.new(SEED, message, hashlib.sha256).digest()[:8], "big")
    assert roll(SEED, "spring", 7, member_hash("mem_ada"), "r1") == first * MILLION // 2**64


@given(st.binary(min_size=32, max_size=32), st.integers(1, 10**9), st.text(max_size=255))
def test_every_roll_is_below_a_million_and_the_same_again(seed: bytes, n: int, asked: str) -> None:
    first = roll(seed, "spring", n, member_hash("mem_ada"), asked)
    assert 0 <= first < MILLION
    assert first == roll(seed, "spring", n, member_hash("mem_ada"), asked)


def test_20000_draws_fall_as_the_odds_say() -> None:
    odds = {"rare": 10_000, "some": 90_000, "often": 300_000}
    of = lottery(*(prize(code, ppm) for code, ppm in odds.items()))
    draws, found = 20_000, dict.fromkeys([*odds, ""], 0)
    for n in range(draws):
        drawn = drawn_prize(of, roll(SEED, "spring", n, member_hash(f"mem_{n % 50}"), f"r{n}"))
        found[drawn.code if drawn else ""] += 1
    expected = {**odds, "": MILLION - sum(odds.values())}
    chi_squared = sum(
        (found[code] - draws * ppm / MILLION) ** 2 / (draws * ppm / MILLION)
        for code, ppm in expected.items()
    )
    # Of 3 degrees of freedom: one seed of a thousand is above. This seed is not.
    assert chi_squared < 16.27


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=10), st.integers(0, MILLION - 1))
def test_odds_add_up_in_their_order(odds: list[int], rolled: int) -> None:
    drawn = drawn_prize(lottery(*(prize(f"p{n}", ppm) for n, ppm in enumerate(odds))), rolled)
    sums = [sum(odds[: n + 1]) for n in range(len(odds))]
    expected = next((f"p{n}" for n, total in enumerate(sums) if rolled < total), "")
    assert (drawn.code if drawn else "") == expected


def test_what_cannot_be_given_is_replaced_by_what_stands_in_for_it() -> None:
    of = lottery(
        prize("car", 1, once=True, instead="bag"), prize("bag", 1, instead="cup"), prize("cup", 0)
    )
    new, winner = Player(), Player(won=frozenset({"car"}))
    gone = {"bag": DrawReason.OUT_OF_STOCK}
    assert given_by(of, 0, new, NONE_GONE) == ("car", DrawReason.DRAWN)
    assert given_by(of, 0, winner, NONE_GONE) == ("bag", DrawReason.WON_BEFORE)
    assert given_by(of, 0, winner, gone) == ("cup", DrawReason.WON_BEFORE)
    assert given_by(of, 1, new, gone) == ("cup", DrawReason.OUT_OF_STOCK)
    all_gone = gone | {"cup": DrawReason.ENDED}
    assert given_by(of, 1, new, all_gone) == ("", DrawReason.OUT_OF_STOCK)
    assert given_by(of, 2, new, NONE_GONE) == ("", DrawReason.NO_PRIZE)


@pytest.mark.parametrize(("losses", "won"), [(0, ""), (2, ""), (3, "cup"), (4, "cup")])
def test_after_so_many_losses_the_next_draw_gives_the_prize(losses: int, won: str) -> None:
    of = lottery(prize("car", 10), prize("cup", 0), pity=Pity(3, "cup"))
    reason = DrawReason.PITY if won else DrawReason.NO_PRIZE
    assert given_by(of, 10, Player(losses=losses), NONE_GONE) == (won, reason)
    # What the roll draws is never made worse.
    assert given_by(of, 9, Player(losses=losses), NONE_GONE) == ("car", DrawReason.DRAWN)


@given(st.lists(st.integers(0, MILLION - 1), max_size=60))
def test_nobody_loses_more_often_in_a_row_than_pity_allows(rolls: list[int]) -> None:
    of = lottery(prize("car", 200_000), prize("cup", 0), pity=Pity(3, "cup"))
    player, in_a_row = Player(), 0
    for rolled in rolls:
        found = outcome(of, rolled, player, NONE_GONE).given
        in_a_row = 0 if found else in_a_row + 1
        assert in_a_row <= 3
        player = player.drawn(DAY, found.code if found else "", once=False)
        assert player.losses == in_a_row


def test_a_seed_is_told_ten_minutes_after_its_local_day_as_that_was_when_it_was_made() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    end = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    seed = SealedSeed("spring", DAY, "", b"")
    assert not is_told(seed, end + timedelta(minutes=9, seconds=59), zone)
    assert is_told(seed, end + timedelta(minutes=10), zone)
    made_in_london = from_body(to_body(replace(seed, ends_at=end + timedelta(hours=8))))
    assert not is_told(made_in_london, end + timedelta(hours=8), zone)
    assert is_told(made_in_london, end + timedelta(hours=9), zone)
