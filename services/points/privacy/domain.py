"""The posting of an erasure: records of habits, written anew without any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.points.badges.domain import held
from services.points.badges.domain.badge_posting import BADGES
from services.points.badges.domain.held import MemberBadges
from services.points.calendar.domain import runs
from services.points.calendar.domain.runs import DayRuns
from services.points.check_in.domain.check_in_posting import CHECK_INS
from services.points.extensions import domain as extensions
from services.points.extensions.domain import KEEPS, Keeps
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import PostingKind, PostingRequest, Record
from services.points.ledger.domain.record import RecordKind
from services.points.ledger.domain.repeat import Asked
from services.points.member_records.domain import OWN
from services.points.tasks.domain import progress, streak
from services.points.tasks.domain.progress import MemberTasks
from services.points.tasks.domain.reward_posting import STREAKS, TASKS
from services.points.tasks.domain.streak import MemberStreaks

HABITS: tuple[RecordKind[Any], ...] = tuple(own.kind for own in OWN if own.is_habit)
"""Each has one record of a member, by the member's id."""


def asking(brand: str, member_id: str) -> Asked:
    """The request to erase a member: once, whatever the feed repeats."""
    return Asked(brand, request_ids.ERASURE + member_id, member_id)


def without_habits(asked: Asked, member_id: str, versions: Mapping[str, int]) -> PostingRequest:
    """Writes each record of the member's habits anew, over the version that was read."""
    empty = {
        CHECK_INS.name: runs.to_body(DayRuns()),
        TASKS.name: progress.to_body(member_id, MemberTasks({})),
        STREAKS.name: streak.to_body(member_id, MemberStreaks({})),
        BADGES.name: held.to_body(member_id, MemberBadges({}, {})),
        KEEPS.name: extensions.to_body(member_id, Keeps()),
    }
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.ADJUST,
        metadata={"erased": member_id},
        records=tuple(
            Record(kind, member_id, version, empty[kind]) for kind, version in versions.items()
        ),
        fingerprint=asked.fingerprint,
    )
