"""Counts and habits of two members as one's: how each kind of record is united."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from services.points.badges.domain import held
from services.points.badges.domain.badge_posting import BADGES
from services.points.badges.domain.held import Had, MemberBadges
from services.points.benefits.domain import grant as grants
from services.points.benefits.domain.grant import GRANTED, Granted
from services.points.calendar.domain import runs
from services.points.calendar.domain.runs import DayRuns
from services.points.check_in.domain.check_in_posting import CHECK_INS
from services.points.coupons.domain.coupon_posting import COUPON_COUNT
from services.points.earning.domain import cap as caps
from services.points.earning.domain import order_bonus
from services.points.earning.domain.award_posting import CAP
from services.points.earning.domain.cap import CapUse
from services.points.earning.domain.order_bonus import ORDER_BONUS, OrderBonus
from services.points.extensions import domain as extensions
from services.points.extensions.domain import KEEPS, Keeps
from services.points.ledger.domain.record import RecordKind
from services.points.lottery.domain import player as players
from services.points.lottery.domain.draw_posting import PLAYER
from services.points.lottery.domain.player import Player
from services.points.member_records.domain import OWN
from services.points.rewards.domain import redemption as redemptions
from services.points.rewards.domain.redemption import RewardUse
from services.points.rewards.domain.redemption_posting import USE
from services.points.tasks.domain import progress, streak
from services.points.tasks.domain.progress import ChainProgress, MemberTasks, StepProgress
from services.points.tasks.domain.reward_posting import STREAKS, TASKS
from services.points.tasks.domain.streak import MemberStreaks
from services.points.transfers.domain import given as gifts
from services.points.transfers.domain.given import GIVEN, Given

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A kind of record that a member has: one, by the member's id, or some, whose ids have
    `separator` and a name behind it.

    `nothing` is written over the one that moved; None where what is there counts no more.
    """

    kind: RecordKind[T]
    separator: str
    united: Callable[[T, T], T]
    body: Callable[[str, T], Mapping[str, Any]]
    nothing: T | None


def _sum(own: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(own) + Counter(other))


def united_use(own: RewardUse, other: RewardUse) -> RewardUse:
    """Redemptions of both count for the limits of a reward."""
    return RewardUse(_sum(own.counts, other.counts), tuple(sorted({*own.holds, *other.holds})))


def united_player(own: Player, other: Player) -> Player:
    """Draws of both; no prize that is won once is won twice."""
    days = [one.day for one in (own, other) if one.day is not None]
    day = max(days, default=None)
    on_day = sum(one.on_day for one in (own, other) if one.day == day)
    losses = max(own.losses, other.losses)
    return Player(own.draws + other.draws, losses, day, on_day, own.won | other.won)


def united_badges(own: MemberBadges, other: MemberBadges) -> MemberBadges:
    """Badges of both, each since the earlier time and until the later."""
    had = dict(own.had)
    for code, theirs in other.had.items():
        mine = had.get(code, theirs)
        ends = (mine.until, theirs.until)
        until = None if None in ends else max(end for end in ends if end is not None)
        had[code] = Had(min(mine.since, theirs.since), until)
    counts = _sum(own.counts, other.counts)
    return MemberBadges(had, {code: n for code, n in counts.items() if code not in had})


def united_tasks(own: MemberTasks, other: MemberTasks) -> MemberTasks:
    """A step or a chain that either has done is done, and rewarded no second time."""
    return MemberTasks(
        {
            code: _united_chain(own.chain(code), other.chain(code))
            for code in sorted({*own.chains, *other.chains})
        }
    )


def _united_chain(own: ChainProgress, other: ChainProgress) -> ChainProgress:
    steps = {
        name: _united_step(own.step(name), other.step(name))
        for name in sorted({*own.steps, *other.steps})
    }
    return ChainProgress(steps, own.done or other.done)


def _united_step(own: StepProgress, other: StepProgress) -> StepProgress:
    ends = [each.done for each in (own, other) if each.done is not None]
    if ends:
        return StepProgress(done=min(ends))
    return StepProgress(tuple(sorted({*own.counted, *other.counted})))


def united_streaks(own: MemberStreaks, other: MemberStreaks) -> MemberStreaks:
    """The days of both in each streak."""
    codes = sorted({*own.days, *other.days})
    return MemberStreaks({code: own.of(code).united(other.of(code)) for code in codes})


def united_grants(own: Granted, other: Granted) -> Granted:
    """The later term, and of one term the larger grant: units of both moved with the accounts."""
    return max(own, other, key=lambda one: (one.term.first, one.times))


def united_caps(own: CapUse, other: CapUse) -> CapUse:
    """Awards and points of both count for the cap."""
    return CapUse(own.times + other.times, own.amount + other.amount)


def united_bonuses(own: OrderBonus, other: OrderBonus) -> OrderBonus:
    """The one that can still be used, of two the one that ends later."""
    return max(own, other, key=lambda one: (one.used_at is None, one.until, one.id))


def _bonus_body(member_id: str, bonus: OrderBonus) -> Mapping[str, Any]:
    return order_bonus.to_body(replace(bonus, member_id=member_id))


def _days_body(member_id: str, days: DayRuns) -> Mapping[str, Any]:
    return {"member_id": member_id, **runs.to_body(days)}


def _count_body(member_id: str, granted: int) -> Mapping[str, Any]:
    return {"member_id": member_id, "granted": granted}


def _given_body(member_id: str, given: Given) -> Mapping[str, Any]:
    return gifts.to_body(given)


def _granted_body(member_id: str, granted: Granted) -> Mapping[str, Any]:
    return grants.to_body(granted)


_WAYS: Mapping[str, tuple[Any, Any, Any]] = {
    CHECK_INS.name: (DayRuns.united, _days_body, DayRuns()),
    TASKS.name: (united_tasks, progress.to_body, MemberTasks()),
    STREAKS.name: (united_streaks, streak.to_body, MemberStreaks()),
    BADGES.name: (united_badges, held.to_body, MemberBadges()),
    CAP.name: (united_caps, caps.to_body, CapUse()),
    USE.name: (united_use, redemptions.use_to_body, RewardUse({})),
    COUPON_COUNT.name: (lambda own, other: own + other, _count_body, 0),
    PLAYER.name: (united_player, players.to_body, Player()),
    GIVEN.name: (Given.united, _given_body, None),
    GRANTED.name: (united_grants, _granted_body, None),
    ORDER_BONUS.name: (united_bonuses, _bonus_body, None),
    KEEPS.name: (Keeps.united, extensions.to_body, Keeps()),
}
"""By the kind: how two are one, how one is written, and what is written over the one that moved."""
KEPT: tuple[Kept[Any], ...] = tuple(
    Kept(own.kind, own.separator, *_WAYS[own.kind.name]) for own in OWN
)
"""All kinds of records by which a member's limits, caps and habits are kept."""
