"""A message on its way to a provider, and the provider's answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

WORDS_MAX = 200
NOT_CONFIRMED = "not_confirmed"
"""Of WeCom: no member of staff confirmed the sending."""
MONTH_FULL = "month_full"
"""Of WeCom: the customer has as many messages as a month may have."""
_LONG_NUMBER = re.compile(r"\d{7,}")


class Kind(StrEnum):
    """What became of one handing over.

    ACCEPTED: the provider has it. RETRY: the provider has it not, and may take it later. REFUSED:
    the provider has it not, and never will. LOST: nobody knows whether the provider has it.
    """

    ACCEPTED = "accepted"
    RETRY = "retry"
    REFUSED = "refused"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message for one address. `id` is the same each time it is handed over."""

    id: str
    channel: str
    member_id: str
    address: str = field(repr=False)
    title: str
    text: str
    template: str = ""
    """Of WeChat: the id of the template, the page that it opens, and its fields by name."""
    page: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    language: str = "zh"
    only_parked: bool | None = None
    """In a car: whether it is shown while the car stands alone; None on other channels."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is ours, such as content_unfit; `words` are the provider's, without addresses."""

    kind: Kind
    code: str = ""
    words: str = ""
    provider_id: str = ""
    retry_after: timedelta | None = None


def kept_words(words: str, address: str) -> str:
    """What may be kept of a provider's words: no address or long number, 200 characters at most."""
    if address:
        words = words.replace(address, "…").replace(address.removeprefix("+86"), "…")
    printable = "".join(each if each.isprintable() else " " for each in words)
    return _LONG_NUMBER.sub("…", printable).strip()[:WORDS_MAX]
