"""Contacts: the address of a member at the moment of use, and how members wish to be reached.

Owns: preferences (`contact_preferences`). Addresses are the identities; no copy is kept of one.

Words: an *address* is the identity that a contact channel takes: a phone number for SMS; to
*resolve* is to give the address of a member for a purpose and contact channel, or to say why not;
*preferences* are the member's order of contact channels, quiet hours and language. A preference is
no consent.

Invariants:
- an address is given only where consent holds when it is given, which is looked up after the audit
  log has the reason: so a withdrawal that has ended before the call gives none, in every process;
- nothing of it is read from a cache or from what a process remembers, keys of members included;
- each call is an entry of the audit log: how many were asked and given, for which message and why,
  and no address and no member;
- preferences hold no personal data that names anybody.

Merge: the preferences that were changed last stay; undo of a merge brings the others back. Erasure
deletes preferences, and finds no address from that instant on. Export has the preferences.
"""
