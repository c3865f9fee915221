"""The Privacy service of points: a member's own copy, in pages."""

from __future__ import annotations

from services.common.auth import Role, current_caller, require_member, require_role
from services.common.interceptors import ServicerContext
from services.common.member_export import MemberExport
from services.points.ledger.api.access import of_one_brand
from tessera.points.v1 import privacy_pb2 as pb
from tessera.points.v1 import privacy_pb2_grpc
from tessera.types.v1 import exports_pb2


class PrivacyApi(privacy_pb2_grpc.PrivacyServicer):
    """Answers members about themselves, and operators."""

    def __init__(self, export: MemberExport) -> None:
        self._export = export

    async def ExportMember(
        self, request: pb.ExportMemberRequest, context: ServicerContext
    ) -> pb.ExportMemberResponse:
        """A page; none of a member whom points never heard of."""
        allowed = of_one_brand(require_role(current_caller(), Role.MEMBER, Role.OPERATOR))
        caller = require_member(allowed, request.member_id)
        records, token = await self._export.page(
            caller.brand, request.member_id, request.page_token
        )
        return pb.ExportMemberResponse(
            records=[exports_pb2.ExportedRecord(part=p, json=json) for p, json in records],
            next_page_token=token,
        )
