"""The numbers of metrics, made of buckets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.common.clock import Clock
from services.feedback.insight.commands.ports import (
    Acquisition,
    Buckets,
    Contents,
    Credits,
    Happenings,
    Heard,
    Todos,
    Told,
)
from services.feedback.insight.domain import happening
from services.feedback.insight.domain.bucket import RETAINED_DAYS_MAX, Bucket, Totals
from services.feedback.insight.domain.metrics import (
    FIRST_ORDER_DAYS,
    FirstOrders,
    Known,
    Metric,
    Number,
)
from services.feedback.insight.domain.period import Grain, Period, local_day
from services.feedback.insight.domain.section import Insight, insight_section
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InsightContext:
    """What the commands of insight share."""

    happenings: Happenings
    buckets: Buckets
    credits: Credits
    told: Told
    heard: Heard
    acquisition: Acquisition
    contents: Contents
    todos: Todos
    programmes: Programmes
    clock: Clock

    async def programme(self, brand: str) -> Programme:
        """The programme in force; an empty one where there is none."""
        return await self.programmes.of(brand) or Programme(brand)

    async def section(self, brand: str) -> Insight:
        """The brand's section `insight`."""
        return (await self.programme(brand)).section(insight_section)

    async def currency(self, brand: str) -> str:
        """The brand's currency; "" without a programme."""
        return str((await self.programme(brand)).document.get("currency", ""))

    async def today(self, brand: str) -> date:
        """The brand's local day."""
        return local_day(self.clock.now(), (await self.programme(brand)).zone)

    async def as_of(self, brand: str) -> datetime:
        """Everything that was told before is counted; the beginning of time where nothing is."""
        heard, waits = await self.heard.heard_at(), await self.happenings.oldest_mark(brand)
        if heard is None:
            return datetime.min.replace(tzinfo=self.clock.now().tzinfo)
        return min(heard, waits) if waits else heard


async def numbers(
    ctx: InsightContext, brand: str, metrics: Sequence[Metric], periods: Sequence[Period]
) -> list[Mapping[str, Number | None]]:
    """The metrics' numbers of each of the periods, which are of one grain, in order."""
    if not periods:
        return []
    return [_of(metrics, known) for known in await known_of(ctx, brand, periods)]


def _of(metrics: Sequence[Metric], known: Known) -> Mapping[str, Number | None]:
    return {
        each.code: each.of(known) if known.period.grain in each.grains else None for each in metrics
    }


async def known_of(ctx: InsightContext, brand: str, periods: Sequence[Period]) -> list[Known]:
    """What the metrics of each period are made of. `periods` are of one grain and in order."""
    grain, first, last = periods[0].grain, periods[0].first, periods[-1].first
    days_before = RETAINED_DAYS_MAX if grain is Grain.DAY else 0
    found = await ctx.buckets.buckets(brand, grain, first - days_before * DAY, last)
    totals = await ctx.buckets.totals(brand, [each.until for each in periods])
    first_orders: Mapping[date, FirstOrders] = {}
    enrolled: Mapping[date, int] = {}
    if grain is Grain.DAY:
        before = FIRST_ORDER_DAYS * DAY
        first_orders = await ctx.happenings.first_orders(
            brand, first - before, last - before, FIRST_ORDER_DAYS
        )
        enrolled = {day: each.of(happening.ENROLMENT).times for day, each in found.items()}
    today = await ctx.today(brand)
    return [
        Known(
            bucket=found.get(each.first) or Bucket(each),
            totals=totals.get(each.until, Totals()),
            today=today,
            enrolled=enrolled,
            first_orders=first_orders.get(each.first - FIRST_ORDER_DAYS * DAY, FirstOrders()),
        )
        for each in periods
    ]


async def numbers_of_store(
    ctx: InsightContext, brand: str, metric: Metric, periods: Sequence[Period], store_id: str
) -> list[Number | None]:
    """A metric's numbers at a store. Only for metrics that are told by store."""
    if not periods:
        return []
    found = await ctx.buckets.buckets(brand, periods[0].grain, periods[0].first, periods[-1].first)
    today = await ctx.today(brand)
    return [
        metric.of(
            Known((found.get(each.first) or Bucket(each)).at_store(store_id), Totals(), today)
        )
        for each in periods
    ]
