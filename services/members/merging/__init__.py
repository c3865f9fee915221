"""Merging: two members who are one person become one.

Owns: merges (`merges`), and for their time a copy of what the one had who was merged
(`merge_copies`), sealed as it was. Who stands for whom is kept in `redirects`
(`services/common/redirects.py`), which rooms below read too.

Words: of the two members of a merge one is the *survivor*, and the *old id* is the other's; it
*stands for* the survivor from then on; a *part* is one kind of thing that moved.

Invariants:
- a merge is one transaction here, with the event that points and feedback follow: they carry it
  out by themselves, each once, and say so by themselves;
- the old id stands for the survivor for ever: reads, writes, late activities, refunds and growth;
- what both have counts once: identities, tags and consents are united, spending and growth are
  added day by day, so windows stay true; the survivor's own words and enrolment stay;
- no tier is lost by a merge: of two positions on a ladder the higher one stays, then what counts
  now is judged;
- within 30 days an operator may undo a merge: the one who was merged gets back what is left, what
  came since stays with the survivor, all logins of both end; the last merge of a chain goes first,
  and none while an erasure of the survivor waits, which either of the two may have asked for;
- after an undo a withdrawal of a consent counts for both, from whomever it came, and a consent for
  who gave it; contact preferences go back, and places in groups stay with the survivor;
- nobody is merged with themselves, with one who was merged, or while an erasure waits; so there is
  no ring.

An erasure of the survivor takes the copies, the keys and the activities of all who were merged into
them. A merge names no person, and stays.
"""
