"""Stores between protos and domain."""

from services.common import text
from services.members.stores.commands.find import Found
from services.members.stores.domain.store import (
    LABELS_MAX,
    Coordinates,
    OpenInterval,
    Store,
    StoreInvalid,
    checked,
    off_the_map,
)
from services.members.stores.domain.upserted import Upserted, UpsertState
from tessera.members.v1 import stores_pb2 as pb

_STATES = {state: pb.UpsertState.Value(f"UPSERT_STATE_{state.name}") for state in UpsertState}


def to_store(message: pb.Store) -> Store:
    """The store with its texts in their form. Raises StoreInvalid."""
    if len(message.labels) > LABELS_MAX:
        raise StoreInvalid("labels", f"at most {LABELS_MAX}")
    place = message.coordinates if message.HasField("coordinates") else None
    return checked(
        Store(
            code=text.compared(message.code),
            name_zh=text.line(message.name.zh),
            name_en=text.line(message.name.en),
            city=text.line(message.city),
            zone=message.zone,
            coordinates=None if place is None else to_coordinates(place),
            hours=tuple(
                OpenInterval(each.weekday, each.open_minute, each.close_minute)
                for each in message.hours
            ),
            closed_days=tuple(message.closed_days),
            closed_from=message.closed_from,
            labels=text.labels_in_form(message.labels),
        )
    )


def to_coordinates(message: pb.Coordinates) -> Coordinates:
    return Coordinates(message.latitude_e6, message.longitude_e6)


def to_place(request: pb.ListNearestStoresRequest) -> Coordinates:
    """The place of a search. Raises StoreInvalid."""
    if not request.HasField("place"):
        raise StoreInvalid("place", "a place on the map")
    place = to_coordinates(request.place)
    wrong = off_the_map(place)
    if wrong is not None:
        raise StoreInvalid(wrong.field.replace("coordinates", "place"), str(wrong))
    return place


def from_found(found: Found) -> pb.FoundStore:
    store, kept = found.kept.store, found.kept
    message = pb.FoundStore(
        store=pb.Store(
            code=store.code,
            city=store.city,
            zone=store.zone,
            hours=[
                pb.OpenInterval(weekday=weekday, open_minute=opens, close_minute=closes)
                for weekday, opens, closes in store.hours
            ],
            closed_days=store.closed_days,
            closed_from=store.closed_from,
            labels=store.labels,
            etag=kept.etag,
            version=kept.version,
        ),
        open=found.open,
        closed_for_good=found.closed_for_good,
        distance_m=found.distance_m,
    )
    message.store.name.zh, message.store.name.en = store.name_zh, store.name_en
    if store.coordinates is not None:
        place = message.store.coordinates
        place.latitude_e6, place.longitude_e6 = store.coordinates
    return message


def from_upserted(result: Upserted) -> pb.UpsertStoreResult:
    return pb.UpsertStoreResult(
        code=result.code,
        state=_STATES[result.state],
        etag=result.etag,
        reason=result.reason,
        field=result.field,
        message=result.message,
    )
