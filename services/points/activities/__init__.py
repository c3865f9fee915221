"""Activities: what members did, and the tier that each of them holds.

Owns the shape and the limits of an activity, and the projection of each member's tier that the
members service keeps.

Words: activity = one thing a member did, named by (channel, event id); fingerprint = a digest of
its whole content; order = the purchase of an activity, or the part of one that is given back;
standing = what points know of a member's tier.

Invariants: the same event with other content is told apart by its fingerprint; a tier changes to
the latest change, in whatever order the changes arrive.
"""
