"""Privacy: a member is erased, by their own wish or by two operators, and gets a copy.

Owns: erasures (`erasures`), the wishes of operators (`erasure_approvals`), and the section
`privacy` of a programme.

Words: an *erasure* destroys the member's key and all that is kept of the person, and leaves the
random id; it *waits* where the member asked for it, until its *due* time; to *sweep* is to delete
what a transaction on its way may have written after the erasure. A *copy* is all that is kept of a
member, in clear; `storage/exported.py` lists what is in it.

Invariants:
- an operator erases nobody alone, and a member only themselves;
- the key, the indexes of identities, the member and the event go in one transaction: nobody finds
  half a member;
- what is deleted in pieces (activities, orders) is deleted by the job, again and again until it is
  gone, whichever worker dies;
- a copy is read while it is handed over and kept nowhere; the audit log tells who got it;
- one member who can't be erased stops no other;
- all that stays is the random id, with the day, channel and source of the enrolment, so that counts
  stay true; tier decisions, declarations of consent and the audit log keep the id, and no person.

Merge: erasures stay with the ids that they name. Undo: none; an erasure can't be taken back. Verify
has nothing to compare: `tests/e2e/test_privacy_journey.py` searches every store for what was there.
"""
