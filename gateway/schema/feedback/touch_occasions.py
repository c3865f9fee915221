"""What messages are about."""

from enum import Enum

import strawberry

from gateway.schema.core.scalars import enum_value
from tessera.feedback.v1 import reach_pb2 as pb


@strawberry.enum(description="The thing that happened, which a message is about.")
class TouchOccasion(Enum):
    """As tessera.feedback.v1.OccasionCode."""

    MEMBER_ENROLLED = enum_value(pb.OCCASION_CODE_MEMBER_ENROLLED, "The member was enrolled.")
    BIRTHDAY = enum_value(pb.OCCASION_CODE_BIRTHDAY, "A birthday, or some days before it.")
    ENROLMENT_ANNIVERSARY = enum_value(
        pb.OCCASION_CODE_ENROLMENT_ANNIVERSARY,
        "The anniversary of the enrolment, or some days before it.",
    )
    FIRST_ORDER_ANNIVERSARY = enum_value(
        pb.OCCASION_CODE_FIRST_ORDER_ANNIVERSARY,
        "The anniversary of the first order, or some days before it.",
    )
    TIER_CHANGED = enum_value(pb.OCCASION_CODE_TIER_CHANGED, "The tier changed.")
    STAGE_ENTERED = enum_value(
        pb.OCCASION_CODE_STAGE_ENTERED, "The member came to a stage of the lifecycle."
    )
    LEVEL_ENTERED = enum_value(
        pb.OCCASION_CODE_LEVEL_ENTERED, "The member came to a level of activity."
    )
    SEGMENT_ENTERED = enum_value(
        pb.OCCASION_CODE_SEGMENT_ENTERED, "The member came into a segment."
    )
    FEEDBACK_RECEIVED = enum_value(
        pb.OCCASION_CODE_FEEDBACK_RECEIVED, "The member's feedback was taken in."
    )
    FEEDBACK_PROGRESS = enum_value(
        pb.OCCASION_CODE_FEEDBACK_PROGRESS, "A person works on the member's feedback."
    )
    FEEDBACK_REPLIED = enum_value(
        pb.OCCASION_CODE_FEEDBACK_REPLIED, "A person answered the member's feedback."
    )
    FEEDBACK_RESOLVED = enum_value(
        pb.OCCASION_CODE_FEEDBACK_RESOLVED, "The member's feedback is resolved, as the brand says."
    )
    FEEDBACK_REOPENED = enum_value(
        pb.OCCASION_CODE_FEEDBACK_REOPENED, "The member's feedback was opened again."
    )
    FEEDBACK_ASK = enum_value(
        pb.OCCASION_CODE_FEEDBACK_ASK, "The member is asked whether the solution helped."
    )
    ISSUE_FIXED = enum_value(
        pb.OCCASION_CODE_ISSUE_FIXED, "A problem that the member reported is fixed."
    )
    IDEA_MOVED = enum_value(
        pb.OCCASION_CODE_IDEA_MOVED,
        "An idea that the member proposed or voted for came to another shelf.",
    )
    TRIAL_OPENED = enum_value(pb.OCCASION_CODE_TRIAL_OPENED, "The member was invited to a trial.")
    SEGMENT_LEFT = enum_value(pb.OCCASION_CODE_SEGMENT_LEFT, "The member left a segment.")
    FIRST_ORDER = enum_value(pb.OCCASION_CODE_FIRST_ORDER, "The member's first order was recorded.")
    CART_LEFT = enum_value(pb.OCCASION_CODE_CART_LEFT, "The member left a cart.")
    POINTS_EXPIRING = enum_value(
        pb.OCCASION_CODE_POINTS_EXPIRING, "Points of the member expire in so many days."
    )
    TIER_ENDS = enum_value(
        pb.OCCASION_CODE_TIER_ENDS,
        "The member loses a tier in so many days, if nothing is earned until then.",
    )
    WAKE_UP_OPENED = enum_value(
        pb.OCCASION_CODE_WAKE_UP_OPENED,
        "The member, who earned nothing for long, is offered something for the next order.",
    )
    ACTIVITY = enum_value(pb.OCCASION_CODE_ACTIVITY, "An activity of the member was recorded.")
    BROADCAST = enum_value(
        pb.OCCASION_CODE_BROADCAST, "The brand wrote to a segment that the member is in."
    )
