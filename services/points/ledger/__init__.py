"""The ledger: accounts, postings, holds, lots, and the proof of them."""
