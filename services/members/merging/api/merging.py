"""The Merging service: protos to commands and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from google.protobuf.timestamp_pb2 import Timestamp

from services.common import pagination, text
from services.common.auth import Role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.redirects import Redirects
from services.members.access import require_caller
from services.members.activities.domain.activity import MEMBER_ID_CHARS_MAX
from services.members.context import MembersContext
from services.members.merging.commands.merging import MergeWish, merge_members, preview
from services.members.merging.commands.undoing import UndoWish, undo_merge
from services.members.merging.commands.unit import MergingStore
from services.members.merging.domain.merge import UNDO_FOR, Merge, MergeNotFound, MergeState, Part
from tessera.members.v1 import merging_pb2 as pb
from tessera.members.v1 import merging_pb2_grpc
from tessera.types.v1 import merges_pb2

REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 500
_STATES = {state: merges_pb2.MergeState.Value(f"MERGE_STATE_{state.name}") for state in MergeState}


class MergedMembers(Protocol):
    """Reads who was merged into whom."""

    async def merged(self, brand: str, member_id: str) -> Sequence[str]:
        """All who were merged into the member."""


class Store(MergingStore, Protocol):
    """The storage of this service."""

    @property
    def identities(self) -> MergedMembers: ...


class MergingServicer(merging_pb2_grpc.MergingServicer):
    """Merges members of the caller's brand. `redirects` learns of each merge at once."""

    def __init__(
        self, ctx: MembersContext[Store], redirects: Redirects, page_secret: bytes
    ) -> None:
        self._ctx = ctx
        self._redirects = redirects
        self._page_secret = page_secret

    async def PreviewMerge(
        self, request: pb.PreviewMergeRequest, context: ServicerContext
    ) -> pb.PreviewMergeResponse:
        """What a merge would move."""
        brand = require_caller(Role.OPERATOR).brand
        _check_ids(request)
        found = await preview(self._ctx, brand, request.from_member_id, request.into_member_id)
        return pb.PreviewMergeResponse(parts=map(_part, found))

    async def MergeMembers(
        self, request: pb.MergeMembersRequest, context: ServicerContext
    ) -> pb.MergeMembersResponse:
        """The merge, new or as it was made before."""
        caller = require_caller(Role.OPERATOR)
        _check_ids(request)
        wish = MergeWish(
            brand=caller.brand,
            request_id=check_request_id(request.request_id),
            from_id=request.from_member_id,
            into_id=request.into_member_id,
            reason=text.checked("reason", request.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN),
            by=caller.subject,
            role=caller.role.value,
        )
        merge, replayed = await merge_members(self._ctx, wish)
        self._redirects.learn(merge.brand, merge.from_id, merge.into_id)
        return pb.MergeMembersResponse(merge=merge_message(merge), replayed=replayed)

    async def UndoMerge(
        self, request: pb.UndoMergeRequest, context: ServicerContext
    ) -> pb.UndoMergeResponse:
        """The merge, undone now or before by this request."""
        caller = require_caller(Role.OPERATOR)
        wish = UndoWish(
            brand=caller.brand,
            request_id=check_request_id(request.request_id),
            merge_id=_merge_id(request.merge_id),
            reason=text.checked("reason", request.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN),
            by=caller.subject,
            role=caller.role.value,
        )
        merge, replayed = await undo_merge(self._ctx, wish)
        if merge.state is MergeState.UNDONE:
            self._redirects.learn(merge.brand, merge.from_id, "")
        return pb.UndoMergeResponse(merge=merge_message(merge), replayed=replayed)

    async def GetMerge(
        self, request: pb.GetMergeRequest, context: ServicerContext
    ) -> pb.GetMergeResponse:
        """The merge. Refuses MERGE_NOT_FOUND."""
        brand = require_caller(Role.OPERATOR).brand
        found = await self._ctx.store.merges.merge(brand, _merge_id(request.merge_id))
        if found is None:
            raise MergeNotFound(f"no merge {request.merge_id}")
        return pb.GetMergeResponse(merge=merge_message(found))

    async def ListMerges(
        self, request: pb.ListMergesRequest, context: ServicerContext
    ) -> pb.ListMergesResponse:
        """A page of merges, the latest first."""
        brand = require_caller(Role.OPERATOR).brand
        of, size = request.of_member_id, pagination.page_size(request.page_size)
        if len(of) > MEMBER_ID_CHARS_MAX:
            raise invalid("of_member_id", f"at most {MEMBER_ID_CHARS_MAX} characters")
        scope = {"list": "merges", "brand": brand, "of": of}
        before = ""
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            before = str(token["before"])
        members = [of, *await self._ctx.store.identities.merged(brand, of)] if of else []
        found = await self._ctx.store.merges.page(brand, members, before, size + 1)
        response = pb.ListMergesResponse(merges=map(merge_message, found[:size]))
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, before=found[size - 1].id, **scope
            )
        return response


def _merge_id(sent: str) -> str:
    if not 1 <= len(sent) <= MEMBER_ID_CHARS_MAX:
        raise invalid("merge_id", f"1 to {MEMBER_ID_CHARS_MAX} characters")
    return sent


def _check_ids(request: pb.PreviewMergeRequest | pb.MergeMembersRequest) -> None:
    for field in ("from_member_id", "into_member_id"):
        if not 1 <= len(getattr(request, field)) <= MEMBER_ID_CHARS_MAX:
            raise invalid(field, f"1 to {MEMBER_ID_CHARS_MAX} characters")


def _part(part: Part) -> merges_pb2.MergedPart:
    return merges_pb2.MergedPart(what=part.what, moved=part.moved, kept=part.kept)


def merge_message(merge: Merge) -> pb.Merge:
    """The merge as callers get it."""
    return pb.Merge(
        id=merge.id,
        from_member_id=merge.from_id,
        into_member_id=merge.into_id,
        state=_STATES[merge.state],
        reason=merge.reason,
        merged_by=merge.by,
        merge_time=_timestamp(merge.at),
        parts=map(_part, merge.parts),
        undo_until_time=_timestamp(merge.at + UNDO_FOR),
        undo_time=None if merge.undone_at is None else _timestamp(merge.undone_at),
        undone_by=merge.undone_by,
        returned=map(_part, merge.returned),
    )


def _timestamp(instant: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(instant)
    return stamp
