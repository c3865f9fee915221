"""Member files in MongoDB.

`member_files`        {_id, brand, name, channel, encoding, rows, refused_when_checked,
first_refusals, uploaded_by, uploaded_at, state, started_by, started_at, ended_at, created, found,
refused, kept_until}
`member_file_pieces`  {_id: file/number, brand, file, number, rows: [{line, sealed, people,
refused}], results, kept_until}   either rows or results

Rows are sealed by a key of the file's own, kept with those of members, so that a rotation takes it
along; destroying it makes the rows unreadable in every backup. `people` are blind indexes of the
row's identities. MongoDB drops a file and its results when `kept_until` is over.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Binary,
    Database,
    Document,
    IndexModel,
    Session,
)
from services.members.identities.storage import MongoIdentities
from services.members.imports.domain.member_file import (
    KEPT,
    OPEN,
    FileState,
    MemberFile,
    Piece,
    RowResult,
    WaitingRow,
)
from services.members.imports.domain.row_reader import Encoding
from services.members.vault.storage.member_keys import MemberKeys
from services.members.vault.storage.vault import MemberKey, Vault

FILES, PIECES = "member_files", "member_file_pieces"
INDEXES = {
    FILES: [
        IndexModel([("brand", ASCENDING), ("uploaded_at", DESCENDING), ("_id", DESCENDING)]),
        IndexModel([("state", ASCENDING), ("uploaded_at", ASCENDING)]),
        IndexModel([("kept_until", ASCENDING)], expireAfterSeconds=0),
    ],
    PIECES: [
        IndexModel([("brand", ASCENDING), ("file", ASCENDING), ("number", ASCENDING)]),
        IndexModel([("rows.people", ASCENDING)], sparse=True),
        IndexModel([("kept_until", ASCENDING)], expireAfterSeconds=0),
    ],
}
_OPEN = [state.value for state in OPEN]
_LOOKED_AT = 1_000


class MongoMemberFiles:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(
        self, db: Database, vault: Vault, keys: MemberKeys, session: Session | None = None
    ) -> None:
        self._files = db[FILES]
        self._pieces = db[PIECES]
        self._vault = vault
        self._keys = keys
        self._session = session

    async def get(self, brand: str, file_id: str) -> MemberFile | None:
        """A file of the brand."""
        found = await self._files.find_one({"_id": file_id, "brand": brand}, session=self._session)
        return None if found is None else _file(found)

    async def newest(self, brand: str, before: str, size: int) -> Sequence[MemberFile]:
        """Files of the brand uploaded before the file `before` ("": all), the newest first."""
        query: Document = {"brand": brand}
        if before and (last := await self.get(brand, before)) is not None:
            at = last.uploaded_at
            earlier = {"uploaded_at": {"$lt": at}}
            query["$or"] = [earlier, {"uploaded_at": at, "_id": {"$lt": before}}]
        cursor = self._files.find(query, session=self._session)
        found = (
            await cursor.sort([("uploaded_at", DESCENDING), ("_id", DESCENDING)])
            .limit(size)
            .to_list(size)
        )
        return [_file(each) for each in found]

    async def due(self, late: datetime) -> Sequence[MemberFile]:
        """Files of all brands that were started, or wait since before `late`, the oldest first."""
        waiting = {"state": FileState.READY.value, "uploaded_at": {"$lte": late}}
        due = {"$or": [{"state": FileState.STARTED.value}, waiting]}
        cursor = self._files.find(due, session=self._session)
        found = await cursor.sort("uploaded_at", ASCENDING).limit(_LOOKED_AT).to_list(_LOOKED_AT)
        return [_file(each) for each in found]

    async def results(self, brand: str, file_id: str, number: int) -> Sequence[RowResult] | None:
        """The results of a piece; None where it has none (yet)."""
        where = {"_id": f"{file_id}/{number:03}", "brand": brand}
        found = await self._pieces.find_one(where, {"results": 1}, session=self._session)
        told = found and found.get("results")
        return None if told is None else [RowResult(*each) for each in told]


class MongoMemberFilesUnit(MongoMemberFiles):
    """Reads and writes within a transaction."""

    def __init__(
        self,
        db: Database,
        vault: Vault,
        keys: MemberKeys,
        identities: MongoIdentities,
        session: Session,
    ) -> None:
        super().__init__(db, vault, keys, session)
        self._identities = identities
        self._transaction = session

    async def count_open(self, brand: str) -> int:
        """How many files of the brand wait."""
        query = {"brand": brand, "state": {"$in": _OPEN}}
        return await self._files.count_documents(query, session=self._session)

    async def add(self, file: MemberFile, pieces: Sequence[Piece]) -> None:
        """Keep a new file, its rows sealed."""
        key, wrapped = self._keys.new(file.brand, file.id)
        kept = await asyncio.to_thread(self._piece_documents, file, pieces, key)
        await self._keys.add(self._transaction, [wrapped])
        await self._files.insert_one(_document(file), session=self._session)
        for each in kept:
            await self._pieces.insert_one(each, session=self._session)

    async def put(self, file: MemberFile) -> None:
        """Write where the file is; at its end its rows go, and the key that opened them."""
        named = {"_id": file.id, "brand": file.brand}
        await self._files.replace_one(named, _document(file), session=self._session)
        if file.state in OPEN:
            return
        mine = {"brand": file.brand, "file": file.id}
        await self._pieces.delete_many({**mine, "results": None}, session=self._session)
        await self._keys.destroy(file.brand, file.id, self._session)

    async def next_piece(self, file: MemberFile) -> tuple[int, Piece] | None:
        """The first piece without results: its number, and its rows opened."""
        mine = {"brand": file.brand, "file": file.id, "results": None}
        first = [("number", ASCENDING)]
        found = await self._pieces.find_one(mine, sort=first, session=self._session)
        if found is None:
            return None
        key = (await self._keys.of(file.brand, [file.id], self._session))[file.id]
        return found["number"], [_row(each, key) for each in found["rows"]]

    async def put_results(
        self, file: MemberFile, number: int, results: Sequence[RowResult]
    ) -> None:
        """Keep what became of a piece in place of its rows."""
        where = {"_id": f"{file.id}/{number:03}", "brand": file.brand}
        body = {"$set": {"results": [list(each) for each in results]}, "$unset": {"rows": ""}}
        await self._pieces.update_one(where, body, session=self._session)
        states = [each.state for each in results]
        counts = {state: states.count(state) for state in ("created", "found", "refused")}
        named = {"_id": file.id, "brand": file.brand}
        await self._files.update_one(named, {"$inc": counts}, session=self._session)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take the rows away that wait and name an identity of the member."""
        people = [
            index
            for member in (await self._identities.members(brand, [member_id])).values()
            for each in member.identities
            for index in self._vault.blind_indexes(
                brand, _kind(each.kind.value), each.value, past=True
            )
        ]
        if not people:
            return
        theirs = {"$in": people}
        await self._pieces.update_many(
            {"brand": brand, "rows.people": theirs},
            {"$set": {"rows.$[row].sealed": None, "rows.$[row].people": []}},
            array_filters=[{"row.people": theirs}],
            session=self._session,
        )

    def _piece_documents(
        self, file: MemberFile, pieces: Sequence[Piece], key: MemberKey
    ) -> list[Document]:
        return [
            {
                "_id": f"{file.id}/{number:03}",
                "brand": file.brand,
                "file": file.id,
                "number": number,
                "rows": [self._row_document(file.brand, row, key) for row in piece],
                "kept_until": file.uploaded_at + KEPT,
            }
            for number, piece in enumerate(pieces)
        ]

    def _row_document(self, brand: str, row: WaitingRow, key: MemberKey) -> Document:
        if row.cells is None:
            return {"line": row.line, "refused": list(row.refused or ())}
        people = [self._vault.blind_index(brand, _kind(kind), value) for kind, value in row.people]
        sealed = key.seal(f"row/{row.line}", json.dumps(dict(row.cells), ensure_ascii=False))
        return {"line": row.line, "sealed": Binary(sealed), "people": people}


def _kind(kind: str) -> str:
    """Not that of identities themselves: a row that waits says nothing of who is a member."""
    return f"member_file/{kind}"


def _row(found: Mapping[str, Any], key: MemberKey) -> WaitingRow:
    line = found["line"]
    if found.get("refused"):
        return WaitingRow(line, refused=RowResult(*found["refused"]))
    if found["sealed"] is None:
        return WaitingRow(line)
    return WaitingRow(line, json.loads(key.open(f"row/{line}", found["sealed"])))


def _document(file: MemberFile) -> Document:
    return {
        **{name: value for name, value in asdict(file).items() if name != "id"},
        "_id": file.id,
        "encoding": file.encoding.value,
        "state": file.state.value,
        "first_refusals": [list(each) for each in file.first_refusals],
        "kept_until": file.uploaded_at + KEPT,
    }


def _file(found: Mapping[str, Any]) -> MemberFile:
    kept = {name: value for name, value in found.items() if name not in ("_id", "kept_until")}
    return MemberFile(
        **{
            **kept,
            "id": found["_id"],
            "encoding": Encoding(found["encoding"]),
            "state": FileState(found["state"]),
            "first_refusals": tuple(RowResult(*each) for each in found["first_refusals"]),
        }
    )
