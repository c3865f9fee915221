"""A brand's programme: the rules that members published and that points work by.

Owns the programme in force in each brand and its frame: currency, zone, assets, the main ladder's
tiers, and the published document. Earning, refunds and rewards each parse their own section of it
(`Programme.section`), once a version.

Words: document = the published programme as members validated it; section = the part of one room;
publication = a version that comes into force, new or rolled back.

Invariants: a publication that any room cannot read changes nothing; of two publications the later
one is in force, in whatever order they arrive.
"""
