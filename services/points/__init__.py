"""Points: what members earn, hold and spend.

Owns the ledger, and every room that writes to it: earning, refunds, rewards, check-ins, vouchers,
adjustments, stock; and statements, which read it.

Words: account = (owner, asset) of a brand; posting = one atomic ledger write; entry = one leg of it
as it stands in an account; lot = points that expire together; hold = points set aside under a name;
house account = what the brand itself stands for (issued, redeemed, expired ...); record = a
document that changes together with a posting.

Invariants, proven by `python -m services.points verify`:
* every posting sums to zero in each asset;
* the lots of an account sum to its balance, or it has none and is in debt;
* nothing guarded goes below its minimum, and a refusal changes nothing;
* entries are numbered from 1 without holes, and each hash covers all before it;
* one posting per request id, for ever.
"""
