"""The members service's feed, as far as feedback follows it: a real gRPC server, filled by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import grpc

from services.common.auth import ALL_BRANDS, Role, current_caller
from services.common.errors import Refusal
from tessera.members.v1 import (
    consents_pb2,
    consents_pb2_grpc,
    contacts_pb2,
    contacts_pb2_grpc,
    events_pb2,
    events_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    phones_pb2,
    phones_pb2_grpc,
    stores_pb2,
)
from tessera.types.v1 import types_pb2

HEARTBEAT_S = 1.0


class ContactsServer(contacts_pb2_grpc.ContactsServicer):
    """Gives the address of each member but those in `refusals`, to services of a brand."""

    def __init__(self) -> None:
        self.refusals: dict[str, contacts_pb2.ContactRefusal.ValueType] = {}
        self.asked: list[contacts_pb2.WantedContact] = []
        self.away = False

    async def ResolveContacts(
        self,
        request: contacts_pb2.ResolveContactsRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> contacts_pb2.ResolveContactsResponse:
        if self.away:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "away")
        caller = current_caller()
        assert caller.role is Role.SERVICE
        assert caller.brand != ALL_BRANDS
        assert 4 <= len(request.reason) <= 500
        assert 1 <= len(request.message_id) <= 128
        self.asked += request.wanted
        answers = [
            contacts_pb2.ResolvedContact(refusal=self.refusals[each.member_id])
            if each.member_id in self.refusals
            else contacts_pb2.ResolvedContact(address=each.member_id)
            for each in request.wanted
        ]
        return contacts_pb2.ResolveContactsResponse(contacts=answers)

    async def SetContactPreferences(
        self,
        request: contacts_pb2.SetContactPreferencesRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> contacts_pb2.SetContactPreferencesResponse:
        raise AssertionError("feedback changes no preference")


class PhonesServer(members_pb2_grpc.MembersServicer):
    """Finds members by phone number."""

    def __init__(self) -> None:
        self.by_phone: dict[str, str] = {}

    async def FindMember(
        self,
        request: members_pb2.FindMemberRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> members_pb2.FindMemberResponse:
        assert current_caller().role is Role.SERVICE
        member_id = self.by_phone.get(request.identity.value)
        if member_id is None:
            await context.abort(grpc.StatusCode.NOT_FOUND, "nobody's")
        return members_pb2.FindMemberResponse(member=members_pb2.Member(id=member_id))


class CodesServer(phones_pb2_grpc.PhonesServicer):
    """Gives the number and the text of each code in `texts`, to services of a brand."""

    def __init__(self) -> None:
        self.texts: dict[str, tuple[str, str]] = {}
        self.asked = 0
        self.away = False

    async def TakePhoneCode(
        self,
        request: phones_pb2.TakePhoneCodeRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> phones_pb2.TakePhoneCodeResponse:
        self.asked += 1
        if self.away:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "away")
        caller = current_caller()
        assert (caller.role, caller.brand) == (Role.SERVICE, "tea")
        if request.code_id not in self.texts:
            raise Refusal("PHONE_CODE_EXPIRED")
        phone, text = self.texts[request.code_id]
        return phones_pb2.TakePhoneCodeResponse(phone=phone, text=text, language="zh")


class ConsentsServer(consents_pb2_grpc.ConsentsServicer):
    """Keeps what was withdrawn."""

    def __init__(self) -> None:
        self.withdrawn: list[consents_pb2.WithdrawConsentRequest] = []

    async def WithdrawConsent(
        self,
        request: consents_pb2.WithdrawConsentRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> consents_pb2.WithdrawConsentResponse:
        assert current_caller().brand != ALL_BRANDS
        self.withdrawn.append(request)
        return consents_pb2.WithdrawConsentResponse()


class MembersFeedServer(events_pb2_grpc.EventsServicer):
    """A token is the number of events before it."""

    def __init__(self) -> None:
        self._events: list[events_pb2.Event] = []
        self._more = asyncio.Condition()
        self.callers: set[tuple[str, Role]] = set()
        self.contacts = ContactsServer()
        self.codes = CodesServer()  # type: ignore[abstract]  # TakePhoneCode alone is called
        self.phones = PhonesServer()  # type: ignore[abstract]  # FindMember alone is called
        self.consents = ConsentsServer()  # type: ignore[abstract]  # and WithdrawConsent

    async def publish(
        self, brand: str, document: Mapping[str, Any] | str, version: int = 1
    ) -> None:
        """Publish a programme of `brand`."""
        text = document if isinstance(document, str) else json.dumps(document, default=str)
        published = events_pb2.ProgrammePublished(version=version, document_json=text)
        await self._add(events_pb2.Event(brand=brand, programme_published=published))

    async def enrol(self, brand: str, member_id: str) -> None:
        """Publish something that is no concern of feedback's."""
        enrolled = events_pb2.MemberEnrolled(channel="app")
        await self._add(
            events_pb2.Event(brand=brand, member_id=member_id, member_enrolled=enrolled)
        )

    async def change_tier(self, brand: str, member_id: str, to: str = "gold") -> str:
        """Publish a change of tier; the event's id."""
        changed = events_pb2.TierChanged(ladder="main", from_tier="silver", to_tier=to)
        changed.effective_time.FromDatetime(datetime.now(UTC))
        event = events_pb2.Event(brand=brand, member_id=member_id, tier_changed=changed)
        await self._add(event)
        return event.id

    async def tell_language(self, brand: str, member_id: str, language: str) -> None:
        """Tell the language that a member prefers."""
        profile = events_pb2.ProfileFacts(version=[1], names=["language"], language=language)
        changed = events_pb2.FactsChanged(profile=profile)
        await self._add(events_pb2.Event(brand=brand, member_id=member_id, facts_changed=changed))

    async def erase(self, brand: str, member_id: str) -> None:
        """Tell that a member is erased."""
        erased = events_pb2.MemberErased()
        await self._add(events_pb2.Event(brand=brand, member_id=member_id, member_erased=erased))

    async def change_store(self, brand: str, store: stores_pb2.Store) -> None:
        """Publish a store of `brand`."""
        changed = events_pb2.StoreChanged(store=store)
        await self._add(events_pb2.Event(brand=brand, store_changed=changed))

    async def order(self, brand: str, member_id: str, at: datetime, event_id: str = "o1") -> None:
        """Publish an order of a member."""
        activity = types_pb2.Activity(
            channel="pos",
            event_id=event_id,
            member_id=member_id,
            type=types_pb2.ACTIVITY_TYPE_ORDER,
            store_id="SH001",
        )
        activity.occur_time.FromDatetime(at)
        recorded = events_pb2.ActivityRecorded(activity=activity)
        await self.tell(brand, member_id, activity_recorded=recorded)

    async def tell(
        self, brand: str, member_id: str, at: datetime | None = None, **kind: Any
    ) -> None:
        """Publish an event of `at`, or of now, about a member: `tier_changed=TierChanged(…)`."""
        event = events_pb2.Event(brand=brand, member_id=member_id, **kind)
        if at is not None:
            event.record_time.FromDatetime(at)
        await self._add(event)

    async def repeat(self) -> None:
        """Send all events again, as after a token that is too old."""
        async with self._more:
            self._events += self._events
            self._more.notify_all()

    async def _add(self, event: events_pb2.Event) -> None:
        event.id = f"evt_{len(self._events):026d}"
        if not event.HasField("record_time"):
            event.record_time.FromDatetime(datetime.now(UTC))
        async with self._more:
            self._events.append(event)
            self._more.notify_all()

    async def Watch(
        self,
        request: events_pb2.WatchRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> AsyncIterator[events_pb2.WatchResponse]:
        caller = current_caller()
        assert caller.brand == ALL_BRANDS
        self.callers.add((caller.brand, caller.role))
        place = int(request.after or 0)
        while True:
            events = self._events[place:]
            place = len(self._events)
            yield events_pb2.WatchResponse(events=events, token=str(place))
            async with self._more:
                if place == len(self._events):
                    try:
                        async with asyncio.timeout(HEARTBEAT_S):
                            await self._more.wait()
                    except TimeoutError:
                        continue
