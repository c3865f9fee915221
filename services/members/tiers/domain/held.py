"""The tier that a member holds: what was earned, or a manual tier above it while that lasts.

What is earned goes on being judged below a manual tier, so that after its last day the member has
what they would have had without it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from services.members.tiers.domain import tiers
from services.members.tiers.domain.amounts import Amounts
from services.members.tiers.domain.ladder import Ladder, TierRule
from services.members.tiers.domain.manual_tier import ManualTier, ManualTierNotFound, TierNotAbove
from services.members.tiers.domain.tiers import Decision, JudgementTime, LadderPosition, Reason

HELD = "held"
"""Among the inputs of a decision on what was earned: the manual tier that was held all along."""
UNTIL, NOTE = "until", "note"
_DAY = timedelta(days=1)


def in_force(ladder: Ladder, position: LadderPosition, today: date = date.min) -> ManualTier | None:
    """The manual tier that is above what was earned on `today`; None without.

    Without `today` as it was judged last: its end is an event of its own.
    """
    manual = position.manual
    if manual is None or today > manual.until or not ladder.has(manual.tier):
        return None
    above = ladder.tier(manual.tier).rank > ladder.tier(position.tier).rank
    return manual if above else None


def held(ladder: Ladder, position: LadderPosition, today: date = date.min) -> TierRule:
    """The tier that counts on `today`; the lowest where the ladder has it no more."""
    manual = in_force(ladder, position, today)
    return ladder.tier(manual.tier if manual else position.tier)


def held_since(ladder: Ladder, position: LadderPosition, today: date) -> datetime:
    """Since when the member holds it."""
    manual = in_force(ladder, position, today)
    return manual.since if manual else position.reached_at


def changes_on(ladder: Ladder, position: LadderPosition, enrolled_on: date) -> date | None:
    """The local day on which time may change the tier; None when it can't."""
    judged = tiers.judged_on(ladder, position, enrolled_on)
    ends = position.manual.until + _DAY if position.manual else None
    return min((day for day in (judged, ends) if day is not None), default=None)


def settle(
    ladder: Ladder, position: LadderPosition, amounts: Amounts, time: JudgementTime
) -> tuple[LadderPosition, list[Decision]]:
    """Judge every window that ended by today, and end the manual tier whose time is over."""
    manual = position.manual
    if manual is None:
        return tiers.settle(ladder, position, amounts, time)
    ends = manual.until + _DAY
    position, made = tiers.settle(
        ladder, _earned(position), amounts, replace(time, today=min(time.today, ends))
    )
    decisions = [_told(ladder, manual, each) for each in made]
    if time.today < ends and ladder.has(manual.tier):
        return replace(position, manual=manual), decisions
    since = min(time.midnight(ends), time.at)
    decisions += _ended(ladder, position, manual, amounts, time, since)
    position, later = tiers.settle(ladder, position, amounts, time)
    return position, [*decisions, *later]


def after_change(
    ladder: Ladder,
    position: LadderPosition,
    amounts: Amounts,
    time: JudgementTime,
    *,
    taken: bool,
    counted_at: datetime | None = None,
) -> tuple[LadderPosition, Decision | None]:
    """Judge what is earned, as `tiers.after_change` does."""
    manual = position.manual
    new, decision = tiers.after_change(
        ladder, _earned(position), amounts, time, taken=taken, counted_at=counted_at
    )
    return _beside(ladder, manual, new, decision)


def after_programme(
    ladder: Ladder, position: LadderPosition, amounts: Amounts, time: JudgementTime
) -> tuple[LadderPosition, Decision | None]:
    """Judge by the ladder as it is written now, as `tiers.after_programme` does."""
    manual = position.manual
    new, decision = tiers.after_programme(ladder, _earned(position), amounts, time)
    return _beside(ladder, manual, new, decision)


def after_run(
    ladder: Ladder, position: LadderPosition, amounts: Amounts, time: JudgementTime, *, on: date
) -> tuple[LadderPosition, Decision | None]:
    """Judge what is earned, as `tiers.after_run` does."""
    manual = position.manual
    new, decision = tiers.after_run(ladder, _earned(position), amounts, time, on=on)
    return _beside(ladder, manual, new, decision)


def grant(
    ladder: Ladder,
    position: LadderPosition,
    manual: ManualTier,
    amounts: Amounts,
    time: JudgementTime,
) -> tuple[LadderPosition, Decision]:
    """Give a manual tier, in place of the one before. Raises TierNotAbove."""
    if ladder.tier(manual.tier).rank <= ladder.tier(position.tier).rank:
        raise TierNotAbove(position.tier)
    before = held(ladder, position, time.today)
    decision = Decision(
        ladder=ladder.code,
        from_tier=before.code,
        to_tier=manual.tier,
        reason=Reason.MANUAL,
        growth=tiers.counted(ladder, amounts, time),
        decided_at=time.at,
        since=time.at,
        inputs={UNTIL: manual.until.isoformat(), NOTE: manual.note},
    )
    return replace(position, manual=manual), decision


def end(
    ladder: Ladder, position: LadderPosition, note: str, amounts: Amounts, time: JudgementTime
) -> tuple[LadderPosition, list[Decision]]:
    """End the manual tier before its time. Raises ManualTierNotFound."""
    manual = position.manual
    if manual is None:
        raise ManualTierNotFound(f"no manual tier on {ladder.code}")
    earned = _earned(position)
    return earned, _ended(ladder, earned, replace(manual, note=note), amounts, time, time.at)


def _ended(
    ladder: Ladder,
    earned: LadderPosition,
    manual: ManualTier,
    amounts: Amounts,
    time: JudgementTime,
    since: datetime,
) -> list[Decision]:
    """The decision that ends a manual tier; it may be one that the ladder has no more."""
    known = ladder.has(manual.tier)
    if known and ladder.tier(manual.tier).rank <= ladder.tier(earned.tier).rank:
        return []
    return [
        Decision(
            ladder=ladder.code,
            from_tier=manual.tier,
            to_tier=earned.tier,
            reason=Reason.MANUAL_ENDED,
            growth=tiers.counted(ladder, amounts, time),
            decided_at=time.at,
            since=since,
            inputs={UNTIL: manual.until.isoformat(), NOTE: manual.note},
        )
    ]


def _earned(position: LadderPosition) -> LadderPosition:
    return replace(position, manual=None) if position.manual else position


def _beside(
    ladder: Ladder, manual: ManualTier | None, new: LadderPosition, decision: Decision | None
) -> tuple[LadderPosition, Decision | None]:
    if manual is None:
        return new, decision
    told = None if decision is None else _told(ladder, manual, decision)
    return replace(new, manual=manual), told


def _told(ladder: Ladder, manual: ManualTier, decision: Decision) -> Decision:
    """A decision on what was earned, as the member holds tiers: from and to the higher ones.

    Where the manual tier is held before and after, it stays about what was earned, and says so.
    """
    if not ladder.has(manual.tier):
        return decision
    floor = ladder.tier(manual.tier)
    ranks = [ladder.tier(code).rank for code in (decision.from_tier, decision.to_tier)]
    if max(ranks) <= floor.rank:
        return replace(decision, inputs={**decision.inputs, HELD: floor.code})
    from_tier, to_tier = (
        code if rank > floor.rank else floor.code
        for code, rank in zip((decision.from_tier, decision.to_tier), ranks, strict=True)
    )
    return replace(decision, from_tier=from_tier, to_tier=to_tier)


def changed(decisions: Sequence[Decision]) -> list[Decision]:
    """Those after which the member holds another tier."""
    return [
        made for made in decisions if made.from_tier != made.to_tier and HELD not in made.inputs
    ]
