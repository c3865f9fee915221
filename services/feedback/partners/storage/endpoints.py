"""Endpoints in MongoDB.

`webhook_endpoints`  {_id: endpoint id, brand, url, description, types, state, made_at,
failing_since, secrets: [{id, sealed, made_at, ends_at}]}
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime

from services.common import audit
from services.common.clock import Clock
from services.common.mongo import ASCENDING, Binary, Database, Document, IndexModel, Session
from services.common.written_once import Asked, Wire, written_once
from services.feedback.partners.domain.endpoint import (
    ENDPOINTS_MAX,
    Endpoint,
    EndpointNotFound,
    Secret,
    State,
    TooManyEndpoints,
)
from services.feedback.partners.storage import chores

COLLECTION = chores.ENDPOINTS
BRANDS = "webhook_brands"
INDEXES = {
    BRANDS: [IndexModel([("_id", ASCENDING)])],
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("_id", ASCENDING)]),
        IndexModel([("state", ASCENDING)]),
    ],
}


class MongoEndpoints:
    """The endpoints of all brands; every query of an operator names the brand."""

    def __init__(self, db: Database, wire: Wire[Endpoint], clock: Clock) -> None:
        self._db = db
        self._endpoints = db[COLLECTION]
        self._wire = wire
        self._clock = clock

    async def once(
        self, request: Asked, change: Callable[["EndpointsWithin"], Awaitable[Endpoint]]
    ) -> tuple[Endpoint, bool]:
        async def effect(session: Session) -> Endpoint:
            return await change(EndpointsWithin(self._db, session, request.brand))

        return await written_once(self._db, self._clock, request, self._wire, effect)

    async def get(self, brand: str, endpoint_id: str) -> Endpoint:
        found = await self._endpoints.find_one({"_id": endpoint_id, "brand": brand})
        if found is None:
            raise EndpointNotFound(f"no endpoint {endpoint_id}")
        return _endpoint(found)

    async def of_brand(self, brand: str) -> Sequence[Endpoint]:
        found = self._endpoints.find({"brand": brand}).sort("_id", ASCENDING)
        return [_endpoint(each) for each in await found.to_list(ENDPOINTS_MAX)]

    async def enabled(self, brands: Collection[str]) -> Mapping[str, Sequence[Endpoint]]:
        wanted = {"brand": {"$in": sorted(brands)}, "state": State.ENABLED.value}
        by_brand: dict[str, list[Endpoint]] = {}
        for each in await self._endpoints.find(wanted).to_list(None):
            by_brand.setdefault(each["brand"], []).append(_endpoint(each))
        return by_brand

    async def find(self, endpoint_id: str) -> Endpoint | None:
        found = await self._endpoints.find_one({"_id": endpoint_id})
        return None if found is None else _endpoint(found)

    async def with_lanes(self) -> Sequence[str]:
        wanted = {"state": State.ENABLED.value}
        return [
            each["_id"] for each in await self._endpoints.find(wanted, {"_id": 1}).to_list(None)
        ]

    async def answered(self, before: Endpoint, after: Endpoint) -> None:
        changed = {"state": after.state.value, "failing_since": after.failing_since}
        # An operator who switches it on or off at the same time has the last word.
        known = {"_id": before.id, "state": before.state.value}
        found = await self._endpoints.update_one(known, {"$set": changed})
        if found.matched_count and after.state is not State.ENABLED:
            await chores.ask(self._db, after.id, chores.PARK)

    async def off_by_themselves(self) -> int:
        wanted = {"state": {"$in": [State.GONE.value, State.FAILING.value]}}
        return int(await self._endpoints.count_documents(wanted))

    async def oldest(self) -> datetime | None:
        """When the oldest endpoint was made; None without one."""
        found = await self._endpoints.find_one({}, {"made_at": 1}, sort=[("made_at", ASCENDING)])
        return None if found is None else found["made_at"]


class EndpointsWithin:
    """The endpoints of one brand, within one transaction."""

    def __init__(self, db: Database, session: Session, brand: str) -> None:
        self._db = db
        self._endpoints = db[COLLECTION]
        self._session = session
        self._brand = brand

    async def get(self, endpoint_id: str) -> Endpoint:
        wanted = {"_id": endpoint_id, "brand": self._brand}
        found = await self._endpoints.find_one(wanted, session=self._session)
        if found is None:
            raise EndpointNotFound(f"no endpoint {endpoint_id}")
        audit.changed(before={"state": found["state"]}, after={})
        return _endpoint(found)

    async def add(self, endpoint: Endpoint) -> None:
        # Two who add at one time would each count without the other.
        turn = {"_id": self._brand}, {"$inc": {"added": 1}}
        await self._db[BRANDS].update_one(*turn, upsert=True, session=self._session)
        number = await self._endpoints.count_documents(
            {"brand": self._brand}, session=self._session
        )
        if number >= ENDPOINTS_MAX:
            raise TooManyEndpoints
        await self._endpoints.insert_one(_document(endpoint), session=self._session)
        self._tell(endpoint)

    async def put(self, endpoint: Endpoint) -> None:
        wanted = {"_id": endpoint.id, "brand": self._brand}
        await self._endpoints.replace_one(wanted, _document(endpoint), session=self._session)
        self._tell(endpoint)
        chore = chores.GO_ON if endpoint.state is State.ENABLED else chores.PARK
        await chores.ask(self._db, endpoint.id, chore, self._session)

    async def delete(self, endpoint: Endpoint) -> None:
        wanted = {"_id": endpoint.id, "brand": self._brand}
        await self._endpoints.delete_one(wanted, session=self._session)
        await chores.ask(self._db, endpoint.id, chores.DELETE, self._session)
        self._tell(endpoint)

    def _tell(self, endpoint: Endpoint) -> None:
        audit.changed(after={"endpoint_id": endpoint.id, "state": endpoint.state.value})


def _document(endpoint: Endpoint) -> Document:
    return {
        "_id": endpoint.id,
        "brand": endpoint.brand,
        "url": endpoint.url,
        "description": endpoint.description,
        "types": list(endpoint.types),
        "state": endpoint.state.value,
        "made_at": endpoint.made_at,
        "failing_since": endpoint.failing_since,
        "secrets": [
            {"id": s.id, "sealed": Binary(s.sealed), "made_at": s.made_at, "ends_at": s.ends_at}
            for s in endpoint.secrets
        ],
    }


def _endpoint(document: Document) -> Endpoint:
    return Endpoint(
        id=document["_id"],
        brand=document["brand"],
        url=document["url"],
        description=document["description"],
        types=tuple(document["types"]),
        state=State(document["state"]),
        secrets=tuple(
            Secret(s["id"], bytes(s["sealed"]), s["made_at"], s["ends_at"])
            for s in document["secrets"]
        ),
        made_at=document["made_at"],
        failing_since=document["failing_since"],
    )
