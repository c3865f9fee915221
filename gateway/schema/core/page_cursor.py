"""Cursors into the pages of a service that has page tokens of its own."""

from dataclasses import dataclass
from typing import Any

from gateway.core.ids import cursor, position
from gateway.schema.core.connections import PAGE_SIZE_MAX, Page, first_of


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
