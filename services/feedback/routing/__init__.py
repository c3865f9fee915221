"""Which team answers an item, how urgent it is, and until when.

Owns the sections `routing`, `clocks` and `categories` of a programme. Words: a *rule* gives
category, priority and team when its condition holds; *response times* are how long the first
response and the resolution may take; a *deadline* is a due time whose clock can stand still; a
*routing* is the result for one item. Invariants:

    the first rule whose condition holds decides; without one a person has to look
    conditions see facts, a mapping, never an item: this room does not know items
    a condition that can't be compiled is false, and stops no other
    a deadline moves later by the time that its clock stood, and never earlier
"""
