"""Follows the feed of members for its programmes."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC

from services.common.brand_config import ProgrammeUnreadable
from services.common.clock import truncate_ms
from services.common.telemetry import log
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from tessera.members.v1 import events_pb2

_log = log("feedback.members_feed")


async def follow_members(
    programmes: Programmes, on_kept: Callable[[], None], events: Sequence[events_pb2.Event]
) -> None:
    """Put each published programme in force, in order, and call `on_kept` after each."""
    for event in events:
        publication = _publication(event)
        if publication is None:
            continue
        try:
            await programmes.keep(publication)
        except ProgrammeUnreadable as error:
            # Waiting for a readable one would stop every other brand's programme too.
            _log.error("programme_refused", brand=event.brand, event_id=event.id, error=str(error))
            continue
        on_kept()


def _publication(event: events_pb2.Event) -> Publication | None:
    if not event.HasField("programme_published"):
        return None
    try:
        document = json.loads(event.programme_published.document_json)
    except ValueError as error:
        _log.error("programme_not_json", brand=event.brand, event_id=event.id, error=str(error))
        return None
    # A roll-back publishes an older version again, so the order is that of the publishing.
    at = truncate_ms(event.record_time.ToDatetime(UTC)).isoformat(timespec="milliseconds")
    return Publication(event.brand, f"{at}/{event.id}", document)
