"""Judging tiers by the classes that a run of RFM gave."""

from collections.abc import Mapping
from datetime import date, datetime

from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.judge import Judge
from services.members.tiers.commands.unit import JudgingUnit
from services.members.tiers.domain.ladder import Basis, Source, ladders_of


async def judge_classes(
    unit: JudgingUnit, rules: Rules, brand: str, classes: Mapping[str, str], on: date, now: datetime
) -> None:
    """Within a transaction: keep the class of each member, by id, that a run gave as of the local
    day `on`, and judge the ladders that count it.

    Where no ladder does, a member whose class is the same as before is not written.
    """
    by_class = any(ladder.basis is Basis.RFM for ladder in ladders_of(rules))
    enrolled = await unit.identities.enrolled(brand, classes.keys())
    found = await unit.tiers.standings(brand, Source.PURCHASES, enrolled.keys())
    standings = {
        member_id: standing
        for member_id, standing in found.items()
        if by_class or standing.value_class != classes[member_id]
    }
    judge = Judge(rules, brand, now, enrolled)
    for member_id, standing in standings.items():
        judge.settle(member_id, standing, Source.PURCHASES)
        standing.value_class = classes[member_id]
        judge.judge_run(member_id, standing, on=on)
    due = await judge.close(unit, Source.PURCHASES, standings)
    await unit.tiers.keep_standings(brand, Source.PURCHASES, standings, due)
