"""Presence: which operators have an item of feedback open.

Owns sorted sets in Redis, one an item, and no collection. Words: a *reader* is an operator whose
console has an item open, by the subject of their token. Invariants:

    a reader is one for 40 seconds after they last said so; nothing else ends it
    a brand sees its own readers alone, since the brand is in the key
    while Redis is away there are no readers, and nothing else of an item waits for it
    an item of any id may be read: presence looks at no item, and its key ends by itself

Nothing of a member is kept, so a merge and an erasure leave nothing to do; nothing is derived, so
there is nothing to verify.
"""
