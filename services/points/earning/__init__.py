"""Earning: activities become points.

Owns the earning section of a programme (rules, campaigns, stacking), the award of an activity with
its explanation, the counters of caps, and each order as it is kept for its refunds.

Words: rule = a condition and what it gives; campaign = a multiplier on certain days; cap = a limit
of one rule for one member in a period; award = what one rule gave for one activity; base = points
before multipliers; earned order = an order, its awards, and how much of it went back.

Invariants: an activity is awarded once, and a repeat gets the first answer; it is judged by the
programme of the moment it is awarded and by the tier of its own day, and counts in the periods in
which it happened;
amount + capped = base × multipliers, rounded as the rule says.
"""
