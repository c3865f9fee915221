"""Subscriptions as Server-Sent Events, as a front end reads them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

POINTS = "subscription { pointsChanged { id live entry { sequence } points { available } } }"


@dataclass
class Stream:
    """An event stream, read event by event."""

    response: httpx.Response
    lines: AsyncIterator[str]

    async def block(self) -> list[str]:
        """The lines up to the next empty one; none at the end."""
        lines: list[str] = []
        async with asyncio.timeout(20):
            async for line in self.lines:
                if not line:
                    return lines
                lines.append(line)
        return lines

    async def event(self) -> tuple[str, str, Any]:
        """Name, id and data of the next event; silence is passed over."""
        while (lines := await self.block()) and lines[0].startswith(":"):
            pass
        fields = dict(line.partition(":")[::2] for line in lines)
        data = fields.get("data", "").strip()
        named = fields.get("event", "").strip(), fields.get("id", "").strip()
        return *named, json.loads(data) if data else None


@asynccontextmanager
async def open_stream(
    url: str, token: str, query: str = POINTS, **headers: str
) -> AsyncIterator[Stream]:
    sent = {"authorization": f"Bearer {token}", "accept": "text/event-stream", **headers}
    async with (
        httpx.AsyncClient(timeout=10) as client,
        client.stream("POST", url, json={"query": query}, headers=sent) as response,
    ):
        yield Stream(response, response.aiter_lines())
