"""Which events of a provider's hook are taken when one of them is refused."""

from types import SimpleNamespace
from typing import Any, cast

import orjson
import pytest

from services.common.errors import Refusal
from services.feedback.reach.commands.receiving import ReceivingContext, take_receipts


class World:
    """A provider whose hooks are signed, and members who refuse, or are away for, `error`."""

    def __init__(self, error: Exception) -> None:
        self._error = error
        self.withdrawn: list[str] = []

    def signed(self, *_: object) -> bool:
        return True

    async def of(self, *_: object) -> None:
        return None

    async def owner(self, brand: str, channel: str, address: str) -> str:
        return "mem_" + address[-1]

    async def withdraw(self, brand: str, channel: str, member_id: str, reply_id: str) -> None:
        if member_id == "mem_1":
            raise self._error
        self.withdrawn.append(member_id)


def reply(number: int) -> dict[str, str]:
    return {"kind": "reply", "id": f"mo_{number}", "from": f"+861380000000{number}", "text": "TD"}


async def taken(world: World, *events: Any) -> int:
    here = cast(Any, world)
    reach = cast(Any, SimpleNamespace(audience=world))
    hook = cast(Any, SimpleNamespace(body=orjson.dumps({"events": events})))
    return await take_receipts(ReceivingContext(reach, here, here), "tea", "sms", hook)


async def test_an_opt_out_that_is_refused_keeps_no_other_back() -> None:
    world = World(Refusal("REQUEST_ID_REUSED"))
    assert await taken(world, reply(1), reply(2)) == 2
    assert world.withdrawn == ["mem_2"]


async def test_what_passes_by_itself_is_told_so_that_all_come_again() -> None:
    world = World(Refusal("SERVICE_UNAVAILABLE"))
    with pytest.raises(Refusal):
        await taken(world, reply(1), reply(2))
