"""An approval: a wish of an operator that waits for a second one."""

from enum import Enum

import strawberry

from gateway.schema.core.fields import read
from gateway.schema.core.scalars import DateTime, enum_value, instant, moment
from tessera.approvals.v1 import approvals_pb2 as pb


@strawberry.enum(description="The state of an approval.")
class ApprovalState(Enum):
    """As tessera.approvals.v1.ApprovalState."""

    PENDING = enum_value(pb.APPROVAL_STATE_PENDING, "Waits for a second operator.")
    APPROVED = enum_value(pb.APPROVAL_STATE_APPROVED, "A second operator carried it out.")
    REJECTED = enum_value(pb.APPROVAL_STATE_REJECTED, "A second operator rejected it.")
    EXPIRED = enum_value(pb.APPROVAL_STATE_EXPIRED, "Nobody decided in time.")


@strawberry.type(
    description="A wish of an operator above the brand's limits, as it was when it was asked."
)
class Approval:
    """Source: Approval."""

    id: strawberry.ID = read(lambda one: one.id, "The id of the approval.")
    kind: str = read(
        lambda one: one.kind,
        "The method that is wished, such as `points.Adjustments.AdjustPoints`.",
    )
    state: ApprovalState = read(lambda one: one.state, "The state now.")
    asked_by: str = read(lambda one: one.asked_by, "The operator that asked, by its subject.")
    asked_at: DateTime = read(lambda one: moment(one.ask_time), "The time at which it asked.")
    expires_at: DateTime = read(
        lambda one: moment(one.expire_time), "The time until which it may be decided."
    )
    reason: str = read(lambda one: one.reason, "The reason that the operator gave.")
    content: str = read(lambda one: one.content_json, "The request as it was asked, as JSON.")
    decided_by: str | None = read(
        lambda one: one.decided_by or None, "The operator that decided; null until then."
    )
    decided_at: DateTime | None = read(
        lambda one: instant(one, "decide_time"), "The time of the decision; null until then."
    )
    note: str = read(lambda one: one.note, "The note of the operator that decided.")
