"""Identities: the members of a brand, found by phone, openid or card, and their profiles.

Owns: members (`members`) and their identities (`identities`).

Words: an *identity* is a kind and a value that belongs to one member; a *profile* is name, birthday
and language; a *wish* is a request to enrol; a *mask* shows just enough of a value to recognise it.

Invariants:
- an identity belongs to at most one member of a brand;
- names, birthdays and values of identities are written sealed, and shown masked;
- enrolling again with a known identity finds the member, and makes none.
"""
