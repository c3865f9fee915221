"""Words that other members read: what is hidden in them, and which of them a brand forbids."""

import re
from collections.abc import Sequence

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
_CARD = re.compile(r"(?<![0-9A-Za-z])([0-9]{6})[0-9]{8}([0-9]{3}[0-9Xx])(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9])(\+?86[ -]?)?(1[3-9][0-9])[ -]?[0-9]{4}[ -]?([0-9]{4})(?![0-9])")
_SIGNS = re.compile(r"[\W_]+")


def hidden(text: str) -> str:
    """`text` without e-mail addresses, numbers of identity cards and mobile numbers of China, as
    138****0000."""
    text = _EMAIL.sub(lambda found: f"{found[0][0]}***@***", text)
    text = _CARD.sub(r"\1********\2", text)
    return _PHONE.sub(r"\1\2****\3", text)


def found_words(text: str, forbidden: Sequence[str]) -> tuple[str, ...]:
    """The forbidden words in `text`, in their order.

    One of other than Latin letters is found with blanks or signs between its characters too; one of
    Latin letters as a whole word only, since `ass` is in `class`.
    """
    folded = text.casefold()
    squeezed = _SIGNS.sub("", folded)
    return tuple(word for word in forbidden if _is_in(word.casefold(), folded, squeezed))


def _is_in(word: str, folded: str, squeezed: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", folded) is not None
    return (_SIGNS.sub("", word) or word) in squeezed
