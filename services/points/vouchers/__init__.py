"""Vouchers: the codes that redemptions issue, which a store takes for the reward.

Owns vouchers from their issue to their use, the bound on guessing codes, and the list of what a
store has taken.

Words: voucher = a code, good for one reward at any store until the end of a civil day of the brand;
use = a store takes it; reversal of a use = that store gives it back on the same civil day; till =
whoever calls for a store.

Invariants: a code is issued once in a brand; a voucher is used by one store at a time, and not past
its day; every change of a voucher is a posting, which says what state it left. Postings name the
redemption, never the code: who reads postings could use it otherwise.

Merge: a voucher stays with the member id it was issued to, which redirects; a till does not ask for
the member. Erasure: a voucher holds no personal data but the random member id. Verify compares each
voucher with the posting that wrote it last.
"""
