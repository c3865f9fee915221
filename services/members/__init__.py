"""Members: the people who belong to a brand, the things they did, and the tiers these give them.

Each room says in its own `__init__.py` what it owns, its words and its invariants: `vault`,
`events`, `programme`, `consent`, `tiers`, `identities`, `activities`, `sessions`, `occasions`,
`contacts`, `cards`. `unit_of_work` stands above them and opens transactions; `transactions` and
`access` stand below; `context` is what their commands work with.

Invariants of all rooms:
- no read, write, key or event crosses brands;
- a change commits with its decisions, its events and the answer to its request;
- no event and no answer carries personal data.
"""
