"""Leaderboards: members in the order of what named rules gave them in a period.

Owns the section leaderboards of a programme, and the boards in Redis, which are made of postings
alone. Whatever is in Redis can be dropped: it is made again.

Words: board = a leaderboard of the programme; period = a day, week, month or season of it; sheet =
one board in one period, of one store where each has its own; score = a member's points on a sheet;
credit = what a posting gave a member by one rule, or took; generation = all sheets of a brand as
they were begun together.

Invariants: a score is what the board's rules gave, less what refunds and reversals took back;
spending, expiry and gifts do not count. A credit counts in the period, and at the store, of what
happened; what is taken back counts where it was given. Of equal points those are ahead whose last
credit is earlier, then those with the smaller id. The order in which postings come makes no
difference, and each counts once: the place in the feed is kept in the same write as the scores.
A board that lost anything, or whose rules changed, is made again from the ledger beside the one
that is shown, and `complete` is false meanwhile.

    merge    each score stays with the id that earned it.
    undo     nothing changes.
    erasure  the sheets hold random ids and points: no name comes from here.
    export   nothing: the points are the member's entries.
    verify   the first places of every sheet are made again from their members' entries; the command
             `leaderboards verify` does so for all.
"""
