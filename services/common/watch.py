"""Event feeds: what a service publishes, in the transaction of the change itself.

`Feed.watch` gives every event at least once, from the beginning or from a token, and then waits for
more. What is promised:

* No event is lost. Whatever committed up to the moment of a majority read is in the collection for
  every later majority read, and whatever commits after it is in the stream that begins there.
* A token resumes exactly: the events after it, in the order of their commits.
* Repeats may happen, and consumers tell them by the event's id, in two cases. From the beginning,
  an event that commits during the first scan may come from the scan and again from the stream; the
  last 10,000 of the scan are remembered and dropped, unless the watcher reconnects in between. And
  when a token is older than the oplog, everything from 5 minutes before it is read again from the
  collection. Where writers commit in the order of their ids (`ids.Line`) what the stream had given
  of that is left out, so only what came from a scan, or before `from_now`, can come again.
* Within a scan the order is that of the ids, which is the order in time up to the difference
  between the publishers' clocks; in the stream it is the order of commits.
"""

from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from services.common import mongo, telemetry
from services.common.changes import Batch, Changes, HistoryLost, after_moment, to_timestamp
from services.common.feed_position import FeedPosition, WatchTokenInvalid
from services.common.ids import time_of
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
)

SCAN_BATCH = 1_000
REMEMBERED_MAX = 10_000
PIECE_BYTES = 1024 * 1024


_log = telemetry.log("feed")


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """Something that happened. `subject` is whom it is about, `payload` a serialized message."""

    id: str
    """Made by `ids.new_id` with the feed's prefix."""
    brand: str
    type: str
    subject: str
    at: datetime
    payload: bytes


class Arrived(NamedTuple):
    """Events in order (none in a sign of life) and the token to go on after them."""

    events: list[FeedEvent]
    token: str


Decode: TypeAlias = Callable[[Document], FeedEvent | Sequence[FeedEvent]]


def _decode(document: Document) -> FeedEvent:
    return FeedEvent(
        document["_id"],
        document["brand"],
        document["type"],
        document["subject"],
        document["at"],
        document["payload"],
    )


class Feed:
    """The events in one collection.

    By default the collection is the feed's own, filled by `append`. A collection that is a feed by
    itself (inserted once, never changed) brings `decode`, which turns a document into its events,
    and tells where its time-ordered ids stand: field `order_by`, made by `new_id(id_prefix)` and
    indexed, also behind `brand`. `type_field` None filters types after decoding. `projection` names
    the fields that `decode` needs. `lines`: the ids are those of an `ids.Line` for each writer.
    """

    def __init__(
        self,
        db: Database,
        collection: str = "events",
        *,
        id_prefix: str = "evt",
        order_by: str = "_id",
        decode: Decode = _decode,
        type_field: str | None = "type",
        projection: Sequence[str] = (),
        lines: bool = False,
    ) -> None:
        self._db = db
        self._collection = db[collection]
        self._name = collection
        self._id_prefix = id_prefix
        self._order_by = order_by
        self._decode = decode
        self._type_field = type_field
        self._lines = lines
        self._projection = {"_id": 1, order_by: 1, **dict.fromkeys(projection, 1)}
        if not projection:
            self._projection = {}

    def indexes(self) -> dict[str, list[IndexModel]]:
        """For `mongo.ensure_indexes`."""
        keys = [("brand", ASCENDING), (self._order_by, ASCENDING)]
        own = [] if self._order_by == "_id" else [IndexModel([(self._order_by, ASCENDING)])]
        return {self._name: [IndexModel(keys), *own]}

    async def append(self, session: Session, events: Sequence[FeedEvent]) -> None:
        """Publish `events` with the transaction of `session`.

        Raises ValueError for an id that does not sort by time: it could be missed by a rescan.
        """
        documents = []
        for event in events:
            if not event.id.startswith(self._id_prefix + "_"):
                raise ValueError(f"the id {event.id} is not a new_id({self._id_prefix!r})")
            time_of(event.id)
            documents.append(
                {
                    "_id": event.id,
                    "brand": event.brand,
                    "type": event.type,
                    "subject": event.subject,
                    "at": event.at,
                    "payload": event.payload,
                }
            )
        if documents:
            await self._collection.insert_many(documents, session=session)

    async def watch(
        self,
        after: str = "",
        *,
        brand: str | None,
        types: Sequence[str] = (),
        from_now: bool = False,
    ) -> AsyncGenerator[Arrived, None]:
        """Every event after the token `after`, then the new ones for ever.

        Without a token it begins with the first event, or with `from_now` after the present one.
        `brand` None: of all brands. What has arrived together is given together, at most 1 MiB of
        payloads or one document's events; an idle feed gives a sign of life each second. Raises
        WatchTokenInvalid; driver errors end the stream, and the last token resumes it.
        """
        place = FeedPosition.start(self._name, after, from_now)
        wanted = frozenset(types)
        selection = self._selection(brand, types)
        while True:
            place = await self._begun(place)
            stream = Changes(self._collection, self._pipeline(selection), place.resume)
            try:
                await stream.open()
                # The subscriber learns at once that from here on nothing is missed.
                yield Arrived([], place.token())
                shown: deque[str] = deque(maxlen=REMEMBERED_MAX)
                while place.scan_after is not None:
                    documents = await self._scan(place, selection)
                    shown.extend(document["_id"] for document in documents)
                    pieces = self._from_scan(place, documents, wanted)
                    for place, events in pieces:
                        yield Arrived(events, place.token())
                repeats = set(shown)
                while True:
                    batch = await stream.next()
                    pieces = self._from_stream(place, batch, repeats, wanted)
                    for place, events in pieces:
                        yield Arrived(events, place.token())
            except HistoryLost as error:
                _log.warning("feed_history_lost", collection=self._name, error=str(error))
                place = place.rescan(self._id_prefix)
            finally:
                await stream.close()

    async def _begun(self, place: FeedPosition) -> FeedPosition:
        """`place` with the moment that parts collection and stream, and where a scan ends.

        The moment is that of a majority read. A change stream opened without one begins after the
        newest commit known, while an older commit may still be on its way to the majority: neither
        the stream nor a scan would show it.
        """
        if place.resume:
            return place
        async with mongo.session(self._db) as reading:
            await self._collection.find_one({}, {"_id": 1}, session=reading)
            place = replace(place, resume=after_moment(mongo.operation_time(reading)))
            # A second read, for only now everything up to that moment is sure to be seen.
            last = await self._collection.find_one(
                {}, {self._order_by: 1}, sort=[(self._order_by, DESCENDING)], session=reading
            )
        if place.scan_after is None or last is None:
            return replace(place, scan_after=None)
        return replace(place, scan_end=last[self._order_by])

    async def _scan(self, place: FeedPosition, selection: Mapping[str, Any]) -> list[Document]:
        span = {"$gt": place.scan_after, "$lte": place.scan_end}
        async with mongo.session(self._db) as reading:
            # Also a primary elected meanwhile must show all that is older than the stream.
            begin = to_timestamp(place.resume)
            reading.advance_operation_time(mongo.Timestamp(begin.time, max(0, begin.inc - 1)))
            found = self._collection.find(
                {**selection, self._order_by: span}, self._projection, session=reading
            )
            found = found.sort(self._order_by, ASCENDING).limit(SCAN_BATCH)
            try:
                return await found.to_list(SCAN_BATCH)
            except mongo.OperationFailure as error:
                if error.code != mongo.INVALID_OPTIONS:
                    raise
                raise WatchTokenInvalid("of a moment that this database never had") from error

    def _from_scan(
        self, place: FeedPosition, documents: Sequence[Document], wanted: frozenset[str]
    ) -> Iterator[tuple[FeedPosition, list[FeedEvent]]]:
        done = len(documents) < SCAN_BATCH
        given = place.given()
        ids = [document[self._order_by] for document in documents]
        decoded = self._decode_all(documents, wanted)
        left = [() if given(id_) else events for id_, events in zip(ids, decoded, strict=True)]
        for at, events in _pieces(left):
            if at < len(ids) - 1 or not done:
                yield replace(place, scan_after=ids[at]), events
            else:
                # Behind the last of the scan stands the beginning of the stream.
                yield replace(place, scan_after=None, scan_end=None), events

    def _from_stream(
        self, place: FeedPosition, batch: Batch, repeats: set[str], wanted: frozenset[str]
    ) -> Iterator[tuple[FeedPosition, list[FeedEvent]]]:
        changes = batch.changes
        if repeats:
            changes = [c for c in changes if c["fullDocument"]["_id"] not in repeats]
        documents = [change["fullDocument"] for change in changes]
        begin = 0
        for at, events in _pieces(self._decode_all(documents, wanted)):
            given = documents[begin : at + 1] if self._lines else ()
            lines = place.behind(document[self._order_by] for document in given)
            last = at >= len(changes) - 1
            resume = batch.resume_token if last else changes[at]["_id"]["_data"]
            place, begin = replace(place, resume=resume, lines=lines), at + 1
            yield place, events

    def _decode_all(
        self, documents: Sequence[Document], wanted: frozenset[str]
    ) -> list[Sequence[FeedEvent]]:
        every = []
        for document in documents:
            decoded = self._decode(document)
            events = (decoded,) if isinstance(decoded, FeedEvent) else decoded
            every.append([e for e in events if e.type in wanted] if wanted else events)
        return every

    def _selection(self, brand: str | None, types: Sequence[str]) -> dict[str, Any]:
        selection: dict[str, Any] = {} if brand is None else {"brand": brand}
        if types and self._type_field is not None:
            selection[self._type_field] = {"$in": list(types)}
        return selection

    def _pipeline(self, selection: Mapping[str, Any]) -> list[Document]:
        match = {f"fullDocument.{name}": value for name, value in selection.items()}
        fields = {f"fullDocument.{name}": 1 for name in self._projection} or {"fullDocument": 1}
        return [{"$match": {"operationType": "insert", **match}}, {"$project": fields}]


def _pieces(decoded: Sequence[Sequence[FeedEvent]]) -> Iterator[tuple[int, list[FeedEvent]]]:
    """`decoded`, the events of each document, in pieces that fit a message, each with the index of
    the document that it ends with. The last piece is given also when it is empty."""
    events: list[FeedEvent] = []
    size = 0
    last = len(decoded) - 1
    for at, some in enumerate(decoded):
        events += some
        size += sum(len(event.payload) for event in some)
        if size >= PIECE_BYTES and at < last:
            yield at, events
            events, size = [], 0
    yield last, events
