"""The figures of contents, and of series of articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.common.errors import invalid
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.domain.content import ContentFigure, Subject
from services.feedback.insight.domain.period import DAY

DAYS_MAX = 92


@dataclass(frozen=True, slots=True)
class ContentsAsked:
    """Of which days; with a `code` that one alone, by week; else at most so many."""

    subject: Subject
    since: date
    until: date
    code: str
    most: int


@dataclass(frozen=True, slots=True)
class ContentsTold:
    """`members` are those of the brand at the end of the last day. `complete`: it is over."""

    figures: Sequence[ContentFigure]
    members: int
    complete: bool
    as_of: datetime


async def content_figures(ctx: InsightContext, brand: str, asked: ContentsAsked) -> ContentsTold:
    """What members did with contents. Raises a refusal of `until_day`."""
    if (asked.until - asked.since).days >= DAYS_MAX:
        raise invalid("until_day", f"at most {DAYS_MAX} days")
    today = await ctx.today(brand)
    days = asked.since, asked.until
    if asked.code:
        found = await ctx.contents.weeks(brand, asked.subject, asked.code, *days)
    else:
        found = await ctx.contents.figures(brand, asked.subject, *days, asked.most)
    end = min(asked.until, today) + DAY
    members = (await ctx.buckets.totals(brand, [end]))[end].members
    return ContentsTold(found, members, asked.until < today, await ctx.as_of(brand))
