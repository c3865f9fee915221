"""Which team answers an item, how urgent it is, and until when.

Owns the sections `routing`, `clocks`, `escalation`, `teams`, `categories`, `answers` and `crisis`
of
a programme. Words: a *rule* gives category, priority and team when its condition holds; *response
times* are how long the first response, the next ones, the resolution and the follow-up may take; a
*prepared answer* is words to a member that are ready; a *crisis* is so many alike complaints in so
many minutes; a person's *load* is
the open items that do not wait for the member; *terms* are response times with the hours
that count and the steps of an escalation; a *deadline* is a due time whose clock can stand still; a
*routing* is the result for one item. Invariants:

    the first rule whose condition holds decides; without one a person has to look
    conditions see facts, a mapping, never an item: this room does not know items
    a condition that can't be compiled is false, and stops no other
    a deadline moves later by the time that its clock stood, and never earlier
    a clock that stood has as much time left, in the hours that count, as when it stopped
"""
