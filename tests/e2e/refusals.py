"""Refusals as clients read them."""

from collections.abc import Awaitable
from typing import Any

import grpc
import pytest

from services.common.errors import Reason, reason_of


async def refused(call: Awaitable[Any]) -> Reason:
    """The reason of a gRPC call that must be refused."""
    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await call
    reason = reason_of(failed.value)
    assert reason is not None, failed.value
    return reason


def codes(payload: dict[str, Any]) -> list[str]:
    """The codes of a mutation's `userErrors`."""
    return [error["code"] for error in payload["userErrors"]]
