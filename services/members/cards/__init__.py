"""Cards: everything that is shown of a member, and the Members service that shows it.

Owns: no collection. A card is read from identities, activities and tiers in one round.

Words: a card is *clear* for the member it is about, *masked* for everyone else; to *reveal* is to
show it clear to an operator, for a reason that the audit log keeps first.

Invariants:
- a member sees no card but their own;
- nobody else sees personal data in clear before the audit log has the reason.
"""
