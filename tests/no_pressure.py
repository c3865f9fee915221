"""Members of whom nobody was touched on days running."""

from collections.abc import Collection, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from services.feedback.reach.domain.pressure import Measured, PressureState


class NoPressure:
    """Implements `reach.commands.store.PressureStore` with the brakes of `state`."""

    def __init__(self, state: PressureState | None = None) -> None:
        self._state = state or PressureState()

    async def of(self, brand: str) -> PressureState:
        return self._state

    async def keep(self, brand: str, state: PressureState) -> None:
        raise AssertionError("nothing is judged")

    async def wake(self, brand: str) -> None:
        """Nobody judges it."""

    async def measure(
        self, brand: str, day: date, lengths: Collection[int], zone: ZoneInfo
    ) -> Sequence[Measured]:
        raise AssertionError("nothing is judged")
