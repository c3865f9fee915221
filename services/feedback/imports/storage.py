"""Feedback files in MongoDB.

`feedback_files`        {_id, brand, name, channel, encoding, rows, refused_when_checked,
first_refusals, uploaded_by, uploaded_at, state, started_by, started_at, ended_at, taken_in, known,
refused, kept_until}
`feedback_file_pieces`  {_id: file/number, brand, file, number, rows: [{line, event_id, said,
refused}], members, ids, results, kept_until}   either rows or results

`members` are those whom rows that wait name, so that an erasure finds them. MongoDB drops a file
and its results when `kept_until` is over.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.common import audit
from services.common.clock import Clock
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    transact,
)
from services.common.written_once import Asked, TextWire, written_once
from services.feedback.imports.domain.feedback_file import (
    KEPT,
    OPEN,
    FeedbackFile,
    FileState,
    Piece,
    RowResult,
    WaitingRow,
)
from services.feedback.imports.domain.row_file import Encoding
from services.feedback.items.domain.item import Submission

FILES, PIECES = "feedback_files", "feedback_file_pieces"
INDEXES = {
    FILES: [
        IndexModel([("brand", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("state", ASCENDING), ("uploaded_at", ASCENDING)]),
        IndexModel([("kept_until", ASCENDING)], expireAfterSeconds=0),
    ],
    PIECES: [
        IndexModel([("brand", ASCENDING), ("file", ASCENDING), ("number", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("members", ASCENDING)], sparse=True),
        IndexModel([("kept_until", ASCENDING)], expireAfterSeconds=0),
    ],
}
_OPEN = [state.value for state in OPEN]
_LOOKED_AT = 1_000


class MongoFilesUnit:
    """Implements `imports.commands.store.FilesUnit`."""

    def __init__(self, db: Database, session: Session, brand: str) -> None:
        self._files = db[FILES]
        self._pieces = db[PIECES]
        self._session = session
        self._brand = brand

    async def get(self, file_id: str) -> FeedbackFile | None:
        named = {"_id": file_id, "brand": self._brand}
        found = await self._files.find_one(named, session=self._session)
        return None if found is None else _file(found)

    async def count_open(self) -> int:
        query = {"brand": self._brand, "state": {"$in": _OPEN}}
        return await self._files.count_documents(query, session=self._session)

    async def add(self, file: FeedbackFile, pieces: Sequence[Piece]) -> None:
        await self._files.insert_one(_document(file), session=self._session)
        documents = [_piece_document(file, piece) for piece in pieces]
        await self._pieces.insert_many(documents, session=self._session)
        audit.changed(after={"file_id": file.id, "rows": str(file.rows)})

    async def put(self, file: FeedbackFile) -> None:
        named = {"_id": file.id, "brand": file.brand}
        await self._files.replace_one(named, _document(file), session=self._session)
        audit.changed(after={"file_id": file.id, "state": file.state.value})
        if file.state in OPEN:
            return
        waiting = {"brand": file.brand, "file": file.id, "results": None}
        await self._pieces.delete_many(waiting, session=self._session)


Change = Callable[[MongoFilesUnit], Awaitable[str]]


class MongoFeedbackFiles:
    """Implements `imports.commands.store.FeedbackFiles`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._files = db[FILES]
        self._pieces = db[PIECES]
        self._clock = clock

    async def once(self, request: Asked, change: Change) -> tuple[str, bool]:
        async def effect(session: Session) -> str:
            return await change(MongoFilesUnit(self._db, session, request.brand))

        return await written_once(self._db, self._clock, request, TextWire(), effect)

    async def end(self, file: FeedbackFile) -> None:
        async def effect(session: Session) -> None:
            unit = MongoFilesUnit(self._db, session, file.brand)
            known = await unit.get(file.id)
            if known is not None and known.state in OPEN and file.ended_at is not None:
                # Its counts are those of the database: another worker may have counted on.
                await unit.put(known.ended(file.state, file.ended_at))

        await transact(self._db, effect)

    async def get(self, brand: str, file_id: str) -> FeedbackFile | None:
        found = await self._files.find_one({"_id": file_id, "brand": brand})
        return None if found is None else _file(found)

    async def newest(self, brand: str, before: str, size: int) -> Sequence[FeedbackFile]:
        query: Document = {"brand": brand}
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._files.find(query).sort("_id", DESCENDING).limit(size)
        return [_file(each) for each in await cursor.to_list(size)]

    async def due(self, late: datetime) -> Sequence[FeedbackFile]:
        waiting = {"state": FileState.READY.value, "uploaded_at": {"$lte": late}}
        due = {"$or": [{"state": FileState.STARTED.value}, waiting]}
        cursor = self._files.find(due).sort("uploaded_at", ASCENDING).limit(_LOOKED_AT)
        return [_file(each) for each in await cursor.to_list(_LOOKED_AT)]

    async def next_piece(self, file: FeedbackFile) -> Piece | None:
        waiting = {"brand": file.brand, "file": file.id, "results": None}
        found = await self._pieces.find_one(waiting, sort=[("number", ASCENDING)])
        return None if found is None else _piece(found)

    async def named(self, file: FeedbackFile, number: int, ids: Sequence[str]) -> Piece | None:
        waiting = {"_id": _piece_id(file.id, number), "brand": file.brand, "results": None}
        await self._pieces.update_one({**waiting, "ids": None}, {"$set": {"ids": list(ids)}})
        found = await self._pieces.find_one(waiting)
        return None if found is None else _piece(found)

    async def put_results(
        self, file: FeedbackFile, number: int, results: Sequence[RowResult]
    ) -> None:
        waiting = {"_id": _piece_id(file.id, number), "brand": file.brand, "results": None}
        body = {
            "$set": {"results": [list(each) for each in results]},
            "$unset": {"rows": "", "members": "", "ids": ""},
        }
        states = [each.state for each in results]
        counts = {state: states.count(state) for state in ("taken_in", "known", "refused")}
        named = {"_id": file.id, "brand": file.brand}

        async def effect(session: Session) -> None:
            written = await self._pieces.update_one(waiting, body, session=session)
            if written.modified_count:
                await self._files.update_one(named, {"$inc": counts}, session=session)

        await transact(self._db, effect)

    async def results(self, brand: str, file_id: str, number: int) -> Sequence[RowResult] | None:
        where = {"_id": _piece_id(file_id, number), "brand": brand}
        found = await self._pieces.find_one(where, {"results": 1})
        told = found and found.get("results")
        return None if told is None else [RowResult(*each) for each in told]


async def forget_rows(db: Database, brand: str, member_id: str) -> None:
    """Empty the rows that wait and name the member."""
    await db[PIECES].update_many(
        {"brand": brand, "members": member_id},
        {"$set": {"rows.$[row].said": None}, "$pull": {"members": member_id}},
        array_filters=[{"row.said.member_id": member_id}],
    )


def _piece_id(file_id: str, number: int) -> str:
    return f"{file_id}/{number:03}"


def _piece_document(file: FeedbackFile, piece: Piece) -> Document:
    members = sorted({row.said.member_id for row in piece.rows if row.said} - {""})
    return {
        "_id": _piece_id(file.id, piece.number),
        "brand": file.brand,
        "file": file.id,
        "number": piece.number,
        "rows": [_row_document(row) for row in piece.rows],
        **({"members": members} if members else {}),
        "kept_until": file.uploaded_at + KEPT,
    }


def _row_document(row: WaitingRow) -> Document:
    return {
        "line": row.line,
        "event_id": row.event_id,
        "said": None if row.said is None else asdict(row.said),
        "refused": None if row.refused is None else list(row.refused),
    }


def _piece(found: Mapping[str, Any]) -> Piece:
    return Piece(found["number"], [_row(each) for each in found["rows"]], found.get("ids") or ())


def _row(found: Mapping[str, Any]) -> WaitingRow:
    said, refused = found["said"], found["refused"]
    return WaitingRow(
        found["line"],
        found["event_id"],
        None if said is None else Submission(**{**said, "attachment_urls": ()}),
        None if refused is None else RowResult(*refused),
    )


def _document(file: FeedbackFile) -> Document:
    return {
        **{name: value for name, value in asdict(file).items() if name != "id"},
        "_id": file.id,
        "encoding": file.encoding.value,
        "state": file.state.value,
        "first_refusals": [list(each) for each in file.first_refusals],
        "kept_until": file.uploaded_at + KEPT,
    }


def _file(found: Mapping[str, Any]) -> FeedbackFile:
    kept = {name: value for name, value in found.items() if name not in ("_id", "kept_until")}
    return FeedbackFile(
        **{
            **kept,
            "id": found["_id"],
            "encoding": Encoding(found["encoding"]),
            "state": FileState(found["state"]),
            "first_refusals": tuple(RowResult(*each) for each in found["first_refusals"]),
        }
    )
