"""A wish: something wants to say something to a member."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from services.feedback.programme.domain import Text

TOUCH_PREFIX = "tch_"
ID_CHARACTERS = 26
CHARACTERS_MAX = 500
PLACEHOLDERS = (
    "occasion.days",
    "occasion.day",
    "occasion.years",
    "occasion.name",
    "occasion.amount",
)
"""What a text may name in braces. The name of a tier differs by language; the rest does not."""
DATED = frozenset(
    {
        *("birthday", "enrolment_anniversary", "first_order_anniversary"),
        *("tier_ends", "points_expiring", "wake_up_opened"),
    }
)
"""Occasions that are about a day; of the others none is known, and no text shows one."""
NO_NAME = Text("", "")
_PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What happened: `code` as rows of the matrix name it, and the facts that a condition sees."""

    code: str
    lead_days: int = 0
    day: str = ""
    years: int = 0
    to: str = ""
    before: str = ""
    channel: str = ""
    name: Text = NO_NAME
    """The name of the tier that was reached, or comes next."""
    amount: int = 0
    """How many units of the asset `to` expire, or are missing to keep a tier."""
    days_left: int | None = None
    """Of what was announced late: fewer than `lead_days`."""
    feedback_id: str = ""
    """The item of feedback that it is about; conditions do not see it."""

    @property
    def days(self) -> int:
        """How many days it is ahead."""
        return self.lead_days if self.days_left is None else self.days_left

    def told_on(self, today: date) -> "Occasion":
        """As it would be told on the local day `today`: with its day, where it is about one."""
        if self.code not in DATED:
            return self
        return replace(self, day=(today + timedelta(days=self.lead_days)).isoformat())

    def facts(self) -> Mapping[str, object]:
        """As conditions see it."""
        return {
            "days": self.days,
            "day": self.day,
            "years": self.years,
            "to": self.to,
            "before": self.before,
            "channel": self.channel,
            "amount": self.amount,
        }

    def shown(self, language: int) -> Mapping[str, str]:
        """By placeholder, what a message shows; "" for what is not known."""
        return {
            "occasion.days": str(self.days),
            "occasion.day": self.day,
            "occasion.years": str(self.years) if self.years else "",
            "occasion.name": self.name[language],
            "occasion.amount": str(self.amount) if self.amount else "",
        }

    def fill(self, text: Text) -> Text | None:
        """`text` with its placeholders filled; None where one is not known, or it is too long."""
        filled = Text(*(self._filled(each, i) for i, each in enumerate(text)))
        fits = all(0 < len(each) <= CHARACTERS_MAX for each in filled)
        return filled if fits else None

    def _filled(self, text: str, language: int) -> str:
        known = self.shown(language)
        named = _PLACEHOLDER.findall(text)
        if not all(known.get(each) for each in named):
            return ""
        return _PLACEHOLDER.sub(lambda found: known[found[1]], text)


@dataclass(frozen=True, slots=True)
class Words:
    """What a wish says by itself, without a message of the programme: its title, and its text as it
    is sent, 1-1,000 characters, without placeholders."""

    name: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Wish:
    """`message` is the code of one that is named; "" where the matrix chooses by the occasion.

    With `words` it is the code of what they are, and they are a message of service.
    `journey` and `step` say where on a journey it came from, `broadcast` the id of which one. One
    that was `chosen_by_member` came by what the member is: it needs consent to profiling.
    `content` is the digest of the message that operators approved; "" where none did.
    """

    id: str
    member_id: str
    occasion: Occasion
    due: datetime
    message: str = ""
    words: Words | None = None
    journey: str = ""
    step: str = ""
    broadcast: str = ""
    chosen_by_member: bool = False
    tried: tuple[tuple[str, str], ...] = ()
    """Channels that could not take it, each with the reason."""
    content: str = ""


def touch_id(brand: str, source: str, source_id: str, member_id: str) -> str:
    """The id of a wish and of its touch: the same for the same source, however often it comes."""
    digest = sha256("\x1f".join((brand, source, source_id, member_id)).encode()).hexdigest()
    return TOUCH_PREFIX + digest[:ID_CHARACTERS]
