"""Members in the schema: the card.

    members    a member with tiers and forecast; `me`, `member`, `members`, `memberByIdentity`

A card is made of all three services: points and feedback are joins under the member's id.
"""
