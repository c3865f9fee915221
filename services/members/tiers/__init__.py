"""Tiers: ladders, the position of each member on them, and the decisions that change it.

Owns: growth and spending by local day with the positions that they give (`growth`, and its fields
in `facts`), decisions (`decisions`), approvals of manual tiers (`tier_approvals`), and back-tests
of drafts (`tier_backtests`), which go after 30 days.

Words: a ladder's *basis* is what it counts: growth, spending, orders, the share of repeated ones,
value to date, an event; its *source* is the ledger's growth or the member's purchases; *daily
totals* are amounts by local day; a *position* is a tier on one ladder, with the window that it is
judged by; a *standing* is the daily totals and the positions of one source; a *climb* is an upgrade
that a refund may still undo; a *manual tier* is given by an operator until a day, and lifts what
was earned; a *decision* is a judgement, kept with its inputs.

Invariants:
- an entry of growth counts once, whatever the feed repeats;
- a tier rises at once; it falls only after its window and grace, when a refund takes back the
  growth that raised it, or when a new programme no longer has it;
- a manual tier is no floor after its last day: what is earned is judged below it all along.

Merge: of two positions the higher stays, and so does the better manual tier. Erasure: positions go,
decisions stay with the random id; an operator's note holds no personal data. Export: `growth`,
`facts`, `tier_decisions`.
"""
