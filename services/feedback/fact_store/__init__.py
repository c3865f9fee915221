"""What feedback knows of members: the facts that conditions of routing may name.

Owns the collection `member_facts`, a copy of what members tells: age in whole years, month of the
birthday, language, enrolment, tags, stage, segments, and who advises the member (which no condition
names). Words: a *fact* is a named, typed value that conditions may see; its *version* says which of
two is later. Invariants:

    only facts that the programme names are told and kept, and no name, phone or day of birth
    the highest version stands, in whatever order changes arrive and however often
    a fact that was not told is left out, so that a condition on it is false
    an erasure lets go of a member's facts; no item keeps one of them
"""
