"""What members allow, each kind where it is counted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.feedback.reach.commands.store import Quotas
from services.feedback.reach.domain.month import is_month
from services.feedback.reach.domain.quota_use import Use


@dataclass(frozen=True)
class CountedQuotas:
    """Implements `store.Quotas`: months of WeCom in `months`, permissions in `points`."""

    points: Quotas
    months: Quotas

    async def left(
        self, brand: str, member_id: str, assets: Collection[str]
    ) -> Mapping[str, int] | None:
        months = {each for each in assets if is_month(each)}
        others = set(assets) - months
        allowed = await self.points.left(brand, member_id, others) if others else {}
        free = await self.months.left(brand, member_id, months) if months else {}
        return None if allowed is None or free is None else {**allowed, **free}

    async def hold(self, brand: str, use: Use) -> bool:
        return await self._of(use).hold(brand, use)

    async def end(self, brand: str, use: Use) -> None:
        await self._of(use).end(brand, use)

    def _of(self, use: Use) -> Quotas:
        return self.months if is_month(use.asset) else self.points
