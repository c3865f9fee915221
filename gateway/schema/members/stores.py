"""The stores of a brand: visitors and members look for them, operators write them."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple
from urllib.parse import quote

import strawberry

from gateway.core.errors import attempt
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date, Lang, LocalizedText, Long, text
from gateway.schema.core.user_errors import UserError
from gateway.upstream.clients import for_nobody
from services.common.errors import invalid
from tessera.members.v1 import stores_pb2
from tessera.types.v1 import types_pb2

KIND = "store"
NEAREST_MAX = 20
NEAREST_COST = 20
MAX_AGE_S = 60
DAY_MINUTES = 24 * 60
LATITUDE_MAX, LONGITUDE_MAX = 90, 180
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)

Code = Annotated[str, strawberry.argument(description="The store, as its till names it.")]
City = Annotated[
    str | None, strawberry.argument(description="Only the stores of this city; all when left out.")
]
Latitude = Annotated[
    float, strawberry.argument(description="Degrees (WGS 84), -90 to 90; north is positive.")
]
Longitude = Annotated[
    float, strawberry.argument(description="Degrees (WGS 84), -180 to 180; east is positive.")
]


class Label(NamedTuple):
    """The source of StoreLabel."""

    key: str
    value: str


@strawberry.type(description="A further word about a store.")
class StoreLabel:
    """Source: Label."""

    key: str = column("The key.")
    value: str = column("The value.")


@strawberry.type(description="The hours between an opening and a closing, by the wall clock.")
class OpenInterval:
    """Source: tessera.members.v1.OpenInterval."""

    weekday: int = column("The weekday on which it begins: 1 is Monday, 7 Sunday.")
    opens: str = read(lambda each: _clock(each.open_minute), "The time of opening, as 10:00.")
    closes: str = read(
        lambda each: _clock(each.close_minute),
        "The time of closing, as 22:00. When it is not later than `opens`, it is the next day's.",
    )


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _name(found: stores_pb2.FoundStore, context: RequestContext, lang: Lang = None) -> str:
    return text(found.store.name, context, lang)


def _degrees(found: stores_pb2.FoundStore, axis: str) -> float | None:
    if not found.store.HasField("coordinates"):
        return None
    return float(getattr(found.store.coordinates, axis)) / 1e6


def _labels(found: stores_pb2.FoundStore) -> list[Label]:
    return [Label(key, value) for key, value in sorted(found.store.labels.items())]


@strawberry.type(description="A store of the brand.")
class Store:
    """Source: tessera.members.v1.FoundStore."""

    code: str = read(lambda found: found.store.code, "The code, as tills name the store.")
    name: str = read(
        _name,
        "The name in the language of `lang`, or in the other one where that has none.",
        max_age_s=MAX_AGE_S,
    )
    names: LocalizedText = read(lambda found: found.store.name, "The name in both languages.")
    city: str = read(lambda found: found.store.city, "The city.")
    latitude: float | None = read(
        lambda found: _degrees(found, "latitude_e6"),
        "Degrees (WGS 84), north positive; null where the place is not known.",
    )
    longitude: float | None = read(
        lambda found: _degrees(found, "longitude_e6"),
        "Degrees (WGS 84), east positive; null where the place is not known.",
    )
    time_zone: str = read(
        lambda found: found.store.zone, "The time zone by which it opens, such as Asia/Shanghai."
    )
    hours: list[OpenInterval] = read(
        lambda found: found.store.hours,
        "The opening hours of a week, by weekday and time; empty where they are not known.",
        size=14,
    )
    closed_days: list[Date] = read(
        lambda found: list(found.store.closed_days),
        "The days, by the store's calendar, on which it does not open.",
    )
    closed_from: Date | None = read(
        lambda found: found.store.closed_from or None,
        "The day from which it is closed for good; null while it is not.",
    )
    open_now: bool | None = read(
        lambda found: found.open if found.HasField("open") else None,
        "True while it is open by its hours; null where they are not known.",
    )
    closed_for_good: bool = read(
        lambda found: found.closed_for_good, "True when it has closed for good."
    )
    distance_m: Long | None = read(
        lambda found: found.distance_m if found.HasField("distance_m") else None,
        "The distance from the place asked about, in metres as the crow flies; null elsewhere than"
        " in `nearestStores`.",
    )
    qr_payload: str = read(
        lambda found: f"store={quote(found.store.code)}",
        "The text for the store's QR code. A mini-program that is opened by it sends the code as"
        " `storeCode` of the origin when it enrols, and as the store of a visit.",
    )
    labels: list[StoreLabel] | None = read(
        _labels,
        "Further words about the store, for operators; null for others.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    etag: str = read(
        lambda found: found.store.etag, "A value that changes with every change of the store."
    )


@strawberry.type(description="A store, with its place in the list.")
class StoreEdge:
    """Source: a pair of cursor and store."""

    cursor: str = edge_cursor(first_of)
    node: Store = edge_node(second_of)


@strawberry.type(description="A page of stores, by code.")
class StoreConnection:
    """Source: Page."""

    edges: list[StoreEdge] = edges()
    page_info: PageInfo = page_info()


async def _store(context: RequestContext, code: Code) -> stores_pb2.FoundStore | None:
    services = context.services
    request = stores_pb2.GetStoreRequest(code=code)
    asking = services.read(services.stores.GetStore, request, for_nobody(context.caller))
    found, _ = await attempt(asking, ("STORE_NOT_FOUND",))
    return found and found.store


async def _stores(
    context: RequestContext, city: City = None, first: First = 20, after: After = None
) -> Page:
    request = stores_pb2.ListStoresRequest(city=city or "")
    method = context.services.stores.ListStores
    return await page_of(
        context, KIND, method, request, "stores", first, after, caller=for_nobody(context.caller)
    )


async def _nearest(
    context: RequestContext, latitude: Latitude, longitude: Longitude, first: First = 20
) -> Sequence[stores_pb2.FoundStore]:
    request = stores_pb2.ListNearestStoresRequest(
        place=_coordinates(latitude, longitude), page_size=page_size(first)
    )
    services = context.services
    method = services.stores.ListNearestStores
    answer = await services.read(method, request, for_nobody(context.caller))
    return list(answer.stores)


def _coordinates(latitude: float, longitude: float) -> stores_pb2.Coordinates:
    """Refuses INVALID_ARGUMENT for what is on no map."""
    if not abs(latitude) <= LATITUDE_MAX:
        raise invalid("latitude", f"-{LATITUDE_MAX} to {LATITUDE_MAX}")
    if not abs(longitude) <= LONGITUDE_MAX:
        raise invalid("longitude", f"-{LONGITUDE_MAX} to {LONGITUDE_MAX}")
    return stores_pb2.Coordinates(
        latitude_e6=round(latitude * 1e6), longitude_e6=round(longitude * 1e6)
    )


@strawberry.type
class StoreQueries:
    """The fields of Query."""

    store: Store | None = call(
        _store,
        "The store of a code, also one that has closed for good; null when there is none. The"
        " answer may be cached for a minute.",
        rule=Rule.PUBLIC,
        max_age_s=MAX_AGE_S,
    )
    stores: StoreConnection | None = call(
        _stores,
        "The stores, by code, without those that have closed for good. The answer may be cached for"
        " a minute.",
        rule=Rule.PUBLIC,
        size="first",
        max_age_s=MAX_AGE_S,
    )
    nearest_stores: list[Store] | None = call(
        _nearest,
        f"The stores nearest to a place, the nearest first and {NEAREST_MAX} at most, without those"
        " that have closed for good. The place is kept nowhere.",
        rule=Rule.PUBLIC,
        size="first",
        cost=NEAREST_COST,
    )


@strawberry.input(description="The hours between an opening and a closing.")
class OpenIntervalInput:
    """By the store's wall clock."""

    weekday: int = required("The weekday on which it begins: 1 is Monday, 7 Sunday.")
    opens: str = required("The time of opening, 00:00 to 23:59.")
    closes: str = required(
        "The time of closing, 00:00 to 23:59. When it is not later than `opens`, it is the next"
        " day's."
    )


@strawberry.input(description="A further word about a store.")
class StoreLabelInput:
    """A pair."""

    key: str = required("The key, 1 to 64 characters.")
    value: str = required("The value, up to 128 characters.")


@strawberry.input(description="A store, whole: what is left out is removed.")
class UpsertStoreInput:
    """By its code."""

    request_id: strawberry.ID = request_id()
    code: str = required(
        "The code, 1 to 64 letters, digits and any of _ . : -, the first a letter or a digit."
    )
    city: str = required("The city, 1 to 64 characters.")
    time_zone: str = required("The time zone by which it opens, such as Asia/Shanghai.")
    name_zh: str = optional("The name in Chinese, up to 64 characters; one language is needed.", "")
    name_en: str = optional("The name in English, up to 64 characters; one language is needed.", "")
    latitude: float | None = optional("Degrees (WGS 84), -90 to 90; together with `longitude`.")
    longitude: float | None = optional("Degrees (WGS 84), -180 to 180; together with `latitude`.")
    hours: list[OpenIntervalInput] | None = optional(
        "The opening hours of a week, at most 42 intervals that do not overlap."
    )
    closed_days: list[Date] | None = optional("The days on which it does not open, at most 400.")
    closed_from: Date | None = optional("The day from which it is closed for good.")
    labels: list[StoreLabelInput] | None = optional("Further words about it, at most 16.")
    etag: str | None = optional(
        "The `etag` that was read: refused when the store was changed meanwhile."
    )


@strawberry.type(description="The store after the mutation, or the reasons of the refusal.")
class StorePayload:
    """Source: Outcome of a store."""

    store: Store | None = read(lambda outcome: outcome.result, "The store; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _upsert(context: RequestContext, input: Annotated[UpsertStoreInput, INPUT]) -> Outcome:
    def request() -> stores_pb2.UpsertStoreRequest:
        return stores_pb2.UpsertStoreRequest(
            request_id=input.request_id, store=_message(input), etag=input.etag or ""
        )

    method = context.services.stores.UpsertStore
    return await perform(context, "upsertStore", method, request, "store")


def _message(input: UpsertStoreInput) -> stores_pb2.Store:
    """Refuses INVALID_ARGUMENT for times and places that are none."""
    labels = input.labels or []
    place = (input.latitude, input.longitude)
    message = stores_pb2.Store(
        code=input.code,
        city=input.city,
        zone=input.time_zone,
        name=types_pb2.LocalizedText(zh=input.name_zh, en=input.name_en),
        hours=list(_intervals(input.hours or [])),
        closed_days=input.closed_days or [],
        closed_from=input.closed_from or "",
        labels={label.key: label.value for label in labels},
    )
    if len(message.labels) != len(labels):
        raise invalid("labels", "each key once")
    if (place[0] is None) != (place[1] is None):
        raise invalid("latitude", "latitude and longitude come together")
    if place[0] is not None and place[1] is not None:
        message.coordinates.CopyFrom(_coordinates(place[0], place[1]))
    return message


def _intervals(given: Sequence[OpenIntervalInput]) -> Iterator[stores_pb2.OpenInterval]:
    for index, each in enumerate(given):
        opens = _minute(each.opens, f"hours[{index}].opens")
        closes = _minute(each.closes, f"hours[{index}].closes")
        yield stores_pb2.OpenInterval(
            weekday=each.weekday,
            open_minute=opens,
            close_minute=closes if closes > opens else closes + DAY_MINUTES,
        )


def _minute(given: str, field: str) -> int:
    found = _TIME.fullmatch(given)
    if found is None:
        raise invalid(field, "a time as 09:30")
    return int(found[1]) * 60 + int(found[2])


@strawberry.type
class StoreMutations:
    """The fields of Mutation."""

    upsert_store: StorePayload | None = mutation(
        "upsertStore",
        _upsert,
        "Creates a store, or replaces it whole. With `etag` it is refused when another operator"
        " changed the store meanwhile.",
        rule=Rule.OPERATORS,
    )
