import asyncio
import time

import pytest

from services.common import deadlines
from services.common.deadlines import DeadlineExceeded, within


def test_outside_a_call_time_is_not_bounded() -> None:
    assert deadlines.remaining_s() is None
    assert deadlines.unary_timeout_s() == deadlines.DEFAULT_UNARY_S
    deadlines.check()


async def test_work_beyond_the_deadline_is_cut_off() -> None:
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded):
        async with within(0.05):
            await asyncio.sleep(5)
    assert time.monotonic() - started < 0.5


async def test_the_rest_of_the_time_is_passed_on() -> None:
    async with within(1.0):
        await asyncio.sleep(0.05)
        assert 0.8 < deadlines.unary_timeout_s() < 0.96


async def test_a_timeout_that_is_asked_counts_within_the_rest_of_the_time() -> None:
    assert deadlines.unary_timeout_s(25) == 25
    async with within(1.0):
        assert deadlines.unary_timeout_s(25) <= 1.0
        assert deadlines.unary_timeout_s(0.2) == 0.2


async def test_an_inner_bound_only_shortens() -> None:
    async with within(0.5):
        async with within(60):
            left = deadlines.remaining_s()
            assert left is not None
            assert left <= 0.5
        async with within(0.1):
            left = deadlines.remaining_s()
            assert left is not None
            assert left <= 0.1


async def test_after_the_deadline_nothing_starts_again() -> None:
    async with within(0.0, grace_s=0.2):
        assert deadlines.remaining_s() == 0
        with pytest.raises(DeadlineExceeded):
            deadlines.check()


async def test_a_timeout_of_the_work_itself_stays_one() -> None:
    with pytest.raises(TimeoutError):
        async with within(5):
            raise TimeoutError
