"""The timeline of a member, as far as feedback knows it: their items, and touches.

Owns no documents: it reads those of the rooms below, for operators.

Words: a *place* is where an item stands in the timeline of all services
(`services/common/timeline.py`).

Invariants:
- an item of feedback stands at the time at which it came in, a touch at that of its wish;
- whoever goes on behind the last place misses nothing and gets nothing twice;
- an anonymous item is nobody's, and stands in no timeline.

A merge makes items and touches the survivor's. Undo, erasure, export and verify are those of what
it reads.
"""
