"""Points in the schema.

    points         the balance and its entries
    check_in       `checkIn`: recorded by members, awarded by points
    rewards        the catalogue, judged for a member
    redemptions    a member's redemptions; mutations: redeem, confirm and cancel

*Points* is the asset; the unit of the rate limiter is *cost*.
"""
