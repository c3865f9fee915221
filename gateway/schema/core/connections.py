"""Pages of lists, as Relay's cursor connections (https://relay.dev/graphql/connections.htm)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import strawberry

from gateway.schema.core.fields import FIRST_DEFAULT, column, read
from services.common.errors import Refusal

PAGE_SIZE_MAX = 100

First = Annotated[
    int,
    strawberry.argument(
        description=f"The most items that the page may have, 1 to {PAGE_SIZE_MAX};"
        f" {FIRST_DEFAULT} when left out."
    ),
]
"""The argument `first` of every connection."""
After = Annotated[
    str | None,
    strawberry.argument(
        description="The cursor behind which the page begins, such as the `endCursor` of the page"
        " before. When left out, the page begins with the first item of the list."
    ),
]
"""The argument `after` of every connection."""


def page_size(first: int | None) -> int:
    """`first` when it is 1 to 100. Raises INVALID_ARGUMENT."""
    first = FIRST_DEFAULT if first is None else first
    if not 1 <= first <= PAGE_SIZE_MAX:
        raise Refusal("INVALID_ARGUMENT", f"first is 1-{PAGE_SIZE_MAX}, not {first}", field="first")
    return first


@dataclass(slots=True)
class Page:
    """The source of a connection: the sources of its edges, and the cursor of each.

    Pages go forward only: a page has a previous one when it was asked for with `after`.
    """

    edges: Sequence[Any]
    cursor_of: Callable[[Any], str]
    has_next: bool
    has_previous: bool = False
    total_count: int = 0
    """Set only where counting costs nothing."""


@strawberry.type(description="The place of a page in its list, and the cursors to go on with.")
class PageInfo:
    """Source: Page."""

    has_next_page: bool = read(
        lambda page: page.has_next, "True when the list goes on behind this page."
    )
    has_previous_page: bool = read(
        lambda page: page.has_previous, "True when this page was asked for with `after`."
    )
    start_cursor: str | None = read(
        lambda page: page.cursor_of(page.edges[0]) if page.edges else None,
        "The cursor of the first edge; null on an empty page.",
    )
    end_cursor: str | None = read(
        lambda page: page.cursor_of(page.edges[-1]) if page.edges else None,
        "The cursor of the last edge; null on an empty page. Give it as `after` for the next page.",
    )


def first_of(pair: tuple[Any, Any]) -> Any:
    """The first of a pair."""
    return pair[0]


def second_of(pair: tuple[Any, Any]) -> Any:
    """The second of a pair."""
    return pair[1]


def itself(source: Any) -> Any:
    """The source itself, for fields whose object is made of the same source."""
    return source


def page_info() -> Any:
    """The field `pageInfo` of a connection."""
    return read(itself, "The place of this page in its list.")


def edges() -> Any:
    """The field `edges` of a connection."""
    return column("The items of this page, each with its cursor.")


def edge_cursor(cursor_of: Callable[[Any], str]) -> Any:
    """The field `cursor` of an edge."""
    return read(
        cursor_of, "The place of this item in its list; give it as `after` for the items behind it."
    )


def edge_node(node_of: Callable[[Any], Any] = itself) -> Any:
    """The field `node` of an edge; by default, its source is that of the edge."""
    return read(node_of, "The item.")
