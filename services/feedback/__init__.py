"""Feedback: what members say, and what became of it.

Owns the items, their states, clocks and timelines, its copy of each brand's programme, and the feed
of changes. Words: an *item* is one thing somebody said; *routing* gives it category, priority and
team; a *move* takes it to another state; a *moment* is one line of its timeline; the member is
*told* by a moment with a message. Invariants:

    taking in never waits for anything: without a programme an item stays NEW and is routed later
    an item, its event and the answer to its request id commit together or not at all
    a timeline only grows, and its last moment has the state of the item
    the resolution clock stands in WAITING, RESOLVED, CONFIRMED and CLOSED, and runs otherwise
    members never see notes, assignees or who of the team acted
    nothing here asks another service while it writes; a member id is taken as the channel gives it

    __main__ -> api -> commands -> domain <- storage
"""
