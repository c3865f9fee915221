"""Presence: which operators have an item of feedback open, and which of them answers it.

Owns in Redis a sorted set and a hash for each item, and no collection. Words: a *reader* is an
operator whose console has an item open, by the subject of their token; the *claim* of an item says
which reader answers it. Invariants:

    a reader is one for 40 seconds after they last said so; nothing else ends it
    an item has one claim at most; it ends 2 minutes after its operator last said that they answer
    a claim tells, and keeps nobody from answering: any operator who may answer may take it
    a brand sees its own readers alone, since the brand is in the key
    while Redis is away there are no readers and no claims, and nothing else of an item waits
    an item of any id may be read: presence looks at no item, and its key ends by itself

Nothing of a member is kept, so a merge and an erasure leave nothing to do; nothing is derived, so
there is nothing to verify.
"""
