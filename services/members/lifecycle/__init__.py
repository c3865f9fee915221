"""Lifecycle: how far a member has come with the brand, and how active they are.

Owns: where each member stands (`lifecycles`), and how far a brand's members were judged by the
section that is in force (`lifecycle_sweeps`).

Words: a *stage* is one of awareness, interest, purchase, loyalty, advocacy; a member is in the
furthest one whose rule holds. A *level* of activity is active, semi-active (warned of churn),
dormant or lost, by local days since the latest activity.

Invariants:
- stage and level follow from the member's facts and the day alone, so activities may come late, in
  any order and again;
- entering one is an event, published once with what is kept of it;
- a level falls on its day by a job, however late that runs; a member is judged again when a fact
  changes or when their next day has come;
- without the section nobody is judged, and what was kept is shown no more.

Merge: judged again from the facts of both; undo likewise. Erasure deletes it. Export has it.
"""
