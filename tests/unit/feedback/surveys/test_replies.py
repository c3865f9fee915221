"""Which questions are shown, and which replies fit them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.surveys.domain.reply import (
    AnswerIncomplete,
    Reply,
    ReplyInvalid,
    check_complete,
    checked_replies,
    shown_questions,
)
from tests.unit.feedback.surveys.samples import survey

NPS = survey("recommend")


def shown(*replies: Reply) -> list[str]:
    given_ = {reply.question: reply for reply in replies}
    return [question.code for question in shown_questions(NPS, given_)]


def test_a_reply_decides_which_questions_follow() -> None:
    assert shown() == ["likely", "words"]
    assert shown(Reply("likely", 6)) == ["likely", "wrong", "words"]
    assert shown(Reply("likely", 8)) == ["likely", "words"]
    assert shown(Reply("likely", 9)) == ["likely", "best", "words"]


def test_a_reply_to_a_question_that_is_not_shown_is_left_out() -> None:
    given_ = (Reply("likely", 9), Reply("wrong", options=("taste",)), Reply("best", text="茶"))
    assert [reply.question for reply in checked_replies(NPS, given_)] == ["likely", "best"]


def test_a_complete_answer_has_what_is_shown_and_required() -> None:
    check_complete(NPS, (Reply("likely", 7),))
    for replies, missing in (((), "likely"), ((Reply("likely", 0),), "wrong")):
        with pytest.raises(AnswerIncomplete) as refused:
            check_complete(NPS, replies)
        assert refused.value.metadata == {"question": missing}


@pytest.mark.parametrize(
    ("reply", "field"),
    [
        (Reply("likely", 11), "number"),
        (Reply("likely", -1), "number"),
        (Reply("likely", 5, text="no"), "text"),
        (Reply("likely", 5, options=("taste",)), "options"),
        (Reply("wrong", options=("smell",)), "options"),
        (Reply("wrong", options=("taste", "taste")), "options"),
        (Reply("words", 3), "number"),
        (Reply("best", text="x" * 301), "text"),
        (Reply("nothing", 1), "question"),
    ],
)
def test_a_reply_that_does_not_fit_is_named(reply: Reply, field: str) -> None:
    with pytest.raises(ReplyInvalid) as refused:
        checked_replies(NPS, (Reply("words", text="ok"), reply) if field != "number" else (reply,))
    assert refused.value.field.endswith(f".{field}")


def test_a_choice_takes_one_option_and_a_question_one_reply() -> None:
    form = survey("honest")
    with pytest.raises(ReplyInvalid):
        checked_replies(form, (Reply("wish", options=("seats", "sugar")),))
    with pytest.raises(ReplyInvalid):
        checked_replies(form, (Reply("stores", 1), Reply("stores", 2)))


replies = st.lists(
    st.one_of(
        st.builds(Reply, st.just("likely"), st.integers(0, 10)),
        st.builds(lambda o: Reply("wrong", options=(o,)), st.sampled_from(["taste", "price"])),
        st.builds(lambda t: Reply("best", text=t), st.text(max_size=9)),
        st.builds(lambda t: Reply("words", text=t), st.text(max_size=9)),
    ),
    max_size=4,
    unique_by=lambda reply: reply.question,
)


@given(replies, st.randoms(use_true_random=False))
def test_the_order_of_replies_changes_nothing(given_: list[Reply], random: object) -> None:
    mixed = list(given_)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    kept = checked_replies(NPS, given_)
    assert checked_replies(NPS, mixed) == kept
    # What is kept is kept again as it is.
    assert checked_replies(NPS, kept) == kept
