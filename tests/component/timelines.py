"""Walks through a timeline of a service, a page at a time."""

from typing import Any


async def walked(timeline: Any, request: Any, size: int) -> list[Any]:
    """All items that are asked for, in pages of that size."""
    request.page_size = size
    found: list[Any] = []
    while True:
        answer = await timeline.ListTimeline(request)
        found += answer.items
        assert len(answer.items) <= size
        if not answer.has_more:
            return found
        assert len(answer.items) == size
        request.before.CopyFrom(found[-1].place)


def place_of(item: Any) -> tuple[int, int, str]:
    """As places are compared."""
    return (item.place.time.ToMilliseconds(), item.place.kind, item.place.id)
