"""Transfers: adjustments of members' points by operators, and gifts from member to member.

Words: adjustment = what an operator adds to a member's account or takes from it, with a reason;
limit = how much one operator may adjust at once, and on one day of the brand, without a second one;
wish = an adjustment above a limit, which waits for its approval; gift = units that a member gives
to another; allowance = what a member may give now, told before a gift is refused.

Invariants: an operator changes what a member has by an adjustment and in no other way; a request id
takes effect once, whether at once or by its approval; an operator never decides on its own wish; a
wish is carried out as it was asked, in the transaction that ends its approval, or never; a gift
takes what is available, each unit keeps its day of expiry, and of gifts at once no more goes
through than the limits of the day and the month allow.

Merge: a wish goes to the member that it names; what each gave today counts for each. Erasure: the
room keeps no personal data. Export: adjustments and gifts are entries. Verify: adjustments and
gifts are postings; approvals and what a member gave are records.
"""
