"""Merges: points follow the merge of two members.

Owns: a record of each merge (`merge`, by its id), written with every posting that the merge makes;
and, with members and feedback, `redirects`.

Words: *old id*, *survivor*: as in members. A *habit* is as in `privacy`; a *count* is a record by
which limits and caps are kept.

Invariants:
- every posting of a merge sums to zero in each asset, so both accounts together have before and
  after what they had; lots keep their expiry, and holds their name, amount and end;
- what moves is read from the account as it is: a merge that was interrupted, or comes twice, moves
  what is left and nothing else; each posting says in the merge's record what it moved;
- entries, postings and records of before stay as they were written, and verify finds them so;
- counts and habits are united in the survivor's records: limits and caps count both together;
- records that name the old id (orders, coupons, vouchers, redemptions) are read as the survivor's;
- whatever a process that did not know of the merge yet writes to the old account, is moved by the
  sweep.

An undo gives back of each lot what the survivor still has of it, free of holds, and a debt; the old
id's records say again what they said, and the survivor's stay united.

Points past expiry that a hold protects stay with the old account until that hold ends: a hold is
never moved without the points that it set aside.
"""
