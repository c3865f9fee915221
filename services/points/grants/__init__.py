"""Grants: the one shape in which a brand gives a member something that no activity earned.

Words: grant = one coupon, or an amount of an asset, for one member; campaign = the code under which
a caller gives it.

Invariants: a grant takes effect once for its request id, for ever; each grant of a call stands
alone; a coupon is granted within the limits of its type, which no race can pass; an operator gives
coupons with a reason, and changes points by an adjustment only. Each grant is a posting, which
names its rule, so statements know where the points came from.

The rules of earning grant coupons through this room, and rewards grant one in their own posting.
It keeps nothing of its own but the count of a member's coupons by type.

    merge    counts are kept by member id: the member who stays has its own.
    erasure  a count holds no personal data but the random member id.
    verify   nothing: a count bounds grants, and is no copy.
"""
