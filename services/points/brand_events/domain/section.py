"""The section events of a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from services.points.ledger.domain.chart_of_accounts import event_places_code, event_seats_code
from services.points.programme.domain.document import Text, text_of
from services.points.programme.domain.programme import Condition, Programme

DOORS_OPEN_BEFORE = timedelta(hours=6)
"""Who comes early is attended to: a bus leaves before the event starts."""
SETTLED_AFTER = timedelta(days=2)
"""Attendance may be told so long after the end; then a member who was not seen is a no-show."""
HELD_AFTER = timedelta(days=5)
"""The price is held so long beyond that, for the job that settles may be late."""


class EventNotFound(Exception):
    """The programme in force has no event of this code."""

    reason = "EVENT_NOT_FOUND"

    def __init__(self, code: str, field: str = "event") -> None:
        super().__init__(f"no event {code}")
        self.field = field
        self.metadata = {"code": code}


class NoShow(StrEnum):
    """What becomes of the price of a member who does not come."""

    TAKE = "take"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Price:
    """What a seat costs."""

    asset: str
    amount: int


@dataclass(frozen=True, slots=True)
class BrandEvent:
    """Instants are UTC. `opens_at` None: at once; `price` None: free; `min_tier` "": all tiers."""

    code: str
    name: Text
    description: Text | None
    place: Text | None
    image_url: str
    opens_at: datetime | None
    closes_at: datetime
    starts_at: datetime
    ends_at: datetime
    cancel_until: datetime
    seats: int
    waiting_places: int
    price: Price | None
    min_tier: str
    audience: Condition
    no_show: NoShow

    @property
    def doors_open_at(self) -> datetime:
        """From when attendance is taken."""
        return self.starts_at - DOORS_OPEN_BEFORE

    @property
    def settled_at(self) -> datetime:
        """Until when attendance is taken; then it is settled who did not come."""
        return self.ends_at + SETTLED_AFTER

    def is_open(self, now: datetime) -> bool:
        """Whether members sign up at `now`."""
        return (self.opens_at is None or self.opens_at <= now) and now < self.closes_at


@dataclass(frozen=True, slots=True)
class BrandEvents:
    """The events in the programme's order."""

    all: tuple[BrandEvent, ...] = ()

    def find(self, code: str) -> BrandEvent | None:
        """The event, if the programme has it."""
        return next((each for each in self.all if each.code == code), None)

    def get(self, code: str, field: str = "event") -> BrandEvent:
        """The event. Raises EventNotFound, which names `field`."""
        if (found := self.find(code)) is None:
            raise EventNotFound(code, field)
        return found


def brand_events(programme: Programme) -> BrandEvents:
    """The programme's section, parsed once a version.

    Raises KeyError, TypeError or ValueError where it breaks the schema.
    """
    return programme.section(_parse)


def event_stock(programme: Programme) -> Mapping[str, int]:
    """The seats and waiting places of each event, by the code of their stock."""
    stock: dict[str, int] = {}
    for event in brand_events(programme).all:
        stock[event_seats_code(event.code)] = event.seats
        if event.waiting_places:
            stock[event_places_code(event.code)] = event.waiting_places
    return stock


def event_names(programme: Programme) -> Mapping[str, Text]:
    """The name of each event, by code."""
    return {event.code: event.name for event in brand_events(programme).all}


def _parse(programme: Programme) -> BrandEvents:
    return BrandEvents(
        tuple(_event(item, programme) for item in programme.document.get("events", ()))
    )


def _event(item: Mapping[str, Any], programme: Programme) -> BrandEvent:
    zone = programme.zone
    starts_at = _instant(item["starts"], zone)
    price = item.get("price")
    if price is not None and price["asset"] not in programme.assets:
        raise ValueError(f"events: {price['asset']} is not declared")
    return BrandEvent(
        code=item["code"],
        name=text_of(item["name"]),
        description=text_of(item["description"]) if "description" in item else None,
        place=text_of(item["place"]) if "place" in item else None,
        image_url=item.get("image_url", ""),
        opens_at=_instant(item["opens"], zone) if "opens" in item else None,
        closes_at=_instant(item["closes"], zone) if "closes" in item else starts_at,
        starts_at=starts_at,
        ends_at=_instant(item["ends"], zone),
        cancel_until=_instant(item["cancel_until"], zone) if "cancel_until" in item else starts_at,
        seats=item["seats"],
        waiting_places=item.get("waiting_places", 0),
        price=Price(price["asset"], price["amount"]) if price else None,
        min_tier=item.get("min_tier", ""),
        audience=programme.condition(item),
        no_show=NoShow(item.get("no_show", NoShow.TAKE)),
    )


def _instant(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
