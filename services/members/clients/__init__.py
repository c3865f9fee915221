"""Clients: programs of a brand, such as tills and operators' tools, that get tokens by a secret.

Owns: clients (`clients`). The gateway asks for each token; tokens are checked without members.

Words: a *client* has an id, a role and scopes; its *epoch* stands in each of its tokens, and goes
up to end all that were made before.

Invariants:
- a secret is shown once, and kept as its SHA-256 only;
- an operator in the console gives a client no scope that they have not got, and sees no secret of
  one that has more;
- two secrets are good while one replaces the other, for 24 hours at most;
- a client that was revoked never comes back;
- whatever is done with a client, by an operator or by itself, is in the brand's audit log.

Clients are no members: a merge or an erasure of a member changes none. They are derived from
nothing, so verify has nothing to compare.
"""
