"""The timeline of a member, as far as points knows it: entries of POINTS, and redemptions.

Owns no documents: it reads those of the rooms below, for operators.

Words: a *place* is where an item stands in the timeline of all services
(`services/common/timeline.py`).

Invariants:
- an entry stands at the time at which it was recorded, a redemption at that at which it began;
- whoever goes on behind the last place misses nothing and gets nothing twice;
- of a member who was merged, the timeline is the survivor's, and has the entries of both accounts,
  with the two by which the merge moved what was left.

Merge, undo, erasure, export and verify are those of what it reads.
"""
