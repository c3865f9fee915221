"""Words whose writer stays unknown: nothing leads to them, and nobody is written to or awaited."""

from dataclasses import replace
from typing import Any

import pytest

from services.common.errors import Refusal
from services.feedback.items.api.messages import from_message, to_message
from services.feedback.items.commands.submit_feedback import in_form
from services.feedback.items.domain.item import (
    ANONYMOUS,
    Feedback,
    Move,
    Submission,
    WriterUnknown,
    as_members_see,
    make_move,
    reply,
    take_in,
)
from services.feedback.items.domain.member_messages import MemberMessages
from services.feedback.items.domain.states import State
from services.feedback.items.storage.documents import to_document, to_item
from services.feedback.routing.domain.response_times import Deadline
from tests.unit.feedback.samples import NOON, minutes

SAID = Submission("h5", "店员骂人", anonymous=True)
UPLOAD = "upload:tea/feedback/anonymous/0a1b.jpg"
MESSAGES = MemberMessages(texts={"assigned": {"zh": "处理中", "en": "In work"}})


def item() -> Feedback:
    return replace(take_in("fbk_1", SAID, "mem_1", NOON), state=State.TRIAGED)


def test_its_taking_in_names_nobody() -> None:
    assert [entry.actor for entry in item().timeline] == [ANONYMOUS]
    assert as_members_see(item()).timeline == item().timeline
    assert "mem_1" not in repr(item())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("member_id", "mem_1"),
        ("order_id", "o-1"),
        ("channel_event_id", "e-1"),
        ("attachment_urls[0]", ("https://photos.example/mem_1.jpg",)),
        ("attachment_urls[0]", ("upload:tea/feedback/mem_1/0a1b.jpg",)),
        ("attachment_urls[1]", (UPLOAD, "upload:tea/feedback/anonymous/../mem_1/0a1b.jpg")),
    ],
)
def test_what_would_lead_to_its_writer_is_refused(field: str, value: object) -> None:
    said: dict[str, Any] = {field.partition("[")[0]: value}
    with pytest.raises(Refusal) as refused:
        in_form(replace(SAID, **said), NOON)
    assert (refused.value.reason, refused.value.field) == ("FEEDBACK_ANONYMOUS", field)


def test_a_time_that_would_lead_to_its_writer_is_refused_by_the_name_of_its_field() -> None:
    with pytest.raises(Refusal) as refused:
        in_form(replace(SAID, said_at=NOON), NOON)
    assert (refused.value.reason, refused.value.field) == ("FEEDBACK_ANONYMOUS", "said_time")


def test_a_store_and_an_upload_of_nobody_are_taken() -> None:
    said = replace(SAID, store_id="SH001", attachment_urls=(UPLOAD,))
    assert in_form(said, NOON) == said


def test_nobody_is_written_to_or_awaited() -> None:
    with pytest.raises(WriterUnknown):
        reply(item(), "抱歉", "ann", NOON)
    assigned = replace(item(), state=State.ASSIGNED)
    for move in (Move(State.RESOLVED, "ann", message="好了"), Move(State.WAITING, "ann")):
        with pytest.raises(WriterUnknown):
            make_move(assigned, move, MESSAGES, NOON)


def test_a_persons_first_move_is_its_first_response_and_says_nothing_to_anybody() -> None:
    moved = make_move(item(), Move(State.ASSIGNED, "ann"), MESSAGES, NOON + minutes(3))
    assert (moved.first_response_at, moved.first_responder) == (NOON + minutes(3), "ann")
    assert moved.timeline[-1].message == ""
    solved = make_move(moved, Move(State.RESOLVED, "bob"), MESSAGES, NOON + minutes(9))
    assert (solved.first_response_at, solved.first_responder) == (NOON + minutes(3), "ann")
    assert solved.follow_up == Deadline()


def test_it_stays_so_in_documents_and_messages_and_others_have_no_word_of_it() -> None:
    kept = to_document("tea", item())
    assert kept["anonymous"] is True
    assert to_item(kept).submission.anonymous
    assert from_message(to_message(item())).submission.anonymous
    named = take_in("fbk_2", Submission("h5", "好", "mem_1"), "mem_1", NOON)
    assert "anonymous" not in to_document("tea", named)
    assert not to_item(to_document("tea", named)).submission.anonymous
