"""The operators' queue of feedback: what is due next stands first."""

from typing import Annotated

import strawberry

from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, join, read
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import Long
from gateway.schema.feedback.feedback import Feedback, FeedbackState, Priority
from gateway.upstream.batching import Need
from gateway.upstream.loaders import QUEUE_COUNTS
from services.common.errors import invalid
from tessera.feedback.v1 import feedback_pb2

_QUEUE = "queue"

States = Annotated[
    list[FeedbackState] | None,
    strawberry.argument(description="Only items in one of these states; all by default."),
]
Team = Annotated[
    str | None, strawberry.argument(description="Only items of this team; all by default.")
]


Assignee = Annotated[
    str | None, strawberry.argument(description="Only items of this person; all by default.")
]
Mine = Annotated[
    bool, strawberry.argument(description="Only items of the caller; not beside `assignee`.")
]
Store = Annotated[
    str | None, strawberry.argument(description="Only items about this store; all by default.")
]
Category = Annotated[
    str | None, strawberry.argument(description="Only items of this category; all by default.")
]
Priorities = Annotated[
    list[Priority] | None,
    strawberry.argument(description="Only items of one of these priorities; all by default."),
]

Group = Annotated[
    str | None,
    strawberry.argument(description="Only items of this group of alike ones; all by default."),
]


@strawberry.type(description="The number of open items of a team in a state.")
class FeedbackCount:
    """Source: tessera.feedback.v1.FeedbackCount."""

    state: FeedbackState = column("The state.")
    team: str | None = read(lambda one: one.team or None, "The team; null before routing.")
    count: Long = column("The number of items.")


@strawberry.type(description="An item, with its place in the queue.")
class QueuedFeedbackEdge:
    """Source: a pair of cursor and item."""

    cursor: str = edge_cursor(first_of)
    node: Feedback = edge_node(second_of)


@strawberry.type(description="A page of the queue.")
class FeedbackQueueConnection:
    """Source: Page."""

    edges: list[QueuedFeedbackEdge] = edges()
    page_info: PageInfo = page_info()
    counts: list[FeedbackCount] | None = join(
        lambda told: list(told.counts),
        "The open items of the whole brand by state and team, whatever the page is of: those that"
        " are neither resolved, confirmed nor closed.",
        loader="feedback_counts",
        key=lambda page: QUEUE_COUNTS,
        need=lambda args, inner: Need(),
    )


async def _queue(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    states: States = None,
    team: Team = None,
    assignee: Assignee = None,
    mine: Mine = False,
    store_id: Store = None,
    category: Category = None,
    priorities: Priorities = None,
    group: Group = None,
) -> Page:
    if mine and assignee:
        raise invalid("assignee", "left out beside mine")
    request = feedback_pb2.ListFeedbackRequest(
        states=sorted({state.value for state in states or ()}),
        team=team or "",
        assignee=context.caller.subject if mine else assignee or "",
        store_id=store_id or "",
        category=category or "",
        priorities=sorted({priority.value for priority in priorities or ()}),
        group=group or "",
    )
    method = context.services.feedback.ListFeedback
    return await page_of(context, _QUEUE, method, request, "feedback", first, after)


@strawberry.type
class FeedbackQueries:
    """What operators can ask for."""

    feedback_queue: FeedbackQueueConnection | None = call(
        _queue,
        "The items of the brand, what is due next first: those that no person has answered by the"
        " deadline of the response, then by priority; the others by the deadline of the"
        " resolution; those with which the team has nothing left to do last. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
