"""What members may give now, for their cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.programme.commands import ProgrammeMissing
from services.points.transfers.domain.allowance import GiftAllowance, gift_allowance
from services.points.transfers.domain.gift_rules import gift_rules
from services.points.transfers.domain.given import GIVEN, Given, given_id


async def gift_allowances(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Mapping[str, Sequence[GiftAllowance]]:
    """What each member may give, by asset; none where the programme has no gifts.

    Three reads, however many members.
    """
    try:
        programme = await ctx.programmes.get(brand)
    except ProgrammeMissing:
        return {}
    rules = gift_rules(programme)
    if rules.limits is None:
        return {}
    assets = [asset for asset in programme.assets if asset in rules.assets]
    now = ctx.clock.now()
    today = local_day(now, programme.zone)
    pairs = [(member_id, asset) for member_id in member_ids for asset in assets]
    standings = await ctx.standings.standings(brand, member_ids)
    known = await ctx.ledger.records(brand, GIVEN, [given_id(*pair) for pair in pairs])
    accounts = await ctx.ledger.account_state(brand, pairs)
    found: dict[str, list[GiftAllowance]] = {member_id: [] for member_id in member_ids}
    for member_id, asset in pairs:
        record = known.get(given_id(member_id, asset))
        allowance = gift_allowance(
            programme,
            standings.get(member_id),
            asset,
            record.value if record else Given(today),
            accounts[member_id, asset].available(now),
            today,
        )
        if allowance is not None:
            found[member_id].append(allowance)
    return found
