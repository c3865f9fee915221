"""Identities: the members of a brand, found by phone, openid or card, and their profiles.

Owns: members (`members`) and their identities (`identities`).

Words: an *identity* is a kind and a value that belongs to one member; a *profile* is what members
say of themselves; a *preference* is a part of it that the programme declares; a *wish* is a request
to enrol; a *mask* shows just enough of a value to recognise it.

Invariants:
- an identity belongs to at most one member of a brand;
- profiles and values of identities are written sealed, and shown masked; the language is neither;
- a birthday is found by a blind index of its day alone, and changes only so often in a year;
- enrolling again with a known identity finds the member, and makes none;
- a member keeps at least one identity; one that was taken away stays with the member's past,
  sealed, and may belong to another member from then on.
"""
