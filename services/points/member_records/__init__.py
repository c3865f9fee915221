"""Member records: which kinds of records say something of a member, and by what they are found.

Owns: nothing that is kept. It lists the kinds of the rooms below; `privacy` copies and empties
them, `merges` unites them. A room that keeps a new kind of record names it here, or a test fails;
a kind that is of no member is named in that test, with the reason.

Words: a *named* record names its member in its body, and is read as the survivor's after a merge;
an *own* record has the member's id in its own, and is united with the survivor's. A *habit* is as
in `privacy`.

    export   all of them.
    merge    own ones: `services/points/merges/domain/united.py` says how; without a way to be
             united for each, the service does not start.
    erasure  habits are written anew, empty: `services/points/privacy/domain.py`.
"""
