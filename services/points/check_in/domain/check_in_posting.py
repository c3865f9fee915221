"""The posting by which a day is recorded: with its bonus and, for a make-up, with its card."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from services.points.activities.domain.activity import Activity, fingerprint
from services.points.calendar.domain import runs
from services.points.calendar.domain.runs import DayRuns
from services.points.check_in.domain.section import MakeUpCards, check_in_section
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import ISSUED, REDEEMED
from services.points.ledger.domain.posting import Leg, Posting, PostingKind, PostingRequest, Record
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.programme import Programme

CHECK_INS: RecordKind[DayRuns] = RecordKind("check_ins", lambda brand, body: runs.from_body(body))
"""A member's days, by member id."""
BONUS_RULE = "check_in_streak"
"""The rule under which statements count the bonus."""
BONUS_NAME = ("连续签到奖励", "Check-in streak bonus")
"""What members read of it, in Chinese and English."""
_DAY, _STREAK, _BONUS = "check_in_day", "streak", "bonus"


@dataclass(frozen=True, slots=True)
class Bonus:
    """An amount that days running gave."""

    asset: str
    amount: int


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """A day as it was recorded: the streak after it, and the bonus that it brought."""

    day: date
    streak: int
    bonus: Bonus | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """A day that is added to a member's days: `days` are those after it, over the version read.

    `expire_at` is the end of the bonus, where there is one and it ends.
    """

    member_id: str
    day: RecordedDay
    days: Versioned[DayRuns]
    expire_at: datetime | None = None


def addition(
    member_id: str,
    day: date,
    known: Versioned[DayRuns],
    programme: Programme,
    *,
    at: datetime,
    today: date,
    made_up: bool = False,
) -> Addition:
    """`day` added to what is `known`, with the bonus that is due for it at the time `at`."""
    streak = check_in_section(programme).streak
    days, bonus_due = known.value.with_day(day, streak.every if streak else None, made_up=made_up)
    bonus = Bonus(streak.asset, streak.points) if streak and bonus_due else None
    expiry = programme.asset(bonus.asset).expiry if bonus else None
    return Addition(
        member_id=member_id,
        day=RecordedDay(day, days.streak(today), bonus),
        days=known.to(days),
        expire_at=expiry.expires_at(at, programme.zone) if expiry else None,
    )


def asking_check_in(activity: Activity) -> Asked:
    """A request to record the day of `activity`."""
    return Asked(activity.brand, request_ids.CHECK_IN + activity.key, fingerprint(activity))


def asking_make_up(brand: str, request_id: str, member_id: str, day: date) -> Asked:
    """A request to fill `day` with a card."""
    content = "\0".join((member_id, day.isoformat()))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Asked(brand, request_ids.MAKE_UP + request_id, digest)


def check_in_posting(activity: Activity, added: Addition, at: datetime) -> PostingRequest:
    """Records the day of a check-in, which counts from `at`."""
    asked = asking_check_in(activity)
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.EARN,
        legs=_bonus_legs(added),
        effective_at=at,
        metadata={
            "activity": str(activity.type),
            "channel": activity.channel,
            "event_id": activity.event_id,
            **_said(added.day),
        },
        records=(_record(added),),
        fingerprint=asked.fingerprint,
        late_allowed=True,
    )


def make_up_posting(asked: Asked, added: Addition, cards: MakeUpCards) -> PostingRequest:
    """Takes one card, and records the day that it fills."""
    card = (Leg(added.member_id, cards.asset, -1), Leg(REDEEMED, cards.asset, 1))
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        # A bonus is earned, and statements count it under its rule.
        kind=PostingKind.EARN if added.day.bonus else PostingKind.SPEND,
        legs=(*card, *_bonus_legs(added)),
        metadata={"make_up": cards.asset, **_said(added.day)},
        records=(_record(added),),
        fingerprint=asked.fingerprint,
    )


def recorded_in(posting: Posting) -> RecordedDay:
    """The day that `posting` recorded, as it was first answered."""
    said = posting.metadata
    asset, _, amount = said.get(_BONUS, "").partition("=")
    bonus = Bonus(asset, int(amount)) if amount else None
    return RecordedDay(date.fromisoformat(said[_DAY]), int(said[_STREAK]), bonus)


def _said(day: RecordedDay) -> dict[str, str]:
    said = {_DAY: day.day.isoformat(), _STREAK: str(day.streak)}
    if day.bonus is None:
        return said
    return said | {"rule": BONUS_RULE, _BONUS: f"{day.bonus.asset}={day.bonus.amount}"}


def _bonus_legs(added: Addition) -> tuple[Leg, ...]:
    bonus = added.day.bonus
    if bonus is None:
        return ()
    credit = Leg(added.member_id, bonus.asset, bonus.amount, expire_at=added.expire_at)
    return (credit, Leg(ISSUED, bonus.asset, -bonus.amount))


def _record(added: Addition) -> Record:
    body = {"member_id": added.member_id, **runs.to_body(added.days.value)}
    return CHECK_INS.record(added.member_id, added.days.version, body)
