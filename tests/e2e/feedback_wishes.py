"""The mutations of one piece of feedback that are repeated."""

from tests.e2e.wish import Wish

ITEM = "feedback { id state text createdAt timeline { at state message } }"
OF_ITEM = ("submitFeedback", "feedbackId")

FEEDBACK_WISHES = [
    Wish("submitFeedback", ITEM, {"text": "很好喝"}),
    Wish("replyFeedback", ITEM, {"message": "你好"}, True, "submitFeedback", "feedbackId"),
    Wish("noteFeedback", ITEM, {"note": "老客"}, True, "submitFeedback", "feedbackId"),
    Wish("moveFeedback", ITEM, {"state": "RESOLVED"}, True, "submitFeedback", "feedbackId"),
    Wish("rerouteFeedback", ITEM, {"priority": "URGENT", "team": "quality"}, True, *OF_ITEM),
    Wish(
        "confirmFeedback",
        ITEM,
        {},
        needs="submitFeedback",
        its_id="feedbackId",
        before=(("moveFeedback", {"state": "RESOLVED"}),),
    ),
    Wish(
        "reopenFeedback",
        ITEM,
        {},
        needs="submitFeedback",
        its_id="feedbackId",
        before=(("moveFeedback", {"state": "RESOLVED"}),),
    ),
    Wish(
        "continueFeedback",
        ITEM,
        {"text": "It was the large one"},
        needs="submitFeedback",
        its_id="feedbackId",
    ),
    Wish(
        "rateFeedback",
        ITEM,
        {"score": 4},
        needs="submitFeedback",
        its_id="feedbackId",
        before=(("moveFeedback", {"state": "RESOLVED"}),),
    ),
]
