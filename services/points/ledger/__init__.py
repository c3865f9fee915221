"""The ledger: every balance of a brand, and the proof of it.

Owns accounts, postings, holds, lots and records, the expiry sweep, reminders of
expiry, the closed period and verify.
Other rooms decide what to post and post it by `post_decided`; only this room changes an account.

Words: account = (owner, asset) of a brand; posting = one atomic write; entry = one leg of it as it
stands in an account; lot = points that expire together; hold = points set aside under a name;
house account = an account of the brand itself (domain/chart_of_accounts.py); record = a document
that changes together with a posting, under a version; search key = metadata that postings are
found by; batch = postings written in one transaction.

Invariants: those of services/points/__init__.py, and: one posting for each request id, for ever
(domain/request_ids.py); the repeat of a request gets the first answer; storage asks no other room.
"""
