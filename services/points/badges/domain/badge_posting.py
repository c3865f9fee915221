"""The posting by which an activity counts for badges, or a tier brings one."""

from __future__ import annotations

import hashlib
from datetime import datetime

from services.points.activities.domain.activity import Activity, fingerprint
from services.points.activities.domain.standing import TierChanged
from services.points.badges.domain import held
from services.points.badges.domain.held import Given, MemberBadges
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.metadata_lines import packed
from services.points.ledger.domain.posting import PostingKind, PostingRequest, Record
from services.points.ledger.domain.record import RecordKind
from services.points.ledger.domain.repeat import Asked

BADGES: RecordKind[MemberBadges] = RecordKind("badges", lambda brand, body: held.from_body(body))
"""A member's badges, by member id."""


def asking_activity(activity: Activity) -> Asked:
    """A request to count `activity`."""
    return Asked(activity.brand, request_ids.BADGE + activity.key, fingerprint(activity))


def asking_tier(change: TierChanged) -> Asked:
    """A request to give the badges of the tier that a member has come to."""
    named = f"{change.member_id}/{change.tier.code}/{change.at.isoformat(timespec='milliseconds')}"
    digest = hashlib.sha256(named.encode()).hexdigest()
    return Asked(change.brand, request_ids.TIER_BADGE + named, digest)


def badge_posting(
    asked: Asked,
    member_id: str,
    given: Given,
    version: int,
    at: datetime,
    why: dict[str, str],
) -> PostingRequest:
    """Keeps the badges and counts after what was `given`, over the `version` that was read; `why`
    names the activity or the tier."""
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.EARN,
        legs=(),
        effective_at=at,
        metadata={**why, **said(given.codes)},
        records=(record_of(member_id, given.badges, version),),
        fingerprint=asked.fingerprint,
        late_allowed=True,
    )


def naming(activity: Activity) -> dict[str, str]:
    """How a posting names the activity that brought it."""
    names = {"activity": str(activity.type), "event_id": activity.event_id}
    return names | {"channel": activity.channel} if activity.channel else names


def said(codes: tuple[str, ...]) -> dict[str, str]:
    """How a posting names the badges that it gave."""
    return packed("badge", codes)


def record_of(member_id: str, badges: MemberBadges, version: int) -> Record:
    """The record of `badges`, over the `version` that was read."""
    return BADGES.record(member_id, version, held.to_body(member_id, badges))
