"""Privacy: what points let go of a member who is erased, and tell a member who asks for a copy.

Owns: no record of its own. It lets go the facts of the projection (`activities`), and writes the
records of habits anew, empty: days of check-ins and streaks, progress in tasks, badges. Seats at
events to come go to those who wait.
`storage.py` has what a copy has; kinds of records come from `member_records`.

Words: a *habit* is what a record shows of a person's days and doings, and no entry needs.

Invariants:
- entries, sums and proofs are the same before and after: an erasure has no legs, and writes each
  record under its next version, so that verify finds it as its posting wrote it;
- it takes effect once for a member, however often the event comes;
- facts that were on their way are not kept;
- a copy has a member's own entries of a posting, and nobody else's;
- the random id stays in accounts, postings, vouchers, coupons and draws, and names nobody.
"""
