"""A back-test: where all members would stand by a draft's ladders, and what that costs."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from services.members.programme.domain.rules import Rules
from services.members.tiers.domain import held, tiers
from services.members.tiers.domain.ladder import Ladder, Source, ladder_of, ladders_of
from services.members.tiers.domain.replay import replayed
from services.members.tiers.domain.standing import Standing
from services.members.tiers.domain.tiers import Decision, JudgementTime

SAMPLE_MAX = 10
ALWAYS = "true"
"""The condition of a rule that names none, as defaults fill it in."""
YEAR = timedelta(days=364)


class State(StrEnum):
    """Where a back-test is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Moves:
    """Members of one ladder by (tier now, tier by the draft); "" where no ladder has them now.

    `at_once`: those who rise on the day on which the draft is published; the others move when their
    windows end.
    """

    by_pair: Counter[tuple[str, str]] = field(default_factory=Counter)
    at_once: int = 0


@dataclass(frozen=True, slots=True)
class Mover:
    """A member who would stand elsewhere, and why: the last decision of the draft's ladder."""

    member_id: str
    ladder: str
    from_tier: str
    to_tier: str
    reason: str
    counted: int
    threshold: int


@dataclass(slots=True)
class Report:
    """`spend_minor` of the last year, and the points that orders of it would have given by the
    main ladder's multipliers now and in the draft; `benefits` by code: counts a term now, and by
    the draft."""

    moves: dict[str, Moves] = field(default_factory=dict)
    spend_minor: int = 0
    points_now: int = 0
    points_draft: int = 0
    benefits: dict[str, list[int]] = field(default_factory=dict)
    sample: list[Mover] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Backtest:
    """What operator `asked_by` wants to know of a draft, and how far it is.

    `after`: the last member that is counted. `in_force`: the version that it is compared with.
    """

    id: str
    brand: str
    asked_by: str
    asked_at: datetime
    document: str
    state: State = State.QUEUED
    in_force: int = 0
    after: str = ""
    members: int = 0
    failure: str = ""
    report: Report = field(default_factory=Report)


@dataclass(frozen=True, slots=True)
class Known:
    """A member as ladders count them: what is kept of each source."""

    member_id: str
    enrolled_at: datetime
    standings: Mapping[Source, Standing]

    def of(self, ladder: Ladder) -> Standing:
        return self.standings.get(ladder.basis.source) or Standing()


def count(report: Report, known: Known, now: Rules, draft: Rules, at: datetime) -> None:
    """Add a member to the report: by the rules in force `now`, and by the `draft`."""
    for ladder in ladders_of(draft):
        _count_on(report, ladder, known, now, draft, at)


def _count_on(
    report: Report, ladder: Ladder, known: Known, now: Rules, draft: Rules, at: datetime
) -> None:
    enrolled_on = draft.local_day(known.enrolled_at)
    time = JudgementTime(at, draft.local_day(at), enrolled_on, draft.zone)
    standing = known.of(ladder)
    position, decision = replayed(ladder, standing, known.enrolled_at, time)
    to_tier = ladder.tier(position.tier)
    before = ladder_of(now, ladder.code)
    from_tier, from_percent = "", 100
    moves = report.moves.setdefault(ladder.code, Moves())
    if before is not None:
        old = known.of(before).position(before, known.enrolled_at, enrolled_on)
        held_now = held.held(before, old, time.today)
        from_tier, from_percent = held_now.code, held_now.multiplier_percent
        reached = ladder.reached_by(tiers.counted(ladder, standing.amounts(ladder), time))
        if ladder.has(from_tier) and reached.rank > ladder.tier(from_tier).rank:
            moves.at_once += 1
    moves.by_pair[from_tier, to_tier.code] += 1
    if ladder.main:
        _cost(report, known, draft, time, (from_percent, to_tier.multiplier_percent))
        _benefits(report, now, draft, (from_tier, to_tier.code))
    if from_tier != to_tier.code:
        made = decision or _nothing(ladder, position.tier, time)
        _sample(report, known.member_id, from_tier, to_tier.code, made)


def _cost(
    report: Report, known: Known, draft: Rules, time: JudgementTime, percents: tuple[int, int]
) -> None:
    bought = known.standings.get(Source.PURCHASES) or Standing()
    spend = max(0, bought.totals.between(time.today - YEAR, time.today))
    report.spend_minor += spend
    for points, per_minor in order_rates(draft):
        base = spend * points // per_minor
        report.points_now += base * percents[0] // 100
        report.points_draft += base * percents[1] // 100


def order_rates(rules: Rules) -> Sequence[tuple[int, int]]:
    """Points and minor units of rules on orders that the tier multiplies, without a condition."""
    return rules.section(_order_rates)


def _order_rates(rules: Rules) -> Sequence[tuple[int, int]]:
    written: Sequence[Mapping[str, Any]] = rules.document.get("earning", {}).get("rules", ())
    return [
        (int(rule["award"]["points"]), int(rule["award"]["per_minor_units"]))
        for rule in written
        if rule.get("asset") == "POINTS"
        and rule["on"] == "order"
        and "tier" in rule.get("multipliers", ())
        and "per_minor_units" in rule["award"]
        and rule.get("when", ALWAYS) == ALWAYS
    ]


def _benefits(report: Report, now: Rules, draft: Rules, held_tiers: tuple[str, str]) -> None:
    for place, (rules, tier) in enumerate(zip((now, draft), held_tiers, strict=True)):
        for benefit in rules.document.get("benefits", ()):
            counts = report.benefits.setdefault(benefit["code"], [0, 0])
            counts[place] += int(benefit["times"].get(tier, 0))


def _nothing(ladder: Ladder, tier: str, time: JudgementTime) -> Decision:
    return Decision(ladder.code, "", tier, tiers.Reason.ENROLLED, 0, time.at, time.at)


def _sample(report: Report, member_id: str, from_tier: str, to_tier: str, made: Decision) -> None:
    """Keep the member among ten who move, drawn by a digest of the id: so it is the same sample
    wherever a worker stopped and went on."""
    threshold = made.inputs.get("reach", made.inputs.get("keep", 0))
    mover = Mover(
        *(member_id, made.ladder, from_tier, to_tier),
        *(made.reason.value, made.growth, int(threshold)),
    )
    report.sample = sorted([*report.sample, mover], key=_draw)[:SAMPLE_MAX]


def _draw(mover: Mover) -> bytes:
    return hashlib.sha256(f"{mover.member_id}/{mover.ladder}".encode()).digest()
