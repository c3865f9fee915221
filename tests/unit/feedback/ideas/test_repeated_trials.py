"""A repeat of opening a trial is judged by no later day and by no later facts."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.feedback.ideas.commands import trials
from services.feedback.ideas.domain.request import Request
from services.feedback.programme.domain import Programme, Text

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize("closes", ["2026-11-29", "2026-12-24"])
async def test_a_repeat_gets_its_answer_where_a_new_trial_is_refused(
    closes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[str] = []

    async def once(request: Request, change: Any) -> tuple[str, bool]:
        return ("itr_1", True) if known else (await change(None), False)

    async def plan_of(brand: str) -> tuple[Programme, None]:
        return Programme(brand), None

    async def never(*_: object) -> bool:
        return False

    monkeypatch.setattr(trials, "may_try", never)
    ctx: Any = SimpleNamespace(
        store=SimpleNamespace(once=once), clock=ManualClock(NOON), plan_of=plan_of
    )
    opening = trials.Opening("ida_1", Text("试用", "Trial"), 2, closes, ["mem_1"])
    request = cast(Request, SimpleNamespace(brand="tea", id="r1", content=b""))
    with pytest.raises(Refusal):
        await trials.open_trial(ctx, request, opening)
    known.append(request.id)
    assert await trials.open_trial(ctx, request, opening) == ("itr_1", True)
