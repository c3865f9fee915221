"""Cards: everything that is shown of a member, and the Members service that shows it.

Owns: no collection; the cache entries `card`. A card is read from identities, activities and tiers
in one round, through Redis where it is only shown (`storage.py` says what is cached, and how long).

Words: a card is *clear* for the member it is about, *masked* for everyone else; to *reveal* is to
show it clear to an operator, for a reason that the audit log keeps first.

Invariants:
- a member sees no card but their own;
- a card that is read after a write to its member has ended shows that write, in every process;
- what decides, reveals or answers a write reads MongoDB;
- the cache holds personal data sealed, and never a member's key;
- nobody else sees personal data in clear before the audit log has the reason.
"""
