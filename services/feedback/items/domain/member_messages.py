"""The messages that members get without a person writing them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.feedback.items.domain.states import State
from services.feedback.programme.domain import FALLBACK_LANGUAGE, Programme, Text

RECEIVED = "received"
MESSAGE_ON = {
    State.ASSIGNED: "progress",
    State.RESOLVED: "resolved",
    State.REOPENED: "reopened",
}
"""The message that a move to the state sends, unless a person wrote another one."""


ADVISER = "{adviser}"
"""In a text: the name of the member's adviser."""
NOBODY = Text("我们的客服", "our team")
"""In the place of an adviser where the member has none."""


@dataclass(frozen=True)
class MemberMessages:
    """A brand's messages: a text in each language, by the name of the message."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    language: str = FALLBACK_LANGUAGE
    """For an item without a language, and for messages that the item's language has no text of."""
    adviser: Text | None = None
    """The name of the member's adviser."""

    def text(self, name: str, language: str) -> str:
        """The text of the message called `name`; may be empty."""
        texts = self.texts.get(name, {})
        shown = language if texts.get(language) else self.language
        name_of = self.adviser or NOBODY
        adviser = name_of.en if shown == "en" else name_of.zh
        return texts.get(shown, "").replace(ADVISER, adviser)

    def by(self, adviser: Text | None) -> "MemberMessages":
        """These messages for a member with that adviser, or with none."""
        return replace(self, adviser=adviser)


def member_messages(programme: Programme) -> MemberMessages:
    """The section `messages`."""
    section = programme.feedback.get("messages", {})
    texts = {name: dict(by_language) for name, by_language in section.items()}
    return MemberMessages(texts, programme.language)
