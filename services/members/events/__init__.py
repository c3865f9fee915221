"""Events: the feed of members, which other services follow.

Owns: the events and their form on the feed (`tessera.members.v1.Event`).

Words: an *event* says what happened to one member; a *follower* reads events after its token.

Invariants:
- an event commits with the change that it is about, and comes in the order of commits;
- an event has plain fields: no personal data, and no type of another room;
- a service of one brand gets the events of that brand.
"""
