"""Redirects that a test tells, without a database."""

from datetime import datetime

from services.common.redirects import Redirects


class AtHand(Redirects):
    """`coming` is learnt at the next refresh."""

    def __init__(self) -> None:
        self._into = {}
        self._newest = None
        self._loaded = True
        self.coming: tuple[str, str, str] | None = None

    async def refresh(self) -> None:
        if self.coming is not None:
            self.learn(*self.coming)
            self.coming = None

    async def keep(
        self, brand: str, member_id: str, into: str, at: datetime, merge_id: str
    ) -> None:
        self.learn(brand, member_id, into)
