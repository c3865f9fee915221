"""Statements: the ledger as finance and members read it.

Owns a member's month, the trial balance, liability and breakage, what became of each rule's points,
and the closing of the books. It writes nothing but the closed period and totals derived from
postings, which verify checks.

Words: total = what a month added to and took from a class of accounts; cohort = points of an asset
that expire in one month; origin = the rule and campaigns that issued points; unattributed = issued
by no named rule; breakage = the share of issued points that expired; closed = nothing takes effect
in that month any more.

Invariants: opening + lines = closing; each asset of the trial balance sums to zero; the columns of
all origins together are those of the trial balance; no figure of a closed month changes.
"""
