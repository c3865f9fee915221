"""No words of a person are left of an erased item, in it and in what tells of it."""

from dataclasses import replace

from services.feedback.items.api.messages import FeedbackWire, to_message
from services.feedback.items.domain.note import note_down
from services.feedback.items.domain.turn import Turn, go_on
from services.feedback.privacy.api import WordlessMessages
from services.feedback.privacy.domain import without_words
from services.feedback.routing.domain.response_times import Terms
from tessera.feedback.v1 import feedback_pb2 as pb
from tests.unit.feedback.samples import NOON, tea_messages, triaged

WORDS = "我是张三，静安寺店"


def test_further_words_and_notes_go_with_the_first_ones() -> None:
    item = triaged()
    item = replace(item, submission=replace(item.submission, text=WORDS))
    item = go_on(item, Turn(WORDS, "mem_1"), tea_messages(), NOON, Terms())
    item = note_down(item, WORDS, "ann", NOON)
    event = FeedbackWire().event("evt_1", "tea", NOON, item)
    kept = to_message(item).SerializeToString()
    assert WORDS.encode() in event
    assert kept.count(WORDS.encode()) == 3

    assert WORDS not in repr(without_words(item, NOON))
    assert WORDS.encode() not in WordlessMessages().event(event)
    left = WordlessMessages().answer(kept)
    assert WORDS.encode() not in left
    assert len(pb.Feedback.FromString(left).timeline) == len(item.timeline)
