"""Points in the schema.

    points         the balance and its entries
    badges         the badges of the programme, as they stand for a member
    check_in       `checkIn`: recorded by members, awarded by points
    rewards        the catalogue, judged for a member
    tasks          the task chains and streaks of the programme, as they stand for a member
    redemptions    a member's redemptions; mutations: redeem, confirm and cancel

*Points* is the asset; the unit of the rate limiter is *cost*.
"""
