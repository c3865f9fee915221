"""Privacy: a member is erased, by their own wish or by two operators, and gets a copy; phones of a
list of members are revealed to one operator after another agreed.

Owns: erasures (`erasures`), the wishes of operators (`erasure_approvals`), reveals in bulk
(`reveals`, with `reveal_days` for the limit of a day), and the section `privacy` of a programme.

Words: an *erasure* destroys the member's key and all that is kept of the person, and leaves the
random id; it *waits* where the member asked for it, until its *due* time; to *sweep* is to delete
what a transaction on its way may have written after the erasure. A *copy* is all that is kept of a
member, in clear; `storage/exported.py` lists what is in it. A *reveal in bulk* is a list of ids
whose phones an operator asked for. A *disclosure* is a time at which an operator saw a member's
data in clear: an entry of the audit log, of which the member is told when, how and why, not who.

Invariants:
- an operator erases nobody alone, and a member only themselves;
- the key, the indexes of identities, the member and the event go in one transaction: nobody finds
  half a member;
- what is deleted in pieces (activities, orders) is deleted by the job, again and again until it is
  gone, whichever worker dies;
- a copy is read while it is handed over and kept nowhere; the audit log tells who got it;
- a reveal in bulk is read once, by who asked, within a quarter of an hour after another operator
  agreed; each member is in the audit log before anybody sees a phone;
- a reveal in bulk keeps ids: phones are opened at the moment of reading, and kept nowhere;
- one member who can't be erased stops no other;
- all that stays is the random id, with the day, channel and source of the enrolment, so that counts
  stay true; tier decisions, declarations of consent and the audit log keep the id, and no person.

Merge: erasures and reveals stay with the ids that they name; a reveal shows the survivor. Erasure:
a reveal keeps the random id, and tells who asked that the member is gone. Undo: none; an erasure
can't be taken back. Verify has nothing to compare: `tests/e2e/test_privacy_journey.py` searches
every store for what was there.
"""
