"""Texts in one form: each text that comes in passes one of these at its door, then is counted.

    prose     what people write and read, in lines: feedback, replies
    line      the same in one line: names, reasons, notes, labels, article and order numbers
    compared  what finds a member: identities

All of them are NFKC, so letters and digits have one width and one composition; zero-width
characters, bidi marks and BOMs are gone; blanks at both ends too. `prose` and `line` leave
punctuation and symbols as they are written: NFKC would turn ，！① into ,!1, which is another text
to a reader of Chinese. Ids that only machines make (request ids, event ids) pass none of them.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from services.common.errors import invalid

Form = Callable[[str], str]

_ZWJ = "\u200d"
# The width and composition of these are NFKC's; the others (P, S, No, Z) keep their look.
_LETTERS_AND_DIGITS = ("L", "M", "Nd", "Nl")
# Invisible, though Unicode counts them as letters or marks.
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
_VARIATIONS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_FILLER = re.compile(f"[{_FILLERS}]")
_VARIATION = re.compile(f"[{_VARIATIONS}]")
_ODD = re.compile(f"[\u2800{_FILLERS}{_VARIATIONS}]")
# A text of nothing else shows nothing.
_SHOWS_NOTHING = re.compile(f"[\\s\u2800{_VARIATIONS}]*")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What may stand on both sides of a joiner in one emoji: 👩‍🚒, 🏳️‍🌈, 👩🏽‍🚒.
_BEFORE_JOINER = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]")
_AFTER_JOINER = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
_FLAG = "\U0001f3f4"
_TAGS = range(0xE0020, 0xE0080)


def prose(text: str) -> str:
    """A text of several lines; lines end in \\n, tabs stay, other control characters go."""
    if _is_plain(text):
        return text
    text = _readable(text)
    if not text.isprintable():
        text = _LINE_END.sub("\n", text)
        text = "".join(c for c in text if c in "\n\t" or not _is_control(c))
    return _shown(text)


def line(text: str) -> str:
    """A text of one line: each break or tab is a blank, other control characters go."""
    if _is_plain(text):
        return text
    text = _readable(text)
    if not text.isprintable():
        text = re.sub("[\n\t]+", " ", _LINE_END.sub("\n", text))
        text = "".join(c for c in text if not _is_control(c))
    return _shown(text)


def are_lines(texts: Sequence[str]) -> bool:
    """True if each text is as `line` makes it, as one look at all of them tells. It may say False
    of texts that are: nearly every text of a till is plain, and an order has three thousand."""
    joined = "|".join(("", *texts, ""))
    plain = joined.isascii() and joined.isprintable()
    return plain and "| " not in joined and " |" not in joined


def compared(text: str) -> str:
    """A text that is compared: NFKC throughout, nothing invisible. Control characters stay, to be
    refused: who sends one in an identity sends something else than they think."""
    if _is_plain(text):
        return text
    # Blanks again: NFKC makes blanks of characters that were none.
    text = unicodedata.normalize("NFKC", text)
    visible = (c for c in _FILLER.sub("", text) if unicodedata.category(c) != "Cf")
    return _shown(unicodedata.normalize("NFKC", _VARIATION.sub("", "".join(visible))))


def labels_in_form(labels: Mapping[str, str]) -> dict[str, str]:
    """Keys and values as `line`; as they are where two keys would become one, so none is lost."""
    named = {line(key): line(value) for key, value in labels.items()}
    return named if len(named) == len(labels) else dict(labels)


def has_control(text: str) -> bool:
    """Whether `text` holds a control character, line breaks and tabs among them."""
    return any(map(_is_control, text))


def checked(field: str, text: str, most: int, *, least: int = 0, form: Form = line) -> str:
    """`text` in its form. Refuses INVALID_ARGUMENT unless that has `least` to `most` characters."""
    text = form(text)
    if not least <= len(text) <= most:
        raise invalid(field, f"{least} to {most} characters" if least else f"at most {most}")
    return text


def _is_plain(text: str) -> bool:
    """Whether all forms of `text` are the text: nearly every text of a till, which may send 100,000
    in one call."""
    if not text.isprintable() or text[:1] == " " or text[-1:] == " ":
        return False
    return text.isascii() or (unicodedata.is_normalized("NFKC", text) and _ODD.search(text) is None)


def _readable(text: str) -> str:
    if not text.isprintable():
        text = _without_format(text)
    text = _FILLER.sub("", text)
    return unicodedata.normalize("NFC", "".join(map(_one_width, text)))


def _one_width(c: str) -> str:
    if c.isascii() or not unicodedata.category(c).startswith(_LETTERS_AND_DIGITS):
        return c
    return unicodedata.normalize("NFKC", c)


def _without_format(text: str) -> str:
    kept: list[str] = []
    in_flag = False
    for index, c in enumerate(text):
        in_flag = c == _FLAG or (in_flag and ord(c) in _TAGS)
        if unicodedata.category(c) != "Cf" or in_flag or _joins(text, index):
            kept.append(c)
    return "".join(kept)


def _joins(text: str, index: int) -> bool:
    return (
        text[index] == _ZWJ
        and _BEFORE_JOINER.fullmatch(text[index - 1 : index]) is not None
        and _AFTER_JOINER.fullmatch(text[index + 1 : index + 2]) is not None
    )


def _shown(text: str) -> str:
    return "" if _SHOWS_NOTHING.fullmatch(text) else text.strip()


def _is_control(c: str) -> bool:
    return unicodedata.category(c) == "Cc"
