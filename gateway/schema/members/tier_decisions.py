"""The decisions on a member's tiers: the figures that were judged, and the reason."""

from enum import Enum
from typing import Any

import strawberry

from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    page_size,
    second_of,
)
from gateway.schema.core.fields import Rule, column, read
from gateway.schema.core.named import Named, NamedCode, named
from gateway.schema.core.page_cursor import PageCursor
from gateway.schema.core.scalars import Date, DateTime, Long, enum_value, moment
from gateway.schema.core.selections import Args, Inner
from gateway.upstream.batching import Need
from gateway.upstream.loaders import ListPage
from tessera.members.v1 import members_pb2

_KIND = "tier-decision"


@strawberry.enum(description="The reason of a decision on a tier.")
class TierReason(Enum):
    """The reasons of tessera.members.v1.TierDecision."""

    UPGRADE = enum_value("upgrade", "The member has what reaching the tier takes.")
    KEPT = enum_value("kept", "On the day of judgement, the member had what keeping it takes.")
    NOT_KEPT = enum_value(
        "not_kept",
        "On the day of judgement, the member had less than keeping the tier takes.",
    )
    REFUND_UNDID_UPGRADE = enum_value(
        "refund_undid_upgrade",
        "A refund took back what the member had reached the tier by.",
    )
    PROGRAMME_CHANGED = enum_value(
        "programme_changed", "The programme no longer has the tier before."
    )
    MERGED = enum_value("merged", "Another member with the tier was merged into this one.")
    MERGE_UNDONE = enum_value("merge_undone", "The merge that brought the tier was undone.")
    MANUAL = enum_value("manual", "The brand gave the tier by hand, until a day.")
    MANUAL_ENDED = enum_value(
        "manual_ended", "The tier that was given by hand ended; what was earned counts again."
    )
    ENROLLED = enum_value("enrolled", "The member enrolled.")
    OTHER = enum_value("other", "A reason that is newer than this schema.")


_REASONS = frozenset(str(reason.value) for reason in TierReason)


def reason_of_tier(reason: str) -> str:
    """The reason, or that of one that is newer than this schema."""
    return reason if reason in _REASONS else str(TierReason.OTHER.value)


@strawberry.type(description="A decision on the tier of a member, which nothing changes later.")
class TierDecision:
    """Source: tessera.members.v1.TierDecision."""

    ladder: Named = read(
        lambda made: NamedCode(made.ladder, made.ladder_name), "The ladder of the tiers."
    )
    from_tier: Named | None = read(
        lambda made: named(made.from_tier, made.from_tier_name),
        "The tier before; null at enrolment.",
    )
    to_tier: Named = read(
        lambda made: NamedCode(made.to_tier, made.to_tier_name),
        "The tier after; the one before where it was kept.",
    )
    reason: TierReason = read(lambda made: reason_of_tier(made.reason), "The reason.")
    counted: Long = read(
        lambda made: made.growth, "The amount that was judged, in the basis of the ladder."
    )
    threshold: Long | None = read(
        lambda made: made.threshold if made.HasField("threshold") else None,
        "The amount that it was compared with: of reaching the tier after, or on the day of"
        " judgement of keeping the tier before. Null at enrolment.",
    )
    window_from: Date | None = read(
        lambda made: made.window_from or None,
        "The first day that counted; null where every day counts, and at enrolment.",
    )
    window_until: Date | None = read(
        lambda made: made.window_until or None, "The last day that counted; null at enrolment."
    )
    manual_until: Date | None = read(
        lambda made: made.manual_until or None,
        "The last day of a tier given by hand, where the decision is about one; else null.",
    )
    note: str | None = read(
        lambda made: made.note or None,
        "The operator's reason for a tier given by hand or its end; null else, and for members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    held_tier: Named | None = read(
        lambda made: named(made.held_tier, made.held_tier_name),
        "The tier given by hand that the member held all along, where the decision is on what was"
        " earned below it; else null.",
    )
    programme_version: Long = column("The version of the programme with the rules of the ladder.")
    decided_at: DateTime = read(lambda made: moment(made.decide_time), "The time of the decision.")


@strawberry.type(description="A decision, with its place in the list.")
class TierDecisionEdge:
    """Source: a pair of cursor and decision."""

    cursor: str = edge_cursor(first_of)
    node: TierDecision = edge_node(second_of)


@strawberry.type(description="A page of decisions, newest first.")
class TierDecisionConnection:
    """Source: Page."""

    edges: list[TierDecisionEdge] = edges()
    page_info: PageInfo = page_info()


def decisions_need(args: Args, inner: Inner) -> Need:
    """The need of one page of one member."""
    place = PageCursor.read(_KIND, args.get("after"))
    return Need(ListPage(place.token, place.size(page_size(args.get("first")))))


def pick_decisions(
    told: members_pb2.ListTierDecisionsResponse, first: First = 20, after: After = None
) -> Page:
    """The page; the call was made for it alone."""
    place: Any = PageCursor.read(_KIND, after)
    page: Page = place.page(_KIND, list(told.decisions), told.next_page_token)
    return page
