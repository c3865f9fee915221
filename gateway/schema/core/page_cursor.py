"""Cursors into the pages of a service that has page tokens of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from gateway.core.ids import cursor, position
from gateway.schema.core.connections import PAGE_SIZE_MAX, Page, first_of, page_size
from gateway.schema.core.context import RequestContext
from services.common.auth import Caller


@dataclass(frozen=True, slots=True)
class PageCursor:
    """A cursor in a page of a service: the token of that page, and the items before the cursor."""

    token: str
    skip: int

    @classmethod
    def read(cls, kind: str, after: str | None) -> "PageCursor":
        place = position(kind, after, str)
        if place is None:
            return cls("", 0)
        skip, _, token = str(place).partition(":")
        return cls(token, min(int(skip), PAGE_SIZE_MAX - 1) if skip.isdecimal() else 0)

    def size(self, first: int) -> int:
        return min(PAGE_SIZE_MAX, self.skip + first)

    def page(self, kind: str, items: list[Any], next_token: str, total: int = 0) -> Page:
        """The items behind the cursor. The last one's cursor is the service's own next token."""
        shown = list(enumerate(items, start=1))[self.skip :]
        places = [f"{number}:{self.token}" for number, _ in shown]
        if shown and next_token:
            places[-1] = f"0:{next_token}"
        return Page(
            [(cursor(kind, place), item) for (_, item), place in zip(shown, places, strict=True)],
            first_of,
            has_next=bool(next_token),
            has_previous=bool(self.token or self.skip),
            total_count=total,
        )


async def page_of(
    context: RequestContext,
    kind: str,
    method: Callable[..., Awaitable[Any]],
    request: Any,
    answer: str,
    first: int,
    after: str | None,
    *,
    caller: Caller | None = None,
) -> Page:
    """The page of the `first` items behind `after` of a list: `request` says which list, and gets
    its page here; `answer` is the response's field. `caller` asks, the request's when left out.

    Raises INVALID_ARGUMENT and PAGE_TOKEN_INVALID.
    """
    place = PageCursor.read(kind, after)
    request.page_size, request.page_token = place.size(page_size(first)), place.token
    response = await context.services.read(method, request, caller or context.caller)
    return place.page(kind, list(getattr(response, answer)), response.next_page_token)
