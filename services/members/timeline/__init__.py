"""The timeline of a member, as far as members knows it: activities and decisions on tiers.

Owns no documents: it reads those of the rooms below, for operators.

Words: a *place* is where an item stands in the timeline of all services
(`services/common/timeline.py`).

Invariants:
- an activity stands at the time at which it happened, a decision at that at which it was made;
- whoever goes on behind the last place misses nothing and gets nothing twice;
- of a member who was merged, the timeline is the survivor's, and has both.

Merge, undo, erasure, export and verify are those of what it reads.
"""
