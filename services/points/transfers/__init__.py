"""Transfers: adjustments of members' points by operators.

Words: adjustment = what an operator adds to a member's account or takes from it, with a reason;
limit = how much one operator may adjust at once, and on one day of the brand, without a second one;
wish = an adjustment above a limit, which waits for its approval.

Invariants: an operator changes what a member has by an adjustment and in no other way; a request id
takes effect once, whether at once or by its approval; an operator never decides on its own wish; a
wish is carried out as it was asked, in the transaction that ends its approval, or never.

Merge: a wish goes to the member that it names. Erasure: the room keeps no personal data. Export:
adjustments are entries. Verify: adjustments are postings; approvals are records.
"""
