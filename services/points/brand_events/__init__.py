"""Brand events: seats of tastings, trips and live hours, and the members who sign up for them.

Owns the section events of a programme, and two records: a sign-up, by its id, and the latest
sign-up of a member for an event, by both.

Words: seat = a unit of STOCK that moves from what is free of an event to what is taken; place = the
same of the waiting list; sign-up = a member's wish to come, with a seat or waiting for one; price =
what is held with a seat; audience = the members who may sign up; attendance = a member came;
no-show = a member with a seat did not.

Invariants: an event has never more seats taken than it was given, whoever asks at once; a member
has one open sign-up for an event; a price is held if and only if there is a seat, and goes back
where nobody can spend its asset any more; a seat that comes free goes to the one who waited longest
and can pay; attendance takes the price and is awarded once; a sign-up that ended never changes
again.

    merge    sign-ups are read as the survivor's, and their prices move with the points. Where both
             signed up, both have their seats until one is cancelled.
    undo     sign-ups are the old member's again: each names who made it.
    erasure  seats and places of events to come are let go, and who waits moves up. Sign-ups stay
             under the account's random id, as redemptions do: they hold no personal data.
    export   the member's sign-ups.
    verify   nothing: seats, places and prices are accounts and holds, which verify proves.
"""
