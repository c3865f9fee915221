"""The messages of a programme."""

from services.feedback.items.domain.member_messages import MemberMessages, member_messages
from tests.unit.feedback.samples import programme, tea


def test_the_tea_programme_is_read_whole() -> None:
    messages = tea().section(member_messages)
    assert messages.language == "zh"
    assert messages.text("resolved", "en").startswith("Your feedback is dealt with")


def test_a_programme_without_feedback_says_nothing() -> None:
    messages = programme({"programme": "retail"}).section(member_messages)
    assert messages == MemberMessages()
    assert messages.text("received", "zh") == ""


def test_a_language_without_text_falls_back_to_that_of_the_programme() -> None:
    document = {"language": "en", "feedback": {"messages": {"received": {"en": "Thanks."}}}}
    messages = programme(document).section(member_messages)
    assert messages.text("received", "zh") == "Thanks."
