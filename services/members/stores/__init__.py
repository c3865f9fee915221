"""Stores: the register of a brand's stores, which activities name and members look for.

Owns: stores (`stores`).

Words: a store's *code* is what tills send as `store_id`; an *interval* is the time between an
opening and a closing, by the store's wall clock; a store is *closed for good* from a day on.

Invariants:
- a store is never deleted, since activities name it for ever;
- each change raises its version by one and publishes the whole store, in one transaction;
- one wrong store of a batch stops no other, and a batch takes effect once for its request id;
- intervals of one week do not overlap.

Stores are no members: a merge or an erasure of a member changes none, and an export has none. They
are derived from nothing, so verify has nothing to compare.
"""
