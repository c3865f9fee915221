"""Ideas: co-creation, from a member's words to a product, and word to all who wanted it.

Owns the collections `ideas`, `idea_votes`, `idea_trials`, `idea_places`, `idea_notices`, the
section `ideas` of a programme, and one job.

Words: an *idea* is what a member proposes; a *shelf* is how far it has come: idea, incubating,
implemented; a *vote* is a member's word for an idea; a *project* is the brand's name for an idea
from incubating on; a *trial* lets chosen members try it, and a *place* is a member's part in a
trial; a *notice* is a news that all who proposed or voted are to get. A *source* of an idea is one
that was merged into it.

Invariants:
- a member has one vote for an idea, and for those merged into it together; `votes` of an idea is
  the number of its vote documents that count;
- merged ideas stay merged; their votes move in slices, and may stop anywhere and begin again; until
  they have moved, taking a vote back takes it from the sources too;
- an idea moves by one shelf at a time, never from implemented; each step has its time and reason;
- an adoption is recorded at members once for each member who proposed; a news is wished for once
  for each member, by ids that follow from the notice's;
- phone numbers, e-mail addresses and numbers of identity cards are hidden before an idea is kept;
- events, kept answers and notices hold no words of members.

Merge: ideas, votes and places move; a vote or place for what the survivor has too counts no more
until an undo. Erasure: titles and texts are emptied, what waits is refused; votes stay for the
counts. Export: a member's ideas, votes and places. Verify: no document here is a copy of another.
"""
