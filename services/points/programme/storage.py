"""The programme in force in each brand, as members published it.

`programmes`  {_id: brand, brand, version, document_json, published_at}
"""

from __future__ import annotations

import json
from datetime import datetime

from services.common.exact_json import read_json
from services.common.mongo import Database, Document, DuplicateKey
from services.points.programme.domain.published import ProgrammePublished

PROGRAMMES = "programmes"


class MongoProgrammeStore:
    """Implements `programme.commands.ProgrammeStore`."""

    def __init__(self, db: Database) -> None:
        self._programmes = db[PROGRAMMES]

    async def revision(self, brand: str) -> tuple[int, datetime] | None:
        found = await self._programmes.find_one({"_id": brand}, {"version": 1, "published_at": 1})
        return None if found is None else (found["version"], found["published_at"])

    async def load(self, brand: str) -> ProgrammePublished | None:
        found = await self._programmes.find_one({"_id": brand})
        return None if found is None else _from_document(found)

    async def publish(self, published: ProgrammePublished) -> None:
        newer = {"_id": published.brand, "published_at": {"$lte": published.at}}
        try:
            await self._programmes.replace_one(newer, _to_document(published), upsert=True)
        except DuplicateKey:
            # A later publication is stored, so there was none to replace.
            return


def _to_document(published: ProgrammePublished) -> Document:
    return {
        "_id": published.brand,
        "brand": published.brand,
        "version": published.version,
        # As text: keys of a programme may hold characters that mean something to MongoDB: dots.
        "document_json": json.dumps(published.document, ensure_ascii=False),
        "published_at": published.at,
    }


def _from_document(found: Document) -> ProgrammePublished:
    return ProgrammePublished(
        brand=found["brand"],
        version=found["version"],
        document=read_json(found["document_json"]),
        at=found["published_at"],
    )
