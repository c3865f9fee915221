"""How a tier is judged.

Upgrades are immediate: whenever what counts now (the ladder's window up to today) reaches a higher
tier. It is held since the day on which that was reached, which for what is told late lies before
the decision. Downgrades happen only on the day of judgement: the end of the window plus the days of
grace, which lengthen the window and take nothing from it.

A refund can undo an upgrade. Each upgrade is kept as a climb, with what counted then and the total
of all days. When an amount is taken away, the last climb is undone if both
    counted then + (total now - total then) < reach of the tier climbed to
    what counts now                         < reach of the tier climbed to
so a climb is undone by the growth that it needed going away, and not by that growth growing old.
What is no sum, such as a share, says by itself what is left (`amounts.py`).
What an adjustment takes lowers the total then too: only a refund undoes a climb. So does a refund
of what was older than the window of the climb, which had not counted for it.
The member gets back the tier, window and date held before; the climb before it is then looked at in
the same way; in the end the tier is the higher of that and the one that what counts now reaches.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.members.tiers.domain.amounts import Amounts
from services.members.tiers.domain.ladder import Downgrade, Ladder, TierRule
from services.members.tiers.domain.manual_tier import ManualTier
from services.members.tiers.domain.reached import Reached
from services.members.tiers.domain.windows import WindowKind

# A channel's clock may run up to a day ahead of ours, and its activities count at once.
_AHEAD = timedelta(days=1)
_DAY = timedelta(days=1)
_RFM_WINDOW = timedelta(days=364)
"""From the first day that frequency and money of RFM count, to the last."""


class Reason(StrEnum):
    """Why a tier is what it is."""

    ENROLLED = "enrolled"
    UPGRADE = "upgrade"
    REFUND_UNDID_UPGRADE = "refund_undid_upgrade"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    PROGRAMME_CHANGED = "programme_changed"
    MERGED = "merged"
    MERGE_UNDONE = "merge_undone"
    MANUAL = "manual"
    MANUAL_ENDED = "manual_ended"


@dataclass(frozen=True, slots=True)
class Climb:
    """An upgrade that may be undone, with the position before it.

    It counted the days since `first`; None where that is not known, which was kept before.
    """

    tier: str
    counted: int
    total: int
    from_tier: str
    from_reached_at: datetime
    from_since: date
    first: date | None = None


@dataclass(frozen=True, slots=True)
class LadderPosition:
    """The tier that a member earned on a ladder, and the manual one that may lift it.

    `since` is the first day of the window that what was earned will be judged by.
    """

    tier: str
    reached_at: datetime
    since: date
    climbs: tuple[Climb, ...] = ()
    manual: ManualTier | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement with what it was made of; `growth` in the ladder's basis.

    The member holds `to_tier` since `since`.
    """

    ladder: str
    from_tier: str
    to_tier: str
    reason: Reason
    growth: int
    decided_at: datetime
    since: datetime
    inputs: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JudgementTime:
    """When something is judged, and the member's own day that anniversaries count from.

    Days are those of the brand's `zone`.
    """

    at: datetime
    today: date
    enrolled_on: date
    zone: ZoneInfo

    def midnight(self, day: date) -> datetime:
        """The instant, in UTC, at which the local `day` begins."""
        return datetime.combine(day, clock_time(), self.zone).astimezone(UTC)


def first_position(ladder: Ladder, enrolled_at: datetime, enrolled_on: date) -> LadderPosition:
    """The position of a member who has done nothing yet: the lowest tier, from enrolment."""
    since = ladder.window.start(enrolled_on, enrolled_on)
    return LadderPosition(ladder.lowest.code, enrolled_at, since)


def counted(ladder: Ladder, totals: Amounts, time: JudgementTime) -> int:
    """The amount that counts now towards reaching a tier."""
    if ladder.window.kind is WindowKind.LIFETIME:
        return totals.total
    first = ladder.window.counts_from(time.today, time.enrolled_on)
    return totals.between(first, time.today + _AHEAD)


def judged_on(ladder: Ladder, position: LadderPosition, enrolled_on: date) -> date | None:
    """The local day on which the tier is judged next; None when there is nothing to lose."""
    if ladder.downgrade is Downgrade.NONE or ladder.tier(position.tier).rank == 0:
        return None
    end = ladder.window.end(position.since, enrolled_on)
    return None if end is None else end + timedelta(days=ladder.grace_days)


def counted_when_judged(ladder: Ladder, position: LadderPosition, totals: Amounts, on: date) -> int:
    """The amount that the judgement on `on` looks at: the window and its grace, as known now."""
    return totals.between(ladder.window.judged_from(position.since, on), on - _DAY)


def tier_when_judged(ladder: Ladder, tier: TierRule, amount: int) -> TierRule:
    """The tier after a judgement of `amount` at the end of a window."""
    if amount >= tier.keep or ladder.downgrade is Downgrade.NONE or tier.rank == 0:
        return tier
    if ladder.downgrade is Downgrade.ONE_DOWN:
        return ladder.tiers[tier.rank - 1]
    return ladder.kept_by(amount, tier)


def settle(
    ladder: Ladder, position: LadderPosition, totals: Amounts, time: JudgementTime
) -> tuple[LadderPosition, list[Decision]]:
    """Judge every window that ended by today, the oldest first. Running late changes no outcome."""
    decisions = []
    while (due := judged_on(ladder, position, time.enrolled_on)) is not None and due <= time.today:
        position, decision = _judge_window(ladder, position, totals, due, time)
        decisions.append(decision)
    return position, decisions


def _judge_window(
    ladder: Ladder, position: LadderPosition, totals: Amounts, due: date, time: JudgementTime
) -> tuple[LadderPosition, Decision]:
    held = ladder.tier(position.tier)
    amount = counted_when_judged(ladder, position, totals, due)
    after = tier_when_judged(ladder, held, amount)
    decision = Decision(
        ladder=ladder.code,
        from_tier=held.code,
        to_tier=after.code,
        reason=Reason.KEPT if after.rank == held.rank else Reason.NOT_KEPT,
        growth=amount,
        decided_at=time.at,
        since=time.midnight(due),
        inputs={
            "from": ladder.window.judged_from(position.since, due).isoformat(),
            "judged_on": due.isoformat(),
            "keep": held.keep,
        },
    )
    # The next window follows the last without a hole, whatever the grace was.
    since = due - timedelta(days=ladder.grace_days)
    if after.rank == held.rank:
        return replace(position, since=since), decision
    climbs = tuple(climb for climb in position.climbs if ladder.tier(climb.tier).rank <= after.rank)
    return LadderPosition(after.code, decision.since, since, climbs), decision


def after_change(
    ladder: Ladder,
    position: LadderPosition,
    totals: Amounts,
    time: JudgementTime,
    *,
    taken: bool,
    counted_at: datetime | None = None,
) -> tuple[LadderPosition, Decision | None]:
    """Judge after `totals` changed, `taken` when by taking away. None: nothing to decide.

    `counted_at` is when that happened which is counted now; None for now.
    """
    held = ladder.tier(position.tier)
    amount = counted(ladder, totals, time)
    reached = ladder.reached_by(amount)
    if reached.rank > held.rank:
        since = _reached_at(ladder, reached, totals, time, counted_at)
        new = _climbed(ladder, position, reached, amount, totals, time, since)
        return new, _decision(ladder, position, new, Reason.UPGRADE, amount, totals, time, since)
    if not taken or reached.rank == held.rank:
        return position, None
    new = _undone(ladder, position, totals, time)
    if reached.rank > ladder.tier(new.tier).rank:
        new = _climbed(ladder, new, reached, amount, totals, time, time.at)
    if new.tier == position.tier:
        return position, None
    decision = _decision(ladder, position, new, Reason.REFUND_UNDID_UPGRADE, amount, totals, time)
    return new, decision


def after_run(
    ladder: Ladder, position: LadderPosition, totals: Amounts, time: JudgementTime, *, on: date
) -> tuple[LadderPosition, Decision | None]:
    """Judge by the class that a run of RFM gave for the local day `on`: up at once, and down by the
    ladder's policy. None: the lowest tier, which nobody loses."""
    held = ladder.tier(position.tier)
    amount = counted(ladder, totals, time)
    after = tier_when_judged(ladder, held, amount)
    reason = Reason.KEPT if after.rank == held.rank else Reason.NOT_KEPT
    if ladder.reached_by(amount).rank > held.rank:
        after, reason = ladder.reached_by(amount), Reason.UPGRADE
    elif held.rank == 0:
        return position, None
    decision = Decision(
        ladder=ladder.code,
        from_tier=held.code,
        to_tier=after.code,
        reason=reason,
        growth=amount,
        decided_at=time.at,
        since=time.at if after.rank != held.rank else position.reached_at,
        inputs={
            "from": (on - _RFM_WINDOW).isoformat(),
            "judged_on": (on + _DAY).isoformat(),
            "keep": after.reach if reason is Reason.UPGRADE else held.keep,
        },
    )
    if after.rank == held.rank:
        return position, decision
    # No climb is kept: a refund does not undo the class of a run, the next run judges it.
    return LadderPosition(after.code, time.at, time.today), decision


def after_programme(
    ladder: Ladder, position: LadderPosition, totals: Amounts, time: JudgementTime
) -> tuple[LadderPosition, Decision | None]:
    """Judge by the ladder as it is written now: upgrades at once, downgrades in their time.

    A tier that a new version no longer has gives way to what counts now, up or down.
    """
    if ladder.has(position.tier):
        return after_change(ladder, position, totals, time, taken=False)
    amount = counted(ladder, totals, time)
    reached = ladder.reached_by(amount)
    since = ladder.window.start(time.today, time.enrolled_on)
    new = LadderPosition(reached.code, time.at, since)
    decision = _decision(ladder, position, new, Reason.PROGRAMME_CHANGED, amount, totals, time)
    return new, decision


def _climbed(
    ladder: Ladder,
    position: LadderPosition,
    to: TierRule,
    amount: int,
    totals: Amounts,
    time: JudgementTime,
    reached_at: datetime,
) -> LadderPosition:
    climb = Climb(
        tier=to.code,
        counted=amount,
        total=totals.total,
        from_tier=position.tier,
        from_reached_at=position.reached_at,
        from_since=position.since,
        first=ladder.window.counts_from(time.today, time.enrolled_on),
    )
    reached_on = reached_at.astimezone(time.zone).date()
    since = ladder.window.start(reached_on, time.enrolled_on)
    return LadderPosition(to.code, reached_at, since, (*position.climbs, climb))


def _reached_at(
    ladder: Ladder,
    to: TierRule,
    totals: Amounts,
    time: JudgementTime,
    counted_at: datetime | None,
) -> datetime:
    """When what counted came to the tier: from `counted_at` on, before which it did not."""
    if counted_at is None or counted_at >= time.at:
        return time.at
    day = counted_at.astimezone(time.zone).date()
    for later in sorted({day, *(one for one in totals.days if day < one <= time.today)}):
        if _counted_on(ladder, totals, later, time) >= to.reach:
            return counted_at if later == day else min(time.midnight(later), time.at)
    return time.at


def _counted_on(ladder: Ladder, totals: Amounts, day: date, time: JudgementTime) -> int:
    """What counted at the end of `day`, as it is known now."""
    if ladder.window.kind is WindowKind.LIFETIME:
        return totals.up_to(day)
    return totals.between(ladder.window.counts_from(day, time.enrolled_on), day)


def _undone(
    ladder: Ladder, position: LadderPosition, totals: Amounts, time: JudgementTime
) -> LadderPosition:
    while position.climbs:
        climb = position.climbs[-1]
        left = totals.left_of(_reached(ladder, position, climb, time))
        if left >= ladder.tier(climb.tier).reach:
            break
        position = LadderPosition(
            climb.from_tier, climb.from_reached_at, climb.from_since, position.climbs[:-1]
        )
    return position


def _reached(
    ladder: Ladder, position: LadderPosition, climb: Climb, time: JudgementTime
) -> Reached:
    """The last climb to `position`, as it was then."""
    lifetime = ladder.window.kind is WindowKind.LIFETIME
    on = position.reached_at.astimezone(time.zone).date()
    first = None if lifetime else ladder.window.counts_from(on, time.enrolled_on)
    judged_since = position.since > ladder.window.start(on, time.enrolled_on)
    return Reached(climb.counted, climb.total, first, on, judged_since)


def _decision(
    ladder: Ladder,
    old: LadderPosition,
    new: LadderPosition,
    reason: Reason,
    amount: int,
    totals: Amounts,
    time: JudgementTime,
    since: datetime | None = None,
) -> Decision:
    first = ladder.window.counts_from(time.today, time.enrolled_on)
    return Decision(
        ladder=ladder.code,
        from_tier=old.tier,
        to_tier=new.tier,
        reason=reason,
        growth=amount,
        decided_at=time.at,
        since=since or time.at,
        inputs={
            "from": first.isoformat(),
            "reach": ladder.tier(new.tier).reach,
            "total": totals.total,
        },
    )
