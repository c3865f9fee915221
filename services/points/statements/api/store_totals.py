"""A day of stores as protos."""

from __future__ import annotations

from collections.abc import Callable

from services.points.ledger.api.messages import to_timestamp
from services.points.ledger.api.sums import fitting_sums
from services.points.statements.commands.store_days import StoreDay
from services.points.statements.domain.rule_attribution import Column
from services.points.statements.domain.store_totals import StoreRow, StoreSums, together
from services.points.vouchers.domain.voucher import VoucherState
from tessera.points.v1 import statements_pb2 as pb


def store_totals(
    told: StoreDay, after: StoreRow | None, size: int, token: Callable[[StoreRow], str]
) -> pb.ListStoreTotalsResponse:
    """The page behind the row `after`, with the sum of all rows."""
    page = [one for one in told.rows if after is None or one[0] > after]
    with fitting_sums():
        response = pb.ListStoreTotalsResponse(
            rows=[_row(*one) for one in page[:size]],
            sum=_row(StoreRow(""), together(sums for _, sums in told.rows)),
            as_of=to_timestamp(told.as_of),
            final=told.final,
        )
    if len(page) > size:
        response.next_page_token = token(page[size - 1][0])
    return response


def _row(row: StoreRow, sums: StoreSums) -> pb.StoreTotal:
    return pb.StoreTotal(
        store_id=row.store_id,
        rule=row.rule,
        reward=row.reward,
        issued=sums.points[Column.ISSUED],
        clawed_back=-sums.points[Column.CLAWED_BACK],
        redeemed=-sums.points[Column.REDEEMED],
        expired=-sums.points[Column.EXPIRED],
        other=sums.points[Column.OTHER],
        postings=sums.postings,
        vouchers_used=sums.vouchers[VoucherState.USED],
        vouchers_reversed=sums.vouchers[VoucherState.ISSUED],
    )
