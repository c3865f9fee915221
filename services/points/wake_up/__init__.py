"""Wake-up: a member who earned nothing for long is offered something for the next order.

Owns the section wake_up of a programme and the record of each wake-up. The bonus itself is
earning's (`earning/domain/order_bonus.py`), whose award uses it up.

Words: earning = a positive entry of something that the member did; asleep = no earning for the
section's days; sleep = the time from one earning to the next; wake-up = what is opened in a sleep:
a bonus, a coupon or both; answered = used by an order.

Invariants: a sleep has one wake-up, whichever worker looks and however often; its coupon stands in
the posting that opens it; a bonus multiplies one order, through the stacking of the programme, and
its line stands in that award's explanation. A refund of the order takes the bonus back with the
points, in proportion, and opens no other.

The job reads the members by the time at which they were last known to be awake, so that it looks
at a member once in so many days and at nobody else. A brand that takes the section out of its
programme ends the bonuses that are open.

    merge    the bonus that ends later is the survivor's; wake-ups are read as the survivor's. The
             old id is looked at no more.
    undo     the old id is looked at again, from its enrolment on.
    erasure  nobody looks at the member again; wake-ups name the random id alone.
    export   the bonus, and the wake-ups.
    verify   nothing: records are proved with their postings, and figures are entries.
"""
