"""Occasions: birthdays and anniversaries, published on their day in the brand's zone.

Owns: what was published of each member (`occasions`) and how far each brand's days are done
(`occasion_days`); the section `occasions` of a programme.

Words: an *occasion* is a birthday, or the anniversary of the enrolment or of the first order; it is
*due* on its day, and so many *lead days* before where the programme asks for that; a *stand-in* is
the day on which a birthday is kept in a year that lacks it.

Invariants:
- an occasion is published once for each member, kind, year and lead, by however many workers, in
  whatever order, and whatever the clock does;
- a birthday that changes brings no second one within half a year;
- no day of birth is read in clear: the days are found by blind indexes;
- a brand that fails stops no other.

Erasure deletes the member's documents here, and the blind index of the birthday with the member; a
merge keeps those of both, so that nobody has a birthday twice; export has nothing from here that
the profile does not have.
"""
