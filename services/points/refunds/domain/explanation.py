"""The explanation of a refund in its posting, for people and for repeats: texts in its metadata.

One line per clawback, `asset|due|taken|from_pending|available_after`, and one for each rule whose
points it took, `rule|asset|points`; of what was given back, the points and the id of each coupon;
of each coupon of the order, `id|type|revoked|not recoverable`.
As many lines to a value as fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.points.ledger.domain.metadata_lines import VALUES_MAX, packed, unpacked
from services.points.refunds.domain.given_coupons import GivenCoupon
from services.points.refunds.domain.refund import Clawback
from services.points.refunds.domain.returned import NOTHING, Returned

RETURNED_VALUES_MAX = 2
"""Room for the ids of all coupons that a basket takes."""
GIVEN_VALUES_MAX = 3
"""Room for all coupons of an order that a refund tells of."""


def of_clawbacks(clawbacks: Iterable[Clawback]) -> dict[str, str]:
    lines = [f"{c.asset}|{c.due}|{c.taken}|{c.from_pending}|{c.available_after}" for c in clawbacks]
    return packed("clawback", lines)


def clawbacks_in(metadata: Mapping[str, str]) -> tuple[Clawback, ...]:
    """The clawbacks that a posting was made of."""
    lines = (line.split("|") for line in unpacked("clawback", metadata))
    return tuple(Clawback(asset, *map(int, numbers)) for asset, *numbers in lines)


def of_refund(
    clawbacks: Iterable[Clawback],
    taken: Iterable[tuple[str, str, int]],
    returned: Returned = NOTHING,
    given: Iterable[GivenCoupon] = (),
) -> dict[str, str]:
    """The clawbacks, what is given back and, as far as there is room, of which rule, asset and
    points the clawbacks are."""
    metadata = of_clawbacks(clawbacks)
    if returned.points or returned.coupon_ids:
        lines_back = (str(returned.points), *returned.coupon_ids)
        metadata |= packed("returned", lines_back, RETURNED_VALUES_MAX)
    coupons = [f"{c.coupon_id}|{c.type}|{int(c.revoked)}|{c.not_recoverable_minor}" for c in given]
    metadata |= packed("given", coupons, GIVEN_VALUES_MAX)
    lines = (f"{rule}|{asset}|{points}" for rule, asset, points in taken)
    return metadata | packed("taken", lines, VALUES_MAX - len(metadata))


def taken_in(metadata: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """The rules whose points a refund took, with the asset and how many."""
    lines = (line.split("|") for line in unpacked("taken", metadata))
    return [(rule, asset, int(points)) for rule, asset, points in lines]


def given_in(metadata: Mapping[str, str]) -> tuple[GivenCoupon, ...]:
    """The coupons of the order that a refund told of."""
    lines = (line.split("|") for line in unpacked("given", metadata))
    return tuple(
        GivenCoupon(coupon_id, type_, revoked == "1", int(minor))
        for coupon_id, type_, revoked, minor in lines
    )


def returned_in(metadata: Mapping[str, str]) -> tuple[int, tuple[str, ...]]:
    """The points and the ids of the coupons that a refund gave back."""
    points, *coupon_ids = unpacked("returned", metadata) or ("0",)
    return int(points), tuple(coupon_ids)
