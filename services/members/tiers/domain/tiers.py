"""How a tier is judged.

Upgrades are immediate: whenever what counts now (the ladder's window up to today) reaches a higher
tier. Downgrades happen only on the day of judgement: the end of the window plus the days of grace,
which lengthen the window and take nothing from it.

A refund can undo an upgrade. Each upgrade is kept as a climb, with what counted then and the total
of all days. When an amount is taken away, the last climb is undone if both
    counted then + (total now - total then) < reach of the tier climbed to
    what counts now                         < reach of the tier climbed to
so a climb is undone by the growth that it needed going away, and not by that growth growing old.
The member gets back the tier, window and date held before; the climb before it is then looked at in
the same way; in the end the tier is the higher of that and the one that what counts now reaches.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.members.tiers.domain.ladder import Downgrade, Ladder, TierRule
from services.members.tiers.domain.tally import Tally
from services.members.tiers.domain.windows import WindowKind

# A channel's clock may run up to a day ahead of ours, and what it told counts at once.
_AHEAD = timedelta(days=1)
_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why a tier is what it is."""

    ENROLLED = "enrolled"
    UPGRADE = "upgrade"
    REFUND_UNDID_UPGRADE = "refund_undid_upgrade"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    PROGRAMME_CHANGED = "programme_changed"


@dataclass(frozen=True, slots=True)
class Climb:
    """An upgrade that may be undone, with the place before it."""

    tier: str
    counted: int
    total: int
    from_tier: str
    from_reached_at: datetime
    from_since: date


@dataclass(frozen=True, slots=True)
class Place:
    """A member's tier on a ladder. `since` is the first day of the window it will be judged by."""

    tier: str
    reached_at: datetime
    since: date
    climbs: tuple[Climb, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement with what it was made of; `growth` in the ladder's basis."""

    ladder: str
    from_tier: str
    to_tier: str
    reason: Reason
    growth: int
    decided_at: datetime
    inputs: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is judged, and the member's own day that anniversaries count from."""

    at: datetime
    today: date
    enrolled_on: date


def first_place(ladder: Ladder, enrolled_at: datetime, enrolled_on: date) -> Place:
    """The place of a member who has done nothing yet: the lowest tier, from enrolment."""
    since = ladder.window.start(enrolled_on, enrolled_on)
    return Place(ladder.lowest.code, enrolled_at, since)


def counted(ladder: Ladder, tally: Tally, moment: Moment) -> int:
    """What counts now towards reaching a tier."""
    if ladder.window.kind is WindowKind.LIFETIME:
        return tally.total
    first = ladder.window.counts_from(moment.today, moment.enrolled_on)
    return tally.between(first, moment.today + _AHEAD)


def judged_on(ladder: Ladder, place: Place, enrolled_on: date) -> date | None:
    """The local day on which the tier is judged next; None when there is nothing to lose."""
    if ladder.downgrade is Downgrade.NONE or ladder.tier(place.tier).rank == 0:
        return None
    end = ladder.window.end(place.since, enrolled_on)
    return None if end is None else end + timedelta(days=ladder.grace_days)


def counted_when_judged(ladder: Ladder, place: Place, tally: Tally, on: date) -> int:
    """What the judgement on `on` looks at: the window and its grace, as known now."""
    return tally.between(place.since, on - _DAY)


def tier_when_judged(ladder: Ladder, tier: TierRule, amount: int) -> TierRule:
    """The tier after a judgement of `amount` at the end of a window."""
    if amount >= tier.keep or ladder.downgrade is Downgrade.NONE or tier.rank == 0:
        return tier
    if ladder.downgrade is Downgrade.ONE_DOWN:
        return ladder.tiers[tier.rank - 1]
    return ladder.kept_by(amount, tier)


def settle(
    ladder: Ladder, place: Place, tally: Tally, moment: Moment
) -> tuple[Place, list[Decision]]:
    """Judge every window that ended by today, the oldest first. Running late changes no outcome."""
    decisions = []
    while (due := judged_on(ladder, place, moment.enrolled_on)) is not None and due <= moment.today:
        place, decision = _judge_window(ladder, place, tally, due, moment)
        decisions.append(decision)
    return place, decisions


def _judge_window(
    ladder: Ladder, place: Place, tally: Tally, due: date, moment: Moment
) -> tuple[Place, Decision]:
    held = ladder.tier(place.tier)
    amount = counted_when_judged(ladder, place, tally, due)
    after = tier_when_judged(ladder, held, amount)
    decision = Decision(
        ladder=ladder.code,
        from_tier=held.code,
        to_tier=after.code,
        reason=Reason.KEPT if after.rank == held.rank else Reason.NOT_KEPT,
        growth=amount,
        decided_at=moment.at,
        inputs={"from": place.since.isoformat(), "judged_on": due.isoformat(), "keep": held.keep},
    )
    # The next window follows the last without a hole, whatever the grace was.
    since = due - timedelta(days=ladder.grace_days)
    if after.rank == held.rank:
        return replace(place, since=since), decision
    climbs = tuple(climb for climb in place.climbs if ladder.tier(climb.tier).rank <= after.rank)
    return Place(after.code, moment.at, since, climbs), decision


def after_change(
    ladder: Ladder, place: Place, tally: Tally, moment: Moment, *, taken: bool
) -> tuple[Place, Decision | None]:
    """Judge after `tally` changed, `taken` when by taking away. None: nothing to decide."""
    held = ladder.tier(place.tier)
    amount = counted(ladder, tally, moment)
    reached = ladder.reached_by(amount)
    if reached.rank > held.rank:
        new = _climbed(ladder, place, reached, amount, tally, moment)
        return new, _decision(ladder, place, new, Reason.UPGRADE, amount, tally, moment)
    if not taken or reached.rank == held.rank:
        return place, None
    new = _undone(ladder, place, tally)
    if reached.rank > ladder.tier(new.tier).rank:
        new = _climbed(ladder, new, reached, amount, tally, moment)
    if new.tier == place.tier:
        return place, None
    decision = _decision(ladder, place, new, Reason.REFUND_UNDID_UPGRADE, amount, tally, moment)
    return new, decision


def after_programme(
    ladder: Ladder, place: Place, tally: Tally, moment: Moment
) -> tuple[Place, Decision | None]:
    """Judge by the ladder as it is written now: upgrades at once, downgrades in their time.

    A tier that a new version no longer has gives way to what counts now, up or down.
    """
    if ladder.has(place.tier):
        return after_change(ladder, place, tally, moment, taken=False)
    amount = counted(ladder, tally, moment)
    reached = ladder.reached_by(amount)
    since = ladder.window.start(moment.today, moment.enrolled_on)
    new = Place(reached.code, moment.at, since)
    decision = _decision(ladder, place, new, Reason.PROGRAMME_CHANGED, amount, tally, moment)
    return new, decision


def _climbed(
    ladder: Ladder, place: Place, to: TierRule, amount: int, tally: Tally, moment: Moment
) -> Place:
    climb = Climb(to.code, amount, tally.total, place.tier, place.reached_at, place.since)
    since = ladder.window.start(moment.today, moment.enrolled_on)
    return Place(to.code, moment.at, since, (*place.climbs, climb))


def _undone(ladder: Ladder, place: Place, tally: Tally) -> Place:
    while place.climbs:
        climb = place.climbs[-1]
        if climb.counted + tally.total - climb.total >= ladder.tier(climb.tier).reach:
            break
        place = Place(climb.from_tier, climb.from_reached_at, climb.from_since, place.climbs[:-1])
    return place


def _decision(
    ladder: Ladder,
    old: Place,
    new: Place,
    reason: Reason,
    amount: int,
    tally: Tally,
    moment: Moment,
) -> Decision:
    first = ladder.window.counts_from(moment.today, moment.enrolled_on)
    return Decision(
        ladder=ladder.code,
        from_tier=old.tier,
        to_tier=new.tier,
        reason=reason,
        growth=amount,
        decided_at=moment.at,
        inputs={
            "from": first.isoformat(),
            "reach": ladder.tier(new.tier).reach,
            "total": tally.total,
        },
    )
