"""Follows the feed of members for its programmes."""

from collections.abc import Callable, Sequence
from datetime import UTC

from services.common.clock import truncate_ms
from services.common.exact_json import read_json
from services.common.setting_aside import EventKind
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from tessera.members.v1 import events_pb2

MEMBER_EVENT: EventKind[events_pb2.Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=lambda event: (),
    write=lambda event: event.SerializeToString(),
    read=events_pb2.Event.FromString,
)
"""An event of members. Only programmes count here, and these hold nobody back."""


async def follow_members(
    programmes: Programmes, on_kept: Callable[[], None], events: Sequence[events_pb2.Event]
) -> None:
    """Put each published programme in force, in order, and call `on_kept` after each.

    Raises ProgrammeUnreadable and ValueError for one that can't be read, which the follower sets
    aside: the programme before it stays in force, and other brands go on.
    """
    for event in events:
        if event.HasField("programme_published"):
            await programmes.keep(_publication(event))
            on_kept()


def _publication(event: events_pb2.Event) -> Publication:
    document = read_json(event.programme_published.document_json)
    # A roll-back publishes an older version again, so the order is that of the publishing.
    at = truncate_ms(event.record_time.ToDatetime(UTC)).isoformat(timespec="milliseconds")
    return Publication(event.brand, f"{at}/{event.id}", document)
