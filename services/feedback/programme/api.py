"""What feedback follows of the members service: its programmes."""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC

from services.common.clock import truncate_ms
from services.common.telemetry import log
from services.feedback.programme.domain import Publication
from tessera.members.v1 import events_pb2

_log = log("feedback.members_feed")


def keeping_programmes(
    keep: Callable[[Publication], Awaitable[None]],
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """A `Follower`'s handler that gives each published programme to `keep`, in order."""

    async def handle(events: Sequence[events_pb2.Event]) -> None:
        for event in events:
            publication = _publication(event)
            if publication is not None:
                await keep(publication)

    return handle


def _publication(event: events_pb2.Event) -> Publication | None:
    if not event.HasField("programme_published"):
        return None
    try:
        document = json.loads(event.programme_published.document_json)
    except ValueError as error:
        # Waiting for it to become JSON would stop every other brand's programme too.
        _log.error("programme_not_json", brand=event.brand, event_id=event.id, error=str(error))
        return None
    # A roll-back publishes an older version again, so the order is that of the publishing.
    at = truncate_ms(event.record_time.ToDatetime(UTC)).isoformat(timespec="milliseconds")
    return Publication(event.brand, f"{at}/{event.id}", document)
