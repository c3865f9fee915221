"""A standing: the amounts and positions of one member on one source, and how they are judged."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from services.members.events.domain import LocalizedName, TierChanged
from services.members.tiers.domain import held, tiers
from services.members.tiers.domain.amounts import Amounts, amounts_of
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Basis, Ladder, TierRule
from services.members.tiers.domain.tiers import Decision, JudgementTime, LadderPosition


@dataclass(slots=True)
class Standing:
    """Daily totals, and the positions on the ladders that count them, by ladder code.

    Entries of the ledger are numbered: all up to `sequence` are counted, and those in `ahead`.
    `orders`, by their own days, belong to the facts: a standing only looks at them.
    `value_class` is that of the last run of RFM, "" before the first.
    """

    totals: DailyTotals = field(default_factory=DailyTotals)
    positions: dict[str, LadderPosition] = field(default_factory=dict)
    sequence: int = 0
    ahead: set[int] = field(default_factory=set)
    orders: DailyTotals = field(default_factory=DailyTotals)
    value_class: str = ""

    def amounts(self, ladder: Ladder) -> Amounts:
        """What `ladder` counts."""
        return amounts_of(ladder, self.totals, self.orders, self.value_class)

    def take(self, sequence: int) -> bool:
        """True when the entry of that number is new; it counts as known from now on."""
        if sequence <= self.sequence or sequence in self.ahead:
            return False
        self.ahead.add(sequence)
        while self.sequence + 1 in self.ahead:
            self.sequence += 1
            self.ahead.discard(self.sequence)
        return True

    def set_aside(
        self, amount: int, *, of: date | None = None, ladders: Collection[str] | None = None
    ) -> None:
        """Of what has changed since each climb, `amount` is nothing that it was reached by.

        `of`: it came to or went from that local day, which climbs of later windows had not counted;
        None where it is no refund, and undoes no climb at all. `ladders`: on these alone.
        """
        for code, position in self.positions.items():
            if not position.climbs or (ladders is not None and code not in ladders):
                continue
            climbs = tuple(
                replace(climb, total=climb.total + amount)
                if of is None or (climb.first is not None and of < climb.first)
                else climb
                for climb in position.climbs
            )
            self.positions[code] = replace(position, climbs=climbs)

    def position(self, ladder: Ladder, enrolled_at: datetime, enrolled_on: date) -> LadderPosition:
        """The position on `ladder`: the lowest for a member without one."""
        return self.positions.get(ladder.code) or tiers.first_position(
            ladder, enrolled_at, enrolled_on
        )


def settle(
    standing: Standing, ladders: tuple[Ladder, ...], enrolled_at: datetime, time: JudgementTime
) -> list[Decision]:
    """Bring every position up to now: the windows that ended, and ladders as they are written now.

    Call it before counting anything new. Places on ladders that are gone are let go.
    """
    known = {ladder.code for ladder in ladders}
    standing.positions = {
        code: position for code, position in standing.positions.items() if code in known
    }
    decisions = []
    for ladder in ladders:
        position = standing.position(ladder, enrolled_at, time.enrolled_on)
        position, made = held.settle(ladder, position, standing.amounts(ladder), time)
        position, changed = held.after_programme(ladder, position, standing.amounts(ladder), time)
        standing.positions[ladder.code] = position
        decisions += [*made, *([changed] if changed else [])]
    return decisions


def judge(
    standing: Standing,
    ladders: tuple[Ladder, ...],
    enrolled_at: datetime,
    time: JudgementTime,
    *,
    taken: bool,
    counted_at: datetime | None = None,
) -> list[Decision]:
    """Judge after something was counted (`taken`: taken away), on every ladder.

    `counted_at` is when it happened: None for now.
    """
    decisions = []
    for ladder in ladders:
        position = standing.position(ladder, enrolled_at, time.enrolled_on)
        new, decision = held.after_change(
            ladder, position, standing.amounts(ladder), time, taken=taken, counted_at=counted_at
        )
        standing.positions[ladder.code] = new
        if decision is not None:
            decisions.append(decision)
    return decisions


def judge_run(
    standing: Standing,
    ladders: tuple[Ladder, ...],
    enrolled_at: datetime,
    time: JudgementTime,
    *,
    on: date,
) -> list[Decision]:
    """Judge by the class of a run of RFM that looked at the local day `on`, on its ladders."""
    decisions = []
    for ladder in ladders:
        if ladder.basis is not Basis.RFM:
            continue
        position = standing.position(ladder, enrolled_at, time.enrolled_on)
        new, decision = held.after_run(ladder, position, standing.amounts(ladder), time, on=on)
        standing.positions[ladder.code] = new
        if decision is not None:
            decisions.append(decision)
    return decisions


def next_judgement(
    standing: Standing, ladders: tuple[Ladder, ...], enrolled_on: date
) -> date | None:
    """The earliest local day on which a tier is judged, or a manual one ends; None for never."""
    days = (
        held.changes_on(ladder, standing.positions[ladder.code], enrolled_on)
        for ladder in ladders
        if ladder.code in standing.positions
    )
    return min((day for day in days if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision with its member and the programme version it was made by."""

    member_id: str
    version: int
    decision: Decision


def tier_changed(member_id: str, ladder: Ladder, decision: Decision) -> TierChanged:
    """The event of a `decision` on `ladder` that changed a member's tier."""
    to = ladder.tier(decision.to_tier)
    known = ladder.has(decision.from_tier)
    return TierChanged(
        member_id=member_id,
        ladder=ladder.code,
        ladder_name=_name(ladder),
        main=ladder.main,
        from_tier=decision.from_tier,
        from_tier_name=_name(ladder.tier(decision.from_tier)) if known else None,
        to_tier=to.code,
        to_tier_name=_name(to),
        to_rank=to.rank,
        multiplier_percent=to.multiplier_percent,
        reason=decision.reason,
        since=decision.since,
    )


def _name(named: Ladder | TierRule) -> LocalizedName:
    return LocalizedName(named.name_zh, named.name_en)


@dataclass(frozen=True, slots=True)
class NextJudgement:
    """When a standing is judged next (None: never), and the programme version that says so."""

    at: datetime | None
    version: int
