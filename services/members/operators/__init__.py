"""Operators: what a person of a brand's staff keeps for their own work in the console.

Words: a *view* is a screen with filters, under a name; its *owner* is the operator who saved it, or
the team.

Invariants:
- of one screen, one name and one owner there is one view;
- an operator sees their own views and the team's, and deletes only what they saved;
- a view names a screen and filters, and no member: its texts are short, and none is a search.

    merge    nothing of a member is here.
    erasure  nothing of a member is here.
    export   nothing of a member is here.
    verify   nothing is derived, so there is nothing to compare.
"""
