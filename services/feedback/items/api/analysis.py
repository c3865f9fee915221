"""What analysis read in a text, as messages and back: words, intent, and answers that are ready."""

from services.feedback.analysis.domain.intent import Intent
from services.feedback.analysis.domain.mentions import How, Mention
from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.states import MOVES, State
from services.feedback.programme.domain import Programme
from services.feedback.routing.domain.prepared_answers import offered, prepared_answers
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.types.v1 import types_pb2

_KINDS = {how: pb.MentionKind.Value(f"MENTION_KIND_{how.name}") for how in How}
_KINDS_BACK: dict[int, How] = {number: how for how, number in _KINDS.items()}
_INTENTS = {intent: pb.Intent.Value(f"INTENT_{intent.name}") for intent in Intent}
_INTENTS_BACK: dict[int, Intent] = {number: intent for intent, number in _INTENTS.items()}


def mention_messages(item: Feedback) -> list[pb.Mention]:
    """The words that show its issues."""
    return [
        pb.Mention(topic=each.code, word=each.word, kind=_KINDS[each.how]) for each in item.mentions
    ]


def read_mentions(message: pb.Feedback) -> tuple[Mention, ...]:
    """The mentions in an item's message."""
    return tuple(
        Mention(each.topic, each.word, _KINDS_BACK[each.kind]) for each in message.mentions
    )


def intent_message(intent: Intent | None) -> "pb.Intent.ValueType":
    """Unset where there is none."""
    return pb.INTENT_UNSPECIFIED if intent is None else _INTENTS[intent]


def read_intent(message: pb.Feedback) -> Intent | None:
    """The intent in an item's message."""
    return _INTENTS_BACK.get(message.intent)


def offer_answers(message: pb.Feedback, item: Feedback, programme: Programme) -> None:
    """Add to `message` what the programme has ready for `item`."""
    language = item.language or programme.language
    for each in offered(programme.section(prepared_answers), item.intent, item.issues):
        name = types_pb2.LocalizedText(zh=each.name.zh, en=each.name.en)
        text = each.text.en if language == "en" else each.text.zh
        offer = message.prepared_answers.add(code=each.code, name=name, text=text)
        if each.moves_to and State(each.moves_to) in MOVES[item.state]:
            offer.moves_to = pb.FeedbackState.Value(f"FEEDBACK_STATE_{each.moves_to.upper()}")
