"""MongoDB: with mongo_errors.py the only file that imports its client.

Writes are w=majority and j=true, reads majority, transactions snapshots; datetimes are UTC.

Motor's makers have ended its support. To replace it, set `DRIVER` to "pymongo" and let the type
aliases below it name PyMongo's asynchronous classes; the tests already run on both. Where the two
differ (sessions, aggregations, change streams, closing), a function here hides it, so storage code
must use `aggregate`, `transact`, `session`, `close` and `Changes` instead of the methods.

It cannot be yet: PyMongo 4.20 under Python 3.11 can keep its topology lock for ever when an
operation is cancelled while it selects a server. Motor's threads are never cancelled.
"""

import asyncio
import contextvars
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar, cast

# `X as X`: storage imports these names from here, since only this file imports the driver.
import bson
import pymongo
from bson import Binary as Binary
from bson import Int64 as Int64
from bson import ObjectId as ObjectId
from bson.codec_options import CodecOptions, DatetimeConversion
from bson.timestamp import Timestamp as Timestamp
from pymongo import ASCENDING as ASCENDING
from pymongo import DESCENDING as DESCENDING
from pymongo import AsyncMongoClient
from pymongo import DeleteOne as DeleteOne
from pymongo import IndexModel as IndexModel
from pymongo import InsertOne as InsertOne
from pymongo import ReplaceOne as ReplaceOne
from pymongo import ReturnDocument as ReturnDocument
from pymongo import UpdateMany as UpdateMany
from pymongo import UpdateOne as UpdateOne
from pymongo.asynchronous.change_stream import AsyncChangeStream as AsyncChangeStream
from pymongo.errors import BulkWriteError as BulkWriteError
from pymongo.errors import ConfigurationError, InvalidName
from pymongo.errors import DuplicateKeyError as DuplicateKeyError
from pymongo.errors import OperationFailure as OperationFailure
from pymongo.errors import PyMongoError as PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.synchronous.change_stream import ChangeStream as ChangeStream
from pymongo.write_concern import WriteConcern

from services.common import deadlines
from services.common.mongo_errors import INVALID_OPTIONS as INVALID_OPTIONS
from services.common.mongo_errors import NOT_STORABLE as NOT_STORABLE
from services.common.mongo_errors import is_duplicate as is_duplicate
from services.common.mongo_errors import is_for_operators as is_for_operators
from services.common.mongo_errors import is_timeout as is_timeout
from services.common.mongo_errors import is_transient as is_transient
from services.common.mongo_errors import lasted_too_long
from services.common.mongo_errors import lets_us_not_in as lets_us_not_in
from services.common.mongo_errors import told as told
from services.common.settings import SettingsError
from services.common.tasks import end

# Motor runs each call on a thread of its pool, whose size is fixed at import. A call occupies its
# thread while it waits for a commit, so the default (5 a core) would limit calls that only wait.
os.environ.setdefault("MOTOR_MAX_WORKERS", "64")

from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)

Driver: TypeAlias = Literal["motor", "pymongo"]
DRIVER: Driver = "motor"

Document: TypeAlias = dict[str, Any]
Database: TypeAlias = AsyncIOMotorDatabase[Document]
Collection: TypeAlias = AsyncIOMotorCollection[Document]
Session: TypeAlias = AsyncIOMotorClientSession
DuplicateKey = DuplicateKeyError

T = TypeVar("T")

SERVER_SELECTION_TIMEOUT_MS = 5_000
CONNECT_TIMEOUT_MS = 3_000
HEARTBEAT_MS = 1_000
"""A server that refused us is not asked before its next heartbeat; by default after 10 s, when the
calls that wait for it have lost their time and no longer say why."""
SOCKET_TIMEOUT_MS = 30_000
"""Bounds operations outside a call; inside a call the deadline is shorter."""
POOL_CONNECTIONS_MAX = 100
CLOSE_S = 10.0
WATCHERS_MAX = 20
"""Threads that wait on change streams, each with a connection: those who watch share a stream. With
Motor's threads and the writers they are fewer than the connections, so they keep nobody waiting."""
WRITERS_MAX = 8
"""Transactions of `write` that can run at the same time."""

TRANSACTION_RETRY_S = 120.0
"""How long a transaction outside a call is retried."""

# Change streams wait on threads of their own: on Motor's threads they would block other calls.
_WAITING = ThreadPoolExecutor(WATCHERS_MAX, thread_name_prefix="watch")
_WRITING = ThreadPoolExecutor(WRITERS_MAX, thread_name_prefix="write")

_SNAPSHOT = ReadConcern("snapshot")
_MAJORITY_JOURNALED = WriteConcern(w="majority", j=True)
_DOCUMENTS: CodecOptions[Document] = CodecOptions(
    tz_aware=True, datetime_conversion=DatetimeConversion.DATETIME
)
"""How documents are read, here and by a client that `connect` made."""
_REPLIES: CodecOptions[Document] = CodecOptions(unicode_decode_error_handler="replace")
"""For replies to writes: MongoDB names a duplicate key, possibly cut within a character."""


def connect(url: str, db: str, *, driver: Driver = DRIVER) -> Database:
    """The database `db` at `url`. Connects on first use; call it inside the running loop.

    Raises SettingsError for a malformed URL or name.
    """
    options: dict[str, Any] = {
        "w": "majority",
        "journal": True,
        "readConcernLevel": "majority",
        "retryWrites": True,
        "retryReads": True,
        "tz_aware": True,
        "datetime_conversion": DatetimeConversion.DATETIME,
        "serverSelectionTimeoutMS": SERVER_SELECTION_TIMEOUT_MS,
        "connectTimeoutMS": CONNECT_TIMEOUT_MS,
        "socketTimeoutMS": SOCKET_TIMEOUT_MS,
        "heartbeatFrequencyMS": HEARTBEAT_MS,
        "maxPoolSize": POOL_CONNECTIONS_MAX,
        "appname": "tessera",
    }
    try:
        if driver == "motor":
            return AsyncIOMotorClient(url, **options)[db]
        return cast("Database", AsyncMongoClient(url, **options)[db])
    except InvalidName as error:
        raise SettingsError(f"TESSERA_MONGO_DB: {error}") from error
    except (ConfigurationError, ValueError) as error:
        raise SettingsError(f"TESSERA_MONGO_URL: {error}") from error


async def close(db: Database) -> None:
    """Wait for running transactions (at most 10 s), then close the client of `db`."""
    if _at_work:
        _, late = await asyncio.wait(set(_at_work), timeout=CLOSE_S)
        await end(*late)
    client: Any = db.client
    if (closing := client.close()) is not None:
        await closing


async def ping(db: Database) -> bool:
    """True if a primary answers."""
    try:
        await db.command("ping")
    except PyMongoError:
        return False
    return True


def timeout(seconds: float | None) -> AbstractContextManager[object]:
    """Bound the operations of the block to `seconds` together: driver and server stop them.

    An operation without time left raises an error for which `is_timeout` is true. None: no bound.
    """
    return pymongo.timeout(seconds)


@asynccontextmanager
async def session(db: Database) -> AsyncIterator[Session]:
    """A causally consistent session outside a transaction."""
    started: Any = db.client.start_session()
    async with await started if asyncio.iscoroutine(started) else started as opened:
        yield opened


def operation_time(session: Session) -> Timestamp:
    """The database's time of the last operation in `session`, which must have had one.

    After a majority read, later reads in the session see every commit up to this time.
    """
    answered: Any = session.operation_time
    assert isinstance(answered, Timestamp), "only a replica set has operation times"
    return answered


# Transactions continue when their caller is cancelled; this set keeps their tasks alive.
_at_work: set[asyncio.Task[Any]] = set()


async def transact(db: Database, fn: Callable[[Session], Awaitable[T]]) -> T:
    """Run `fn` in one transaction: snapshot reads, majority and journaled commit.

    `fn` RUNS AGAIN after a lost race or a failover, so it must not change anything outside the
    session. When it raises, nothing is written and the error is raised here. Retries end at the
    call's deadline, after 120 s at most.

    A cancelled caller returns at once, while the transaction runs to its own end within its
    deadline: cancelling a statement in progress would leave its locks behind for up to a minute. So
    after a cancellation the result is unknown, as after any lost answer; a repeat with the same
    request id settles it.
    """
    return await to_its_end(_transact(db, fn))


async def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, which goes on when its caller is cancelled; `close` waits for it."""
    task = asyncio.create_task(work)
    _at_work.add(task)
    task.add_done_callback(_finished)
    return await asyncio.shield(task)


def _finished(task: asyncio.Task[Any]) -> None:
    _at_work.discard(task)
    if not task.cancelled():
        task.exception()


async def _transact(db: Database, fn: Callable[[Session], Awaitable[T]]) -> T:
    # Not the driver's own `with_transaction`: Motor's version commits outside of its retry loop, so
    # a race lost at the commit, or a lost answer, would not be retried.
    give_up_at = time.monotonic() + TRANSACTION_RETRY_S
    attempts = 0
    async with session(db) as opened:
        while True:
            deadlines.check()
            try:
                return await _attempt(opened, fn, give_up_at)
            except PyMongoError as error:
                again = error.has_error_label("TransientTransactionError") or lasted_too_long(error)
                if not again or time.monotonic() > give_up_at:
                    raise
            # As in the drivers' specification: 5 ms, 1.5 times as long each time, at most 500 ms.
            attempts += 1
            await asyncio.sleep(random.random() * min(0.5, 0.005 * 1.5**attempts))


async def _attempt(opened: Session, fn: Callable[[Session], Awaitable[T]], give_up_at: float) -> T:
    begun: Any = opened.start_transaction(
        read_concern=_SNAPSHOT,
        write_concern=_MAJORITY_JOURNALED,
        read_preference=ReadPreference.PRIMARY,
    )
    if asyncio.iscoroutine(begun):
        await begun
    try:
        result = await fn(opened)
    except BaseException:
        await opened.abort_transaction()
        raise
    while True:
        try:
            await opened.commit_transaction()
        except PyMongoError as error:
            # It may be committed or not. Committing again settles it, without a double effect.
            unknown = error.has_error_label("UnknownTransactionCommitResult")
            unknown = unknown or lasted_too_long(error)
            if not unknown or is_timeout(error) or time.monotonic() > give_up_at:
                raise
            deadlines.check()
        else:
            return result


class Statement(NamedTuple):
    """A command, and a check of its reply; an error of the check aborts the transaction."""

    command: Document
    check: Callable[[Document], None]


async def write(db: Database, statements: Sequence[Statement]) -> None:
    """Run commands that are known from the start in one transaction, with the rules of `transact`.

    With Motor the whole transaction runs on one thread. Switching threads for each command costs
    more than the command, since beside a busy event loop each switch waits for the interpreter. The
    driver's own retry loop is correct on a thread, and respects the deadline.
    """
    if isinstance(db, AsyncIOMotorDatabase):
        await to_its_end(_on_thread(_WRITING, lambda: _write(db.delegate, statements)))
        return

    async def one_by_one(session: Session) -> None:
        for command, check in statements:
            check(await db.command(command, codec_options=_REPLIES, session=session))

    await transact(db, one_by_one)


def _write(database: Any, statements: Sequence[Statement]) -> None:
    def all_(session: Any) -> None:
        for command, check in statements:
            check(database.command(command, codec_options=_REPLIES, session=session))

    with database.client.start_session() as session:
        session.with_transaction(
            all_,
            read_concern=_SNAPSHOT,
            write_concern=_MAJORITY_JOURNALED,
            read_preference=ReadPreference.PRIMARY,
        )


async def aggregate(
    collection: Collection,
    pipeline: Sequence[Mapping[str, Any]],
    *,
    session: Session | None = None,
    batch_size: int = 1000,
    **options: Any,
) -> AsyncIterator[Document]:
    """The documents that `pipeline` returns, streamed in batches."""
    made: Any = collection.aggregate(pipeline, session=session, batchSize=batch_size, **options)
    cursor = await made if asyncio.iscoroutine(made) else made
    try:
        async for document in cursor:
            yield document
    finally:
        await cursor.close()


def is_motor(collection: object) -> bool:
    """True if `collection` is Motor's."""
    return isinstance(collection, AsyncIOMotorCollection)


async def on_driver_thread(fn: Callable[[], T]) -> T:
    """Run `fn`, which waits on Motor's underlying client, on a thread for change streams."""
    return await _on_thread(_WAITING, fn)


async def _on_thread(pool: ThreadPoolExecutor, fn: Callable[[], T]) -> T:
    # The deadline of the call is in the context.
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(pool, context.run, fn)


Indexes: TypeAlias = Mapping[str, Sequence[IndexModel]]
"""By collection."""


def joined(*declared: Indexes) -> Indexes:
    """All indexes of rooms that may share collections, and declare the same one."""
    found: dict[str, list[IndexModel]] = {}
    for some in declared:
        for collection, models in some.items():
            known = found.setdefault(collection, [])
            made = [each.document for each in known]
            known += [each for each in models if each.document not in made]
    return found


async def ensure_indexes(db: Database, indexes: Indexes) -> None:
    """Build missing indexes. For the migration job and tests: a serving pod builds none."""
    for name, models in indexes.items():
        if models:
            await db[name].create_indexes(list(models))


def to_bytes(document: Document) -> bytes:
    """A document as BSON, as MongoDB itself stores it."""
    encoded: bytes = bson.encode(document)
    return encoded


def from_bytes(encoded: bytes) -> Document:
    """The document back, just as a read of it gives it."""
    document: Document = bson.decode(encoded, _DOCUMENTS)
    return document
