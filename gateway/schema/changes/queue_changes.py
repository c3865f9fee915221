"""The subscription to the queue of feedback: which item changed, for the operators of a brand."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import strawberry

from gateway.schema.core.connections import itself
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column, join
from gateway.schema.feedback.feedback import Feedback
from gateway.schema.feedback.feedback_queue import Team
from gateway.upstream.batching import Need
from gateway.upstream.event_hub import WHOLE_BRAND
from services.common.auth import require_scope, works_for


@dataclass(frozen=True, slots=True)
class QueueChange:
    """The source of a message: the item that changed, "" in the first message."""

    feedback_id: str = ""
    live: bool = True


@strawberry.type(
    description="A message of `feedbackQueueChanged`: an item of the queue came or changed. The"
    " first message has none, and says that the subscription is live."
)
class FeedbackQueueChanged:
    """Source: QueueChange."""

    live: bool = column("True: from the first message on, no change is missing.")
    feedback: Feedback | None = join(
        itself,
        "The item as it is now; null in the first message.",
        loader="feedback_items",
        key=lambda change: change.feedback_id,
        need=lambda args, inner: Need(),
    )


async def _changes(context: RequestContext, team: str | None) -> AsyncGenerator[QueueChange, None]:
    feed = context.hub.feedback
    with feed.subscribed(context.caller.brand, WHOLE_BRAND) as events:
        await feed.following.wait()
        yield QueueChange()
        async for event in events:
            if team not in (None, event.team):
                continue
            # The service finds no item of another store, so its id would be an error for each.
            if works_for(context.caller, event.feedback.store_id):
                yield QueueChange(event.feedback.id)


def queue_changes(context: RequestContext, team: Team = None) -> AsyncGenerator[QueueChange, None]:
    """The changes of the queue from now on. Raises PERMISSION_DENIED without `feedback:read`.

    The gateway follows the feed as a service, so it checks the scope itself.
    """
    require_scope(context.caller, "feedback:read")
    return _changes(context, team)
