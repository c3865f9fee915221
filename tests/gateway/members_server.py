"""Members as the gateway sees it."""

from collections.abc import AsyncIterator
from typing import Any

from services.common.auth import Caller
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
    sessions_pb2,
    sessions_pb2_grpc,
    stores_pb2,
    stores_pb2_grpc,
)
from tessera.types.v1 import types_pb2
from tests.gateway.advisers_server import adviser
from tests.gateway.fake_backend import (
    DAY_S,
    FakeBackend,
    at,
    member,
    refuse,
)
from tests.gateway.lifecycle_server import lifecycle
from tests.gateway.programmes_server import next_token
from tests.gateway.segments_server import CLUSTER, member_segments
from tests.gateway.tags_server import member_tags

TEXT = consents_pb2.ConsentText(
    version="2026-03",
    text=types_pb2.LocalizedText(zh="我们可向您发送优惠。", en="We may send you offers."),
    url="https://tea.example.com/privacy",
)
PREFERENCES = contacts_pb2.ContactPreferences(
    channels=[consents_pb2.CONTACT_CHANNEL_WECHAT, consents_pb2.CONTACT_CHANNEL_SMS],
    quiet_hours=contacts_pb2.QuietHours(**{"from": "22:00", "until": "08:00"}),
    language="en",
    update_time=at(0),
)


def consents(of: str, granted: bool = True) -> list[consents_pb2.Consent]:
    """Service by the contract, and marketing by a declaration of member `of`."""
    return [
        consents_pb2.Consent(
            purpose=consents_pb2.CONSENT_PURPOSE_SERVICE,
            channel=consents_pb2.CONTACT_CHANNEL_ALL,
            granted=True,
        ),
        consents_pb2.Consent(
            purpose=consents_pb2.CONSENT_PURPOSE_MARKETING,
            channel=consents_pb2.CONTACT_CHANNEL_SMS,
            granted=granted,
            version="2026-03" if granted else "",
            occur_time=at(int(of[-4:])),
            text=TEXT if granted else None,
            asked=TEXT,
        ),
    ]


def card(
    number: int, request: members_pb2.BatchGetMembersRequest, brand: str = "tea"
) -> members_pb2.Member:
    """The member with what the request asks for. Those of even numbers have preferences."""
    found = member(number, brand)
    if request.consents:
        found.consents.extend(consents(found.id))
    if request.contact_preferences and number % 2 == 0:
        found.contact_preferences.CopyFrom(PREFERENCES)
    if request.tags:
        found.tags.extend(member_tags(number))
    if request.segments:
        found.segments.extend(member_segments(number))
    if request.cluster and number % 2 == 0:
        found.cluster.CopyFrom(CLUSTER)
    if request.lifecycle and number % 2 == 0:
        found.lifecycle.CopyFrom(lifecycle(number))
    return found


class Members(members_pb2_grpc.MembersServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def BatchGetMembers(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("BatchGetMembers", request, context)
        found = [each for each in request.member_ids if self.backend.has(caller, each)]
        merged = {each: into for each, into in self.backend.merged.items() if each in found}
        present = dict.fromkeys(merged.get(each, each) for each in found)
        members = [card(int(each[-4:]), request, caller.brand) for each in present]
        for each in members:
            each.merged_from_ids.extend(k for k, v in self.backend.merged.items() if v == each.id)
        for each in members:
            if request.adviser:
                each.adviser.CopyFrom(adviser(caller.role))
            if each.id in self.backend.origins:
                each.origin.CopyFrom(self.backend.origins[each.id])
        return members_pb2.BatchGetMembersResponse(
            members=members,
            missing_ids=[each for each in request.member_ids if each not in found],
            survivor_ids=merged,
        )

    async def ChangeIdentities(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ChangeIdentities", request, context)
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND"))
        if not request.HasField("link"):
            await refuse(context, Refusal("LAST_IDENTITY", field="unlink"))
        return members_pb2.ChangeIdentitiesResponse(
            member=member(int(request.member_id[-4:]), caller.brand)
        )

    async def UpdateMember(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("UpdateMember", request, context)
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND"))
        if request.profile.birthday == "01-01":
            await refuse(context, Refusal("BIRTHDAY_CHANGE_LIMIT", field="profile.birthday"))
        return members_pb2.UpdateMemberResponse(
            member=member(int(request.member_id[-4:]), caller.brand)
        )

    async def EnrolMember(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("EnrolMember", request, context)
        key = (caller.brand, request.identities[0].value)
        created = key not in self.backend.enrolled
        number = self.backend.enrolled.setdefault(key, 150 + len(self.backend.enrolled))
        return members_pb2.EnrolMemberResponse(member=member(number, caller.brand), created=created)

    async def FindMember(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("FindMember", request, context)
        enrolled = self.backend.enrolled.get((caller.brand, request.identity.value))
        if enrolled is not None:
            return members_pb2.FindMemberResponse(member=member(enrolled, caller.brand))
        if request.identity != members_pb2.Identity(
            kind=members_pb2.IDENTITY_KIND_POS_CARD, value="17841"
        ):
            await refuse(context, Refusal("MEMBER_NOT_FOUND"))
        return members_pb2.FindMemberResponse(member=member(3, caller.brand))

    async def RevealMember(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("RevealMember", request, context)
        if len(request.reason) < 4:
            await refuse(context, Refusal("INVALID_ARGUMENT", field="reason"))
        found = member(int(request.member_id[-4:]), caller.brand)
        found.phone = "+8613800000000"
        return members_pb2.RevealMemberResponse(member=found, profile=found.profile)

    async def ListTierDecisions(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ListTierDecisions", request, context)
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND"))
        return members_pb2.ListTierDecisionsResponse(
            decisions=self.backend.decisions[int(request.page_token or 0) :][: request.page_size],
            next_page_token=next_token(request, len(self.backend.decisions)),
        )


class Consents(consents_pb2_grpc.ConsentsServicer):
    """Asks for marketing in version 2026-03."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GiveConsent(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GiveConsent", request, context)
        await self._check(caller, request, context)
        if request.version != TEXT.version:
            await refuse(context, Refusal("CONSENT_VERSION_UNKNOWN", field="version"))
        return consents_pb2.GiveConsentResponse(
            consents=consents(request.member_id), replayed=self._replayed(caller, request)
        )

    async def WithdrawConsent(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("WithdrawConsent", request, context)
        await self._check(caller, request, context)
        return consents_pb2.WithdrawConsentResponse(
            consents=consents(request.member_id, granted=False),
            replayed=self._replayed(caller, request),
        )

    async def ListConsentDeclarations(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ListConsentDeclarations", request, context)
        await self._check(caller, request, context)
        last = int(request.page_token or 3)
        numbers = range(last, max(0, last - (request.page_size or 20)), -1)
        return consents_pb2.ListConsentDeclarationsResponse(
            declarations=[declaration(n) for n in numbers],
            next_page_token=str(numbers[-1] - 1) if numbers and numbers[-1] > 1 else "",
        )

    async def _check(self, caller: Caller, request: Any, context: Any) -> None:
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND", field="member_id"))

    def _replayed(self, caller: Caller, request: Any) -> bool:
        key = (caller.brand, request.request_id)
        known = key in self.backend.done
        self.backend.done[key] = request
        return known


def declaration(number: int) -> consents_pb2.ConsentDeclaration:
    """The first two give in two versions; the third withdraws."""
    return consents_pb2.ConsentDeclaration(
        id=f"cns_{number}",
        purpose=consents_pb2.CONSENT_PURPOSE_MARKETING,
        channel=consents_pb2.CONTACT_CHANNEL_SMS,
        granted=number != 3,
        version="" if number == 3 else f"2026-0{number}",
        given_by="sms",
        occur_time=at(number),
        record_time=at(number + 1),
        role="channel",
        recorded_by="pos",
        reason="withdrawn_by_reply",
        proof="msg-1",
    )


class Contacts(contacts_pb2_grpc.ContactsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def SetContactPreferences(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("SetContactPreferences", request, context)
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND", field="member_id"))
        response = contacts_pb2.SetContactPreferencesResponse(preferences=request.preferences)
        response.preferences.update_time.CopyFrom(at(1))
        return response


def found_store(code: str, brand: str, distance_m: int | None = None) -> stores_pb2.FoundStore:
    """A store of a brand, open on Mondays from ten to ten and on Saturdays over midnight."""
    kept = stores_pb2.Store(
        code=code,
        name=types_pb2.LocalizedText(zh=f"{brand} 门店", en=f"{brand} store"),
        city="上海",
        coordinates=stores_pb2.Coordinates(latitude_e6=31_230_400, longitude_e6=121_473_700),
        zone="Asia/Shanghai",
        hours=[
            stores_pb2.OpenInterval(weekday=1, open_minute=600, close_minute=1320),
            stores_pb2.OpenInterval(weekday=6, open_minute=1080, close_minute=1560),
        ],
        closed_days=["2026-10-01"],
        labels={"size": "large"},
        etag="3",
        version=3,
    )
    return stores_pb2.FoundStore(store=kept, open=True, distance_m=distance_m)


class Stores(stores_pb2_grpc.StoresServicer):
    """`SH1` to `SH9`; a write of `SH2` comes too late."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetStore(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GetStore", request, context)
        if not request.code.startswith("SH"):
            await refuse(context, Refusal("STORE_NOT_FOUND"))
        return stores_pb2.GetStoreResponse(store=found_store(request.code, caller.brand))

    async def ListStores(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ListStores", request, context)
        after = int(request.page_token or 0)
        last = min(after + request.page_size, 9)
        return stores_pb2.ListStoresResponse(
            stores=[found_store(f"SH{n}", caller.brand) for n in range(after + 1, last + 1)],
            next_page_token=str(last) if last < 9 else "",
        )

    async def ListNearestStores(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ListNearestStores", request, context)
        return stores_pb2.ListNearestStoresResponse(
            stores=[found_store(f"SH{n}", caller.brand, n * 100) for n in (1, 2)]
        )

    async def UpsertStore(self, request: Any, context: Any) -> Any:
        await self.backend.enter("UpsertStore", request, context)
        if request.store.code == "SH2":
            await refuse(context, Refusal("ETAG_MISMATCH", field="etag"))
        store = stores_pb2.FoundStore(store=request.store, open=False)
        return stores_pb2.UpsertStoreResponse(store=store)


class Logins(sessions_pb2_grpc.LoginsServicer):
    """Each member has one session."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListLogins(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListLogins", request, context)
        login = sessions_pb2.Login(begin_time=at(0), last_time=at(60), end_time=at(DAY_S))
        return sessions_pb2.ListLoginsResponse(logins=[login])

    async def EndAllLogins(self, request: Any, context: Any) -> Any:
        await self.backend.enter("EndAllLogins", request, context)
        return sessions_pb2.EndAllLoginsResponse()


class Sessions(sessions_pb2_grpc.SessionsServicer):
    """Tokens are `brand/member/number`; the last number of each is good."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def StartSession(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("StartSession", request, context)
        token = f"{caller.brand}/{request.member_id}/0"
        self.backend.sessions[token] = ""
        return sessions_pb2.StartSessionResponse(refresh_token=token, expire_time=at(DAY_S))

    async def RefreshSession(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RefreshSession", request, context)
        if self.backend.sessions.pop(request.refresh_token, None) is None:
            await refuse(context, Refusal("SESSION_ENDED"))
        brand, of, number = request.refresh_token.split("/")
        token = f"{brand}/{of}/{int(number) + 1}"
        self.backend.sessions[token] = request.request_id
        return sessions_pb2.RefreshSessionResponse(
            brand=brand, member_id=of, refresh_token=token, expire_time=at(DAY_S)
        )

    async def EndSession(self, request: Any, context: Any) -> Any:
        await self.backend.enter("EndSession", request, context)
        self.backend.sessions.pop(request.refresh_token, None)
        return sessions_pb2.EndSessionResponse()


class MemberEvents(events_pb2_grpc.EventsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def Watch(self, request: Any, context: Any) -> AsyncIterator[Any]:
        await self.backend.enter("members.Watch", request, context)
        # As the services do: a follower learns at once where its stream begins.
        yield events_pb2.WatchResponse(token=request.after or "t0")
        async for response in self.backend.watch("members"):
            yield response
