"""What a brand's figures say: happenings, sums by day, week and month, targets, alarms and reports.

Owns `insight_happenings`, `insight_people`, `insight_zones`, `insight_dirty`, `insight_buckets`,
`insight_alarms`, `insight_looked`, `insight_todos` and `insight_reports`. Words: a *happening* is
one thing that a member did, by its local day; a *bucket* is what all happenings of a day, week or
month add up to; a *metric* is a number made of buckets by a formula that is told with it; a
metric's number is *complete* when its period is over; an *own* metric is of the programme, and made
of the same buckets; a *threshold* of the programme pauses a journey, or opens a *to-do* for
operators, when a metric gets worse or misses its target, and an *act* is what it does about one
alarm; a *report message* takes a report to operators by one channel in one language. Messages of
reach are happenings too, taken from its documents two minutes after they went out. Invariants:

    a happening's id is its event's id, so a repeat is no second happening
    a bucket is counted again and replaced, never added to: order and lateness do not matter
    a number that can't be known yet, or has nothing to divide by, is absent, and never 0
    a threshold acts once for an alarm, and on the first day of a fall alone
    a report never changes; a number that a late happening changed is told beside it
    a report's message is noted as handed over before it goes, and a robot hears it at most once
    happenings hold a member's random id and nothing personal, so an erasure changes no sum
"""
