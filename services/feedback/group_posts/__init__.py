"""Posts to groups: one message of the programme to all members of a group, and its share of all
that is said.

Owns the collections `group_posts` and `group_post_turns`. Words: a *post* is a decision on one
message for one group, allowed or not; staff post by hand what is allowed, since a group of WeChat
takes no message from a program. Invariants:

    a post is decided by one pure function, in the transaction that keeps it, and those of a brand
        one behind the other: two operators never take the last place of a share
    a preview is the same function
    an allowed post counts one touch for each member of its group in the shares, and, where it is
        marketing, a day on which they were touched; it takes no place of their caps
    what a check stopped is kept with its checks, and counts for nobody

A post holds nothing of members, so nothing of it is exported, erased or merged; the days of a
member stand with what else reach has of them, and go over, or go, with that.
"""
