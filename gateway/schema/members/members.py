"""The card of a member, made of all three services."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import strawberry

from gateway.core.errors import attempt
from gateway.core.ids import to_global
from gateway.schema.core.connections import itself
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, join, lookup, read
from gateway.schema.core.node import Node
from gateway.schema.core.scalars import DateTime, Long, instant, moment
from gateway.schema.feedback.feedback import FeedbackConnection, feedback_need, pick_feedback
from gateway.schema.feedback.surveys import SurveyOffer, pick_surveys, surveys_need
from gateway.schema.members.advisers import MemberAdviser, adviser_need, pick_adviser
from gateway.schema.members.clusters import MemberCluster, cluster_need, pick_cluster
from gateway.schema.members.consents import Consent, consents_need, pick_consents
from gateway.schema.members.contact_preferences import (
    ContactPreferences,
    pick_preferences,
    preferences_need,
)
from gateway.schema.members.facts import MemberFacts, facts_of
from gateway.schema.members.identities import HeldIdentity, IdentityKind
from gateway.schema.members.lifecycle import Lifecycle, lifecycle_need, pick_lifecycle
from gateway.schema.members.origin import Origin, origin_of
from gateway.schema.members.profile import Profile
from gateway.schema.members.segments import MemberSegment, pick_segments, segments_need
from gateway.schema.members.tags import MemberTag, pick_tags, tags_need
from gateway.schema.members.tier_decisions import (
    TierDecisionConnection,
    decisions_need,
    pick_decisions,
)
from gateway.schema.members.tiers import Forecast, Tier, forecast_of, main_tier_of, tiers_of
from gateway.schema.members.timeline import TimelineConnection, pick_timeline, timeline_need
from gateway.schema.points.badges import Badge, badges_need, pick_badges
from gateway.schema.points.benefits import MemberBenefit, benefits_need, pick_benefits
from gateway.schema.points.check_in_status import CheckIns, check_ins_need, pick_check_ins
from gateway.schema.points.gifts import GiftAllowance, gifts_need, pick_gifts
from gateway.schema.points.points import (
    EntryConnection,
    Points,
    entries_need,
    pick_entries,
    pick_points,
    points_need,
)
from gateway.schema.points.statement import Statement, pick_statement, statement_need
from gateway.schema.points.tasks import (
    Streak,
    Task,
    pick_streaks,
    pick_tasks,
    streaks_need,
    tasks_need,
)
from gateway.schema.points.wake_ups import MemberWakeUp, pick_wake_up, wake_up_need
from services.common.errors import Refusal
from tessera.members.v1 import members_pb2

MEMBERS_MAX = 100

OneId = Annotated[
    strawberry.ID, strawberry.argument(description="The member, by global id or bare id.")
]
ManyIds = Annotated[
    list[strawberry.ID],
    strawberry.argument(description=f"1 to {MEMBERS_MAX} members, each by global id or bare id."),
]


def _is_member(cls: type, source: object, info: object) -> bool:
    return isinstance(source, members_pb2.Member)


def _id(member: members_pb2.Member) -> str:
    return member.id


@strawberry.type(
    description="A member of the brand. Personal data is masked unless the caller may see it."
)
class Member(Node):
    """Source: tessera.members.v1.Member."""

    id: strawberry.ID = read(
        lambda member: to_global("Member", member.id), "The global id of the member."
    )
    name: str = column("The name of the member; empty when it is not known.")
    phone: str | None = read(
        lambda member: member.phone or None,
        "The phone number, such as 138****0000; null without one.",
    )
    language: str | None = read(
        lambda member: member.language or None,
        "The language that the member prefers, zh or en; null when it is not known.",
    )
    identities: list[HeldIdentity] = column(
        "The identities by which channels find the member.", size=3
    )
    past_identities: list[HeldIdentity] = column(
        "The identities that the member had, the newest first, at most 64.", size=3
    )
    profile: Profile = read(itself, "The profile; operators see it masked.")
    tier: Tier | None = read(
        main_tier_of, "The tier on the main ladder; null where the programme has no ladder."
    )
    tiers: list[Tier] = read(tiers_of, "The tier on each ladder, the main ladder first.", size=2)
    growth: Long = column("The growth that counts now on the main ladder.")
    forecast: Forecast | None = read(
        forecast_of, "The forecast on the main ladder; null where the programme has no ladder."
    )
    enrolled_at: DateTime = read(
        lambda member: moment(member.create_time), "The time of the enrolment."
    )
    last_seen_at: DateTime | None = read(
        lambda member: instant(member.facts, "last_seen_time"),
        "The last time at which any channel saw the member; null before the first.",
    )
    facts: MemberFacts = read(
        facts_of, "Figures of what the member did: for operators, and for the member."
    )
    origin: Origin | None = read(
        origin_of,
        "Where the member came from, for operators; null when nobody said, and for members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    merged_from: list[strawberry.ID] | None = read(
        lambda member: [to_global("Member", each) for each in member.merged_from_ids],
        "The global ids of those who were merged into the member, for operators: each stands for"
        " the member. Null for members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    points: Points | None = join(
        pick_points,
        "The balance of points; null with an error while points is away.",
        loader="wallets",
        key=_id,
        need=points_need,
    )
    entries: EntryConnection | None = join(
        pick_entries,
        "The changes of that balance, newest first; null with an error while points is away.",
        loader="wallets",
        key=_id,
        need=entries_need,
        size="first",
    )
    statement: Statement | None = join(
        pick_statement,
        "A month of the account; null with an error while points is away.",
        loader="statements",
        key=_id,
        need=statement_need,
        cost=CALL_COST,
    )
    tier_decisions: TierDecisionConnection | None = join(
        pick_decisions,
        "The decisions on the member's tiers, newest first.",
        loader="decisions",
        key=_id,
        need=decisions_need,
        size="first",
        cost=CALL_COST,
    )
    timeline: TimelineConnection | None = join(
        pick_timeline,
        "All that the member did and what became of it, the latest first: orders, visits, entries,"
        " redemptions, decisions on tiers, feedback and touches. For operators, who need the scope"
        " to read each type that they ask for; null with an error while a service is away that has"
        " one of them.",
        loader="timelines",
        key=_id,
        need=timeline_need,
        size="first",
        cost=3 * CALL_COST,
    )
    check_ins: CheckIns | None = join(
        pick_check_ins,
        "The check-ins; null where the programme does not count them, and with an error while"
        " points is away.",
        loader="wallets",
        key=_id,
        need=check_ins_need,
    )
    badges: list[Badge] | None = join(
        pick_badges,
        "Every badge of the programme, as it stands for the member; null where the programme has"
        " none, and with an error while points is away.",
        loader="wallets",
        key=_id,
        need=badges_need,
        size=20,
    )
    tasks: list[Task] | None = join(
        pick_tasks,
        "The tasks of the programme as they stand for the member; null where it has none, and with"
        " an error while points is away.",
        loader="wallets",
        key=_id,
        need=tasks_need,
        size=10,
    )
    streaks: list[Streak] | None = join(
        pick_streaks,
        "The streaks of the programme as they stand for the member; null where it has none, and"
        " with an error while points is away.",
        loader="wallets",
        key=_id,
        need=streaks_need,
        size=10,
    )
    benefits: list[MemberBenefit] | None = join(
        pick_benefits,
        "The benefits of the member's tier, counted ones first; null with an error while points"
        " is away.",
        loader="wallets",
        key=_id,
        need=benefits_need,
        size=5,
    )
    gift_allowances: list[GiftAllowance] | None = join(
        pick_gifts,
        "The assets that the member may give to another, with what is left of the limits; null"
        " where the programme has no gifts, and with an error while points is away.",
        loader="wallets",
        key=_id,
        need=gifts_need,
        size=2,
    )
    wake_up: MemberWakeUp | None = join(
        pick_wake_up,
        "The brand's offer for the next order, since the member earned nothing for long; null where"
        " none is open, and with an error while points is away.",
        loader="wallets",
        key=_id,
        need=wake_up_need,
    )
    feedback: FeedbackConnection | None = join(
        pick_feedback,
        "The member's items of feedback, newest first; null with an error while feedback is away.",
        loader="feedback",
        key=_id,
        need=feedback_need,
        size="first",
    )
    surveys: list[SurveyOffer] | None = join(
        pick_surveys,
        "The surveys that the member is asked to answer, the one that ends next first; null with an"
        " error while feedback is away.",
        loader="surveys",
        key=_id,
        need=surveys_need,
        size=1,
        cost=CALL_COST,
    )
    consents: list[Consent] | None = join(
        pick_consents,
        "The consents of the member, by purpose and contact channel, as they are now.",
        loader="members",
        key=_id,
        need=consents_need,
        size=6,
    )
    contact_preferences: ContactPreferences | None = join(
        pick_preferences,
        "How the member wishes to be reached; null when they said nothing.",
        loader="members",
        key=_id,
        need=preferences_need,
    )
    tags: list[MemberTag] | None = join(
        pick_tags,
        "The tags that the member has now, in the programme's order.",
        loader="members",
        key=_id,
        need=tags_need,
        size=10,
    )
    lifecycle: Lifecycle | None = join(
        pick_lifecycle,
        "Where the member stands; null without a lifecycle, and before the first judgement.",
        loader="members",
        key=_id,
        need=lifecycle_need,
    )
    adviser: MemberAdviser | None = join(
        pick_adviser,
        "The person of the brand who looks after the member; null where there is none.",
        loader="members",
        key=_id,
        need=adviser_need,
    )
    segments: list[MemberSegment] | None = join(
        pick_segments,
        "The segments that the member is in: the programme's, then those that operators saved.",
        loader="members",
        key=_id,
        need=segments_need,
        size=10,
    )
    cluster: MemberCluster | None = join(
        pick_cluster,
        "The behavioural cluster, for operators; null before the first run of the clusters.",
        loader="members",
        key=_id,
        need=cluster_need,
    )

    is_type_of: ClassVar[Any] = classmethod(_is_member)


def _own_id(context: RequestContext) -> Sequence[str]:
    return [context.member_id(None)]


def _one_id(context: RequestContext, id: OneId) -> Sequence[str]:
    return [context.member_id(id, "id")]


def _ids(context: RequestContext, ids: ManyIds) -> Sequence[str]:
    if not 1 <= len(ids) <= MEMBERS_MAX:
        raise Refusal("TOO_MANY", f"1-{MEMBERS_MAX} ids", field="ids", metadata={"limit": "100"})
    return [context.member_id(each, "ids") for each in ids]


async def _by_identity(
    context: RequestContext,
    kind: Annotated[IdentityKind, strawberry.argument(description="The kind of the identity.")],
    value: Annotated[
        str, strawberry.argument(description="The identity in full, 1 to 128 characters.")
    ],
) -> members_pb2.Member | None:
    services = context.services
    identity = members_pb2.Identity(kind=kind.value, value=value)
    request = members_pb2.FindMemberRequest(identity=identity)
    asking = services.read(services.members.FindMember, request, context.caller)
    found, _ = await attempt(asking, ("MEMBER_NOT_FOUND",))
    return found and found.member


@strawberry.type
class MemberQueries:
    """The fields of Query."""

    me: Member | None = lookup(
        _own_id,
        "The caller's own card. For members.",
        loader="members",
        many=False,
        rule=Rule.MEMBERS,
    )
    member: Member | None = lookup(
        _one_id,
        "A member; null when the brand has none of that id. Members see nobody but themselves.",
        loader="members",
        many=False,
        rule=Rule.SIGNED_IN,
    )
    members: list[Member | None] | None = lookup(
        _ids,
        "Up to 100 members, in the order of the ids; null in the place of one that does not exist.",
        loader="members",
        many=True,
        rule=Rule.SIGNED_IN,
        size="ids",
    )
    member_by_identity: Member | None = call(
        _by_identity,
        "The member that has an identity; null when the brand has none. For operators.",
        rule=Rule.OPERATORS,
    )
