"""The Tags service: protos to commands and back."""

from typing import Protocol

from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import STAFF, require_caller
from services.members.consent.api.messages import to_reason
from services.members.context import MembersContext
from services.members.tags.api import messages
from services.members.tags.commands import ChangingUnit, TagsChange, TagsReader, change_tags
from services.members.tags.domain.section import tag_definitions
from services.members.tags.domain.tags import NO_TAGS
from services.members.transactions import Transactions
from tessera.members.v1 import tags_pb2 as pb
from tessera.members.v1 import tags_pb2_grpc


class Store(Transactions[ChangingUnit], Protocol):
    """The storage of this service."""

    @property
    def tags(self) -> TagsReader: ...


class TagsServicer(tags_pb2_grpc.TagsServicer):
    """Staff list, set and remove tags within their brand; members see theirs on the card."""

    def __init__(self, ctx: MembersContext[Store]) -> None:
        self._ctx = ctx

    async def ListTags(
        self, request: pb.ListTagsRequest, context: ServicerContext
    ) -> pb.ListTagsResponse:
        """The tags that the programme declares."""
        brand = require_caller(*STAFF).brand
        declared = tag_definitions(await self._ctx.rulebook.of(brand))
        return pb.ListTagsResponse(tags=map(messages.from_definition, declared.values()))

    async def ChangeTags(
        self, request: pb.ChangeTagsRequest, context: ServicerContext
    ) -> pb.ChangeTagsResponse:
        """The member's tags after some were set and others removed."""
        caller = require_caller(*STAFF)
        change = TagsChange(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            added=messages.to_tags(caller, request.set, self._ctx.clock.now()),
            removed=messages.to_removed(request.remove),
            reason=to_reason(caller, request.reason),
            told=messages.told_expiries(request.set),
        )
        codes = [*(tag.code for tag in change.added), *change.removed]
        if not codes:
            raise invalid("set", "a tag to set or to remove")
        if len(set(codes)) < len(codes):
            raise invalid("set", "each code once, to set or to remove")
        replayed = await change_tags(self._ctx, caller.brand, change)
        found = await self._ctx.store.tags.tags(caller.brand, [change.member_id])
        declared = tag_definitions(await self._ctx.rulebook.of(caller.brand))
        shown = found.get(change.member_id, NO_TAGS).shown(declared, self._ctx.clock.now())
        return pb.ChangeTagsResponse(
            tags=messages.from_tags(shown, declared, by_staff=True), replayed=replayed
        )
