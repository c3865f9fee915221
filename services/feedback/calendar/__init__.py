"""A brand's business hours: when its team works, and how long a while is in business time.

Owns the section `business_hours` of feedback in a programme. Words: an *opening* is a stretch of a
day at which the team works; *business time* is the time that lies in openings; a *public day* is a
holiday, or a day that is worked instead of one (调休). Invariants:

    the brand's own days go before public days, and these before the week
    in a year whose public days nobody knows, the week and the brand's own days decide, and
        the answer says so
    a due time is the earliest at which so much business time is over
    without the section there are no business hours, and clocks run around the clock

It keeps no documents: nothing is merged, erased or exported.
"""
