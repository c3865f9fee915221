"""Takes codes from members at the moment of handing them over."""

from __future__ import annotations

import grpc

from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from services.common.errors import reason_of
from services.feedback.phone_codes.domain import Code
from services.feedback.reach.adapters import TIMEOUT_S
from tessera.members.v1 import phones_pb2, phones_pb2_grpc

OVER = frozenset({"PHONE_CODE_EXPIRED", "PHONE_CODES_NOT_OFFERED"})


class MembersCodes:
    """Implements `phone_codes.commands.Codes`: each call has a token of its brand."""

    def __init__(self, members: grpc.aio.Channel, issuer: TokenIssuer, subject: str) -> None:
        self._stub: phones_pb2_grpc.PhonesAsyncStub = phones_pb2_grpc.PhonesStub(members)
        self._tokens = BrandTokens(issuer, subject)

    async def take(self, brand: str, code_id: str) -> Code | None:
        request = phones_pb2.TakePhoneCodeRequest(code_id=code_id)
        try:
            answer = await self._stub.TakePhoneCode(
                request, timeout=TIMEOUT_S, metadata=self._tokens.metadata(brand)
            )
        except grpc.aio.AioRpcError as error:
            reason = reason_of(error)
            if reason is not None and reason.reason in OVER:
                return None
            raise
        return Code(answer.phone, answer.text, answer.language)
