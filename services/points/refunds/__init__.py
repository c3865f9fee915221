"""Refunds: when part of an order goes back, so does that part of what it earned, and of what points
and coupons paid for it.

Owns the refunds section of a programme (the policy), the plan of a refund, its posting, and the
refunds that came before their order.

Words: clawback = what a refund takes of one asset; due = the share that goes back, taken = what was
there to take, forgiven = the rest; returned = the points and coupons that go back to the member;
waiting (parked) = kept until the order is awarded.

Invariants: a refund is done once, and a repeat gets the first answer; a preview answers what a
commit would; when all of an order is refunded, taken plus forgiven is exactly what it earned; of
points that paid, and of coupons, no more is returned than the basket took; assets that cannot be
spent never go into debt.
"""
