"""Extensions: an activity puts off the expiry of what its member has.

Owns `expiry.extend_on` of an asset of a programme, and a record for each member: until which month
their activities keep each asset. A lot tells by itself by how many months it was put off
(programme/domain/extension.py).

Words: to put off = to move points into a lot that expires later; first expiry = the one that they
were earned with.

Invariants: the balance stays, and so does what is pending or held; what has expired stays so; no
point is put off further than the brand says. Of activities that come in any order, late or twice,
points have the same expiry in the end, as long as none of them had expired before one came: each
keeps points until a month of its own, the latest counts, and what is earned late is put off to it
too. Points earned in its month or later outlive that month by themselves, since an activity may
keep points no longer than they are earned for.

An order that is given back keeps what it put off: the member came. A refund takes points from
where they were put off to.

    merge    lots move as they are; of two months the later counts.
    undo     lots that were put off since go back too, as they are now.
    erasure  the record is emptied, because it shows when a person was active.
    export   the entries, and the months.
    verify   nothing: a posting of its own makes each lot, and the record is no copy of anything.
"""
