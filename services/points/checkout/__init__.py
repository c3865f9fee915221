"""Checkout: what comes off a basket, and what pays for it beside money.

Owns the section checkout of a programme, and a record for each basket that was held.

Words: basket = what a member is about to buy; quote = what comes off it, line by line; hold = its
coupons and points are set aside; capture = they are taken for the lines that were sold, and bound
to the order; discount = what the tier and coupons take off; paid = what is left in money.

A till previews, holds, captures and cancels. A member previews and holds with prices of its own
saying, so the till that captures such a basket brings its own, and both must be the same; a member
cancels what it held, and not what a till is selling.

The order never varies: the tier's discount; free articles; percent, amount and whole-order coupons;
shipping; points. At most one amount, percent or whole-order coupon that is not stackable. An amount
is split over the lines it applies to by largest remainder.

Invariants: a preview and a hold make the same quote; no line falls below zero, and parts sum to
their whole; a coupon is in one held basket at a time; a hold ends by itself; one basket for an
order; a part that is not captured is released in the same posting.

    merge    a basket stays with the member id it was held for.
    erasure  a basket holds no personal data but the random member id.
    verify   records are proved with their postings; holds, points and coupons are the ledger's.
"""
