"""Experiments: which of two ways is better, found out without fooling oneself.

Owns the collections `experiments`, `exposures` and `experiment_looks`, and the section
`experiments` of a programme. Words: an *experiment* compares *arms*, of which the first is the
control; a *unit* is what is put into an arm, a member or a store; an *exposure* is the moment from
which an arm can have made a difference to a member; a *look* is the result as of a time; a *stage*
is how far an experiment goes. Invariants:

    a unit's arm follows from the published rule and the unit's id alone: anybody can compute it
        again, and a wider stage moves nobody
    what is measured, and when it is judged, is frozen at the start
    a member is exposed once, by the transaction of what the arm changed
    a fixed test is judged once, when its size is reached; before that no interval is told
    where the arms' sizes are not as planned, nothing is told of the difference
    fewer than 10 stores an arm give no interval
    a guardrail stops an experiment by itself; it goes on to the next stage by an operator's word

A merge of members who were in two arms takes both out of the result, and counts them. An undone
merge gives no exposure back. An exposure holds a member's random id and nothing personal, so it
stays behind an erasure, as happenings do, and changes no result. A member's own copy of data has
the exposures.
"""
