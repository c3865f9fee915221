"""Merge requests: a member whose number another membership holds asks to be merged with it.

Owns: requests (`merge_requests`), which hold ids, times and the operator's reason, and no number.

Words: who *asks* has proven the number by a code; the *other* is the member who holds it. An
operator *accepts* a request, which merges the two, or *refuses* it; one that nobody decided on in
30 days is *expired*.

Invariants:
- nothing is said of the other member before the number is proven, nor after: the member is told of
  the request's state and the operator's reason alone;
- a proven number says who holds it now, not who held it when the other enrolled: so a person
  decides, and never the code;
- a member has one request that waits; a code makes one request;
- an acceptance and its merge are one transaction; a repeat gives the first answer.

Merge: requests stay with the ids that they name; the survivor sees those of all who were merged
into them, and an acceptance merges whoever stands for the two. Undo: the request stays accepted.
Erasure: requests of the member, or about them, are deleted. Export: the member's own, without the
other. Verify has nothing to compare.
"""
