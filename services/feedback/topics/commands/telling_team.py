"""What cannot wait comes to the team as feedback, which the brand's rules route."""

import hashlib

from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.store import Request
from services.feedback.items.commands.submit_feedback import submit_feedback
from services.feedback.items.domain.item import Submission
from services.feedback.topics.domain.letter import Letter

CHANNEL = "community"
ACTOR = "topics"


class ItemsTeam:
    """Implements `topics.commands.store.Team`: the clocks of an item run as for any other."""

    def __init__(self, items: FeedbackContext) -> None:
        self._items = items

    async def tell(self, letter: Letter, text: str) -> None:
        submission = Submission(
            channel=CHANNEL,
            text=text,
            member_id=letter.member_id,
            channel_event_id=letter.post_id,
        )
        # A merge of members may change the id between two tries; the post is the same.
        content = hashlib.sha256(letter.id.encode()).digest()
        request = Request(letter.brand, f"topics/{letter.id}", content, ACTOR)
        await submit_feedback(self._items, request, submission)
