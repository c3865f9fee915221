"""Follows the feed of members for its programmes and stores."""

from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Protocol

from services.common.clock import truncate_ms
from services.common.exact_json import read_json
from services.common.setting_aside import EventKind
from services.common.store_projection import known_store
from services.common.stores import KnownStore
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
"""An event of members. Only programmes and stores count here, and these hold nobody back."""


class KeptStores(Protocol):
    """Feedback's projection of the register of stores."""

    async def keep(self, changed: Sequence[KnownStore]) -> None:
        """Take over stores; a version that is not later than the kept one changes nothing."""


async def follow_members(
    programmes: Programmes,
    stores: KeptStores,
    on_kept: Callable[[], None],
    events: Sequence[events_pb2.Event],
) -> None:
    """Keep the stores; put each published programme in force, in order, and call `on_kept` after
    each.

    Raises ProgrammeUnreadable and ValueError for one that can't be read, which the follower sets
    aside: the programme before it stays in force, and other brands go on.
    """
    await stores.keep([known_store(event) for event in events if event.HasField("store_changed")])
    for event in events:
        if event.HasField("programme_published"):
            await programmes.keep(_publication(event))
            on_kept()


def _publication(event: events_pb2.Event) -> Publication:
    document = read_json(event.programme_published.document_json)
    # A roll-back publishes an older version again, so the order is that of the publishing.
    at = truncate_ms(event.record_time.ToDatetime(UTC)).isoformat(timespec="milliseconds")
    return Publication(event.brand, f"{at}/{event.id}", document)
