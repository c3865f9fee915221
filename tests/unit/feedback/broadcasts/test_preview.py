"""A preview of a broadcast decides by all that the broadcast itself will decide by."""

from typing import Any, cast

import pytest

from services.feedback.broadcasts.commands.desk import BroadcastDesk
from services.feedback.broadcasts.domain.broadcast import Broadcast, Figures, Page
from tests.unit.feedback.reach.samples import subject
from tests.unit.feedback.reach.test_commands import NOW, TEA, context


class One:
    """A broadcast of `tier`, which a permission of WeChat's carries, to a segment of one."""

    async def find(self, brand: str, broadcast_id: str) -> Broadcast:
        nothing: Any = None
        return Broadcast("brc_1", brand, "n", "vips", "tier", NOW - NOW, "ada", nothing)

    async def page(self, brand: str, segment: str, place: str) -> Page:
        return Page(["mem_1"], "")

    async def size(self, brand: str, segment: str) -> int:
        return 1


@pytest.mark.parametrize(
    ("left", "figures"), [(1, Figures(sent=1)), (0, Figures(refused={"quota": 1}))]
)
async def test_whoever_allows_no_message_more_is_refused_in_the_preview_too(
    left: int, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = {"zh": "新茶到店", "en": "New tea"}
    only_wechat = {"channels": ["wechat_subscription"], "text": text}
    messages = [
        {**each, **only_wechat} if each["code"] == "tier" else each
        for each in TEA["reach"]["messages"]
    ]
    monkeypatch.setitem(TEA["reach"], "messages", messages)
    [template, *_] = TEA["reach"]["channels"]["wechat_subscription"]["templates"]
    monkeypatch.setitem(template, "fields", {"thing2": "text"})
    reach, _ = context(subject().reached, NOW, left)
    one = cast(Any, One())
    _, decided, found = await BroadcastDesk(one, one, reach).preview("tea", "brc_1")
    assert (decided, found) == (1, figures)
