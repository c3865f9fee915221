"""Lifecycle: how far a member has come with the brand, how active they are, and their first steps.

Owns: where each member stands (`lifecycles`), and how far a brand's members were judged by the
section that is in force (`lifecycle_sweeps`).

Words: a *stage* is one of awareness, interest, purchase, loyalty, advocacy; a member is in the
furthest one whose rule holds. A *level* of activity is active, semi-active (warned of churn),
dormant or lost, by local days since the latest activity. The *steps of activation* are first
visit, first order and first repurchase, each with the local day on which it was taken.

Invariants:
- stage, level and steps follow from the member's facts and the day alone, so activities may come
  late, in any order and again;
- entering a stage or level is an event, published once with what is kept of it; a step is told once
  for a member, while it is news;
- a level falls on its day by a job, however late that runs; a member is judged again when a fact
  changes or when their next day has come;
- without the section nobody is judged, and what was kept is shown no more.

Merge: judged again from the facts of both, and steps that either was told are no news; undo puts
back where the other stood, and what each was told. Erasure deletes it. Export has it.
"""
