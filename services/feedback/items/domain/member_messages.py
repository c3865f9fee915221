"""The messages that members get without a person writing them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.feedback.items.domain.states import State
from services.feedback.programme.domain import FALLBACK_LANGUAGE, Programme

RECEIVED = "received"
MESSAGE_ON = {
    State.ASSIGNED: "progress",
    State.RESOLVED: "resolved",
    State.REOPENED: "reopened",
}
"""The message that a move to the state sends, unless a person wrote another one."""


@dataclass(frozen=True)
class MemberMessages:
    """A brand's messages: a text in each language, by the name of the message."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    language: str = FALLBACK_LANGUAGE
    """For an item without a language, and for messages that the item's language has no text of."""

    def text(self, name: str, language: str) -> str:
        """The text of the message called `name`; may be empty."""
        texts = self.texts.get(name, {})
        return texts.get(language) or texts.get(self.language) or ""


def member_messages(programme: Programme) -> MemberMessages:
    """The section `messages`."""
    section = programme.feedback.get("messages", {})
    texts = {name: dict(by_language) for name, by_language in section.items()}
    return MemberMessages(texts, programme.language)
