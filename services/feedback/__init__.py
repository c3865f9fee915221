"""Feedback: the words of members, and the answers of the team.

Owns the items with their states, clocks and timelines, its copy of each brand's programme, and the
feed of changes. Its rooms, from the lowest: `programme`, `calendar`, `timers`, `fact_store`,
`analysis`, `routing`, `items`; each says its own words and invariants. Invariants of all rooms:

    no room asks another service while it writes; a member id is taken as the channel gives it
    every query names the brand
    a change, its event and the answer to its request id commit together or not at all
"""
