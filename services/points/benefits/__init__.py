"""Benefits: what a tier gives so many times a term, granted by itself and used at a till.

Owns the section benefits of a programme, the grants of each member, the uses, and the list of what
a tier gives uncounted.

Words: benefit = what the programme says of it; term = a month or a year in which it is granted so
many times; grant = the units of its asset that a member got for a term; use = one unit, handed over
by a store; reversal of a use = that store takes it back as a mistake on the same civil day.

Invariants: in a term a member is granted what the highest tier held in it gives, once, however
often the tier is told and whichever worker grants; what is granted expires as the term ends, and is
not taken back when the tier falls; a use takes one unit, which is there; a use is reversed once,
into the lot that it came from. A term that has begun counts for a use although nobody has granted
it yet: the use grants it first.

Grants come from three sides, by the same command: the feed tells a tier, a till uses, and a job
walks through the members of each brand once a day and after each publication.

    merge    grants and uses stay with the member id that they were written to, which redirects;
             assets of both are added by the ledger.
    undo     nothing: what each had is told apart by its postings.
    erasure  the room keeps no personal data but the random member id and the store of a use.
    export   the benefits as the card shows them, and the uses.
    verify   nothing of its own: grants and uses are entries and records, which verify proves.
"""
