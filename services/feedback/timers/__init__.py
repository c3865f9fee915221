"""Things that fall due: documents which the transaction of their effect deletes.

Owns the collection `timers`. Words: a *timer* names an effect by its kind and key, and an instant;
to *fire* it is to carry out its effect; an *effect* belongs to the room above whose kind it is.
Invariants:

    a timer is deleted by the transaction of its effect, so that each takes effect once, however
        many workers there are and wherever one of them is killed
    a timer of one key is one: setting it again moves it
    one that can't fire holds up no other: it is told in the log and comes again later
    what is due is judged by the service's clock, which agrees with the database's

It keeps no personal data: a timer goes with the document that it is about.
"""
