"""Figures of one content are asked for by the id as it is kept."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.common.auth import Caller, Role
from services.feedback.insight.api import insight as api
from services.feedback.insight.api import messages
from services.feedback.insight.commands.contents import ContentsAsked
from tessera.feedback.v1 import insight_pb2 as pb


# An id is kept as a line of activities, which lets these be.
@pytest.mark.parametrize("code", ["第①期", "50cm²"])
async def test_an_id_that_is_listed_is_found_alone(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ContentsAsked] = []

    async def figures(ctx: Any, brand: str, what: ContentsAsked) -> Any:
        asked.append(what)

    async def today(brand: str) -> date:
        return datetime(2026, 11, 30, tzinfo=UTC).date()

    operator = Caller("tea", "ann", Role.OPERATOR, None)
    monkeypatch.setattr(api, "current_caller", lambda: operator)
    monkeypatch.setattr(api, "content_figures", figures)
    monkeypatch.setattr(messages, "contents_message", lambda *told: None)
    servicer = api.InsightServicer(cast(Any, SimpleNamespace(today=today)), b"")
    request = pb.GetContentFiguresRequest(subject=pb.CONTENT_SUBJECT_CONTENT, code=code)
    await servicer.GetContentFigures(request, cast(Any, None))
    assert [each.code for each in asked] == [code]
