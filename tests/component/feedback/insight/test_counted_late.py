"""Of two workers that count one period, the one that looked later is right."""

from datetime import date, timedelta

from services.common.mongo import Database
from services.feedback.insight.domain.bucket import Bucket, Count
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.storage.buckets import MongoBuckets
from tests.component.feedback.conftest import NOON

DAY = Period(Grain.DAY, date(2026, 11, 30))


def orders(times: int) -> Bucket:
    return Bucket(DAY, {"order": Count(times, times, 100 * times)}, active=times)


async def test_an_older_sum_replaces_no_newer_one(db: Database) -> None:
    buckets = MongoBuckets(db)

    async def kept() -> int:
        found = await buckets.buckets("tea", Grain.DAY, DAY.first, DAY.first)
        return found[DAY.first].active

    await buckets.put("tea", orders(2), NOON)
    await buckets.put("tea", orders(1), NOON - timedelta(seconds=1))
    assert await kept() == 2
    await buckets.put("tea", orders(3), NOON)
    assert await kept() == 3
