"""Feedback items: taken in, routed, answered, moved from state to state.

Owns the collections `feedback`, `alike_groups` and `alike_bands`, the feed of changes and the
section
`messages` of a programme.
Words: an *item* is one thing that somebody said, a *submission* as it comes in; a *move* takes an
item to another state; a *timeline entry* records one step, with a *note* for the team and a
*message* to the member; the *queue* has the earliest response due first. Invariants:

    taking in waits for nothing: without a programme an item stays NEW, and RoutingJob routes it
    an item, its event and the answer to its request id commit together or not at all
    a timeline only grows, and its last entry has the state of the item
    an item has one timer, for the next thing that its clocks lead to; each alert is told once
    an item that complains comes into one group of alike ones, behind its taking in; a group makes a
        crisis once, whose item has no words of members
    an upload that an item names is looked for behind its taking in, and judged by its bytes; one
        that is wrong or never came is shown as that, and to nobody by a link; a store that is away
        holds up no item
    an automatic receipt is no first response, and an item that no rule can judge goes to a person
    the resolution clock stands in WAITING, RESOLVED, CONFIRMED and CLOSED, and runs otherwise
    of an *anonymous* item nothing leads to its writer: no member, order, event of a channel or
        owner of an upload, in no document, event, log or kept answer; nobody is written to or
        waited for, and a person's first move is its first response
    members never see notes, clocks, assignees or which person of the team acted
"""
