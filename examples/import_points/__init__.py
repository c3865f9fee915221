"""Opening balances and awards from a file into the ledger, a million rows at its speed.

README.md beside this file says how a row is written and what becomes of it.
"""
