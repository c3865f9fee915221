"""A month of a member's account."""

from typing import Annotated

import strawberry

from gateway.schema.core.fields import column
from gateway.schema.core.scalars import AssetCode, Long
from gateway.schema.core.selections import Args, Inner
from gateway.schema.points.points import EntryKind
from gateway.upstream.batching import Need
from gateway.upstream.loaders import StatementPage
from tessera.points.v1 import statements_pb2

POINTS = "POINTS"


@strawberry.type(description="The sum of one kind of entry in a month.")
class StatementLine:
    """Source: tessera.points.v1.StatementLine."""

    kind: EntryKind = column("The kind of the entries.")
    amount: Long = column("Their sum; negative when more was taken than added.")
    count: Long = column("Their number.")


@strawberry.type(
    description="A month of an account: the opening balance and all lines make the closing balance."
)
class Statement:
    """Source: tessera.points.v1.GetStatementResponse."""

    opening: Long = column("The balance at the beginning of the month.")
    closing: Long = column("The balance at its end, or now while the month lasts.")
    lines: list[StatementLine] = column("The sum of each kind of entry.", size=5)


Month = Annotated[
    str, strawberry.argument(description="The month, YYYY-MM in the brand's time zone.")
]
OfAsset = Annotated[
    AssetCode | None, strawberry.argument(description="The asset; POINTS when left out.")
]


def statement_need(args: Args, inner: Inner) -> Need:
    """The need of one month of one asset."""
    return Need(StatementPage(str(args.get("month")), args.get("asset") or POINTS))


def pick_statement(
    told: statements_pb2.GetStatementResponse, month: Month, asset: OfAsset = None
) -> statements_pb2.GetStatementResponse:
    """The month; the call was made for it alone."""
    return told
