"""What is proposed to a member, and why; and what the member makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.common.cel import Condition, compile_condition
from services.common.errors import Refusal
from services.common.telemetry import log
from services.feedback.audience.domain import Purpose, Reached
from services.feedback.offers.commands.context import OffersContext
from services.feedback.offers.domain.judging import (
    DECLINED_FOR,
    Judged,
    Subject,
    judge,
    proposed,
)
from services.feedback.offers.domain.record import Request, Shown
from services.feedback.offers.domain.section import WINDOW_DAYS, Item, OfferPlan, offer_plan
from services.feedback.programme.domain import Programme

_log = log("feedback.offers")


@dataclass(frozen=True, slots=True)
class Proposal:
    """All offers of the programme, judged for a member; none of one whom nobody knows."""

    plan: OfferPlan
    subject: Subject
    judged: Sequence[Judged]


async def propose(ctx: OffersContext, brand: str, member_id: str) -> Proposal:
    """Judge the offers of today for a member."""
    programme, plan, today = await ctx.plan(brand)
    reached = await ctx.audience.of(brand, member_id)
    if reached is None or not plan.items:
        return Proposal(plan, Subject(brand, member_id, today), ())
    now = ctx.clock.now()
    declined = await ctx.records.declined(brand, member_id, now - DECLINED_FOR)
    subject = Subject(brand, member_id, today, declined=declined)
    if reached.agreed(Purpose.PROFILING, "all", service_granted=False):
        since = today - timedelta(days=WINDOW_DAYS - 1)
        bought = await ctx.orders.of_member(brand, member_id, since)
        named = {series: days for series, days in bought.items() if series in plan.series}
        subject = Subject(brand, member_id, today, True, named, declined)
    learnt, _ = await ctx.records.learnt(brand)
    facts = await _facts(ctx, programme, reached) if subject.profiled else {}
    conditions = programme.section(_conditions)

    def holds(item: Item) -> bool:
        return conditions[item.code]({"member": facts})

    return Proposal(plan, subject, judge(plan, subject, learnt, holds))


async def _facts(ctx: OffersContext, programme: Programme, reached: Reached) -> dict[str, object]:
    told = await ctx.member_facts.of(programme.brand, reached.member_id)
    return {**told.at(ctx.clock.now(), programme.zone), "tier": reached.tier}


def _conditions(programme: Programme) -> Mapping[str, Condition]:
    items = programme.section(offer_plan).items.values()
    return {item.code: _condition(item, programme.brand) for item in items}


def _condition(item: Item, brand: str) -> Condition:
    try:
        return compile_condition(item.when, brand)
    except ValueError as error:
        # Members refuses such a programme; if one comes all the same, the other offers go on.
        _log.error("offer_not_compiled", condition=item.when, error=str(error))
        return lambda facts: False


async def show(
    ctx: OffersContext, request: Request, member_id: str, offers: Sequence[str]
) -> tuple[int, bool]:
    """Keep that the member saw those of them that are proposed today: how many, and True for a
    repeat.

    Raises NEXT_OFFER_NOT_FOUND and REQUEST_ID_REUSED refusals.
    """
    known = await ctx.records.answered(request)
    if known is not None:
        return int(known), True
    proposal = await propose(ctx, request.brand, member_id)
    wanted = {_known(proposal, code).item.code for code in offers}
    # A page that was opened before midnight may tell of offers of yesterday's list.
    seen = [each for each in proposed(proposal.judged) if each.item.code in wanted]
    now = ctx.clock.now()
    shown = [_record(proposal, each, now) for each in seen]
    answer, replayed = await ctx.records.show(request, shown)
    return int(answer), replayed


async def decline(
    ctx: OffersContext, request: Request, member_id: str, offer: str
) -> tuple[datetime, bool]:
    """Let the member have it no more for 30 days: until when, and True for a repeat. Who declined
    it before has declined it then.

    Raises NEXT_OFFER_NOT_FOUND and REQUEST_ID_REUSED refusals.
    """
    known = await ctx.records.answered(request)
    if known is not None:
        return datetime.fromisoformat(known) + DECLINED_FOR, True
    proposal = await propose(ctx, request.brand, member_id)
    now = ctx.clock.now()
    record = _record(proposal, _known(proposal, offer), now)
    answer, replayed = await ctx.records.decline(request, record, now - DECLINED_FOR)
    return datetime.fromisoformat(answer) + DECLINED_FOR, replayed


def _known(proposal: Proposal, code: str) -> Judged:
    for judged in proposal.judged:
        if judged.item.code == code:
            return judged
    raise Refusal("NEXT_OFFER_NOT_FOUND", code[:64], field="offer", metadata={"offer": code[:64]})


def _record(proposal: Proposal, judged: Judged, now: datetime) -> Shown:
    subject, item = proposal.subject, judged.item
    return Shown(
        brand=subject.brand,
        member_id=subject.member_id,
        offer=item.code,
        series=item.series,
        day=subject.today,
        at=now,
        basis=judged.basis,
    )
