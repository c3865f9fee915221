"""Occasions: birthdays and anniversaries, published on their day in the brand's zone, and carts
that were left.

Owns: what was published of each member (`occasions`) and how far each brand's days are done
(`occasion_days`); the sections `occasions` and `carts` of a programme.

Words: an *occasion* is a birthday, the anniversary of the enrolment or of the first order, or the
end of a tier that will not be kept; it is *due* on its day, and so many *lead days* before where
the programme asks for that; a *stand-in* is the day on which a birthday is kept in a year that
lacks it. A *cart* begins when something is put into an empty one, and is *left* when it did not
change for as long as the programme says.

Invariants:
- an occasion is published once for each member, kind, year and lead, by however many workers, in
  whatever order, and whatever the clock does;
- the end of a tier is told with lead days only, by what the member has when it is told;
- a birthday that changes brings no second one within half a year;
- no day of birth is read in clear: the days are found by blind indexes;
- a left cart is told once, by whatever order and however late its activities came;
- a brand that fails stops no other.

What is in a cart is read from its activities; facts say which carts wait to be judged. Where two
members become one, the cart of the one who goes is let go.

Erasure deletes the member's documents here, and the blind index of the birthday with the member; a
merge keeps those of both, so that nobody has a birthday twice; export has nothing from here that
the profile does not have.
"""
