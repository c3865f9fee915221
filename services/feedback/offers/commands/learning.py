"""Learns every night what is bought together, and takes offers up that an order followed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from services.common.telemetry import log
from services.feedback.offers.commands.context import OffersContext
from services.feedback.offers.domain.association import (
    Answers,
    Association,
    Learnt,
    associations,
    worth_keeping,
)
from services.feedback.offers.domain.counting import Counting
from services.feedback.offers.domain.judging import TAKEN_WITHIN
from services.feedback.offers.domain.record import Figure, Ordered
from services.feedback.offers.domain.section import WINDOW_DAYS, OfferPlan

BRANDS_AT_ONCE = 200
FIGURES_DAYS = 90
FEW = 1_000
AGAIN_AFTER = timedelta(minutes=2)
"""A brand with fewer buyers than FEW learns so often: it begins, and reads little."""

_log = log("feedback.offers")


async def learn_all(ctx: OffersContext) -> None:
    """Learn for every brand once a local day. One that fails is told in the log, and stops no
    other."""
    after = ""
    while brands := await ctx.programmes.brands(after, BRANDS_AT_ONCE):
        for brand in brands:
            try:
                await learn(ctx, brand)
            except Exception as error:
                _log.error("offers_not_learnt", brand=brand, error=repr(error))
        after = brands[-1]


async def learn(ctx: OffersContext, brand: str) -> None:
    """Count the orders of 180 days, once a local day and after each change of the programme."""
    programme, plan, today = await ctx.plan(brand)
    if not plan.items:
        return
    known, lesson = await ctx.records.learnt(brand)
    now = ctx.clock.now()
    is_fresh = known.at is not None and (known.buyers >= FEW or now < known.at + AGAIN_AFTER)
    if lesson == (today, programme.revision) and is_fresh:
        return
    counting = Counting(plan.series.keys())
    async for bought in ctx.orders.of_all(brand, today - timedelta(days=WINDOW_DAYS)):
        counting.add(bought)
    counted = counting.learnt()
    figures = await ctx.records.figures(brand, today - timedelta(days=FIGURES_DAYS))
    learnt = replace(
        counted,
        pairs=worth_keeping(plan, counted),
        answers={code: Answers(each.shown, each.taken) for code, each in figures.items()},
        at=now,
    )
    await ctx.records.learn(brand, (today, programme.revision), learnt)


async def take_up(ctx: OffersContext, orders: Sequence[Ordered]) -> None:
    """Offers that were shown within the 7 days before an order of their series are taken."""
    wanted = []
    for order in orders:
        _, plan, _ = await ctx.plan(order.brand)
        offered = {item.series for item in plan.items.values()} & set(order.series)
        if offered:
            wanted.append(replace(order, series=tuple(sorted(offered))))
    if wanted:
        await ctx.records.take(wanted, TAKEN_WITHIN)


async def figures_of(ctx: OffersContext, brand: str) -> tuple[OfferPlan, Mapping[str, Figure]]:
    """The offers of the programme, and how they were taken in 90 days up to today."""
    _, plan, today = await ctx.plan(brand)
    first = today - timedelta(days=FIGURES_DAYS - 1)
    return plan, await ctx.records.figures(brand, first)


async def associations_of(
    ctx: OffersContext, brand: str, from_series: str
) -> tuple[OfferPlan, Learnt, list[Association]]:
    """What is bought together, of all or from a series."""
    _, plan, _ = await ctx.plan(brand)
    learnt, _ = await ctx.records.learnt(brand)
    found = associations(plan, learnt)
    if from_series:
        found = [each for each in found if each.from_series == from_series]
    return plan, learnt, found
