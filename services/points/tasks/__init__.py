"""Task chains and streaks: what a member is asked to do, and what days running with it give.

Owns the sections tasks and streaks of a programme, and two records for each member: how far each
chain is done, and the days of each streak.

Words: chain = steps that a member does in a window, in order or freely; step = so many activities
of a type under a condition; streak = days running, in the brand's zone, with an activity of a type;
reward = points, a coupon or a badge.

Invariants: an activity counts once for a chain and a streak, by the call or by its event; it counts
on its own day, however late it comes; a step's reward comes once, and that of the whole chain once;
where steps are free, the same activities in any order do the same steps; a step that is done stays
done, whatever comes later. An order that is given back wholly counts no more for a step that is not
done; the reward of one that is done stays. No day counts for two rewards of a streak.

Each record is written in the posting that changes it, with the reward. A coupon is a grant of its
own after it, which a repeat makes up for.

    merge    steps done by either member are done; counts and days of both together. No reward is
             given again.
    undo     the loser's records are kept as they were at the merge, and come back.
    erasure  the records are emptied, because they show a person's habits; postings keep codes.
    export   chains with the days of their activities, and the days of streaks.
    verify   nothing: the records are no copy of anything else; rewards are entries.
"""
