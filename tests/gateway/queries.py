"""The documents that front ends send most."""

CARD_FIELDS = """
  id name phone
  tier { code name multiplier }
  forecast { growthToNext growthToKeep judgedOn }
  points { posted held available pending expiring(days: 90) { points on } }
  entries(first: 3) {
    edges { cursor node { amount kind balanceAfter effectiveAt } }
    pageInfo { hasNextPage endCursor }
  }
  feedback(first: 2) {
    edges { node { id text state topics { code name } createdAt } }
    pageInfo { hasNextPage }
  }
"""

CARD = "query Card { me { " + CARD_FIELDS + " } }"
ONE = "query One($id: ID!) { member(id: $id) { " + CARD_FIELDS + " } }"
CARDS = "query Cards($ids: [ID!]!) { members(ids: $ids) { " + CARD_FIELDS + " } }"
