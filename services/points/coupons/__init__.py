"""Coupons: what a brand gives a member to take off a later basket.

Owns the section coupons of a programme, and a record for each coupon that a member was given. The
room grants gives them; checkout holds them for a basket, uses them and gives them back; refunds and
operators take back what nobody used.

Words: coupon = one thing of a member, with an id and, where its type says so, a code; type = the
terms, life and limits that a programme writes; terms = what it takes off, and of which lines.

Invariants: each type is an asset of the ledger, and a coupon is one unit of it, so that the ledger
and the record say the same; a coupon keeps the terms of its grant; it is used by one basket at a
time, and not past its last day; a member gets no more than `per_member`, all members together no
more than `total`, which is stock. One that is revoked counts for both. Every
change of a coupon is a posting.

    merge    a coupon stays with the member id it was granted to, which redirects.
    erasure  a coupon holds no personal data but the random member id.
    verify   records are proved with their postings, as all records are; units are entries.
"""
