"""The state of a voucher, as members and stores see it."""

from enum import Enum

import strawberry

from gateway.schema.core.scalars import enum_value
from tessera.points.v1 import vouchers_pb2


@strawberry.enum(description="The state of a voucher.")
class VoucherState(Enum):
    """As tessera.points.v1.VoucherState."""

    ISSUED = enum_value(vouchers_pb2.VOUCHER_STATE_ISSUED, "A store can take it.")
    USED = enum_value(vouchers_pb2.VOUCHER_STATE_USED, "A store has taken it.")
    EXPIRED = enum_value(
        vouchers_pb2.VOUCHER_STATE_EXPIRED, "Its last day is over, and nobody has used it."
    )
    CANCELLED = enum_value(vouchers_pb2.VOUCHER_STATE_CANCELLED, "An operator has ended it.")
