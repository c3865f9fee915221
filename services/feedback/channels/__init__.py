"""The ways by which messages reach members: the inbox of the brand's own front ends.

Owns the collection `inbox`. Words: an *inbox* holds the messages of one member, newest first; a
message is *read* once its member opened it. A further channel is a code in `domain.py`, and an
adapter that hands messages over. Invariants:

    a message stands in an inbox once, however often it is handed over
    a message is written by the transaction that ends its touch, and not for an erased member
    an erasure deletes a member's inbox
"""
