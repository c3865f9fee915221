"""Permissions for messages, where nothing that is tested counts any."""

from collections.abc import Collection, Mapping

from services.feedback.reach.domain.quota_use import Use


class NoQuotas:
    """Implements `reach.commands.store.Quotas` for programmes without a quota."""

    async def left(
        self, brand: str, member_id: str, assets: Collection[str]
    ) -> Mapping[str, int] | None:
        raise AssertionError("nothing is counted")

    async def hold(self, brand: str, use: Use) -> bool:
        raise AssertionError("nothing is counted")

    async def end(self, brand: str, use: Use) -> None:
        raise AssertionError("nothing is counted")
