"""Intake: points follow the members service.

Owns the one feed by which programmes, stores, enrolments, tiers, facts and activities of members
take effect in points, and the order in which they do.

Words: member event = a publication, an enrolment, a change of tier or an activity, as the feed
brings it; step = events that take effect together; refused = kept as a record for operators, since
no caller waits.

Invariants: the events of one member take effect in their order, and those of different members do
not wait for one another; an event that comes again changes nothing; a refusal that time may mend
is raised, so that the event comes again, and every other refusal stops nothing that follows.
"""
