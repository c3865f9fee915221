"""Case 52: a year's figures, as they were kept while it went on, as they are counted again, and as
DuckDB counts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bench.insight import live_through, real_year
from bench.insight_oracle import OFFSETS, Oracle, differing
from bench.insight_years import Year, made_up_year
from bench.retail_year import FILE
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.feedback.insight.commands.comparing import rebuild
from services.feedback.insight.commands.counting import Counting
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.domain.bucket import Bucket
from services.feedback.insight.domain.cohorts import OFFSETS as TOLD_AFTER
from services.feedback.insight.domain.cohorts import cohorts
from services.feedback.insight.domain.period import Grain, period_of
from services.feedback.insight_wiring import insight_context
from services.feedback.programme.commands import Programmes
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.sections import SECTIONS
from services.feedback.wiring import migrate

PAUSE = timedelta(seconds=1)


def made_up() -> Year:
    return made_up_year(seed=52, members=40, happenings=800, days_long=100)


def real() -> Year:
    return real_year() or pytest.skip(f"{FILE} names no file")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("year_of", [made_up, pytest.param(real, marks=pytest.mark.slow)])
async def test_case_52_a_year_kept_rebuilt_and_counted_by_duckdb_is_one(
    db: Database, year_of: Callable[[], Year]
) -> None:
    year = year_of()
    await migrate(db)
    clock = ManualClock(year.happenings[0].at)
    ctx = insight_context(db, Programmes(MongoProgrammeStore(db), SECTIONS), clock)
    counting = Counting(ctx, PAUSE)
    await live_through(ctx, counting, year, clock)
    kept = await kept_buckets(ctx, year)
    await rebuild(ctx, counting, year.brand)
    rebuilt = await kept_buckets(ctx, year)
    oracle = Oracle(year.zone, year.happenings)
    for grain in Grain:
        theirs = oracle.buckets(grain, year.last)
        assert not differing(rebuilt[grain], theirs, grain)
        # A period in which nobody did anything may be kept, or not.
        known = {day: each for day, each in theirs.items() if each.kinds or day in kept[grain]}
        assert not differing(kept[grain], known, grain)
        # The comparison sees one member too many.
        day, bucket = max(theirs.items())
        wrong = {day: replace(bucket, active=bucket.active + 1)}
        assert differing({**rebuilt[grain], **wrong}, theirs, grain) == [bucket.period]
    assert retention(rebuilt[Grain.DAY], year) == by_duckdb(oracle, year)


async def kept_buckets(ctx: InsightContext, year: Year) -> dict[Grain, dict[date, Bucket]]:
    since = period_of(Grain.MONTH, year.happenings[0].at.date() - timedelta(days=7)).first
    return {
        grain: dict(await ctx.buckets.buckets(year.brand, grain, since, year.last))
        for grain in Grain
    }


Triangle = dict[date, tuple[int, dict[int, int]]]
"""By the day of enrolment: how many they are, and those active so many days later."""


def retention(days: dict[date, Bucket], year: Year) -> Triangle:
    since = min(days)
    told = cohorts(since, year.last, year.last + timedelta(days=1), days)
    return {
        each.day: (each.size, {after: n for after, n in each.active.items() if n})
        for each in told
        if each.size
    }


def by_duckdb(oracle: Oracle, year: Year) -> Triangle:
    assert OFFSETS == TOLD_AFTER
    return {day: (size, dict(active)) for day, (size, active) in oracle.cohorts(year.last).items()}
