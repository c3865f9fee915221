"""The Members service: protos to commands and back."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Protocol

from services.common import pagination
from services.common.auth import Caller, Role, require_member
from services.common.errors import Refusal, invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.redirects import Redirects
from services.members.access import EVERYONE, STAFF, require_caller, require_reader
from services.members.activities.commands.recording import FactsReader
from services.members.activities.domain.activity import MEMBER_ID_CHARS_MAX
from services.members.advisers.api.messages import from_adviser
from services.members.advisers.commands import AdvisersReader
from services.members.advisers.domain import advisers_of
from services.members.cards.api import messages
from services.members.cards.api.completion import RecordCompletion
from services.members.cards.api.enrolments import enrol_all, from_enrolled
from services.members.cards.api.identity_changes import to_identity_change
from services.members.cards.commands import cards
from services.members.cards.commands.cards import CardStore
from services.members.cards.commands.reveal import AuditLog, Reveal, reveal
from services.members.consent.api.messages import from_consents
from services.members.consent.commands import ConsentsReader
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.consent.domain.section import consents_of
from services.members.contacts.api.messages import from_preferences
from services.members.contacts.commands.preferences import PreferencesReader
from services.members.context import MembersContext
from services.members.identities.commands import profiles
from services.members.identities.commands.enrolment import EnrolmentUnit
from services.members.identities.commands.linking import LinkingUnit, change_identities
from services.members.identities.commands.profiles import ProfileChange
from services.members.identities.commands.unit import IdentitiesUnit
from services.members.identities.domain.profile import PROFILE_FIELDS
from services.members.lifecycle.api.messages import from_lifecycle
from services.members.lifecycle.commands.judging import LifecyclesReader
from services.members.lifecycle.domain.section import lifecycle_section
from services.members.referral.commands.inviting import invited_at_enrolment
from services.members.referral.commands.unit import (
    DueReferrals,
    InvitedIdentities,
    ReferralUnit,
)
from services.members.segments.api.cluster_messages import from_cluster
from services.members.segments.api.messages import from_membership
from services.members.segments.commands.clustering import clusters_of
from services.members.segments.commands.definitions import definitions
from services.members.segments.commands.judging import SegmentsReader
from services.members.segments.domain.cluster_names import cluster_names
from services.members.tags.api.messages import from_tags
from services.members.tags.commands import TagsReader
from services.members.tags.domain.section import tag_definitions
from services.members.tiers.api.decisions import from_judged
from services.members.tiers.domain.standing import Judged
from services.members.transactions import Transactions
from tessera.members.v1 import (
    advisers_pb2,
    consents_pb2,
    contacts_pb2,
    lifecycle_pb2,
    members_pb2_grpc,
    segments_pb2,
    tags_pb2,
)
from tessera.members.v1 import members_pb2 as pb

BATCH_ENROL_MAX = 1_000
BATCH_GET_MAX = 100


class DecisionLog(Protocol):
    async def decisions(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> list[tuple[str, Judged]]:
        """Decisions with their ids, newest first, from behind the id `before`."""


class MembersIdentities(IdentitiesUnit, InvitedIdentities, Protocol):
    """The part of a transaction that has the members."""


class MembersUnit(EnrolmentUnit, LinkingUnit, ReferralUnit, Protocol):
    """A transaction of this service."""

    @property
    def identities(self) -> MembersIdentities: ...


class Store(CardStore, Transactions[MembersUnit], Protocol):
    """The storage of this service."""

    @property
    def activities(self) -> FactsReader: ...
    @property
    def tiers(self) -> DecisionLog: ...
    @property
    def advisers(self) -> AdvisersReader: ...
    @property
    def consents(self) -> ConsentsReader: ...
    @property
    def contact_preferences(self) -> PreferencesReader: ...
    @property
    def tags(self) -> TagsReader: ...
    @property
    def lifecycles(self) -> LifecyclesReader: ...
    @property
    def referrals(self) -> DueReferrals: ...
    @property
    def segments(self) -> SegmentsReader: ...


class MembersServicer(members_pb2_grpc.MembersServicer):
    """Enrols members and answers who they are, within the caller's brand."""

    def __init__(
        self,
        ctx: MembersContext[Store],
        audit: AuditLog,
        page_secret: bytes,
        redirects: Redirects,
        record_completion: RecordCompletion,
    ) -> None:
        self._ctx = ctx
        self._record_completion = record_completion
        self._redirects = redirects
        self._audit = audit
        self._page_secret = page_secret

    async def EnrolMember(
        self, request: pb.EnrolMemberRequest, context: ServicerContext
    ) -> pb.EnrolMemberResponse:
        """The member, new or found."""
        caller = require_caller(*STAFF)
        [enrolled] = await enrol_all(self._ctx, caller, [request])
        if isinstance(enrolled, Exception):
            raise enrolled
        refusal = ""
        if request.invite_code:
            # A repeat after a crash between the two makes it up.
            refusal = await invited_at_enrolment(
                *(self._ctx, caller.brand, enrolled.member_id, request.invite_code),
                created=enrolled.created,
            )
        return pb.EnrolMemberResponse(
            member=await self._card(caller, enrolled.member_id),
            created=enrolled.created,
            replayed=enrolled.replayed,
            invite_refusal=refusal,
        )

    async def BatchEnrolMembers(
        self, request: pb.BatchEnrolMembersRequest, context: ServicerContext
    ) -> pb.BatchEnrolMembersResponse:
        """A result for each wish."""
        caller = require_caller(*STAFF)
        if not 1 <= len(request.requests) <= BATCH_ENROL_MAX:
            raise invalid("requests", f"1 to {BATCH_ENROL_MAX}")
        for index, each in enumerate(request.requests):
            if each.invite_code:
                raise invalid(f"requests[{index}].invite_code", "only in EnrolMember")
        enrolled = await enrol_all(self._ctx, caller, request.requests)
        return pb.BatchEnrolMembersResponse(results=map(from_enrolled, enrolled))

    async def BatchGetMembers(
        self, request: pb.BatchGetMembersRequest, context: ServicerContext
    ) -> pb.BatchGetMembersResponse:
        """The members that exist among the ids.

        A member may ask for itself only; a caller who reads for several members, for these.
        """
        caller = require_reader()
        if not 1 <= len(request.member_ids) <= BATCH_GET_MAX:
            raise invalid("member_ids", f"1 to {BATCH_GET_MAX}")
        survivors = await self._survivors(caller, request.member_ids)
        ids = list(dict.fromkeys(survivors.values()))
        found, consents, preferences, tags, lifecycles, more = await asyncio.gather(
            cards.cached_cards(self._ctx, caller.brand, ids),
            self._consents(caller.brand, ids if request.consents else ()),
            self._preferences(caller.brand, ids if request.contact_preferences else ()),
            self._tags(caller, ids if request.tags else ()),
            self._lifecycles(caller.brand, ids if request.lifecycle else ()),
            asyncio.gather(
                self._segments(caller.brand, ids if request.segments else ()),
                self._advisers(caller, ids if request.adviser else ()),
                self._clusters(caller, ids if request.cluster else ()),
            ),
        )
        segments, advisers, clusters = more
        own = _clear(caller)
        members = {i: messages.from_card(card, clear=own, own=own) for i, card in found.items()}
        for member_id, member in members.items():
            member.consents.extend(consents.get(member_id, ()))
            member.tags.extend(tags.get(member_id, ()))
            member.segments.extend(segments.get(member_id, ()))
            if member_id in lifecycles:
                member.lifecycle.CopyFrom(lifecycles[member_id])
            if member_id in clusters:
                member.cluster.CopyFrom(clusters[member_id])
            if member_id in advisers:
                member.adviser.CopyFrom(advisers[member_id])
            if member_id in preferences:
                member.contact_preferences.CopyFrom(preferences[member_id])
            if caller.role is not Role.MEMBER:
                merged = self._redirects.merged(caller.brand, member_id)
                member.merged_from_ids.extend(merged)
        return pb.BatchGetMembersResponse(
            members=members.values(),
            missing_ids=[each for each, stands in survivors.items() if stands not in found],
            survivor_ids={
                each: stands
                for each, stands in survivors.items()
                if each != stands and stands in found
            },
        )

    async def _survivors(self, caller: Caller, member_ids: Sequence[str]) -> dict[str, str]:
        """Who stands for each of the members: nearly always the member."""
        survivors: dict[str, str] = {}
        for index, member_id in enumerate(member_ids):
            if not 1 <= len(member_id) <= MEMBER_ID_CHARS_MAX:
                raise invalid(f"member_ids[{index}]", f"1 to {MEMBER_ID_CHARS_MAX} characters")
            survivors[member_id] = self._redirects.of(caller.brand, member_id)
            require_member(caller, survivors[member_id])
        return survivors

    async def FindMember(
        self, request: pb.FindMemberRequest, context: ServicerContext
    ) -> pb.FindMemberResponse:
        """The member who has the identity."""
        caller = require_caller(*STAFF)
        region = (await self._ctx.rulebook.of(caller.brand)).region
        identity = messages.to_identity(request.identity, region, "identity")
        card = await cards.find(self._ctx, caller.brand, identity)
        return pb.FindMemberResponse(member=messages.from_card(card, clear=False))

    async def UpdateMember(
        self, request: pb.UpdateMemberRequest, context: ServicerContext
    ) -> pb.UpdateMemberResponse:
        """The member with the profile fields named in the mask changed."""
        caller = require_member(require_caller(*EVERYONE), request.member_id)
        change = ProfileChange(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            profile=messages.to_profile(request.profile),
            fields=_fields(request),
            etag=request.etag,
        )
        updated = await profiles.update(self._ctx, caller.brand, change)
        if updated.complete:
            await self._record_completion(caller.brand, request.member_id)
        member = await self._card(caller, request.member_id)
        return pb.UpdateMemberResponse(member=member, replayed=updated.replayed)

    async def ChangeIdentities(
        self, request: pb.ChangeIdentitiesRequest, context: ServicerContext
    ) -> pb.ChangeIdentitiesResponse:
        """The member with an identity more, one less, or another one in its place."""
        caller = require_caller(*STAFF)
        change = to_identity_change(request, (await self._ctx.rulebook.of(caller.brand)).region)
        replayed = await change_identities(self._ctx, caller.brand, change)
        member = await self._card(caller, request.member_id)
        return pb.ChangeIdentitiesResponse(member=member, replayed=replayed)

    async def RevealMember(
        self, request: pb.RevealMemberRequest, context: ServicerContext
    ) -> pb.RevealMemberResponse:
        """Personal data in clear, once the reason is in the audit log."""
        caller = require_caller(Role.OPERATOR)
        asked = Reveal(
            brand=caller.brand,
            actor=caller.subject,
            role=caller.role.value,
            scopes=tuple(sorted(caller.scopes)),
            member_id=request.member_id,
            reason=request.reason,
        )
        card = await reveal(self._ctx, self._audit, asked)
        return pb.RevealMemberResponse(
            member=messages.from_card(card, clear=True),
            profile=messages.from_profile(card.member.profile),
        )

    async def ListTierDecisions(
        self, request: pb.ListTierDecisionsRequest, context: ServicerContext
    ) -> pb.ListTierDecisionsResponse:
        """A page of decisions, newest first. Refuses MEMBER_NOT_FOUND."""
        caller = require_member(require_caller(*EVERYONE), request.member_id)
        size = pagination.page_size(request.page_size)
        scope = {"list": "decisions", "brand": caller.brand, "member": request.member_id}
        before = ""
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            before = str(token["before"])
        else:
            await cards.one(self._ctx, caller.brand, request.member_id)
        found = await self._ctx.store.tiers.decisions(
            caller.brand, request.member_id, before=before, size=size + 1
        )
        rules = await self._ctx.rulebook.of(caller.brand)
        own = _clear(caller)
        response = pb.ListTierDecisionsResponse(
            decisions=[from_judged(judged, rules, own=own) for _, judged in found[:size]]
        )
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, before=found[size - 1][0], **scope
            )
        return response

    async def _consents(
        self, brand: str, ids: Collection[str]
    ) -> dict[str, list[consents_pb2.Consent]]:
        if not ids:
            return {}
        found = await self._ctx.store.consents.consents(brand, ids)
        section = consents_of(await self._ctx.rulebook.of(brand))
        return {i: from_consents(found.get(i, NO_CONSENTS), section) for i in ids}

    async def _preferences(
        self, brand: str, ids: Collection[str]
    ) -> dict[str, contacts_pb2.ContactPreferences]:
        found = await self._ctx.store.contact_preferences.preferences(brand, ids)
        return {i: from_preferences(each) for i, each in found.items()}

    async def _tags(
        self, caller: Caller, ids: Collection[str]
    ) -> dict[str, list[tags_pb2.MemberTag]]:
        if not ids:
            return {}
        found = await self._ctx.store.tags.tags(caller.brand, ids)
        declared = tag_definitions(await self._ctx.rulebook.of(caller.brand))
        now, by_staff = self._ctx.clock.now(), caller.role is not Role.MEMBER
        return {
            member_id: from_tags(tags.shown(declared, now), declared, by_staff=by_staff)
            for member_id, tags in found.items()
        }

    async def _lifecycles(
        self, brand: str, ids: Collection[str]
    ) -> dict[str, lifecycle_pb2.MemberLifecycle]:
        section = lifecycle_section(await self._ctx.rulebook.of(brand)) if ids else None
        if section is None:
            return {}
        found = await self._ctx.store.lifecycles.lifecycles(brand, ids)
        return {each: from_lifecycle(one, section.activation) for each, one in found.items()}

    async def _segments(
        self, brand: str, ids: Collection[str]
    ) -> dict[str, list[segments_pb2.MemberSegment]]:
        if not ids:
            return {}
        found = await self._ctx.store.segments.memberships(brand, ids)
        saved = await self._ctx.store.segments.saved(brand)
        known = definitions(brand, await self._ctx.rulebook.of(brand), saved).segments
        return {member_id: from_membership(each, known) for member_id, each in found.items()}

    async def _clusters(
        self, caller: Caller, ids: Collection[str]
    ) -> dict[str, segments_pb2.MemberCluster]:
        if not ids or caller.role is Role.MEMBER:
            return {}
        rules = await self._ctx.rulebook.of(caller.brand)
        today = rules.local_day(self._ctx.clock.now())
        found = await clusters_of(self._ctx.store, caller.brand, ids, today)
        names = cluster_names(rules)
        return {member_id: from_cluster(code, names) for member_id, code in found.items()}

    async def _advisers(
        self, caller: Caller, ids: Collection[str]
    ) -> dict[str, advisers_pb2.MemberAdviser]:
        found = await self._ctx.store.advisers.advisers(caller.brand, ids)
        names = advisers_of(await self._ctx.rulebook.of(caller.brand)) if found else {}
        staff = caller.role is not Role.MEMBER
        shown = {id_: from_adviser(each, names, by_staff=staff) for id_, each in found.items()}
        return {member_id: message for member_id, message in shown.items() if message}

    async def _card(self, caller: Caller, member_id: str) -> pb.Member:
        card = await cards.one(self._ctx, caller.brand, member_id)
        return messages.from_card(card, clear=_clear(caller), own=_clear(caller))


def _clear(caller: Caller) -> bool:
    # A member gets no further than its own card.
    return caller.role is Role.MEMBER


def _fields(request: pb.UpdateMemberRequest) -> tuple[str, ...]:
    paths = tuple(dict.fromkeys(request.update_mask.paths))
    if not paths:
        raise invalid("update_mask", f"at least one of {', '.join(PROFILE_FIELDS)}")
    unknown = [path for path in paths if path not in PROFILE_FIELDS]
    if unknown:
        raise Refusal(
            "INVALID_ARGUMENT", f"not a field: {unknown[0][:64]}", field="update_mask.paths"
        )
    return paths
