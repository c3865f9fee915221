"""Reach: what the brand says to members by itself, and why.

Owns the collection `touches` and the section `reach` of a programme. Words: a *wish* wants to say
something to a member; a *decision* is what became of it, check by check; a *touch* is the document
of both, from the wish to the message in the inbox; an *occasion* is what happened, by name.
Invariants:

    one event brings one wish, whose id follows from the event's
    the wishes of one member that are due are judged together, by one pure function, in the
        transaction that takes their places of the caps: two workers never fill one place twice
    a decision is kept with its checks, a refusal too; a preview is the same function
    consent is asked of members again when a message is handed over; who withdrew gets nothing
        after, and the place of the cap is free again
    what happened longer ago than its message may wait brings no wish, so that beginning anew, or a
        feed that comes again, says nothing twice and nothing late
    an erasure deletes the texts and inputs of touches; that they took place stays, for counts

    a merge gives the survivor the inbox, the touches and the places of both; what waited for the
        member who is no more is judged for the survivor, once

No touch is exported: the inbox is the member's to read.
"""
