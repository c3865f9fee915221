"""Rewards: members spend points on the catalogue.

Owns the rewards section of a programme (the catalogue), redemptions, and how often each member had
each reward. A confirmed redemption issues a voucher: the room vouchers.

Words: reward = an entry of the catalogue; category = a group in which the catalogue is shown;
redemption = a reward taken by a member: held, then confirmed, cancelled or expired; limit = how
often one member may have a reward in a period; limit for all = how often all members together may.
An immediate reward is confirmed in the posting that begins it. A confirmed redemption gives a
voucher, or instead a coupon, a badge or an amount of an asset; that amount is taken back, and the
price returned to its own lots, when the redemption is cancelled before the amount is spent.

Invariants: the price, the piece of stock, the member's limit and the limits for all are set aside
together or not at all; a redemption ends once; the price is taken, the redemption is counted and
the voucher is issued in one posting.
"""
