"""Growth and spending of two members as one's, and the tiers that follow."""

from datetime import datetime

from services.members.activities.commands.telling import Telling
from services.members.activities.domain.facts import Facts
from services.members.identities.domain.member import Member
from services.members.merging.commands.unit import MergingUnit
from services.members.merging.domain.united_facts import united_facts
from services.members.merging.domain.united_standing import united_standing
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.judge import Judge
from services.members.tiers.domain.held import held, held_since
from services.members.tiers.domain.ladder import Source, ladders_on
from services.members.tiers.domain.standing import Judged, Standing
from services.members.tiers.domain.tiers import Decision, Reason, counted


async def unite_standings(
    unit: MergingUnit, rules: Rules, now: datetime, old: Member, survivor: Member
) -> None:
    """The survivor counts what both did and earned, and other services are told.

    Of the other one stays which entries of growth were counted: those to come are numbered on.
    """
    brand, ids = survivor.brand, [old.id, survivor.id]
    growth = await unit.tiers.standings(brand, Source.GROWTH, ids)
    facts = await unit.activities.facts(brand, ids)
    await unit.tiers.forget(brand, old.id)
    theirs = growth.get(old.id, Standing())
    await unit.tiers.keep_numbers(brand, {old.id: theirs})
    await _unite_growth(unit, rules, now, survivor, growth.get(survivor.id, Standing()), theirs)
    own, other = facts.get(survivor.id, Facts()), facts.get(old.id, Facts())
    await _unite_facts(unit, rules, now, survivor, own, other)


async def _unite_growth(
    unit: MergingUnit,
    rules: Rules,
    now: datetime,
    survivor: Member,
    own: Standing,
    other: Standing,
) -> None:
    judge = Judge(rules, survivor.brand, now, {survivor.id: survivor.created_at})
    ladders, enrolled_on = ladders_on(rules, Source.GROWTH), judge.time(survivor.id).enrolled_on
    standing = united_standing(own, other, ladders, enrolled_on)
    decide(judge, survivor, own, standing, Source.GROWTH, Reason.MERGED)
    united = {survivor.id: standing}
    following = await judge.close(unit, Source.GROWTH, united)
    await unit.tiers.keep_standings(survivor.brand, Source.GROWTH, united, following)


async def _unite_facts(
    unit: MergingUnit, rules: Rules, now: datetime, survivor: Member, own: Facts, other: Facts
) -> None:
    today = rules.local_day(now)
    judge = Judge(rules, survivor.brand, now, {survivor.id: survivor.created_at})
    ladders, enrolled_on = ladders_on(rules, Source.PURCHASES), judge.time(survivor.id).enrolled_on
    united = {survivor.id: united_facts(own, other, ladders, enrolled_on, today)}
    standings = {survivor.id: united[survivor.id].standing}
    decide(judge, survivor, own.standing, standings[survivor.id], Source.PURCHASES, Reason.MERGED)
    telling = Telling(rules, today)
    telling.begin(united, {survivor.id: survivor})
    following = await judge.close(unit, Source.PURCHASES, standings, telling.events)
    await unit.activities.keep_facts(survivor.brand, united, following)


def decide(
    judge: Judge,
    member: Member,
    own: Standing,
    united: Standing,
    source: Source,
    reason: Reason,
    *,
    taken: bool = False,
) -> None:
    """Keep the decisions by which positions are others than the member's own before, for `reason`;
    then judge by what counts now. `taken`: a refund may have taken of it."""
    time = judge.time(member.id)
    for ladder in ladders_on(judge.rules, source):
        before = own.position(ladder, member.created_at, time.enrolled_on)
        after = united.position(ladder, member.created_at, time.enrolled_on)
        was, now = held(ladder, before, time.today), held(ladder, after, time.today)
        if now.code != was.code:
            amount = counted(ladder, united.amounts(ladder), time)
            made = Decision(
                *(ladder.code, was.code, now.code, reason, amount),
                *(judge.now, held_since(ladder, after, time.today)),
            )
            judge.judged.append(Judged(member.id, judge.rules.version, made))
    judge.settle(member.id, united, source)
    judge.judge(member.id, united, source, taken=taken, counted_at=None)
