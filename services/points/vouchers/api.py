"""tessera.points.v1.Vouchers: protos to commands and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.common import pagination
from services.common.auth import Caller, Role, require_role, require_store
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.text import checked
from services.points.activities.domain.validation import STORE_ID_CHARS_MAX
from services.points.context import PointsContext
from services.points.ledger.api.access import teller
from services.points.ledger.api.messages import maybe_instant, to_timestamp
from services.points.ledger.domain.validation import METADATA_VALUE_MAX
from services.points.vouchers.commands import Teller, Vouchers
from services.points.vouchers.domain.code import TYPED_CHARS_MAX
from services.points.vouchers.domain.voucher import Voucher
from tessera.points.v1 import vouchers_pb2 as pb
from tessera.points.v1 import vouchers_pb2_grpc

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


class VouchersApi(vouchers_pb2_grpc.VouchersServicer):
    """Tills and desks of one brand."""

    def __init__(self, vouchers: Vouchers, ctx: PointsContext, page_secret: bytes) -> None:
        self._vouchers = vouchers
        self._ctx = ctx
        self._page_secret = page_secret

    async def LookUpVoucher(
        self, request: pb.LookUpVoucherRequest, context: ServicerContext
    ) -> pb.LookUpVoucherResponse:
        """The voucher as it stands."""
        caller = teller()
        found = await self._vouchers.look_up(_name(caller), _code(request.code))
        return pb.LookUpVoucherResponse(voucher=self._message(found))

    async def RedeemVoucher(
        self, request: pb.RedeemVoucherRequest, context: ServicerContext
    ) -> pb.RedeemVoucherResponse:
        """The voucher, used."""
        caller = teller()
        check_request_id(request.request_id)
        code, store_id = _code(request.code), _store(request.store_id)
        answer = await self._vouchers.redeem(_name(caller), request.request_id, code, store_id)
        message = to_message(answer.voucher, answer.at)
        return pb.RedeemVoucherResponse(voucher=message, replayed=answer.replayed)

    async def ReverseVoucher(
        self, request: pb.ReverseVoucherRequest, context: ServicerContext
    ) -> pb.ReverseVoucherResponse:
        """The voucher, issued again."""
        caller = teller()
        check_request_id(request.request_id)
        code, store_id = _code(request.code), _store(request.store_id)
        answer = await self._vouchers.reverse(_name(caller), request.request_id, code, store_id)
        message = to_message(answer.voucher, answer.at)
        return pb.ReverseVoucherResponse(voucher=message, replayed=answer.replayed)

    async def CancelVoucher(
        self, request: pb.CancelVoucherRequest, context: ServicerContext
    ) -> pb.CancelVoucherResponse:
        """The voucher, cancelled."""
        caller = require_role(teller(), Role.OPERATOR)
        check_request_id(request.request_id)
        code = _code(request.code)
        reason = checked("reason", request.reason, METADATA_VALUE_MAX, least=1)
        answer = await self._vouchers.cancel(_name(caller), request.request_id, code, reason)
        message = to_message(answer.voucher, answer.at)
        return pb.CancelVoucherResponse(voucher=message, replayed=answer.replayed)

    async def ListStoreVouchers(
        self, request: pb.ListStoreVouchersRequest, context: ServicerContext
    ) -> pb.ListStoreVouchersResponse:
        """What a store has taken, the last one first."""
        caller = require_role(teller(), Role.OPERATOR, Role.SERVICE)
        store_id = _store(request.store_id)
        since, before = maybe_instant(request, "from_time"), maybe_instant(request, "until_time")
        scope = {
            "list": "vouchers",
            "brand": caller.brand,
            "store": store_id,
            "from": since.isoformat() if since else "",
            "until": before.isoformat() if before else "",
        }
        after = None
        if request.page_token:
            fields = pagination.decode_token(self._page_secret, request.page_token, **scope)
            after = _EPOCH + fields["at"] * _MS, str(fields["code"])
        size = pagination.page_size(request.page_size)
        found = await self._vouchers.used_at(caller.brand, store_id, since, before, after, size + 1)
        response = pb.ListStoreVouchersResponse(vouchers=map(self._message, found[:size]))
        if len(found) > size:
            last = found[size - 1]
            assert last.used_at is not None, "it is found by its time"
            response.next_page_token = pagination.encode_token(
                self._page_secret, **scope, at=(last.used_at - _EPOCH) // _MS, code=last.code
            )
        return response

    def _message(self, voucher: Voucher) -> pb.TillVoucher:
        return to_message(voucher, self._ctx.clock.now())


def to_message(voucher: Voucher, now: datetime) -> pb.TillVoucher:
    """As it stands at `now`."""
    message = pb.TillVoucher(
        code=voucher.code,
        state=state_message(voucher, now),
        reward_code=voucher.reward_code,
        expire_on=voucher.expire_on.isoformat(),
        expire_time=to_timestamp(voucher.expires_at),
        store_id=voucher.store_id,
        redemption_id=voucher.redemption_id,
    )
    message.reward_name.zh = voucher.reward_name_zh
    message.reward_name.en = voucher.reward_name_en
    if voucher.used_at is not None:
        message.use_time.CopyFrom(to_timestamp(voucher.used_at))
    return message


def state_message(voucher: Voucher, now: datetime) -> pb.VoucherState.ValueType:
    """The state at `now`."""
    return pb.VoucherState.Value(f"VOUCHER_STATE_{voucher.state_at(now).upper()}")


def _name(caller: Caller) -> Teller:
    return Teller(caller.brand, caller.subject)


def _code(code: str) -> str:
    return checked("code", code, TYPED_CHARS_MAX, least=1)


def _store(store_id: str) -> str:
    """In the form that stores of activities have, so that a store is one; one of the caller's."""
    code = checked("store_id", store_id, STORE_ID_CHARS_MAX, least=1)
    require_store(code)
    return code
