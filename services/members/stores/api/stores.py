"""The Stores service: who may call, and protos to wishes."""

from services.common import text
from services.common.auth import Role, require_store
from services.common.errors import invalid
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.common.pagination import decode_token, encode_token, page_size
from services.members.access import EVERYONE, require_caller
from services.members.stores.api.messages import from_found, from_upserted, to_place, to_store
from services.members.stores.commands.find import FindStores
from services.members.stores.commands.upsert import Context, Unread, upsert_store, upsert_stores
from services.members.stores.domain.store import TEXT_CHARS_MAX, Store, StoreInvalid
from services.members.stores.domain.upserted import Wish
from tessera.members.v1 import stores_pb2 as pb
from tessera.members.v1 import stores_pb2_grpc

STORES_PER_CALL_MAX = 1_000
NEAREST_DEFAULT = 5
NEAREST_MAX = 20


class StoresServicer(stores_pb2_grpc.StoresServicer):
    """Operators write; everybody reads, since a store is no secret."""

    def __init__(self, ctx: Context, find: FindStores, page_secret: bytes) -> None:
        self._ctx = ctx
        self._find = find
        self._page_secret = page_secret

    async def UpsertStore(
        self, request: pb.UpsertStoreRequest, context: ServicerContext
    ) -> pb.UpsertStoreResponse:
        brand = require_caller(Role.OPERATOR).brand
        wish = Wish(check_request_id(request.request_id), fingerprint(request))
        store = to_store(request.store)
        require_store(store.code, "store.code")
        replayed = await upsert_store(self._ctx, brand, wish, store, request.etag)
        shown = from_found(await self._find.one(brand, store.code))
        return pb.UpsertStoreResponse(store=shown, replayed=replayed)

    async def UpsertStores(
        self, request: pb.UpsertStoresRequest, context: ServicerContext
    ) -> pb.UpsertStoresResponse:
        brand = require_caller(Role.OPERATOR).brand
        return await upsert_all(self._ctx, brand, request)

    async def GetStore(
        self, request: pb.GetStoreRequest, context: ServicerContext
    ) -> pb.GetStoreResponse:
        brand = require_caller(*EVERYONE).brand
        code = text.checked("code", request.code, TEXT_CHARS_MAX, least=1, form=text.compared)
        return pb.GetStoreResponse(store=from_found(await self._find.one(brand, code)))

    async def ListStores(
        self, request: pb.ListStoresRequest, context: ServicerContext
    ) -> pb.ListStoresResponse:
        brand = require_caller(*EVERYONE).brand
        city = text.checked("city", request.city, TEXT_CHARS_MAX)
        asked = {"brand": brand, "stores_in": city, "closed": request.include_closed}
        after = ""
        if request.page_token:
            after = decode_token(self._page_secret, request.page_token, **asked)["after"]
        size = page_size(request.page_size)
        listed = await self._find.page(
            brand, city, after, size + 1, include_closed=request.include_closed
        )
        response = pb.ListStoresResponse(stores=map(from_found, listed[:size]))
        if len(listed) > size:
            last = listed[size - 1].kept.store.code
            response.next_page_token = encode_token(self._page_secret, after=last, **asked)
        return response

    async def ListNearestStores(
        self, request: pb.ListNearestStoresRequest, context: ServicerContext
    ) -> pb.ListNearestStoresResponse:
        brand = require_caller(*EVERYONE).brand
        limit = page_size(request.page_size, NEAREST_DEFAULT, NEAREST_MAX)
        nearest = await self._find.nearest(brand, to_place(request), limit)
        return pb.ListNearestStoresResponse(stores=map(from_found, nearest))


async def upsert_all(
    ctx: Context, brand: str, request: pb.UpsertStoresRequest
) -> pb.UpsertStoresResponse:
    """The results of a batch. A store that can't be read stops no other."""
    wish = Wish(check_request_id(request.request_id), fingerprint(request))
    if not 1 <= len(request.stores) <= STORES_PER_CALL_MAX:
        raise invalid("stores", f"1 to {STORES_PER_CALL_MAX}")
    results, replayed = await upsert_stores(ctx, brand, wish, [_read(s) for s in request.stores])
    return pb.UpsertStoresResponse(results=map(from_upserted, results), replayed=replayed)


def _read(message: pb.Store) -> Store | Unread:
    try:
        return to_store(message)
    except StoreInvalid as refusal:
        # The code comes back in the answer, which is kept for ever: so it is bounded too.
        return Unread(message.code[:TEXT_CHARS_MAX], refusal)
