"""Journeys: what is said to a member, and done for them, over days, from some event on.

Owns the collections `journey_entries`, `journey_deeds` and `journeys`, and `reach.journeys` of a
programme. Words: a *journey* has steps, which a member goes in order; an *entry* is a member on a
journey, or off it again; it *waits* at a step until it is due. Invariants:

    one event brings one entry, whose id follows from the event's; a member is on a journey once
        at a time, and enters again only where the programme says so
    a step that is due and an event that ends the entry at the same instant write one document:
        one of them takes place, and the other finds it done
    a step wishes, and says nothing itself: the one decision judges each message, refuses what comes
        too late, and its touch names the journey and the step
    a wait for an event is over by it or by its end, never by both; whatever was due before the
        event is taken before it
    a step that gives or tags asks for a *deed* in the transaction that takes it; points and members
        do it once for its id, for ever, and a member goes on whatever comes of it
    each step is due by the times of the steps before it, never by the time at which it was taken,
        so that a pause or a worker that was away moves nothing
    a step, a row or an entry that reads the member passes over those who did not agree to
        profiling, unless the message is service
    a new version of the programme holds from a member's next step on; where the step at which a
        member stands is gone, the entry ends

An erasure deletes a member's entries and deeds, and what they wait for. A merge gives them to the
survivor; where both are on one journey, the entry of the one who is no more ends. An undone merge
gives none back, as of touches. A member's own copy of data has the entries and deeds.
"""
