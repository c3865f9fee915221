"""Stock: how many pieces of a reward there are, held in the ledger like points.

Owns the postings that bring pieces into a reward's account, and the record of how many it ever got.

Words: piece = one unit of the asset STOCK; stocked = how many pieces a reward ever got; house stock
= the account the pieces come from.

Invariants: a reward got exactly as many pieces as the highest number that a programme in force ever
gave it; a lower number takes none away. The same holds for what a limit for all allows in a period.
"""
