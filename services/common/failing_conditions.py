"""Conditions that fail are shown to the brand's operators, by each service that evaluates them.

    FAILED             counts in this process, bounded
    FailingConditions  keeps the counts of all processes in the database, for 30 days, and lists
                       those of the programme in force
    ConditionsApi      tessera.programme.v1.Conditions

`condition_failures`  {_id: "brand/digest of the text", brand, text, failures, first_at, last_at,
                       reason}
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from services.common.auth import ALL_BRANDS, Role, current_caller, require_role
from services.common.cel import FAILED
from services.common.clock import Clock
from services.common.errors import Refusal
from services.common.interceptors import ServicerContext
from services.common.mongo import ASCENDING, DESCENDING, Database, IndexModel, UpdateOne
from tessera.programme.v1 import conditions_pb2 as pb
from tessera.programme.v1 import conditions_pb2_grpc

COLLECTION = "condition_failures"
KEPT = timedelta(days=30)
PAUSE_S = 5.0
LISTED_MAX = 100
INDEXES = {
    COLLECTION: [
        IndexModel([("last_at", ASCENDING)], expireAfterSeconds=int(KEPT.total_seconds())),
        IndexModel([("brand", ASCENDING), ("last_at", DESCENDING)]),
    ]
}

Document = Mapping[str, Any]
InForce = Callable[[str], Awaitable[Document | None]]
"""The part of a brand's programme whose conditions this service evaluates; None where there is
no programme. Its keys are the names of sections."""


class FailingCondition(NamedTuple):
    """A condition, the path of its rule, and what is known of its failures."""

    rule: str
    found: Document


class FailingConditions:
    """The counts of one service, over all its processes."""

    def __init__(self, db: Database, in_force: InForce, clock: Clock) -> None:
        self._kept = db[COLLECTION]
        self._in_force = in_force
        self._clock = clock

    async def run(self) -> None:
        """Keep what fails, until cancelled."""
        while True:
            await asyncio.sleep(PAUSE_S)
            await self.keep()

    async def keep(self) -> None:
        """Add the counts of this process to those that are kept."""
        failed = FAILED.take()
        if not failed:
            return
        now = self._clock.now()
        try:
            await self._kept.bulk_write(
                [
                    UpdateOne(
                        {"_id": _key(brand, text)},
                        {
                            "$inc": {"failures": found.failures},
                            "$set": {"last_at": now, "reason": found.reason},
                            "$setOnInsert": {"brand": brand, "text": text, "first_at": now},
                        },
                        upsert=True,
                    )
                    for (brand, text), found in failed.items()
                ],
                ordered=False,
            )
        except BaseException:
            FAILED.put_back(failed)
            raise

    async def of(self, brand: str) -> list[FailingCondition]:
        """Those of the programme in force, the latest failure first, at most LISTED_MAX."""
        document = await self._in_force(brand)
        rules = dict(conditions_in(document)) if document else {}
        cursor = self._kept.find({"brand": brand, "text": {"$in": list(rules)}})
        found = await cursor.sort("last_at", DESCENDING).limit(LISTED_MAX).to_list(LISTED_MAX)
        return [FailingCondition(rules[each["text"]], each) for each in found]


def conditions_in(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The text of each condition under `value`, with its path; rules go by their codes."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            inner = f"{path}.{key}" if path else key
            if key == "when" and isinstance(part, str):
                yield part, inner
            else:
                yield from conditions_in(part, inner)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            code = part.get("code") if isinstance(part, Mapping) else None
            yield from conditions_in(part, f"{path}.{code}" if code else f"{path}[{index}]")


def _key(brand: str, text: str) -> str:
    return f"{brand}/{hashlib.sha256(text.encode()).hexdigest()}"


class ConditionsApi(conditions_pb2_grpc.ConditionsServicer):
    """Shows operators the failing conditions of their brand."""

    def __init__(self, failing: FailingConditions) -> None:
        self._failing = failing

    async def ListFailingConditions(
        self, request: pb.ListFailingConditionsRequest, context: ServicerContext
    ) -> pb.ListFailingConditionsResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        if caller.brand == ALL_BRANDS:
            raise Refusal("PERMISSION_DENIED", "needs a token of one brand")
        found = await self._failing.of(caller.brand)
        return pb.ListFailingConditionsResponse(conditions=map(_message, found))


def _message(condition: FailingCondition) -> pb.FailingCondition:
    kept = condition.found
    message = pb.FailingCondition(
        rule=condition.rule, text=kept["text"], failures=kept["failures"], reason=kept["reason"]
    )
    message.first_time.FromDatetime(kept["first_at"])
    message.last_time.FromDatetime(kept["last_at"])
    return message
