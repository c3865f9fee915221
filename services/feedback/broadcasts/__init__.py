"""Broadcasts: one message of the programme to all members of a segment, or several compared.

Owns the collection `broadcasts`. Words: a *slice* is the members that one transaction goes through;
a *comparison* gives parts of the segment messages of their own, or none; the *rest* are the members
who take no part in it; the *winner* is the message that an operator then sends to them.
Invariants:

    nobody gets anything by a draft; those who approve it, one to three as the programme
        says, are others than who drafted it, and each counts once
    a member gets it once, however often a slice comes, or a member comes into the segment again
    each message is a wish like any other: the one decision judges it, and its touch names the
        broadcast; a preview is that decision
    a worker may be killed anywhere: the transaction that takes the timer of a slice keeps its
        wishes, moves the place, and sets the timer of the next slice
    a comparison is an experiment of the broadcast's id: frozen by the approval, assigned by that
        room's own function, exposed in the transaction of the slice, judged once, and ended by
        itself
    who was held out gets no winner, and nobody gets two messages of one broadcast
    once it is stopped no more members get it, and what was not handed over ends

It holds nothing of members, so nothing of it is exported, erased or merged: touches are those of
reach.
"""
