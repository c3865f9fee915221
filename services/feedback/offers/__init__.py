"""Next offers: what to propose to a member now, and why.

Owns `next_offers` and `offer_learnings`. Words: a *next offer* proposes a series of articles to a
member; it is never short for a survey's offer. An *association* is two series that members buy
together. What a next offer stands on is its *basis*; a *hindrance* is why it is not proposed.
Invariants:

    a member's list is the same all day: what chance chooses is drawn from brand, member and day
    without consent to profiling the list is that of everyone without it, and no fact is read
    a declined offer is not proposed to the member for 30 days, whatever the programme says
    no offer and no condition knows a price: whoever buys pays the same
    associations are counted anew every night from 180 days of orders, in any order of arrival
    a record is of one member, offer and local day, so a repeat counts once

A merge gives the records of the old id to the survivor; its undoing gives them back. An erasure
deletes them, and nothing is kept of the member later. Associations are counts of members, and name
none. Orders are read where insight keeps them (`Orders`); those of before lines were kept teach
nothing.
"""
