"""A part of a member's timeline: items of feedback and touches, the latest first."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from services.common.timeline import Asked, Kind, Part, Place, behind, below, joined, place_by_id
from services.feedback.items.commands.submit_feedback import ID_PREFIX
from services.feedback.items.domain.item import Feedback
from services.feedback.reach.domain.touch import Touch, TouchFilter

KINDS = (Kind.FEEDBACK, Kind.TOUCH)

MS_DIGITS = 14
"""Of the milliseconds by which the places of touches in lists begin; the id follows."""

Item: TypeAlias = tuple[Place, Feedback | Touch]


class Items(Protocol):
    async def newest(
        self, brand: str, member_ids: Sequence[str], before: str, limit: int
    ) -> Mapping[str, Sequence[Feedback]]:
        """The newest items of each member, with ids below `before` ("": all)."""


class Touches(Protocol):
    async def page(
        self, brand: str, only: TouchFilter, before: str, limit: int
    ) -> Sequence[tuple[str, Touch]]:
        """Touches with their places in lists, the latest wish first, below the place `before`."""


@dataclass(frozen=True, slots=True)
class TimelineContext:
    """Where both are read."""

    items: Items
    touches: Touches


async def list_timeline(ctx: TimelineContext, brand: str, asked: Asked) -> Part[Item]:
    """The part that is asked for."""
    lists = await asyncio.gather(_items(ctx, brand, asked), _touches(ctx, brand, asked))
    return joined(lists, lambda item: item[0], asked.size)


async def _items(ctx: TimelineContext, brand: str, asked: Asked) -> Sequence[Item]:
    if Kind.FEEDBACK not in asked.kinds:
        return ()
    before = below(asked.before, Kind.FEEDBACK, ID_PREFIX)
    found = await ctx.items.newest(brand, [asked.member_id], before, asked.size + 1)
    return [(place_by_id(Kind.FEEDBACK, one.id), one) for one in found.get(asked.member_id, ())]


async def _touches(ctx: TimelineContext, brand: str, asked: Asked) -> Sequence[Item]:
    if Kind.TOUCH not in asked.kinds:
        return ()
    left = behind(asked.before, Kind.TOUCH)
    before = "" if left is None else f"{left.ms:0{MS_DIGITS}d}/{left.id}"
    only = TouchFilter(member_id=asked.member_id)
    found = await ctx.touches.page(brand, only, before, asked.size + 1)
    return [(_place(text), touch) for text, touch in found]


def _place(text: str) -> Place:
    ms, _, touch_id = text.partition("/")
    return Place(int(ms), Kind.TOUCH, touch_id)
