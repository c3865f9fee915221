"""Feeds: a service publishes events in the same transaction as the change itself.

`Feed.watch` returns every event at least once, from the beginning or after a token, and then waits
for more. It promises:

* No event is lost. An event committed before the time of a majority read is in the collection for
  every later majority read. An event committed after it is in the stream that begins at that time.
* A token resumes exactly: the events after it come, in the order of their commits.
* An event may come again in two cases; followers recognise it by its id. First, when watching from
  the beginning, an event that commits during the scan may come from the scan and again from the
  stream. The last 10,000 ids of the scan are remembered and their repeats dropped, unless the
  reader reconnects in between. Second, when a token is older than the oplog, the feed reads the
  collection again from 5 minutes before the token. If writers commit in the order of their ids
  (`ids.IdSequence`), events that the stream had sent are left out then; only events that came from
  a scan, or from before `from_now`, can come again.
* A scan returns events in the order of their ids, which is the order in time up to the difference
  between the publishers' clocks. The stream returns them in the order of their commits.
"""

from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from prometheus_client import Counter

from services.common import mongo, telemetry
from services.common.changes import Batch, HistoryLost, after_moment, to_timestamp
from services.common.feed_position import OVERLAP, FeedPosition, WatchTokenInvalid
from services.common.ids import floor_id, is_time_ordered
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
)
from services.common.shared_stream import SharedStream

SCAN_BATCH = 1_000
REMEMBERED_MAX = 10_000
PIECE_BYTES = 1024 * 1024
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
"""No event is older; and before the first instant of the calendar there is none."""
_DECODED = "decoded"
"""Where the events of a change are kept beside it."""

UNREADABLE = Counter(
    "tessera_feed_unreadable_total", "Documents that no watcher will see.", ["collection"]
)

_log = telemetry.log("feed")


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event: `subject` is the id of the member it concerns, `payload` a serialized message."""

    id: str
    """Made by `ids.new_id` with the feed's prefix."""
    brand: str
    type: str
    subject: str
    at: datetime
    payload: bytes


class Arrived(NamedTuple):
    """Events in order (none in a heartbeat), and the token with which to continue after them."""

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
    """The feed of the events in one collection.

    By default the collection belongs to the feed and is filled by `append`. A collection whose
    documents are inserted once and never changed can be a feed by itself. It then needs `decode`,
    which turns a document into its events, and `order_by`, the field with its time-ordered ids:
    made by `new_id(id_prefix)`, and indexed alone and after `brand`. With `type_field` None, types
    are filtered after decoding. `projection` names the fields that `decode` needs. `commit_ordered`
    says that each writer takes its ids from an `ids.IdSequence`.
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
        commit_ordered: bool = False,
    ) -> None:
        self._db = db
        self._collection = db[collection]
        self._name = collection
        self._id_prefix = id_prefix
        self._order_by = order_by
        self._decode = decode
        self._type_field = type_field
        self._commit_ordered = commit_ordered
        self._projection = {"_id": 1, "brand": 1, order_by: 1, **dict.fromkeys(projection, 1)}
        if not projection:
            self._projection = {}
        self._stream = SharedStream(self._collection, self._pipeline(), self._moment)

    def indexes(self) -> dict[str, list[IndexModel]]:
        """The indexes of the feed, for `mongo.ensure_indexes`."""
        keys = [("brand", ASCENDING), (self._order_by, ASCENDING)]
        own = [] if self._order_by == "_id" else [IndexModel([(self._order_by, ASCENDING)])]
        return {self._name: [IndexModel(keys), *own]}

    async def append(self, session: Session, events: Sequence[FeedEvent]) -> None:
        """Publish `events` in the transaction of `session`.

        Raises ValueError for an id that does not sort by time, because a rescan could miss it.
        """
        documents = []
        for event in events:
            if not event.id.startswith(self._id_prefix + "_"):
                raise ValueError(f"the id {event.id} is not a new_id({self._id_prefix!r})")
            if not is_time_ordered(event.id):
                raise ValueError(f"the id {event.id} does not sort by time")
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
        since: datetime | None = None,
    ) -> AsyncGenerator[Arrived, None]:
        """Every event after the token `after`, and then new events, without end.

        Without a token it begins with the first event or, if `from_now`, after the latest; or with
        those of the instant `since`, and perhaps some of OVERLAP before it. `brand`
        None means all brands. Events that arrive together are returned together, up to 1 MiB of
        payloads or the events of one document; an idle feed returns a heartbeat each second.
        Raises WatchTokenInvalid. A driver error ends the stream, and the last token resumes it.
        """
        since_id = floor_id(self._id_prefix, max(since, EARLIEST) - OVERLAP) if since else ""
        position = FeedPosition.start(self._name, after, from_now, since_id)
        wanted = frozenset(types)
        selection = self._selection(brand, types)
        while True:
            position = await self._begun(position)
            try:
                async with self._stream.tail(position.resume, brand) as next_batch:
                    # Tells the follower at once that it will miss no event from here on.
                    yield Arrived([], position.token())
                    shown: deque[str] = deque(maxlen=REMEMBERED_MAX)
                    while position.scan_after is not None:
                        documents = await self._scan(position, selection)
                        shown.extend(document["_id"] for document in documents)
                        pieces = self._from_scan(position, documents, wanted)
                        for position, events in pieces:
                            yield Arrived(events, position.token())
                    repeats = set(shown)
                    while True:
                        batch = await next_batch()
                        pieces = self._from_stream(position, batch, repeats, wanted)
                        for position, events in pieces:
                            yield Arrived(events, position.token())
            except HistoryLost as error:
                _log.warning("feed_history_lost", collection=self._name, error=str(error))
                position = position.rescan(self._id_prefix)

    async def _begun(self, position: FeedPosition) -> FeedPosition:
        """`position` with the time at which the stream begins and the last id of the scan.

        It is the time of a majority read. A change stream opened without a time begins after the
        newest known commit, while an older commit may not have reached the majority yet: neither
        the stream nor a scan would return it.
        """
        if position.resume:
            return position
        async with mongo.session(self._db) as reading:
            position = replace(position, resume=after_moment(await self._majority_read(reading)))
            # A second read: only now is every commit up to that time certain to be visible.
            last = await self._collection.find_one(
                {}, {self._order_by: 1}, sort=[(self._order_by, DESCENDING)], session=reading
            )
        if position.scan_after is None or last is None:
            return replace(position, scan_after=None)
        return replace(position, scan_end=last[self._order_by])

    async def _moment(self) -> mongo.Timestamp:
        async with mongo.session(self._db) as reading:
            return await self._majority_read(reading)

    async def _majority_read(self, reading: Session) -> mongo.Timestamp:
        await self._collection.find_one({}, {"_id": 1}, session=reading)
        return mongo.operation_time(reading)

    async def _scan(self, position: FeedPosition, selection: Mapping[str, Any]) -> list[Document]:
        span = {"$gt": position.scan_after, "$lte": position.scan_end}
        async with mongo.session(self._db) as reading:
            # A primary elected meanwhile must also show every commit older than the stream.
            begin = to_timestamp(position.resume)
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
                raise WatchTokenInvalid("of a time that this database never had") from error

    def _from_scan(
        self, position: FeedPosition, documents: Sequence[Document], wanted: frozenset[str]
    ) -> Iterator[tuple[FeedPosition, list[FeedEvent]]]:
        done = len(documents) < SCAN_BATCH
        was_sent = position.was_sent()
        ids = [document[self._order_by] for document in documents]
        decoded = self._decode_all(documents, wanted)
        left = [() if was_sent(id_) else events for id_, events in zip(ids, decoded, strict=True)]
        for at, events in _pieces(left):
            if at < len(ids) - 1 or not done:
                yield replace(position, scan_after=ids[at]), events
            else:
                # After the last document of the scan the stream begins.
                yield replace(position, scan_after=None, scan_end=None), events

    def _from_stream(
        self, position: FeedPosition, batch: Batch, repeats: set[str], wanted: frozenset[str]
    ) -> Iterator[tuple[FeedPosition, list[FeedEvent]]]:
        changes = batch.changes
        if repeats:
            changes = [c for c in changes if c["fullDocument"]["_id"] not in repeats]
        documents = [change["fullDocument"] for change in changes]
        begin = 0
        for at, events in _pieces(self._decode_changes(changes, wanted)):
            sent = documents[begin : at + 1] if self._commit_ordered else ()
            last_ids = position.last_ids_with(document[self._order_by] for document in sent)
            last = at >= len(changes) - 1
            resume = batch.resume_token if last else changes[at]["_id"]["_data"]
            position, begin = replace(position, resume=resume, last_ids=last_ids), at + 1
            yield position, events

    def _decode_all(
        self, documents: Sequence[Document], wanted: frozenset[str]
    ) -> list[Sequence[FeedEvent]]:
        every = []
        for document in documents:
            decoded = self._decoded(document)
            events = (decoded,) if isinstance(decoded, FeedEvent) else decoded
            every.append([e for e in events if e.type in wanted] if wanted else events)
        return every

    def _decode_changes(
        self, changes: Sequence[Document], wanted: frozenset[str]
    ) -> list[Sequence[FeedEvent]]:
        """The same; each is decoded once for all who watch."""
        every = []
        for change in changes:
            events = change.get(_DECODED)
            if events is None:
                decoded = self._decoded(change["fullDocument"])
                events = (decoded,) if isinstance(decoded, FeedEvent) else tuple(decoded)
                change[_DECODED] = events
            every.append([e for e in events if e.type in wanted] if wanted else events)
        return every

    def _decoded(self, document: Document) -> FeedEvent | Sequence[FeedEvent]:
        """The events of a document; none of one that can't be read, which stops no other."""
        try:
            return self._decode(document)
        except Exception as error:
            UNREADABLE.labels(self._name).inc()
            which = {"collection": self._name, "id": str(document["_id"])}
            _log.error("feed_document_unreadable", **which, exc_info=error)
            return ()

    def _selection(self, brand: str | None, types: Sequence[str]) -> dict[str, Any]:
        selection: dict[str, Any] = {} if brand is None else {"brand": brand}
        if types and self._type_field is not None:
            selection[self._type_field] = {"$in": list(types)}
        return selection

    def _pipeline(self) -> list[Document]:
        fields = {f"fullDocument.{name}": 1 for name in self._projection} or {"fullDocument": 1}
        return [{"$match": {"operationType": "insert"}}, {"$project": fields}]


def _pieces(decoded: Sequence[Sequence[FeedEvent]]) -> Iterator[tuple[int, list[FeedEvent]]]:
    """Splits `decoded`, the events of each document, into pieces that fit a message.

    Each piece comes with the index of its last document. The last piece comes even if it is empty.
    """
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
