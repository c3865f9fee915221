"""The programme as points read it: one line a room.

A room that reads a section of a programme gives its reader here; publishing runs them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.common.cel import compile_condition
from services.common.mongo import Database
from services.points.badges.domain.section import badge_section
from services.points.benefits.domain.section import benefits_section
from services.points.brand_events.domain.section import brand_events
from services.points.check_in.domain.section import check_in_section
from services.points.checkout.domain.section import checkout_section
from services.points.coupons.domain.section import coupon_section
from services.points.earning.domain.earning_rules import earning_rules
from services.points.earning.domain.limits import limits
from services.points.earning.domain.member_days import member_days
from services.points.earning.domain.unknown_members import takes_unknown_members
from services.points.grants.domain.operator_limits import operator_limits
from services.points.leaderboards.domain.section import leaderboards
from services.points.lottery.domain.section import lotteries
from services.points.programme.commands import ProgrammeMissing, Programmes, SectionOf
from services.points.programme.storage import MongoProgrammeStore
from services.points.refunds.domain.refund_policy import refund_policy
from services.points.rewards.domain.catalogue import catalogue
from services.points.tasks.domain.chain import task_section
from services.points.tasks.domain.streak import streak_section
from services.points.transfers.domain.gift_rules import gift_rules
from services.points.wake_up.domain.section import wake_up_section

SECTIONS: Sequence[SectionOf] = (
    earning_rules,
    limits,
    member_days,
    takes_unknown_members,
    refund_policy,
    catalogue,
    check_in_section,
    operator_limits,
    coupon_section,
    checkout_section,
    lotteries,
    leaderboards,
    badge_section,
    task_section,
    streak_section,
    benefits_section,
    gift_rules,
    brand_events,
    wake_up_section,
)

WITH_CONDITIONS = ("earning", "badges", "tasks", "streaks", "events")
"""Sections whose conditions this service evaluates."""


def programmes_in(db: Database) -> Programmes:
    """The programmes in force, with every room's section."""
    return Programmes(MongoProgrammeStore(db), compile_condition, SECTIONS)


async def conditions_in_force(programmes: Programmes, brand: str) -> Mapping[str, Any] | None:
    """The sections with conditions; None when the brand has no programme."""
    try:
        document = (await programmes.get(brand)).document
    except ProgrammeMissing:
        return None
    return {name: document[name] for name in WITH_CONDITIONS if name in document}
