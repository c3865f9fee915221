"""Restocks are found again, newest first: each with its pieces and the programme's version."""

from __future__ import annotations

from datetime import timedelta

from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.programme.domain.published import ProgrammePublished
from services.points.rewards.api.messages import restock_message
from services.points.stock.commands import restocks
from tests.activities import NOON, document

NAME = {"zh": "杯", "en": "Cup"}


async def publish(ctx: PointsContext, version: int, stock: int) -> None:
    item = {"code": "cup", "name": NAME, "kind": "product", "price": 100, "stock": stock}
    sections = {"rewards": {"items": [item]}}
    at = NOON + timedelta(seconds=version)
    await follow_members(ctx, [ProgrammePublished("tea", version, document("tea") | sections, at)])


async def test_each_restock_has_its_pieces_and_its_version(ctx: PointsContext) -> None:
    for version, stock in ((2, 10), (3, 10), (4, 25), (5, 5), (6, 30)):
        await publish(ctx, version, stock)
    newest = await restocks(ctx, "tea", "cup", 0, 2)
    told = [restock_message(posting) for _, posting in newest]
    assert [(one.pieces, one.programme_version) for one in told] == [(5, 6), (15, 4)]
    rest = await restocks(ctx, "tea", "cup", newest[-1][0], 2)
    assert [(n, restock_message(one).pieces) for n, one in rest] == [(1, 10)]
    assert await restocks(ctx, "tea", "nothing", 0, 9) == []
