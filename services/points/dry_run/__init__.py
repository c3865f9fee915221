"""Dry runs: a draft programme over the activities of the past days, before it is published.

Words: dry run = the same activities awarded and refunded twice, by the programme in force and by
the draft, in books that are thrown away; trial = one of the two; report = what each rule and each
member would have got by either.

Invariants: a trial is the production path itself (`intake.follow_members`) over a ledger in memory,
so what it says is what would have happened; nothing of it is written to the brand's books; it runs
in a process of its own, so calls go on; a dry run that a worker began and did not end is begun
again by the next. Bounds: 90 days, 500,000 activities and ten minutes; one that meets them says how
far it came.

A trial begins with empty books: caps and budgets are those of its days alone, and members' facts
and stores are as they are now; the tier is that of each activity's own day.

    merge    a report names members by the ids that they had.
    erasure  a report goes after 30 days; an erased member's id leads nowhere.
    verify   nothing: it is no part of the books.
"""
