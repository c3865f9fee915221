"""An award as its member reads it, in Chinese and English: 消费积分 36 × 1.3 金卡 = 46.

The base is told as it was multiplied, such as 19.9: a rule rounds once, at the end.
The numbers are those that the posting keeps; the names are those of the programme in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import prod
from typing import NamedTuple

Text = tuple[str, str]
"""Chinese and English."""
_LIMITED = ("（因上限少 {}）", " ({} less by a limit)")
_BETWEEN = ("，", ", ")
_NAMES = ("、", ", ")
_BRACKETS = (("（", "）"), (" (", ")"))


class NamedMultiplier(NamedTuple):
    """The name of a tier or campaign, and its percent: 130 is × 1.3."""

    name: Text
    percent: int


class NamedAward(NamedTuple):
    """The points of a rule: amount + capped = base × percent / 100, rounded by the rule."""

    rule: Text
    amount: int
    base: int
    percent: int
    multipliers: Sequence[NamedMultiplier]
    capped: int
    base_hundredths: int = 0
    """The base before it was rounded; 0 where it is whole."""


def award_text(awards: Iterable[NamedAward]) -> Text:
    """All awards in one line of each language; empty for none."""
    told = list(awards)
    zh, en = (_BETWEEN[n].join(_told(one, n) for one in told) for n in (0, 1))
    return zh, en


def _told(award: NamedAward, language: int) -> str:
    limited = _LIMITED[language].format(award.capped) if award.capped else ""
    if not award.multipliers:
        return f"{award.rule[language]} +{award.amount}{limited}"
    factor = _factor(award, language)
    return f"{award.rule[language]} {_base(award)} × {factor} = {award.amount}{limited}"


def _factor(award: NamedAward, language: int) -> str:
    """Each multiplier with its name; where a brand adds them or takes the greatest, the one that
    they make, with all of them behind it."""
    each = [f"{_hundredths(one.percent)} {one.name[language]}" for one in award.multipliers]
    multiplied = prod(Fraction(one.percent, 100) for one in award.multipliers)
    if int(multiplied * 100) == award.percent:
        return " × ".join(each)
    opened, closed = _BRACKETS[language]
    return f"{_hundredths(award.percent)}{opened}{_NAMES[language].join(each)}{closed}"


def _base(award: NamedAward) -> str:
    return _hundredths(award.base_hundredths) if award.base_hundredths else str(award.base)


def _hundredths(number: int) -> str:
    """130 is 1.3, 200 is 2."""
    whole, rest = divmod(number, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)
