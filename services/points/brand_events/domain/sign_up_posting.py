"""The postings of a sign-up: seats and places move between accounts, prices are held and taken."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import NamedTuple

from services.points.brand_events.domain import sign_up as sign_ups
from services.points.brand_events.domain.sign_up import (
    OwnSignUp,
    SignUp,
    SignUpState,
    own_id,
)
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import (
    REDEEMED,
    STOCK,
    event_places_code,
    event_seats_code,
    event_taken_owner,
    event_waiting_owner,
    reward_owner,
)
from services.points.ledger.domain.posting import (
    STORE_ID,
    HoldChange,
    HoldPlacement,
    Leg,
    Posting,
    PostingKind,
    PostingRequest,
    Record,
)
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked

SIGN_UP: RecordKind[SignUp] = RecordKind("sign_up", lambda brand, body: sign_ups.from_body(body))
"""By the id of the sign-up."""
OWN: RecordKind[OwnSignUp] = RecordKind(
    "own_sign_up",
    lambda brand, body: OwnSignUp(body["sign_up_id"], body["is_open"], body.get("attended", False)),
)
"""A member's latest sign-up for an event, by `own_id`."""
_SIGN_UP, _EVENT, _STATE = "sign_up", "brand_event", "sign_up_state"
PLAIN_ID_CHARS_MAX = 200


class Written(NamedTuple):
    """A sign-up with its two records' versions."""

    sign_up: Versioned[SignUp]
    own: Versioned[OwnSignUp]


def asking(brand: str, request_id: str, verb: str, *content: str) -> Asked:
    """A caller's request about sign-ups: one name space for all that callers ask of them."""
    digest = hashlib.sha256("\0".join((verb, *content)).encode()).hexdigest()
    if len(request_id) > PLAIN_ID_CHARS_MAX:
        request_id = "sha256/" + hashlib.sha256(request_id.encode()).hexdigest()
    return Asked(brand, request_ids.SIGN_UP + request_id, digest)


def asking_seat(brand: str, sign_up_id: str) -> Asked:
    """The request by which a sign-up moves up, once."""
    return Asked(brand, request_ids.SEAT + sign_up_id, sign_up_id)


def asking_attendance(brand: str, sign_up_id: str) -> Asked:
    """The request by which an activity captures a seat, once."""
    return Asked(brand, request_ids.ATTENDANCE + sign_up_id, sign_up_id)


def asking_end(brand: str, sign_up_id: str, version: int) -> Asked:
    """The request that settles a sign-up, or puts that off while its event was put off."""
    return Asked(brand, f"{request_ids.EVENT_END}{sign_up_id}/{version}", sign_up_id)


def sign_up_of(posting: Posting) -> str:
    """The id of the sign-up that `posting` is about."""
    return posting.metadata[_SIGN_UP]


def first_answer(sign_up: SignUp, posting: Posting) -> SignUp:
    """`sign_up` as the posting began it, whatever became of it."""
    state = SignUpState(posting.metadata[_STATE])
    return replace(
        sign_up,
        state=state,
        changed_at=sign_up.created_at,
        store_id="",
        channel="",
        by_activity=False,
    )


def beginning(asked: Asked, written: Written) -> PostingRequest:
    """Takes a seat and holds its price, or takes a place in the waiting list."""
    sign_up = written.sign_up.value
    legs = (
        _seat(sign_up.event, 1) if sign_up.state is SignUpState.SEATED else _place(sign_up.event, 1)
    )
    return _request(asked, PostingKind.HOLD, written, legs, place_holds=_hold(sign_up))


def moving_up(asked: Asked, written: Written) -> PostingRequest:
    """Takes a seat for one who waited, holds its price, and frees the place."""
    sign_up = written.sign_up.value
    legs = (*_seat(sign_up.event, 1), *_place(sign_up.event, -1))
    return _request(asked, PostingKind.HOLD, written, legs, place_holds=_hold(sign_up))


def cancelling(asked: Asked, before: SignUp, written: Written) -> PostingRequest:
    """Frees the seat and lets the price go, or frees the place."""
    seated = before.state is SignUpState.SEATED
    legs = _seat(before.event, -1) if seated else _place(before.event, -1)
    changes = _end_hold(before, written)
    return _request(asked, PostingKind.HOLD, written, legs, change_holds=changes)


def ending(asked: Asked, before: SignUp, written: Written) -> PostingRequest:
    """The member came or did not: takes the price or lets it go. A seat stays taken for ever."""
    sign_up, legs = written.sign_up.value, list[Leg]()
    changes = _end_hold(before, written)
    if changes and sign_up.takes_price:
        asset, price = sign_up.terms.price_asset, sign_up.terms.price
        legs = [Leg(sign_up.member_id, asset, -price), Leg(REDEEMED, asset, price)]
    if before.state is SignUpState.WAITING:
        legs = list(_place(before.event, -1))
    kind = PostingKind.SPEND if changes and sign_up.takes_price else PostingKind.HOLD
    return _request(asked, kind, written, tuple(legs), change_holds=changes)


def postponing(asked: Asked, before: SignUp, written: Written) -> PostingRequest:
    """Keeps the seat and its price until the time that the event has now."""
    sign_up = written.sign_up.value
    changes: tuple[HoldChange, ...] = ()
    if sign_up.held_until != before.held_until:
        owner, asset = sign_up.member_id, sign_up.terms.price_asset
        changes = (HoldChange(sign_up.id, owner, asset, expire_at=sign_up.held_until),)
    return _request(asked, PostingKind.HOLD, written, (), change_holds=changes)


def _request(
    asked: Asked,
    kind: PostingKind,
    written: Written,
    legs: tuple[Leg, ...],
    *,
    place_holds: tuple[HoldPlacement, ...] = (),
    change_holds: tuple[HoldChange, ...] = (),
) -> PostingRequest:
    sign_up = written.sign_up.value
    store = {STORE_ID: sign_up.store_id} if sign_up.store_id else {}
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=kind,
        legs=legs,
        place_holds=place_holds,
        change_holds=change_holds,
        metadata={
            _EVENT: sign_up.event,
            _SIGN_UP: sign_up.id,
            _STATE: str(sign_up.state),
            "member_id": sign_up.member_id,
            **store,
        },
        records=(
            SIGN_UP.record(sign_up.id, written.sign_up.version, sign_ups.to_body(sign_up)),
            *_own(sign_up, written.own),
        ),
        fingerprint=asked.fingerprint,
    )


def _own(sign_up: SignUp, own: Versioned[OwnSignUp]) -> tuple[Record, ...]:
    if own.value.stands and own.value.sign_up_id != sign_up.id:
        # Of two members who were merged both had signed up: the other one goes on.
        return ()
    body = {
        "member_id": sign_up.member_id,
        "sign_up_id": sign_up.id,
        "is_open": sign_up.is_open,
        "attended": sign_up.state is SignUpState.ATTENDED,
    }
    return (OWN.record(own_id(sign_up.event, sign_up.member_id), own.version, body),)


def _seat(event: str, seats: int) -> tuple[Leg, ...]:
    free = reward_owner(event_seats_code(event))
    return (Leg(free, STOCK, -seats), Leg(event_taken_owner(event), STOCK, seats))


def _place(event: str, places: int) -> tuple[Leg, ...]:
    free = reward_owner(event_places_code(event))
    return (Leg(free, STOCK, -places), Leg(event_waiting_owner(event), STOCK, places))


def _hold(sign_up: SignUp) -> tuple[HoldPlacement, ...]:
    if sign_up.state is not SignUpState.SEATED or sign_up.held_until is None:
        return ()
    terms = sign_up.terms
    return (
        HoldPlacement(
            sign_up.id, sign_up.member_id, terms.price_asset, terms.price, sign_up.held_until
        ),
    )


def _end_hold(before: SignUp, written: Written) -> tuple[HoldChange, ...]:
    """The end of the hold, where time has not ended it already."""
    if not before.still_held(written.sign_up.value.changed_at):
        return ()
    return (HoldChange(before.id, before.member_id, before.terms.price_asset),)
