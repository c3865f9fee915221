"""Badges: what a member is shown to have done or become.

Owns the section badges of a programme, and one record for each member: the badges that they have,
and the activities that count so far for the others.

Words: badge = an honour of a member, had once; count = the activities that met a badge's condition;
term = the days for which a badge is held.

Invariants: an activity counts once, by the call or by its event; the same activities in any order
give the same badges; a member gets a badge once for ever, also where its term has ended; a badge
with `min_tier` is not given below that tier. A badge that the programme no longer has is kept and
not shown. A refund takes no badge back, and no count.

The record is written in the posting that changes it, which names the badges that it gave.

    merge    the badges of both members together, each from the day on which the first of them had
             it; counts are added.
    undo     the loser's record is kept as it was at the merge, and comes back.
    erasure  the record is emptied; postings keep the codes under the account's random id.
    export   the badges with their days, and the counts.
    verify   nothing: the record is no copy of anything else.
"""
