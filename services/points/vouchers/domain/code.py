"""The code of a voucher: made at random, read out at a counter, typed by hand."""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 and O, 1, I and L, U and V: a code is read out at a counter."""
CHARS = 10
"""30^10, or 49 bits: of a million live vouchers one guess in 590 million finds one."""
TYPED_CHARS_MAX = 64


def new_code() -> str:
    """A code that nobody can foresee."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CHARS))


def normalised(typed: str) -> str:
    """`typed` as codes are kept: capital letters and digits; spaces and dashes do not count."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(each for each in folded if not _is_between(each))


def is_code(code: str) -> bool:
    """True when a voucher could have this normalised code."""
    return len(code) == CHARS and all(each in ALPHABET for each in code)


def _is_between(character: str) -> bool:
    """Space and what separates groups: dashes of any script, and the minus sign."""
    return character.isspace() or unicodedata.category(character) == "Pd" or character == "\u2212"
