"""Rewards: members spend points on the catalogue.

Owns the rewards section of a programme (the catalogue), redemptions with their vouchers, and how
often each member had each reward.

Words: reward = an entry of the catalogue; redemption = a reward taken by a member: held, then
confirmed, cancelled or expired; voucher = the code that a confirmed redemption gives; limit = how
often one member may have a reward in a period.

Invariants: the price, the piece of stock and the member's limit are set aside together or not at
all; a redemption ends once; a voucher's code is issued once in a brand.
"""
