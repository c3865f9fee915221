"""Views in MongoDB.

`saved_views`  {_id, brand, owner: operator or "" for the team's, screen, name, filters: [[name,
                value]], saved_by, saved_at}
"""

from collections.abc import Awaitable, Callable, Sequence

from services.common.clock import Clock
from services.common.mongo import ASCENDING, Database, Document, IndexModel, Session
from services.common.written_once import Sent, TextWire, written_once
from services.members.operators.domain import VIEWS_MAX, Filter, View, ViewNotYours, ViewsFull

COLLECTION = "saved_views"
INDEXES = {
    COLLECTION: [
        IndexModel([(key, ASCENDING) for key in ("brand", "owner", "screen", "name")], unique=True),
    ]
}


class MongoViews:
    """Each change takes effect once, with its entry of the audit log."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._views = db[COLLECTION]
        self._clock = clock

    async def seen_by(self, brand: str, operator: str) -> Sequence[View]:
        """The operator's own views and the team's, by screen and name."""
        query = {"brand": brand, "owner": {"$in": ["", operator]}}
        found = self._views.find(query).sort([("screen", ASCENDING), ("name", ASCENDING)])
        return [_view(document) for document in await found.to_list(2 * VIEWS_MAX)]

    async def save(self, view: View, request_id: str, content: bytes) -> tuple[View, bool]:
        """The view as it is kept, and whether the request is a repeat. Raises ViewsFull and
        ViewNotYours."""

        async def keep(session: Session) -> str:
            return (await self._keep(session, view)).id

        view_id, replayed = await self._once(view.brand, request_id, content, keep)
        found = await self._views.find_one({"_id": view_id, "brand": view.brand})
        # It may have been deleted after the first answer to this request.
        return (view if found is None else _view(found)), replayed

    async def delete(
        self, brand: str, operator: str, view_id: str, request_id: str, content: bytes
    ) -> bool:
        """Delete the operator's view; True for a repeat of the request. Raises ViewNotYours."""

        async def end(session: Session) -> str:
            wanted = {"_id": view_id, "brand": brand}
            found = await self._views.find_one(wanted, session=session)
            if found is not None and found["saved_by"] != operator:
                raise ViewNotYours(f"{found['saved_by']} saved it")
            await self._views.delete_one(wanted, session=session)
            return view_id

        _, replayed = await self._once(brand, request_id, content, end)
        return replayed

    async def _once(
        self,
        brand: str,
        request_id: str,
        content: bytes,
        effect: Callable[[Session], Awaitable[str]],
    ) -> tuple[str, bool]:
        request = Sent(brand, request_id, content)
        return await written_once(self._db, self._clock, request, TextWire(), effect)

    async def _keep(self, session: Session, view: View) -> View:
        owned = {"brand": view.brand, "owner": view.owner}
        same = {**owned, "screen": view.screen, "name": view.name}
        found = await self._views.find_one(same, session=session)
        if found is None:
            if await self._views.count_documents(owned, session=session) >= VIEWS_MAX:
                raise ViewsFull(f"{VIEWS_MAX} views are kept")
            await self._views.insert_one(_document(view), session=session)
            return view
        if view.team and found["saved_by"] != view.saved_by:
            raise ViewNotYours(f"{found['saved_by']} saved the team's view of this name")
        document = {**_document(view), "_id": found["_id"]}
        await self._views.replace_one({"_id": found["_id"]}, document, session=session)
        return _view(document)


def _document(view: View) -> Document:
    return {
        "_id": view.id,
        "brand": view.brand,
        "owner": view.owner,
        "screen": view.screen,
        "name": view.name,
        "filters": [list(each) for each in view.filters],
        "saved_by": view.saved_by,
        "saved_at": view.saved_at,
    }


def _view(document: Document) -> View:
    return View(
        id=document["_id"],
        brand=document["brand"],
        screen=document["screen"],
        name=document["name"],
        filters=tuple(Filter(*each) for each in document["filters"]),
        team=not document["owner"],
        saved_by=document["saved_by"],
        saved_at=document["saved_at"],
    )
