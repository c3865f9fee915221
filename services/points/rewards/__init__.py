"""Rewards: members spend points on the catalogue.

Owns the rewards section of a programme (the catalogue), redemptions, and how often each member had
each reward. A confirmed redemption issues a voucher: the room vouchers.

Words: reward = an entry of the catalogue; category = a group in which the catalogue is shown;
redemption = a reward taken by a member: held, then confirmed, cancelled or expired; limit = how
often one member may have a reward in a period.

Invariants: the price, the piece of stock and the member's limit are set aside together or not at
all; a redemption ends once; the points are taken and the voucher is issued in one posting.
"""
