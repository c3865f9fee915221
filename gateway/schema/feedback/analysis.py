"""What analysis reads in a text: the words that show an issue, the intent, and ready answers."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import Lang, enum_value, text
from tessera.feedback.v1 import feedback_pb2

if TYPE_CHECKING:
    from gateway.schema.feedback.feedback import FeedbackState


@strawberry.enum(description="The thing that a text does where it speaks of a topic.")
class MentionKind(Enum):
    """As tessera.feedback.v1.MentionKind."""

    COMPLAINED = enum_value(feedback_pb2.MENTION_KIND_COMPLAINED, "It complains.")
    NEGATED = enum_value(
        feedback_pb2.MENTION_KIND_NEGATED, "It says that the fault is not there: 没有拉肚子."
    )
    PRAISED = enum_value(feedback_pb2.MENTION_KIND_PRAISED, "It praises.")


@strawberry.enum(description="The thing that somebody wants with a text, by rules over its words.")
class FeedbackIntent(Enum):
    """As tessera.feedback.v1.Intent."""

    ASKS = enum_value(feedback_pb2.INTENT_ASKS, "The writer asks.")
    COMPLAINS = enum_value(feedback_pb2.INTENT_COMPLAINS, "The writer complains.")
    PRAISES = enum_value(feedback_pb2.INTENT_PRAISES, "The writer praises.")
    PROPOSES = enum_value(feedback_pb2.INTENT_PROPOSES, "The writer proposes something.")
    TELLS = enum_value(feedback_pb2.INTENT_TELLS, "None of these.")


@strawberry.type(description="A word of a text that shows a topic.")
class FeedbackMention:
    """Source: tessera.feedback.v1.Mention."""

    topic: str = column("The code of the topic.")
    word: str = column("The word, in one width and case.")
    kind: MentionKind = column("The thing that the text does there.")


def _name(answer: feedback_pb2.PreparedAnswer, context: RequestContext, lang: Lang = None) -> str:
    return text(answer.name, context, lang) or answer.code


@strawberry.type(description="An answer that the programme has ready for an item.")
class PreparedAnswer:
    """Source: tessera.feedback.v1.PreparedAnswer."""

    code: str = column("The code in the programme.")
    name: str = read(_name, "The name, for the person who answers.")
    text: str = column("The words to the member, in the language of the item.")
    moves_to: (
        Annotated["FeedbackState", strawberry.lazy("gateway.schema.feedback.feedback")] | None
    ) = read(
        lambda answer: answer.moves_to or None,
        "The state to which `moveFeedback` takes the item with these words as `message`; null"
        " where they are a reply alone.",
    )
