"""Merges: feedback follows the merge of two members.

Owns: what each merge moved (`merges`); and, with members and points, `redirects`. What moves is in
the rooms below: items, offers and answers of surveys, ideas with votes and places in
trials, and posts with likes.

Words: *old id* and *survivor*, as in members.

Invariants:
- items, offers and answers of the old id become the survivor's where they stand; what an item says,
  its timeline, clocks and place in the queue stay as they are;
- of two votes for an idea, two places in a trial or two likes of a post, the one of the old id
  counts no more until an undo;
- the old id stands for the survivor from then on, in every call;
- it may stop anywhere and begin again: what is the survivor's already is passed over. A process
  that did not know of a merge yet may take an item in under the old id for a second: the sweep
  moves it;
- an undo gives back what moved and is the survivor's still;
- facts of the old id are let go: members tell the survivor's.

Events and kept answers of before keep the old id; an erasure of the survivor takes words from both,
because members tell it of both.
"""
