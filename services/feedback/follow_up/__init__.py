"""Follow-up: the loop closed. What became of feedback is said to its member, in their inbox.

Words: a *loop message* is what a timeline says to the member; the *ask* is the question, some hours
after a solution, whether it helped; a *fix* announces that what a group of alike items reported is
mended, and may have a public *notice*; an *effect* compares those who reported with a *cohort* of
members like them. Owns the collections `fixes`, `fix_cohorts` and `activity_days`. Invariants:

    what a timeline says to a member comes into their inbox once, by the one decision of `reach`;
        the id of its wish is the item's and the place of the timeline entry
    items wait for nothing: their events are followed, behind their commit
    an ask is wished for by the transaction that takes its timer, and only while the item is
        resolved and not rated
    a group has one fix; each member who reported it before is told once, in slices whose place
        moves with their wishes, so that a worker may be killed anywhere
    nobody is told of an anonymous item

    the cohort of a fix is chosen on its day, by what was before it; what is measured comes after
    no effect is told of fewer than 30 members, and none is complete before 30 days

An erasure takes the words from touches and inbox (`reach`) and deletes the days of the member, who
leaves every measure from then on; a merge moves both and unites the days, and its undo leaves them
with the survivor. The days are exported.
"""
