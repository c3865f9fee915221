"""The attachments of an item as messages and back."""

from services.feedback.items.api.clocks import instant, timestamp
from services.feedback.items.domain.attachments import Attachment, AttachmentState, Problem
from services.feedback.items.domain.item import Feedback
from tessera.feedback.v1 import feedback_pb2 as pb

_State, _Problem = pb.AttachmentState, pb.AttachmentProblem
_STATES = {each: _State.Value(f"ATTACHMENT_STATE_{each.name}") for each in AttachmentState}
_STATES_BACK: dict[int, AttachmentState] = {number: each for each, number in _STATES.items()}
_PROBLEMS = {each: _Problem.Value(f"ATTACHMENT_PROBLEM_{each.name}") for each in Problem}
_PROBLEMS_BACK: dict[int, Problem] = {number: each for each, number in _PROBLEMS.items()}


def attachment_messages(item: Feedback) -> list[pb.FeedbackAttachment]:
    """The uploads of `item`, as far as they are checked."""
    return [
        pb.FeedbackAttachment(
            reference=each.reference,
            state=_STATES[each.state],
            problem=_PROBLEMS[each.problem] if each.problem else pb.ATTACHMENT_PROBLEM_UNSPECIFIED,
            content_type=each.content_type,
            size_bytes=each.size_bytes,
            sha256=each.sha256,
            check_time=timestamp(each.checked_at),
        )
        for each in item.attachments
    ]


def read_attachments(message: pb.Feedback) -> tuple[Attachment, ...]:
    """The attachments in `message`, for which `attachment_messages` gives its own again."""
    return tuple(
        Attachment(
            each.reference,
            _STATES_BACK[each.state],
            _PROBLEMS_BACK.get(each.problem),
            each.content_type,
            each.size_bytes,
            each.sha256,
            instant(each.check_time) if each.HasField("check_time") else None,
        )
        for each in message.attachments
    )
