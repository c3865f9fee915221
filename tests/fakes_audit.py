"""The audit log in memory."""

from services.common.audit import Action


class FakeAudit:
    """The entries, in a list."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, Action]] = []

    async def append(self, brand: str, action: Action) -> None:
        self.entries.append((brand, action))
