"""Known rewards: nothing is credited to one that the programme in force does not have.

What a reward still has that was taken out of the programme may leave it, by debits, by holds that
were placed and by reversals: these are not asked about.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.chart_of_accounts import REWARD_PREFIX
from services.points.ledger.domain.posting import PostingRequest
from services.points.ledger.domain.validation import RewardUnknown

HasReward = Callable[[str, str], Awaitable[bool]]
"""Answers for a brand and a code: does the programme in force have the reward?"""


async def check_rewards(ledger: Ledger, has_reward: HasReward, request: PostingRequest) -> None:
    """Raises RewardUnknown for the first credit to a reward that the brand does not have.

    Not for a repeat of what was written while the brand had it: that gets its first answer.
    """
    for index, leg in enumerate(request.legs):
        owner = leg.owner
        if not owner.startswith(REWARD_PREFIX) or leg.amount < 0:
            continue
        code = owner.removeprefix(REWARD_PREFIX)
        if await has_reward(request.brand, code):
            continue
        if await ledger.posting(request.brand, request.request_id) is not None:
            return
        raise RewardUnknown(f"legs[{index}].owner", owner, code)
