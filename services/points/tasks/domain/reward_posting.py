"""The posting that keeps progress, with the rewards that it brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from services.points.activities.domain.activity import Activity, fingerprint
from services.points.badges.domain.badge_posting import naming, record_of, said
from services.points.badges.domain.held import MemberBadges
from services.points.grants.domain.grant import Grant, rules_grant
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import ISSUED
from services.points.ledger.domain.metadata_lines import packed, unpacked
from services.points.ledger.domain.posting import Leg, Posting, PostingKind, PostingRequest, Record
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.programme import Programme
from services.points.tasks.domain import progress, streak
from services.points.tasks.domain.progress import MemberTasks
from services.points.tasks.domain.reward import Due, badges_in
from services.points.tasks.domain.streak import MemberStreaks

TASKS: RecordKind[MemberTasks] = RecordKind("tasks", lambda brand, body: progress.from_body(body))
"""A member's progress in chains, by member id."""
STREAKS: RecordKind[MemberStreaks] = RecordKind(
    "streaks", lambda brand, body: streak.from_body(body)
)
"""The days of a member's streaks, by member id."""
_COUPONS = "coupons"


def asking_task(activity: Activity, chain: str) -> Asked:
    """A request to count `activity` for a chain."""
    name = f"{request_ids.TASK}{chain}/{activity.key}"
    return Asked(activity.brand, name, fingerprint(activity))


def asking_streak(activity: Activity, code: str) -> Asked:
    """A request to count the day of `activity` for a streak."""
    name = f"{request_ids.STREAK}{code}/{activity.key}"
    return Asked(activity.brand, name, fingerprint(activity))


def asking_return(refund: Activity) -> Asked:
    """A request to count the order no more that `refund` gives back wholly."""
    return Asked(refund.brand, request_ids.TASK_RETURN + refund.key, fingerprint(refund))


def reward_posting(
    asked: Asked,
    activity: Activity,
    *,
    rule: str,
    kept: Record,
    due: Sequence[Due],
    badges: Versioned[MemberBadges],
    programme: Programme,
    at: datetime,
) -> PostingRequest:
    """Keeps `kept` and gives what is `due` as of `at`, under `rule`. `badges` are the member's.

    Coupons are named, for the grants that come after it.
    """
    said_of = {**naming(activity)}
    records = [kept]
    if due:
        said_of["rule"] = rule
    if coupons := [f"{one.rule}|{one.reward.coupon}" for one in due if one.reward.coupon]:
        said_of |= packed(_COUPONS, coupons)
    given = badges.value.given(badges_in(due), at, programme.zone)
    if given.codes:
        said_of |= said(given.codes)
        records.append(record_of(activity.member_id, given.badges, badges.version))
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.EARN,
        legs=_legs(activity.member_id, due, programme, at),
        effective_at=at,
        metadata=said_of,
        records=tuple(records),
        fingerprint=asked.fingerprint,
        late_allowed=True,
    )


def return_posting(refund: Activity, kept: Record, at: datetime) -> PostingRequest:
    """Keeps progress without the order that `refund` gives back."""
    asked = asking_return(refund)
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.EARN,
        legs=(),
        effective_at=at,
        metadata=naming(refund),
        records=(kept,),
        fingerprint=asked.fingerprint,
        late_allowed=True,
    )


def coupons_of(posting: Posting, activity: Activity) -> list[Grant]:
    """The coupons that `posting` promised, each under its rule, once for ever."""
    pairs = (line.split("|") for line in unpacked(_COUPONS, posting.metadata))
    return [
        rules_grant(
            activity.brand, activity.key, rule, activity.member_id, coupon, naming(activity)
        )
        for rule, coupon in pairs
    ]


def _legs(
    member_id: str, due: Sequence[Due], programme: Programme, at: datetime
) -> tuple[Leg, ...]:
    """One credit an asset, so that it is one lot."""
    totals: dict[str, int] = defaultdict(int)
    for one in due:
        if one.reward.points:
            totals[one.reward.asset] += one.reward.points
    legs: list[Leg] = []
    for asset, amount in totals.items():
        expire_at = programme.asset(asset).expiry.expires_at(at, programme.zone)
        legs += [Leg(member_id, asset, amount, expire_at=expire_at), Leg(ISSUED, asset, -amount)]
    return tuple(legs)
