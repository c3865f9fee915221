"""Lotteries: members spend tickets on draws, and anyone can check that the draws were fair.

Owns the section lotteries of a programme, the seed of each lottery and day, each draw, and one
record for each member and lottery: how many draws, how many losses in a row, what was won.

Words: ticket = one unit of the asset that the lottery names; seed = 32 random bytes of a lottery
for a local day; commitment = the SHA-256 of the seed; roll = a number below a million that follows
from the seed and the draw; prize stock = the pieces of a prize that are left, held in the ledger
like points; loss = a draw that gave nothing; pity = the prize after so many losses in a row.

Invariants: the commitment is written before the seed is used, and never changes; a roll follows
from the seed, the lottery, the member, the number of the member's draw and the request id alone,
so a repeat and a lost race roll the same; ticket, prize and what is kept of the draw are one
posting; a draw is refused before it rolls or not at all, so nobody rolls again for free; prize
stock is never below zero; a prize that is won once is won once; a seed is told ten minutes after
its day ended and not before, and nobody draws with one that is told, wherever the brand's zone
moves.

The seed is kept sealed by the key of lotteries: who reads the database or a copy of it foresees
nothing.

    merge    draws and counts are kept by member id: the member who stays has its own.
    erasure  draws and counts hold no personal data but the random member id.
    export   the member's draws.
    verify   nothing: tickets, prizes and stock are entries, which verify proves, and vouchers are
             compared with their postings. Draws prove themselves by their seeds.
"""
