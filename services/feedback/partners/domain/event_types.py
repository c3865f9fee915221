"""The types of events that an endpoint can ask for."""

from collections.abc import Sequence

EVENT_TYPES = (
    "activity.recorded",
    "adviser.changed",
    "cart.left",
    "consent.changed",
    "experiment.changed",
    "feedback.changed",
    "idea.changed",
    "group.changed",
    "group.joined",
    "member.enrolled",
    "member.erased",
    "member.merged",
    "member.unmerged",
    "member.updated",
    "occasion.due",
    "points.adjusted",
    "points.clawed_back",
    "points.earned",
    "points.expired",
    "points.expiring",
    "points.extended",
    "points.held",
    "points.merged",
    "points.opened",
    "points.reversed",
    "points.spent",
    "points.transferred",
    "post.changed",
    "programme.published",
    "referral.qualified",
    "referral.reversed",
    "segment.entered",
    "segment.left",
    "slot.changed",
    "stage.entered",
    "activation.step",
    "stock.changed",
    "store.changed",
    "survey.answered",
    "survey.offered",
    "tier.changed",
    "voucher.changed",
    "wake_up.opened",
)
TEST_TYPE = "webhook.test"
"""Of a message by which an operator tries an endpoint. None can ask for it: it has no event."""
TYPES_MAX = 50


class EventTypeUnknown(Exception):
    """No event has this type."""

    reason = "EVENT_TYPE_UNKNOWN"
    field = "types"

    def __init__(self, type_: str) -> None:
        super().__init__(f"no event has the type {type_!r}")
        self.metadata = {"type": type_}


def known_types(types: Sequence[str]) -> tuple[str, ...]:
    """`types` in order and each once. Raises EventTypeUnknown."""
    for type_ in types:
        if type_ not in EVENT_TYPES:
            raise EventTypeUnknown(type_)
    return tuple(sorted(set(types)))
