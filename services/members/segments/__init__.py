"""Segments: groups of members that a condition over their facts describes, kept as facts change.

Owns: the segments that operators saved (`segments`), who is in which (`segment_members`), and how
far each brand is (`segment_progress`). Also runs of RFM (`rfm_runs`), which name no member but the
one at whom they stand, and the behavioural clusters of a brand by their last run
(`member_clusters`), which name none.

Words: a *segment* is declared by the programme or saved by an operator; its *condition* is CEL over
facts; a *membership* is the segments that a member is in, each since when; a *sweep* judges all
members of a brand, since its segments changed; *RFM* scores members from 1 to 3 by recency,
frequency and money, as they are now for conditions, and in a *run* as of one day for tiers; the
*LTV* of a segment is what one of its members is worth over 365 days (a member's own is net spend to
date); a *cluster* is one of four groups of members who act alike, whose *centre* is the nearest.

Invariants:
- a membership follows from facts, day and conditions alone: whatever order facts came in;
- entering and leaving are events, each once with what is kept of it;
- a member is judged again when a fact changes, and on the next day on which time alone may change
  one; so no job looks at all members each day;
- a member who withdrew the consent to profiling is in no segment, from that withdrawal on;
- the cluster of a member follows from facts, day and the centres of the last run; it is not kept;
- an answer says as of when it is: nothing that happened before is missing.

Merge: judged again from the facts of both; undo likewise. Erasure deletes the membership. Export
has it.
"""
