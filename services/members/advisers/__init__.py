"""Advisers: the person of a brand who looks after a member (管家).

Owns: `member_advisers`, one document a member with the adviser of now and those of before.

Words: an *adviser* is named by the subject of their operator's token, which the section `advisers`
of the programme gives a name.

Invariants:
- a member has one adviser at most; each change has a reason and stays in the history;
- only people of the programme in force become advisers, and only these are shown to members;
- each change is an event, later ones with a later time.

In a merge the survivor's adviser stays; one of the other member alone becomes the survivor's, and
the undo gives it back. An erasure takes the document away; the export has it.
"""
